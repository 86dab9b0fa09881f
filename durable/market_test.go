package durable_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
)

// market is a merchant on Megamarket who works in RetailCRM; both are fakes.
type market struct {
	*testing.T
	mm  *megamarkettest.Server
	crm *retailcrmtest.Server
}

func newMarket(t *testing.T) *market {
	t.Helper()
	m := &market{T: t, mm: megamarkettest.New(megamarkettest.Settings{PendingReads: -1}), crm: retailcrmtest.New(retailcrmtest.Settings{})}
	t.Cleanup(func() { m.mm.Close(); m.crm.Close() })
	m.crm.AddOffer(501, "MUG-RED", "MUG-RED")
	return m
}

// over returns a bridge over a store.
func (m *market) over(s bridge.Store) *bridge.Bridge {
	m.Helper()
	free := ordo.WithLimits(ordo.Limits{})
	mm := megamarket.New(megamarkettest.DefaultToken, free, ordo.WithHTTPClient(&http.Client{Transport: m.mm.Transport()}))
	crm := retailcrm.New("https://shop.retailcrm.example", retailcrmtest.Key, free, ordo.WithHTTPClient(&http.Client{Transport: m.crm.Transport()})).
		WithSite(retailcrmtest.Site).System(retailcrm.DefaultMapping(), retailcrm.WithModule("http://merchant.example/crm-1", "module-secret"))
	require.NoError(m, crm.Install(m.Context()))
	b, err := bridge.New(s, bridge.Route{Channel: "mm-1", ERP: "crm-1"}, bridge.Account("crm-1", crm),
		bridge.Account("mm-1", mm.Channel(megamarket.WithMerchant(megamarkettest.DefaultMerchantID))))
	require.NoError(m, err)
	return b
}

// place places orders, and returns their ids here.
func (m *market) place(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = "mm-1/" + m.mm.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990, Count: 2}}})
	}
	return ids
}

// confirm confirms all orders that are new, as people in RetailCRM do.
func (m *market) confirm() {
	for _, o := range m.crm.Orders() {
		if o.Status == "new" {
			m.crm.SetStatus(o.ID, "availability-confirmed")
		}
	}
}

func (m *market) sync(b *bridge.Bridge) {
	m.Helper()
	p, err := b.Sync(m.Context())
	require.NoError(m, err)
	require.Empty(m, p.Problems())
}

// trade places and confirms orders over a store.
func (m *market) trade(s bridge.Store, n int) []string {
	m.Helper()
	b := m.over(s)
	ids := m.place(n)
	m.sync(b)
	m.confirm()
	m.sync(b)
	return ids
}
