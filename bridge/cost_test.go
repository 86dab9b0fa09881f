package bridge_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// costs are calls by method.
type costs map[string]int

var orderNumber = regexp.MustCompile(`/orders/[^/]*\d[^/]*`)

// spentBy counts the calls of both sides since it was asked last, by method.
func spentBy(m *chaos.Market, since costs) costs {
	all := costs{}
	for _, e := range m.MM.Exchanges() {
		all["megamarket "+e.Op]++
	}
	for _, e := range m.CRM.Exchanges() {
		path := orderNumber.ReplaceAllString(strings.TrimPrefix(e.Path, "/api/v5"), "/orders/{id}")
		all["retailcrm "+e.Method+" "+path]++
	}
	for k, n := range since {
		all[k] -= n
	}
	maps.DeleteFunc(all, func(_ string, n int) bool { return n == 0 })
	return all
}

// of is how many calls of one side there were.
func (c costs) of(side string) int {
	n := 0
	for k, v := range c {
		if strings.HasPrefix(k, side+" ") {
			n += v
		}
	}
	return n
}

func (c costs) String() string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(c)) {
		fmt.Fprintf(&b, "\n  %4d  %s", c[k], k)
	}
	return b.String()
}

// spentOnMoney counts the calls of YooKassa's and ATOL's since it was asked last, by method.
func spentOnMoney(s *chaos.Shop, since costs) costs {
	all := costs{}
	for side, log := range map[string][]fake.Exchange{"yookassa": s.YK.Exchanges(), "atol": s.Kassa.Exchanges()} {
		for _, e := range log {
			all[side+" "+e.Op]++
		}
	}
	for k, n := range since {
		all[k] -= n
	}
	maps.DeleteFunc(all, func(_ string, n int) bool { return n == 0 })
	return all
}

// live is one pass for each thing that happened: callbacks come, and Run works on them at once; a minute later a pass
// looks for what the merchant did.
func live(m *chaos.Market) {
	m.MM.SendHooks(m.Context())
	m.Sync()
	time.Sleep(time.Minute)
}

// An order's life costs few more calls than the vendors' methods make necessary.
func TestWhatALifeCosts(t *testing.T) {
	// Mandated is what nobody can do without; a change at Megamarket is read once before it and polled once while it
	// is PENDING after it. Passes are those in which the merchant changed something, each with one reading of the
	// history, and each save of his is one reading of the order.
	for _, c := range []struct {
		name     string
		scheme   megamarkettest.Scheme
		mandated costs // with the re-reading and the polls
	}{
		{"Megamarket delivers", megamarkettest.Standard, costs{
			"megamarket order/confirm": 1, "megamarket order/packing": 1, "megamarket order/shipping": 1,
			"megamarket order/get": 1 + 3 + 1,                                                           // before confirming; after each change; to see that it was delivered
			"retailcrm create":     1, "retailcrm history": 3, "retailcrm read": 3, "retailcrm edit": 3, // packed, delivering, complete
		}},
		{"the merchant delivers", megamarkettest.MerchantDelivery, costs{
			"megamarket order/confirm": 1, "megamarket order/packing": 1, "megamarket order/close": 1,
			"megamarket order/get": 1 + 2,                                                               // closing is done at once
			"retailcrm create":     1, "retailcrm history": 4, "retailcrm read": 4, "retailcrm edit": 2, // packed, delivering
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			trade(t, func(m *chaos.Market) {
				live(m) // starting is no order's matter
				start := spentBy(m, nil)
				var idle costs
				for range 5 {
					before := spentBy(m, nil)
					live(m)
					idle = spentBy(m, before)
				}
				before := spentBy(m, nil)
				passes := 0
				p := m.Places(megamarkettest.Order{Scheme: c.scheme, Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990, Count: 2}}})
				pass := func() { passes++; live(m) }
				pass()
				p.Sets("availability-confirmed")
				pass()
				p.Packages([]int{1, 2})
				p.Unticks()
				pass()
				p.Courier()
				pass()
				if c.scheme == megamarkettest.Standard {
					for lot := 1; lot <= 2; lot++ { // nobody has to ask for it
						require.NoError(m, m.MM.SetStatus(p.ID, lot, "SHIPPED", ""))
					}
					require.NoError(m, m.MM.Deliver(p.ID))
					time.Sleep(time.Hour)
				} else {
					p.Sets("complete")
				}
				pass()
				spent := spentBy(m, before)
				p.Is(status.OrderDelivered)
				p.Shows("complete")

				// What the passes cost by themselves, with or without orders, is not the order's.
				for k, n := range idle {
					spent[k] -= n * passes
				}
				spent["retailcrm GET /orders/history"] += c.mandated["retailcrm history"]
				maps.DeleteFunc(spent, func(_ string, n int) bool { return n == 0 })
				m.Logf("to start: %v\nan idle pass: %v\nthe life: %v", start, idle, spent)
				for _, side := range []string{"megamarket", "retailcrm"} {
					have, least := spent.of(side), c.mandated.of(side)
					m.Logf("%s: %d calls, at least %d", side, have, least)
					require.LessOrEqual(m, have, least+2, "%s: %v", side, spent)
				}
			})
		})
	}
}

// What a pass costs in which nothing happened does not grow with the orders that are known.
func TestAnIdlePassCostsTheSameForManyOrders(t *testing.T) {
	var first costs
	for _, n := range []int{10, 1000, 10_000} {
		trade(t, func(m *chaos.Market) {
			for i := range n {
				knows(m, i, status.ItemHandedOut)
			}
			live(m)
			live(m)
			before := spentBy(m, nil)
			live(m)
			spent := spentBy(m, before)
			if first == nil {
				first = spent
			}
			m.Logf("%d orders, idle pass: %v", n, spent)
			require.Equal(m, first, spent, "%d orders", n)

			time.Sleep(time.Hour)
			before = spentBy(m, nil)
			live(m)
			m.Logf("%d orders, the hourly pass: %v", n, spentBy(m, before))
		})
	}
}

// TestLooksAtOrdersOnTheirWayShareCalls on their way are read again every hour, fifty in one call; only their cards
// are read one by one.
func TestLooksAtOrdersOnTheirWayShareCalls(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		const n = 100
		for range n {
			m.MM.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990}}})
		}
		m.Settle()
		time.Sleep(61 * time.Minute)
		before := spentBy(m, nil)
		live(m)
		spent := spentBy(m, before)
		m.Logf("%d orders on their way, looks and the hourly pass: %v", n, spent)
		require.LessOrEqual(m, spent["megamarket order/get"], n/50+1)
		require.LessOrEqual(m, spent["retailcrm GET /orders/{id}"], n)
	})
}

// knows puts an order into the store that was seen long ago.
func knows(m *chaos.Market, i int, s status.ItemState) {
	m.Helper()
	id := strconv.Itoa(800_000_000 + i)
	o, evs, err := order.Import(order.Snapshot{
		Draft: order.Draft{
			ID: "mm-1/" + id, Ref: order.Ref{System: "megamarket", Account: "mm-1", Kind: "shipment", ID: id}, Scheme: order.Standard,
			Authority: order.Marketplace, Lines: []order.Line{{ID: "1", SKU: "MUG-RED", Quantity: amount.Pcs(1), Total: amount.RUB(99000)}},
		},
		State: s,
	}, order.By{Actor: order.Actor{Role: order.RoleChannel, System: "mm-1"}, At: time.Now()})
	require.NoError(m, err)
	v := o.View()
	require.NoError(m, m.Store.Save(m.Context(), v.ID, 0, bridge.Batch{
		Events: evs, Refs: []order.Ref{{System: "megamarket", Account: "mm-1", Kind: "order", ID: id}, {System: "retailcrm", Account: "crm-1", Kind: "order", ID: id}},
		Summary: bridge.Summary{ID: v.ID, Ref: v.Ref, Scheme: v.Scheme, State: v.State, Updated: v.Updated},
	}))
}

// What the money of an order costs where everybody calls as he should: a payment is read once to believe the call and
// once to take it up; a refund is looked for before it is ordered; a receipt is given once, and its report read once.
func TestWhatMoneyCosts(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ShoesAndSocks())
		since := spentOnMoney(s, nil)
		settle := func() {
			s.YK.SendHooks(s.Context())
			s.Sync()
			s.Kassa.Settle()
			s.Kassa.SendHooks(s.Context())
			s.Sync()
		}
		require.NoError(t, s.YK.Pay(x.Bill("p1", x.Order().Total())))
		settle()
		paid := costs{"yookassa POST /payments": 1, "yookassa GET /payments/{id}": 2, "atol getToken": 1, "atol sell": 1, "atol report": 1}
		require.Equal(t, paid, spentOnMoney(s, since))

		since = spentOnMoney(s, nil)
		x.Does(order.SetMark{Line: "shoes", Code: chaos.ShoeCode}, order.HandOver{Waybill: "1"}, order.Deliver{})
		settle()
		require.Equal(t, costs{"atol sell": 1, "atol report": 1}, spentOnMoney(s, since))

		since = spentOnMoney(s, nil)
		x.Returns(order.PickAll("shoes"))
		x.Does(order.Refund{Block: 1})
		settle()
		require.Equal(t, costs{
			"yookassa GET /refunds": 1, "yookassa POST /refunds": 1, // looked for, and ordered
			"atol sell_refund": 1, "atol report": 1,
		}, spentOnMoney(s, since))
		since = spentOnMoney(s, nil)
		settle() // its notification comes
		require.Equal(t, costs{"yookassa GET /refunds/{id}": 1, "yookassa GET /payments/{id}": 1}, spentOnMoney(s, since))
		require.Empty(t, x.Owes())

		since = spentOnMoney(s, nil)
		time.Sleep(48 * time.Hour)
		s.Sync()
		require.Empty(t, spentOnMoney(s, since), "an order that has ended costs nothing")
	}, func(s *chaos.Shop) { s.ATOLSettings.WaitReads = 1000 })
}

// Parcels under way cost a call for each thing that the carrier tells, and one when nothing was heard for twelve hours;
// besides, an account costs its subscription and its token once an hour, however many parcels there are.
func TestWhatParcelsUnderWayCost(t *testing.T) {
	const parcels = 40
	for _, day := range []struct {
		name  string
		moves int // of each parcel, in the day
		each  int // calls for it
	}{{"nothing moves", 0, 2}, {"two things happen to each", 2, 2}, {"six things happen to each", 6, 6}} {
		t.Run(day.name, func(t *testing.T) {
			sells(t, func(s *chaos.Shop) {
				for range parcels {
					d := chaos.ToAPoint()
					d.Lines[0].MarkRequired = false
					x := s.Sells(d)
					require.NoError(t, s.YK.Pay(x.Bill("p1", x.Order().Total())))
					x.Settle()
					x.Ships()
				}
				s.Settle()
				time.Sleep(20 * time.Minute) // the first look after the carrier has accepted
				s.Settle()
				since := len(s.CDEK.Exchanges())
				for hour := range 24 {
					time.Sleep(time.Hour)
					if day.moves > 0 && hour%(24/day.moves) == 0 {
						for _, o := range s.CDEK.Orders() {
							s.CDEK.Advance(o.Number, cdektest.Step{Code: "ACCEPTED_IN_TRANSIT_CITY", City: "Тверь"})
						}
					}
					s.Rings()
					s.Sync()
				}
				reads, others := 0, 0
				for _, e := range s.CDEK.Exchanges()[since:] {
					if strings.HasPrefix(e.Path, "/v2/orders/") {
						reads++
					} else {
						others++
					}
				}
				require.Equal(t, day.each*parcels, reads)
				require.LessOrEqual(t, others, 2*24, "%v", s.CDEK.Exchanges()[since:])
				t.Logf("%d parcels, a day: %d calls about parcels, %d others", parcels, reads, others)
			}, chaos.WithCDEK)
		})
	}
}
