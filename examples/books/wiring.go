package main

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/examples/ownports/book"
	"github.com/ordo-sdk/ordo/examples/ownports/shop"
	"github.com/ordo-sdk/ordo/order"
)

// annaInCRM is the id of the manager's user in the CRM.
const annaInCRM = 7

// connect is the wiring of a service with three systems.
func connect(store bridge.Store, village *shop.Shop, crm, books erp.System) (*bridge.Bridge, error) {
	return bridge.New(store,
		bridge.Account("shop-1", village), bridge.Account("crm-1", crm), bridge.Account("books-1", books),
		bridge.Route{
			Channel: "shop-1", ERP: "crm-1", Books: "books-1", Export: bridge.Export{When: bridge.ExportWhenPaid},
			Scheme: order.OwnPickup, Authority: order.ChannelOwnsLines | order.ChannelOwnsPrices | order.ChannelOwnsCancellation,
		},
		// Who acts in the CRM is a person with rights of her own.
		bridge.WithPeople(func(account, user string) order.Actor {
			if account == "crm-1" && user == "7" {
				return order.Actor{ID: "anna", Role: order.RoleOperator}
			}
			return order.Actor{}
		}),
		bridge.WithRefreshEvery(-1)) // every change of the shop's files is found by a pass
}

// merchant holds the three systems and the bridge between them.
type merchant struct {
	orders string // the folder of the shop
	table  string // the file of the books
	shop   *shop.Shop
	crm    *retailcrmtest.Server
	store  *memory.Store
	b      *bridge.Bridge
}

// open makes the systems in a folder and connects them.
func open(ctx context.Context, dir string) (*merchant, error) {
	m := &merchant{orders: filepath.Join(dir, "orders"), table: filepath.Join(dir, "books.csv"), store: memory.New()}
	err := os.Mkdir(m.orders, 0o700)
	if err != nil {
		return nil, err
	}
	if m.shop, err = shop.Open(m.orders); err != nil {
		return nil, err
	}
	m.crm = retailcrmtest.New(retailcrmtest.Settings{})
	m.crm.AddOffer(501, "JAM", "Jam")
	mapping := retailcrm.DefaultMapping()
	mapping.Delivery = "self-delivery"
	client := retailcrm.New("https://shop.retailcrm.example", retailcrmtest.Key,
		ordo.WithHTTPClient(&http.Client{Transport: m.crm.Transport()}), ordo.WithLimits(ordo.Limits{})). // a fake has no limits
		WithSite(retailcrmtest.Site)
	crm := client.System(mapping)
	if err = crm.Install(ctx); err == nil { // sets up the CRM's fields, once
		m.b, err = connect(m.store, m.shop, crm, book.At(m.table))
	}
	if err != nil {
		return nil, errors.Join(err, m.close())
	}
	return m, nil
}

func (m *merchant) close() error {
	m.crm.Close()
	return m.shop.Close()
}
