package bridge_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/internal/throughput"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// bench is a trade that can be led with the clients alone, too.
type bench struct{ *throughput.Trade }

// atOnce is how many orders are led from step to step together, as a bridge does.
const atOnce = 20

func (s *bench) through(n int) time.Duration { return s.Through(n) }

// bare makes the same calls with the clients alone: the searches and the history of each pass, what the bridge
// writes, with the same content, and the readings that it cannot do without.
func (s *bench) bare(n int) time.Duration {
	ids := s.Buy(n)
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
		for _, err := range s.Shop.ListShipments(ctx, megamarket.Search{From: began.Add(-48 * time.Hour), To: began.Add(24 * time.Hour), Statuses: []string{megamarket.StatusNew}}) {
			ok(err)
		}
		f := retailcrm.HistoryFilter{SinceID: cursor}
		if cursor == 0 {
			f.Start = retailcrm.At(began.Add(-24 * time.Hour))
		}
		for r, err := range s.Books.ListHistory(ctx, f) {
			ok(err)
			cursor = r.ID
		}
		took += time.Since(began)
	}
	status := func(id, code string) {
		_, err := s.Books.UpdateOrder(ctx, retailcrm.ByExternalID(id), retailcrm.OrderFields{Status: code})
		ok(err)
	}
	read := func(id string) {
		_, err := s.Books.GetOrder(ctx, retailcrm.ByExternalID(id))
		ok(err)
	}
	box := func(id string) []megamarket.Box {
		return []megamarket.Box{{Index: 1, Code: strconv.Itoa(megamarkettest.DefaultMerchantID) + "*" + id + "*1"}}
	}
	pull()
	each(func(id string) {
		_, err := s.Books.CreateOrder(ctx, s.fields(id))
		ok(err)
	})
	cards := s.Cards()
	s.Confirm(ids, cards)
	pull()
	each(func(id string) {
		read(id)
		ok(s.Shop.Confirm(ctx, megamarket.Confirmation{ShipmentID: id, OrderCode: id, Lots: []int{1, 2}}))
	})
	s.Pack(ids, cards)
	pull()
	each(func(id string) {
		read(id)
		lots := []megamarket.PackedLot{{Lot: 1, Boxes: box(id)}, {Lot: 2, Boxes: box(id)}}
		ok(s.Shop.Pack(ctx, megamarket.Packing{ShipmentID: id, OrderCode: id, Lots: lots}))
		status(id, "assembling-complete")
	})
	s.HandOver(ids, cards)
	pull()
	each(func(id string) {
		read(id)
		ok(s.Shop.Ship(ctx, megamarket.Shipping{ShipmentID: id, Boxes: box(id), At: time.Now()}))
		status(id, "delivering")
	})
	s.Shipped(ids)
	return took
}

// fields are an order as the bridge writes it.
func (s *bench) fields(id string) retailcrm.OrderFields {
	sh, _ := s.MM.Shipment(id)
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
				calls -= s.MM.Calls("*") + s.CRM.Calls("*")
				b.StartTimer()
				took += way.lead(s, atOnce)
				calls += s.MM.Calls("*") + s.CRM.Calls("*")
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
	s := &bench{throughput.New(b, memory.New())}
	_, err := s.Bridge.Sync(b.Context())
	require.NoError(b, err)
	return s
}
