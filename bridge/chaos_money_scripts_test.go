package bridge_test

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// moneyScripts are the scenarios of the merchant's own shop.
var moneyScripts = []script{
	sold("paid and handed out", func(s *shop) *sale {
		x := s.sells(shoesAndSocks())
		x.pays()
		x.sends()
		x.hands()
		return x
	}),
	sold("three blocks", func(s *shop) *sale {
		x := s.sells(shoesAndSocks())
		x.pays()
		x.refunds(x.returns(order.Pick("socks", amount.Pcs(1))))
		x.sends()
		x.hands()
		x.refunds(x.returns(order.PickAll("shoes")))
		x.refunds(x.returns(order.Pick("socks", amount.Pcs(1))))
		return x
	}),
	sold("refused, and again", func(s *shop) *sale {
		x := s.sells(shoesAndSocks())
		x.pays()
		x.returns(order.PickAll("socks"))
		s.yk.RefuseRefunds("insufficient_funds")
		x.refunds(1)
		s.yk.RefuseRefunds("")
		x.refunds(1)
		return x
	}),
	sold("shipment by shipment", func(s *shop) *sale {
		x := s.sells(shoesAndSocks())
		x.pays()
		x.does(order.SetMark{Line: "shoes", Code: shoeCode}, order.HandOver{Picks: order.PickAll("shoes"), Waybill: "1"}, order.HandOver{Picks: order.PickAll("socks"), Waybill: "2"})
		x.does(order.Deliver{Shipment: 1})
		x.settle()
		x.does(order.Deliver{Shipment: 2})
		x.settle()
		x.refunds(x.returns(order.Pick("socks", amount.Pcs(1))))
		return x
	}, func(s *shop) { s.way.Fiscal.PerShipment = true }),
	sold("all back before it left", func(s *shop) *sale {
		x := s.sells(shoesAndSocks())
		x.pays()
		x.refunds(x.returns(nil))
		return x
	}),
	sold("two cards, the bank of one refuses", func(s *shop) *sale {
		d := shoesAndSocks()
		d.Scheme = order.OwnPickup
		x := s.sells(d)
		require.NoError(s, s.yk.Pay(x.bill("p1", amount.RUB(500000))))
		x.settle()
		require.NoError(s, s.yk.Pay(x.bill("p2", amount.RUB(80000))))
		x.settle()
		x.returns(order.PickAll("shoes"))
		x.does(order.Refund{Block: 1})
		x.bank(0, true)
		x.bank(1, false)
		x.settle()
		x.does(order.Refund{Block: 1})
		x.bank(2, true)
		x.settle()
		return x
	}, func(s *shop) { s.ykSet.SlowRefunds = true }),
	sold("card and cash", func(s *shop) *sale {
		d := shoesAndSocks()
		d.Scheme = order.OwnPickup
		x := s.sells(d)
		require.NoError(s, s.yk.Pay(x.bill("p1", amount.RUB(500000))))
		x.settle()
		x.does(order.Confirm{}, order.SetMark{Line: "shoes", Code: shoeCode}, order.Pay{Payment: order.Payment{ID: "till", Amount: amount.RUB(80000), Method: "cash"}})
		x.hands()
		x.refunds(x.returns(order.PickAll("shoes")))
		x.byHand()
		x.settle()
		return x
	}),
	sold("paid back in the cabinet", func(s *shop) *sale {
		x := s.sells(shoesAndSocks())
		x.pays()
		s.cabinetRefund(s.yk.Payments()[0].ID, amount.RUB(35000))
		x.settle()
		x.does(order.Return{Picks: order.Pick("socks", amount.Pcs(1)), Reason: status.ReasonUnwanted})
		x.settle()
		return x
	}),
	sold("held, and taken", func(s *shop) *sale {
		x := s.sells(shoesAndSocks())
		x.holds()
		x.packs()
		x.does(order.HandOver{Waybill: "1105478203"})
		x.hands()
		return x
	}),
	sold("held, taken for less, answers lost", func(s *shop) *sale {
		x := s.sells(shoesAndSocks())
		x.holds()
		x.does(order.Cancel{Picks: order.PickAll("socks"), Reason: status.ReasonOutOfStock})
		s.yk.Faults().Next("POST /payments/{id}/capture", lost)
		x.packs()
		return x
	}),
	sold("held, and given back, answers lost", func(s *shop) *sale {
		x := s.sells(shoesAndSocks())
		x.holds()
		s.yk.Faults().Next("POST /payments/{id}/cancel", lost)
		x.does(order.Cancel{Reason: status.ReasonBuyerCancelled})
		x.settle()
		return x
	}),
	sold("answers lost", func(s *shop) *sale {
		x := s.sells(shoesAndSocks())
		s.kassa.Faults().Next("sell", lost)
		x.pays()
		x.returns(order.PickAll("socks"))
		s.yk.Faults().Next("POST /refunds", lost)
		s.kassa.Faults().Next("sell_refund", lost)
		x.refunds(1)
		return x
	}),
}

// lost is an answer that does not arrive, of either service.
var lost = fake.ResetAfter()

// sold is a script of the shop.
func sold(name string, way func(s *shop) *sale, set ...func(s *shop)) script {
	return script{
		name: "shop: " + name, set: []func(m *market){ownShop(set...)},
		way: func(m *market) func() any {
			x := way(m.shop)
			if m.shop.cdek != nil {
				at(13 * time.Hour) // CDEK says nothing twice: what was lost is asked for when it is overdue
				m.settle()
			}
			return x.outcome
		},
	}
}

// bank lets the bank decide on the nth refund at the gateway, once it is there.
func (x *sale) bank(n int, pays bool) {
	x.Helper()
	for tries := 0; len(x.yk.Refunds()) <= n; tries++ {
		require.Less(x, tries, 200, "refund %d does not come; journal: %v", n, x.tail())
		x.sync()
		at(time.Minute)
	}
	id := x.yk.Refunds()[n].ID
	if pays {
		require.NoError(x, x.yk.SettleRefund(id))
	} else {
		require.NoError(x, x.yk.RefuseRefund(id, "rejected_by_payee"))
	}
}

// byHand is somebody who pays cash back and says so.
func (x *sale) byHand() {
	x.Helper()
	for tries := 0; ; tries++ {
		require.Less(x, tries, 200, "nothing is to be paid by hand; journal: %v", x.tail())
		for _, w := range x.owes() {
			if w.Phase == bridge.PhaseParked && x.b.Resolve(x.Context(), w.Key, order.Outcome{Kind: order.Applied, Text: "by hand"}, clerk) == nil {
				return
			}
		}
		x.sync()
		at(time.Minute)
		if b := x.block(1); b.Money == status.MoneyRefunded {
			return // it was stored, and the process ended then
		}
	}
}

// moneyOutcome is where everybody stands in the end.
type moneyOutcome struct {
	here, total, paid, owed string
	blocks                  []string
	receipts                []string // at the register
	refunds                 []string // at the gateway
	payments                []string
	attached                []string
	parcels                 []string
	booked                  []string // in the books
	open, errors            []string
	made                    map[string]int // how often something came into being there
}

func (x *sale) outcome() any {
	x.Helper()
	v := x.order().View()
	out := moneyOutcome{
		here: v.State.String(), total: v.Total.String(), paid: v.Paid.String(), owed: v.ToRefund.String(), receipts: x.receipts(), refunds: x.refunded(),
		parcels: x.shippedAs(), booked: x.booked(),
		made: map[string]int{
			"sell": x.kassa.Commits("sell"), "sell_refund": x.kassa.Commits("sell_refund"), "refunds": x.yk.Commits("POST /refunds"),
			"captures": x.yk.Commits("POST /payments/{id}/capture"), "releases": x.yk.Commits("POST /payments/{id}/cancel"),
		},
	}
	slices.Sort(out.receipts)
	for _, b := range v.Blocks {
		out.blocks = append(out.blocks, fmt.Sprintf("R%d %s of %s: %s, returned %t, receipt %t, attempts %d", b.N, b.Refunded, b.Sum, b.Money, b.Returned, b.Receipt != nil, b.Attempts))
	}
	for _, p := range x.yk.Payments() {
		out.payments = append(out.payments, fmt.Sprintf("%s %s, back %s", p.Amount, p.Status, p.Refunded))
	}
	for _, p := range v.Payments {
		out.attached = append(out.attached, fmt.Sprintf("%s %s, back %s, receipt %t", p.ID, p.State, p.Refunded, p.Receipt != nil))
	}
	out.attached = append(out.attached, fmt.Sprintf("%d documents", len(v.Documents)))
	for _, w := range x.owes() {
		out.open = append(out.open, fmt.Sprint(w.Kind, " ", w.Phase, " ", w.Problem))
	}
	for _, e := range x.journal(bridge.JournalFilter{Levels: []bridge.Level{bridge.LevelError}}) {
		out.errors = append(out.errors, e.Text)
	}
	slices.Sort(out.errors)
	out.errors = slices.Compact(out.errors)
	slices.SortFunc(out.payments, cmp.Compare[string])
	return out
}
