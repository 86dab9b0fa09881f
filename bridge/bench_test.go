package bridge_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// bench is a fresh pair of Megamarket and RetailCRM with clients that nothing slows down.
type bench struct {
	*testing.B
	mm     *megamarkettest.Server
	crm    *retailcrmtest.Server
	shop   *megamarket.Client
	books  *retailcrm.Client
	system *retailcrm.System
	b      *bridge.Bridge
}

func newBench(b *testing.B) *bench {
	b.Helper()
	s := &bench{B: b}
	called := func(account string) http.RoundTripper {
		return fake.Direct(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.b.Webhook(account).ServeHTTP(w, r) }))
	}
	s.mm = megamarkettest.New(megamarkettest.Settings{PendingReads: -1, Receiver: fake.Receiver{
		URL: "http://merchant.example/mm-1", User: chaos.CallbackUser, Password: chaos.CallbackPassword,
		Transport: called("mm-1"),
	}})
	s.crm = retailcrmtest.New(retailcrmtest.Settings{Receiver: fake.Receiver{Transport: called("crm-1")}})
	s.crm.AddOffer(501, "MUG-RED", "MUG-RED")
	free := ordo.WithLimits(ordo.Limits{})
	s.shop = megamarket.New(megamarkettest.DefaultToken, free, ordo.WithHTTPClient(&http.Client{Transport: s.mm.Transport()}))
	s.books = retailcrm.New("https://shop.retailcrm.example", retailcrmtest.Key, free, ordo.WithHTTPClient(&http.Client{Transport: s.crm.Transport()})).WithSite(retailcrmtest.Site)
	s.system = s.books.System(retailcrm.DefaultMapping(), retailcrm.WithModule("http://merchant.example/crm-1", chaos.ClientID))
	require.NoError(b, s.system.Install(b.Context()))
	var err error
	s.b, err = bridge.New(memory.New(), bridge.Route{Channel: "mm-1", ERP: "crm-1"}, bridge.Account("crm-1", s.system),
		bridge.Account("mm-1", s.shop.Channel(megamarket.WithMerchant(megamarkettest.DefaultMerchantID), megamarket.WithCallbackAuth(chaos.CallbackUser, chaos.CallbackPassword))))
	require.NoError(b, err)
	b.Cleanup(func() { s.mm.Close(); s.crm.Close() })
	return s
}

// atOnce is how many orders are led from step to step together, as a bridge does.
const atOnce = 20

// buys places orders.
func (s *bench) buys(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = s.mm.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990, Count: 2}}})
	}
	return ids
}

// cards are the orders in RetailCRM, by the ids at Megamarket.
func (s *bench) cards() map[string]retailcrmtest.Order {
	out := map[string]retailcrmtest.Order{}
	for _, o := range s.crm.Orders() {
		out[o.ExternalID] = o
	}
	return out
}

// packages is the merchant's one package with both mugs.
func packages(c retailcrmtest.Order) retailcrmtest.Package {
	return retailcrmtest.Package{ID: "1", Weight: 400, Items: map[int64]int{c.Items[0].ID: 1, c.Items[1].ID: 1}}
}

// shipped checks that all orders came to where they should.
func (s *bench) shipped(ids []string) {
	s.Helper()
	for _, id := range ids {
		require.Equal(s, statuses(2, "SHIPPED"), s.mm.Statuses(id))
		c, _ := s.crm.Order(id)
		require.Equal(s, "delivering", c.Status)
	}
}

// What the merchant does by hand to lead orders on.
func (s *bench) confirms(ids []string, cards map[string]retailcrmtest.Order) {
	for _, id := range ids {
		s.crm.SetStatus(cards[id].ID, "availability-confirmed")
	}
}

func (s *bench) packs(ids []string, cards map[string]retailcrmtest.Order) {
	for _, id := range ids {
		s.crm.SetPackages(cards[id].ID, packages(cards[id]))
		s.crm.SetLocked(cards[id].ID, false)
	}
}

func (s *bench) handsOver(ids []string, cards map[string]retailcrmtest.Order) {
	for _, id := range ids {
		s.crm.SetCustomField(cards[id].ID, retailcrm.DefaultMapping().Courier.Field, true)
	}
}

// through leads orders from placing to the hand-over through the bridge, and returns how long that took without what
// the merchant did.
func (s *bench) through(n int) time.Duration {
	ids := s.buys(n)
	took := time.Duration(0)
	pass := func(f func()) {
		began := time.Now()
		f()
		_, err := s.b.Sync(s.Context())
		require.NoError(s, err)
		took += time.Since(began)
	}
	pass(func() { s.mm.SendHooks(s.Context()) })
	cards := s.cards()
	s.confirms(ids, cards)
	pass(func() {})
	s.packs(ids, cards)
	pass(func() {})
	s.handsOver(ids, cards)
	pass(func() {})
	s.shipped(ids)
	return took
}

// bare makes the same calls with the clients alone: the searches and the history of each pass, what the bridge
// writes, with the same content, and the readings that it cannot do without.
func (s *bench) bare(n int) time.Duration {
	ids := s.buys(n)
	ctx, took := s.Context(), time.Duration(0)
	each := func(f func(id string)) {
		began := time.Now()
		done := make(chan struct{})
		slots := make(chan struct{}, 8)
		for _, id := range ids {
			go func() {
				slots <- struct{}{}
				f(id)
				<-slots
				done <- struct{}{}
			}()
		}
		for range ids {
			<-done
		}
		took += time.Since(began)
	}
	ok := func(err error) {
		if err != nil {
			s.Error(err)
		}
	}
	cursor := int64(0)
	pull := func() {
		began := time.Now()
		for _, err := range s.shop.ListShipments(ctx, megamarket.Search{From: began.Add(-48 * time.Hour), To: began.Add(24 * time.Hour), Statuses: []string{megamarket.StatusNew}}) {
			ok(err)
		}
		f := retailcrm.HistoryFilter{SinceID: cursor}
		if cursor == 0 {
			f.Start = retailcrm.At(began.Add(-24 * time.Hour))
		}
		for r, err := range s.books.ListHistory(ctx, f) {
			ok(err)
			cursor = r.ID
		}
		took += time.Since(began)
	}
	status := func(id, code string) {
		_, err := s.books.UpdateOrder(ctx, retailcrm.ByExternalID(id), retailcrm.OrderFields{Status: code})
		ok(err)
	}
	read := func(id string) {
		_, err := s.books.GetOrder(ctx, retailcrm.ByExternalID(id))
		ok(err)
	}
	box := func(id string) []megamarket.Box {
		return []megamarket.Box{{Index: 1, Code: strconv.Itoa(megamarkettest.DefaultMerchantID) + "*" + id + "*1"}}
	}
	pull()
	each(func(id string) {
		_, err := s.books.CreateOrder(ctx, s.fields(id))
		ok(err)
	})
	cards := s.cards()
	s.confirms(ids, cards)
	pull()
	each(func(id string) {
		read(id)
		ok(s.shop.Confirm(ctx, megamarket.Confirmation{ShipmentID: id, OrderCode: id, Lots: []int{1, 2}}))
	})
	s.packs(ids, cards)
	pull()
	each(func(id string) {
		read(id)
		lots := []megamarket.PackedLot{{Lot: 1, Boxes: box(id)}, {Lot: 2, Boxes: box(id)}}
		ok(s.shop.Pack(ctx, megamarket.Packing{ShipmentID: id, OrderCode: id, Lots: lots}))
		status(id, "assembling-complete")
	})
	s.handsOver(ids, cards)
	pull()
	each(func(id string) {
		read(id)
		ok(s.shop.Ship(ctx, megamarket.Shipping{ShipmentID: id, Boxes: box(id), At: time.Now()}))
		status(id, "delivering")
	})
	s.shipped(ids)
	return took
}

// fields are an order as the bridge writes it.
func (s *bench) fields(id string) retailcrm.OrderFields {
	sh, _ := s.mm.Shipment(id)
	name, word := "Тест", "Тестов"
	f := retailcrm.OrderFields{
		ExternalID: id, Number: id, Status: "new", Marketplace: &retailcrm.Marketplace{Code: "megamarket", OrderID: id}, Currency: "RUB",
		CreatedAt: retailcrm.At(sh.Created), FirstName: &name, LastName: &word,
		Delivery: &retailcrm.DeliveryFields{
			Code: "ordo", Date: retailcrm.DateOf(sh.DeliveryFrom), Address: &retailcrm.Address{Text: "Тверь, улица Примерная, 1"},
			Time: &retailcrm.TimeWindow{From: &retailcrm.TimeOfDay{Hour: 9}, To: &retailcrm.TimeOfDay{Hour: 17}},
			Data: &retailcrm.DeliveryDataFields{Locked: retailcrm.Ptr(true)},
		},
		CustomFields: retailcrm.CustomFields{retailcrm.DefaultMapping().Courier.Field: false},
	}
	for _, l := range sh.Lots {
		f.Items = append(f.Items, retailcrm.ItemFields{
			ExternalIDs: retailcrm.ExternalIDs{{Code: "megamarket", Value: id + "_" + strconv.Itoa(l.Index)}}, ProductName: l.Name, VATRate: "20",
			Offer: &retailcrm.OfferKey{ExternalID: l.OfferID}, InitialPrice: wire.SumOf(amount.RUB(l.Final * 100)), Quantity: retailcrm.Pcs(1),
		})
	}
	return f
}

// BenchmarkOrders a second, from placing to the hand-over, through the bridge and with the clients alone. The fakes'
// own work is in both. The share is measured side by side, so that a busy machine does not change it.
func BenchmarkOrders(b *testing.B) {
	for _, way := range []struct {
		name        string
		lead, other func(*bench, int) time.Duration
	}{{"clients", (*bench).bare, nil}, {"bridge", (*bench).through, (*bench).bare}} {
		b.Run(way.name, func(b *testing.B) {
			b.ReportAllocs()
			var took, beside time.Duration
			calls, orders := 0, 0
			for range b.N {
				b.StopTimer()
				if way.other != nil {
					beside += way.other(begun(b), atOnce)
				}
				s := begun(b)
				calls -= s.mm.Calls("*") + s.crm.Calls("*")
				b.StartTimer()
				took += way.lead(s, atOnce)
				calls += s.mm.Calls("*") + s.crm.Calls("*")
				orders += atOnce
			}
			b.ReportMetric(float64(orders)/took.Seconds(), "orders/s")
			b.ReportMetric(float64(calls)/float64(orders), "calls/order")
			if way.other != nil {
				b.ReportMetric(100*beside.Seconds()/took.Seconds(), "%-of-clients")
			}
		})
	}
}

// begun is a bench whose bridge has started: that is no order's matter.
func begun(b *testing.B) *bench {
	b.Helper()
	s := newBench(b)
	_, err := s.b.Sync(b.Context())
	require.NoError(b, err)
	return s
}
