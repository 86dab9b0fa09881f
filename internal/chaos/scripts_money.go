package chaos

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
	"github.com/ordo-sdk/ordo/receipts/yookassa"
	"github.com/ordo-sdk/ordo/status"
)

// moneyScripts are the scenarios of the merchant's own shop.
var moneyScripts = []script{
	sold("paid and handed out", func(s *Shop) *Sale {
		x := s.Sells(ShoesAndSocks())
		x.Pays()
		x.Sends()
		x.Hands()
		return x
	}),
	sold("three blocks", func(s *Shop) *Sale {
		x := s.Sells(ShoesAndSocks())
		x.Pays()
		x.Refunds(x.Returns(order.Pick("socks", amount.Pcs(1))))
		x.Sends()
		x.Hands()
		x.Refunds(x.Returns(order.PickAll("shoes")))
		x.Refunds(x.Returns(order.Pick("socks", amount.Pcs(1))))
		return x
	}),
	sold("refused, and again", func(s *Shop) *Sale {
		x := s.Sells(ShoesAndSocks())
		x.Pays()
		x.Returns(order.PickAll("socks"))
		s.YK.RefuseRefunds("insufficient_funds")
		x.Refunds(1)
		s.YK.RefuseRefunds("")
		x.Refunds(1)
		return x
	}),
	sold("shipment by shipment", func(s *Shop) *Sale {
		x := s.Sells(ShoesAndSocks())
		x.Pays()
		x.Does(order.SetMark{Line: "shoes", Code: ShoeCode}, order.HandOver{Picks: order.PickAll("shoes"), Waybill: "1"}, order.HandOver{Picks: order.PickAll("socks"), Waybill: "2"})
		x.Does(order.Deliver{Shipment: 1})
		x.Settle()
		x.Does(order.Deliver{Shipment: 2})
		x.Settle()
		x.Refunds(x.Returns(order.Pick("socks", amount.Pcs(1))))
		return x
	}, func(s *Shop) { s.Way.Fiscal.PerShipment = true }),
	sold("all back before it left", func(s *Shop) *Sale {
		x := s.Sells(ShoesAndSocks())
		x.Pays()
		x.Refunds(x.Returns(nil))
		return x
	}),
	sold("two cards, the bank of one refuses", func(s *Shop) *Sale {
		d := ShoesAndSocks()
		d.Scheme = order.OwnPickup
		x := s.Sells(d)
		require.NoError(s, s.YK.Pay(x.Bill("p1", amount.RUB(500000))))
		x.Settle()
		require.NoError(s, s.YK.Pay(x.Bill("p2", amount.RUB(80000))))
		x.Settle()
		x.Returns(order.PickAll("shoes"))
		x.Does(order.Refund{Block: 1})
		x.bank(0, true)
		x.bank(1, false)
		x.Settle()
		x.Does(order.Refund{Block: 1})
		x.bank(2, true)
		x.Settle()
		return x
	}, func(s *Shop) { s.YKSettings.SlowRefunds = true }),
	sold("card and cash", func(s *Shop) *Sale {
		d := ShoesAndSocks()
		d.Scheme = order.OwnPickup
		x := s.Sells(d)
		require.NoError(s, s.YK.Pay(x.Bill("p1", amount.RUB(500000))))
		x.Settle()
		x.Does(order.Confirm{}, order.SetMark{Line: "shoes", Code: ShoeCode}, order.Pay{Payment: order.Payment{ID: "till", Amount: amount.RUB(80000), Method: "cash"}})
		x.Hands()
		x.Refunds(x.Returns(order.PickAll("shoes")))
		x.byHand()
		x.Settle()
		return x
	}),
	sold("paid back in the cabinet", func(s *Shop) *Sale {
		x := s.Sells(ShoesAndSocks())
		x.Pays()
		s.CabinetRefund(s.YK.Payments()[0].ID, amount.RUB(35000))
		x.Settle()
		x.Does(order.Return{Picks: order.Pick("socks", amount.Pcs(1)), Reason: status.ReasonUnwanted})
		x.Settle()
		return x
	}),
	sold("held, and taken", func(s *Shop) *Sale {
		x := s.Sells(ShoesAndSocks())
		x.Holds()
		x.Packs()
		x.Does(order.HandOver{Waybill: "1105478203"})
		x.Hands()
		return x
	}),
	sold("held, taken for less, answers lost", func(s *Shop) *Sale {
		x := s.Sells(ShoesAndSocks())
		x.Holds()
		x.Does(order.Cancel{Picks: order.PickAll("socks"), Reason: status.ReasonOutOfStock})
		s.YK.Faults().Next("POST /payments/{id}/capture", lost)
		x.Packs()
		return x
	}),
	sold("held, and given back, answers lost", func(s *Shop) *Sale {
		x := s.Sells(ShoesAndSocks())
		x.Holds()
		s.YK.Faults().Next("POST /payments/{id}/cancel", lost)
		x.Does(order.Cancel{Reason: status.ReasonBuyerCancelled})
		x.Settle()
		return x
	}),
	sold("answers lost", func(s *Shop) *Sale {
		x := s.Sells(ShoesAndSocks())
		s.Kassa.Faults().Next("sell", lost)
		x.Pays()
		x.Returns(order.PickAll("socks"))
		s.YK.Faults().Next("POST /refunds", lost)
		s.Kassa.Faults().Next("sell_refund", lost)
		x.Refunds(1)
		return x
	}),
}

// lost is an answer that does not arrive, of either service.
var lost = fake.ResetAfter()

// sold is a script of the shop.
func sold(name string, way func(s *Shop) *Sale, set ...func(s *Shop)) script {
	return script{
		name: "shop: " + name, set: []func(m *Market){ownShop(set...)},
		way: func(m *Market) func() any {
			x := way(m.Shop)
			if m.Shop.CDEK != nil {
				time.Sleep(13 * time.Hour) // CDEK says nothing twice: what was lost is asked for when it is overdue
				m.Settle()
			}
			return x.outcome
		},
	}
}

// bank lets the bank decide on the nth refund at the gateway, once it is there.
func (x *Sale) bank(n int, pays bool) {
	x.Helper()
	for tries := 0; len(x.YK.Refunds()) <= n; tries++ {
		require.Less(x, tries, 200, "refund %d does not come; journal: %v", n, x.Tail())
		x.Sync()
		time.Sleep(time.Minute)
	}
	id := x.YK.Refunds()[n].ID
	if pays {
		require.NoError(x, x.YK.SettleRefund(id))
	} else {
		require.NoError(x, x.YK.RefuseRefund(id, "rejected_by_payee"))
	}
}

// byHand is somebody who pays cash back and says so.
func (x *Sale) byHand() {
	x.Helper()
	for tries := 0; ; tries++ {
		require.Less(x, tries, 200, "nothing is to be paid by hand; journal: %v", x.Tail())
		for _, w := range x.Owes() {
			if w.Phase == bridge.PhaseParked && x.Bridge.Resolve(x.Context(), w.Key, order.Outcome{Kind: order.Applied, Text: "by hand"}, Clerk) == nil {
				return
			}
		}
		x.Sync()
		time.Sleep(time.Minute)
		if b := x.Block(1); b.Money == status.MoneyRefunded {
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
	in1C                    []string
	inPortal                []string
	codes                   []string // in the registry of marked goods
	mail                    []string // that reached its addressee
	messages                []string // as the order knows them
	open, errors            []string
	made                    map[string]int // how often something came into being there
}

func (x *Sale) outcome() any {
	x.Helper()
	v := x.Order().View()
	out := moneyOutcome{
		here: v.State.String(), total: v.Total.String(), paid: v.Paid.String(), owed: v.ToRefund.String(), receipts: x.receipts(), refunds: x.refunded(),
		parcels: x.shippedAs(), booked: x.booked(), in1C: x.in1C(), inPortal: x.inPortal(),
		made: map[string]int{
			"sell": x.Kassa.Commits("sell"), "sell_refund": x.Kassa.Commits("sell_refund"), "refunds": x.YK.Commits("POST /refunds"),
			"captures": x.YK.Commits("POST /payments/{id}/capture"), "releases": x.YK.Commits("POST /payments/{id}/cancel"),
		},
	}
	slices.Sort(out.receipts)
	for _, b := range v.Blocks {
		out.blocks = append(out.blocks, fmt.Sprintf("R%d %s of %s: %s, returned %t, receipt %t, attempts %d", b.N, b.Refunded, b.Sum, b.Money, b.Returned, b.Receipt != nil, b.Attempts))
	}
	for _, p := range x.YK.Payments() {
		out.payments = append(out.payments, fmt.Sprintf("%s %s, back %s", p.Amount, p.Status, p.Refunded))
	}
	for _, p := range v.Payments {
		out.attached = append(out.attached, fmt.Sprintf("%s %s, back %s, receipt %t", p.ID, p.State, p.Refunded, p.Receipt != nil))
	}
	out.attached = append(out.attached, fmt.Sprintf("%d documents", len(v.Documents)))
	out.mail, out.messages = x.mail()
	out.codes = x.InRegistry()
	for _, w := range x.Owes() {
		out.open = append(out.open, fmt.Sprint(w.Kind, " ", w.Phase, " ", w.Problem))
	}
	for _, e := range x.Journal(bridge.JournalFilter{Levels: []bridge.Level{bridge.LevelError}}) {
		out.errors = append(out.errors, e.Text)
	}
	slices.Sort(out.errors)
	out.errors = slices.Compact(out.errors)
	slices.SortFunc(out.payments, cmp.Compare[string])
	return out
}

// Holds is the buyer whose bank holds the price of the whole order, in two stages.
func (x *Sale) Holds() string {
	x.Helper()
	sum := x.Order().Total()
	p, err := x.YKClient().CreatePayment(x.Context(), yookassa.Key("test", x.ID, "held"), yookassa.NewPayment{
		Amount: sum, Description: x.ID, Confirmation: &yookassa.NewConfirmation{Type: "redirect", ReturnURL: "https://shop.example.ru"},
	})
	require.NoError(x, err)
	x.Does(order.Pay{Payment: order.Payment{ID: "p1", State: status.PaymentPending, Amount: sum, Ref: order.Ref{System: "yookassa", ID: p.ID}}})
	require.NoError(x, x.YK.Pay(p.ID))
	x.Settle()
	return p.ID
}

// Packs makes the goods ready.
func (x *Sale) Packs() {
	x.Helper()
	if l, ok := x.Order().Line("shoes"); ok && l.Living.Sign() > 0 {
		x.Does(order.SetMark{Line: "shoes", Code: ShoeCode})
	}
	x.Does(order.Assemble{}, order.Pack{})
	x.Settle()
}
