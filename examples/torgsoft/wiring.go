package main

import (
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/carriers/novaposhta"
	"github.com/ordo-sdk/ordo/carriers/novaposhta/novaposhtatest"
	"github.com/ordo-sdk/ordo/channels/rozetka"
	"github.com/ordo-sdk/ordo/channels/rozetka/rozetkatest"
	"github.com/ordo-sdk/ordo/erp/torgsoft"
	"github.com/ordo-sdk/ordo/examples/internal/stage"
	"github.com/ordo-sdk/ordo/exchange/files"
	"github.com/ordo-sdk/ordo/order"
)

// route says how orders of ROZETKA are worked. Torgsoft cannot be called, so it is no account of the route.
var route = bridge.Route{
	Channel: "rz-1", Scheme: order.SchemeRozetka, Authority: order.Rozetka, Take: true, Carriers: []string{"np-1"},
	Tills:   map[string]string{rozetka.MethodCodeCash: "каса 1", rozetka.MethodCodeCashless: "ПриватБанк"},
	Centres: bridge.Centres{Reserve: "2", WriteOff: "5", Known: []string{"2", "5"}}, // as in the goods file
	Landing: []bridge.Landing{
		{Category: "new", Name: "remote order"},
		{Status: "2", Name: "invoice", Documents: []order.Document{{Kind: torgsoft.Invoice, State: torgsoft.Issued}}},
		{Category: "processing", Name: "remote order"},
		{Category: "delivering", Name: "invoice and waybill", Documents: []order.Document{
			{Kind: torgsoft.Invoice, State: torgsoft.Issued}, {Kind: torgsoft.Waybill, State: torgsoft.Sent},
		}},
		// Received in part (68): people say which goods were, and the order is not fully paid.
		{Status: "68", Name: "invoice and waybill", Documents: []order.Document{
			{Kind: torgsoft.Invoice, State: torgsoft.Issued}, {Kind: torgsoft.Waybill, State: torgsoft.Delivered},
		}},
		{Category: "successful", Name: "prepaid invoice and waybill", Prepaid: true, Documents: []order.Document{
			{Kind: torgsoft.Invoice, State: torgsoft.Issued}, {Kind: torgsoft.Waybill, State: torgsoft.Received},
		}},
	},
}

// desk is the merchant's program: the folder, and a bridge to ROZETKA and Nova Poshta.
type desk struct {
	dir     string
	clock   *stage.Clock
	books   *torgsoft.Sync
	catalog torgsoft.Catalog // the goods that were read last
	rz      *rozetkatest.Server
	np      *novaposhtatest.Server
	store   *memory.Store
	b       *bridge.Bridge
}

// open connects a folder, which must exist.
func open(dir string) (*desk, error) {
	d := &desk{dir: dir, store: memory.New(), clock: stage.NewClock(time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC))}
	d.books = torgsoft.New(files.Dir(dir), torgsoft.Settings{Account: "torgsoft-1", Quiet: -1}) // a service leaves Quiet out: Torgsoft may be writing
	d.rz = rozetkatest.New(rozetkatest.Settings{Now: d.clock.Now})
	d.np = novaposhtatest.New(novaposhtatest.Settings{Now: d.clock.Now})

	at := func(fake http.RoundTripper) []ordo.Option { // a service needs none of these options
		return []ordo.Option{ordo.WithHTTPClient(&http.Client{Transport: fake}), ordo.WithClock(d.clock), ordo.WithLimits(ordo.Limits{})}
	}
	stall := rozetka.New(rozetka.Login(rozetkatest.DefaultUsername, rozetkatest.DefaultPassword), at(d.rz.Transport())...)
	post := novaposhta.New(novaposhtatest.DefaultKey, at(d.np.Transport())...)
	var err error
	d.b, err = bridge.New(d.store, bridge.WithClock(d.clock), bridge.WithGoods(d.knows),
		bridge.Account("rz-1", stall.Channel()), bridge.Account("np-1", post.Carrier(novaposhta.FromWarehouse(novaposhtatest.BranchKyiv))),
		route)
	return d, err
}

// knows reports whether the goods of a line are Torgsoft's: the price list names them by its ids.
func (d *desk) knows(_ string, l order.LineView) bool {
	_, known := d.catalog.Good(l.SKU)
	return known
}

func (d *desk) close() {
	d.rz.Close()
	d.np.Close()
}
