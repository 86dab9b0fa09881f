// Package throughput leads orders of Megamarket through a bridge to RetailCRM as fast as it goes, to measure bridges and
// stores.
package throughput

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
)

// Trade is a merchant on Megamarket who works in RetailCRM: fakes, clients that nothing slows down, and a bridge.
type Trade struct {
	testing.TB
	MM     *megamarkettest.Server
	CRM    *retailcrmtest.Server
	Shop   *megamarket.Client
	Books  *retailcrm.Client
	Bridge *bridge.Bridge
}

// The user and password of Megamarket's callbacks, and the secret of the CRM's.
const (
	callbackUser, callbackPassword = "mm", "callback-pa55word"
	clientID                       = "module-client-5ecret"
)

// New returns a trade over a store.
func New(b testing.TB, store bridge.Store) *Trade {
	b.Helper()
	s := &Trade{TB: b}
	called := func(account string) http.RoundTripper {
		return fake.Direct(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.Bridge.Webhook(account).ServeHTTP(w, r) }))
	}
	s.MM = megamarkettest.New(megamarkettest.Settings{PendingReads: -1, Receiver: fake.Receiver{
		URL: "http://merchant.example/mm-1", User: callbackUser, Password: callbackPassword,
		Transport: called("mm-1"),
	}})
	s.CRM = retailcrmtest.New(retailcrmtest.Settings{Receiver: fake.Receiver{Transport: called("crm-1")}})
	s.CRM.AddOffer(501, "MUG-RED", "MUG-RED")
	free := ordo.WithLimits(ordo.Limits{})
	s.Shop = megamarket.New(megamarkettest.DefaultToken, free, ordo.WithHTTPClient(&http.Client{Transport: s.MM.Transport()}))
	s.Books = retailcrm.New("https://shop.retailcrm.example", retailcrmtest.Key, free, ordo.WithHTTPClient(&http.Client{Transport: s.CRM.Transport()})).WithSite(retailcrmtest.Site)
	system := s.Books.System(retailcrm.DefaultMapping(), retailcrm.WithModule("http://merchant.example/crm-1", clientID))
	require.NoError(b, system.Install(b.Context()))
	var err error
	s.Bridge, err = bridge.New(store, bridge.Route{Channel: "mm-1", ERP: "crm-1"}, bridge.Account("crm-1", system),
		bridge.Account("mm-1", s.Shop.Channel(megamarket.WithMerchant(megamarkettest.DefaultMerchantID), megamarket.WithCallbackAuth(callbackUser, callbackPassword))))
	require.NoError(b, err)
	b.Cleanup(func() { s.MM.Close(); s.CRM.Close() })
	return s
}

// Buy places orders, and returns their ids at Megamarket.
func (s *Trade) Buy(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = s.MM.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990, Count: 2}}})
	}
	return ids
}

// Cards are the orders in RetailCRM, by the ids at Megamarket.
func (s *Trade) Cards() map[string]retailcrmtest.Order {
	out := map[string]retailcrmtest.Order{}
	for _, o := range s.CRM.Orders() {
		out[o.ExternalID] = o
	}
	return out
}

// packages is the merchant's one package with both mugs.
func packages(c retailcrmtest.Order) retailcrmtest.Package {
	return retailcrmtest.Package{ID: "1", Weight: 400, Items: map[int64]int{c.Items[0].ID: 1, c.Items[1].ID: 1}}
}

// Shipped checks that all orders came to where they should.
func (s *Trade) Shipped(ids []string) {
	s.Helper()
	for _, id := range ids {
		require.Equal(s, []string{"SHIPPED", "SHIPPED"}, s.MM.Statuses(id))
		c, _ := s.CRM.Order(id)
		require.Equal(s, "delivering", c.Status)
	}
}

// Confirm confirms orders, by hand as Pack and HandOver.
func (s *Trade) Confirm(ids []string, cards map[string]retailcrmtest.Order) {
	for _, id := range ids {
		s.CRM.SetStatus(cards[id].ID, "availability-confirmed")
	}
}

// Pack packs both mugs of each order into one package.
func (s *Trade) Pack(ids []string, cards map[string]retailcrmtest.Order) {
	for _, id := range ids {
		s.CRM.SetPackages(cards[id].ID, packages(cards[id]))
		s.CRM.SetLocked(cards[id].ID, false)
	}
}

// HandOver gives orders to the courier.
func (s *Trade) HandOver(ids []string, cards map[string]retailcrmtest.Order) {
	for _, id := range ids {
		s.CRM.SetCustomField(cards[id].ID, retailcrm.DefaultMapping().Courier.Field, true)
	}
}

// Through leads orders from placing to the hand-over through the bridge, and returns how long that took without what
// the merchant did.
func (s *Trade) Through(n int) time.Duration {
	ids := s.Buy(n)
	took := time.Duration(0)
	pass := func(f func()) {
		began := time.Now()
		f()
		_, err := s.Bridge.Sync(s.Context())
		require.NoError(s, err)
		took += time.Since(began)
	}
	pass(func() { s.MM.SendHooks(s.Context()) })
	cards := s.Cards()
	s.Confirm(ids, cards)
	pass(func() {})
	s.Pack(ids, cards)
	pass(func() {})
	s.HandOver(ids, cards)
	pass(func() {})
	s.Shipped(ids)
	return took
}
