package receipts

import (
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// steps are what may happen; what happens more often in life is there more often.
var steps = []struct {
	name string
	do   func(*till)
	n    int
}{
	{"pay", func(k *till) { k.does(order.Pay{Payment: k.payment(rapid.Bool().Draw(k.T, "rest"))}) }, 3},
	{"hold money", func(k *till) {
		p := k.payment(true)
		p.State = status.PaymentAuthorized
		k.does(order.Pay{Payment: p})
	}, 1},
	{"capture", (*till).capture, 1},
	{"paid beyond the order", (*till).reported, 1},
	{"paid back unasked", (*till).unasked, 1},
	{"confirm", func(k *till) { k.does(order.Confirm{Picks: k.picks()}) }, 1},
	{"assemble", func(k *till) { k.does(order.Assemble{Picks: k.picks(), Warehouse: "A"}) }, 1},
	{"release", func(k *till) { k.does(order.Release{Picks: k.picks()}) }, 1},
	{"ship", func(k *till) { k.does(order.CreateShipment{Picks: k.picks()}) }, 1},
	{"hand over", func(k *till) { k.does(order.HandOver{Shipment: k.shipment(), Waybill: "W"}) }, 1},
	{"arrive", func(k *till) { k.does(order.Arrive{Shipment: k.shipment()}) }, 1},
	{"deliver", (*till).deliver, 2},
	{"return", func(k *till) { k.does(order.Return{Picks: k.picks(), Reason: status.ReasonDefect}) }, 2},
	{"receive", func(k *till) {
		k.does(order.Receive{Block: k.block(), Picks: k.picks(), Custody: rapid.SampledFrom([]status.ReturnCustody{
			status.CustodyReceived, status.CustodyAccepted, status.CustodyLost, status.CustodyRejected, status.CustodyGivenBack, status.CustodyWithdrawn,
		}).Draw(k.T, "custody")})
	}, 3},
	{"refund", func(k *till) { k.does(order.Refund{Block: k.block()}) }, 2},
	{"goods in another order instead", (*till).elsewhere, 1},
	{"settle", (*till).settle, 2},
	{"one payment back, the other refused", (*till).partlyBack, 1},
	{"cancel", func(k *till) { k.does(order.Cancel{Picks: k.picks(), Reason: status.ReasonOutOfStock}) }, 1},
	{"edit", (*till).edit, 2},
	{"change a line", func(k *till) {
		k.does(order.ChangeLine{
			Line: k.line(), Name: rapid.SampledFrom([]string{"", "Товар 2"}).Draw(k.T, "name"),
			VAT: rapid.SampledFrom([]amount.VAT{amount.VATUnset, amount.VAT10, amount.VAT22}).Draw(k.T, "rate"),
		})
	}, 2},
	{"reprice", func(k *till) {
		k.does(order.Reprice{Prices: []order.NewPrice{{Line: k.line(), Total: amount.RUB(rapid.Int64Range(0, 40_000).Draw(k.T, "price"))}}})
	}, 1},
	{"mark", func(k *till) {
		k.codes++
		k.does(order.SetMark{Line: k.line(), Unit: k.unit(), Code: fmt.Sprint("0104600000000015215-", k.codes), Moved: rapid.Bool().Draw(k.T, "moved")})
	}, 1},
	{"reject a mark", func(k *till) { k.does(order.RejectMark{Line: k.line(), Unit: k.unit(), Why: "unreadable"}) }, 1},
	{"mark late", (*till).markLate, 1},
}

// step lets something happen.
func (k *till) step() {
	all := 0
	for _, s := range steps {
		all += s.n
	}
	at := rapid.IntRange(0, all-1).Draw(k.T, "step")
	for _, s := range steps {
		if at -= s.n; at < 0 {
			s.do(k)
			return
		}
	}
}

func (k *till) line() string { return fmt.Sprintf("L%d", rapid.IntRange(1, 4).Draw(k.T, "line")) }
func (k *till) unit() int    { return rapid.IntRange(0, 6).Draw(k.T, "unit") }
func (k *till) block() int {
	return rapid.IntRange(1, max(len(k.o.View().Blocks), 1)).Draw(k.T, "block")
}

func (k *till) shipment() int {
	return rapid.IntRange(0, len(k.o.View().Shipments)).Draw(k.T, "shipment")
}

func (k *till) deliver() {
	c := order.Deliver{Shipment: k.shipment()}
	if ps := k.picks(); len(ps) > 0 {
		c.Refused = []order.Refusal{{Picks: ps, Reason: status.ReasonBuyerRefused}}
	}
	k.does(c)
}

// settle settles a refund. The receipt that goes along with the order to the gateway is the one that is owed then.
func (k *till) settle() {
	n, was := k.block(), len(k.owed)
	orders, err := Refunds(k.o, n, k.s)
	k.does(order.SettleRefund{Block: n, Outcome: order.Outcome{
		Kind: rapid.SampledFrom([]order.OutcomeKind{order.Applied, order.Applied, order.Rejected, order.InDoubt}).Draw(k.T, "outcome"),
	}})
	if b, _ := k.o.Block(n); err != nil || b.Money != status.MoneyRefunded || len(orders) != 1 || orders[0].Receipt == nil {
		return
	}
	require.Greater(k, len(k.owed), was)
	along := *orders[0].Receipt
	along.About = k.owed[was].Receipt.About
	require.Equal(k, k.owed[was].Receipt, along)
	require.Len(k, k.owed[was:], 1)
}

func (k *till) edit() {
	c := order.Edit{Reprice: &order.Reprice{}}
	switch rapid.IntRange(0, 3).Draw(k.T, "edit") {
	case 0, 3:
		c.Add = []order.Line{{ID: fmt.Sprintf("L%d", len(k.o.View().Lines)+1), Quantity: amount.Pcs(2), Total: amount.RUB(777), VAT: amount.VAT20}}
	case 1:
		c.Extend = []order.Extension{{Line: k.line(), By: amount.Pcs(1), Price: amount.RUB(rapid.Int64Range(0, 999).Draw(k.T, "price"))}}
	default:
		c.Remove = k.picks()
	}
	if len(c.Add) > 0 && rapid.Bool().Draw(k.T, "in exchange") {
		c.Remove = k.picks()
	}
	if rapid.Bool().Draw(k.T, "same prices") || k.o.View().Paid.Sign() > 0 {
		c.Reprice = nil
	}
	k.does(c)
}

// elsewhere withholds some of what a block owes, or all of it, for goods of another order.
func (k *till) elsewhere() {
	n := k.block()
	b, ok := k.o.Block(n)
	if !ok || b.Owed.Sign() <= 0 {
		return
	}
	k.does(order.Refund{Block: n, Withhold: &order.Withholding{
		Amount: amount.RUB(rapid.SampledFrom([]int64{b.Owed.Minor(), rapid.Int64Range(1, b.Owed.Minor()).Draw(k.T, "withheld")}).Draw(k.T, "all of it?")),
		For:    rapid.SampledFrom([]order.WithholdReason{order.WithholdExchange, order.WithholdReplacement}).Draw(k.T, "for"), Order: "o-2",
	}})
}

// report is what a gateway says of a payment.
func (k *till) report(p order.Payment) {
	_, _ = k.o.Observe(order.PaymentReport{Payment: p}, k.by(order.RoleGateway))
	k.look()
}

func (k *till) aPayment() (order.Payment, bool) {
	if ps := k.o.View().Payments; len(ps) > 0 {
		return rapid.SampledFrom(ps).Draw(k.T, "payment"), true
	}
	return order.Payment{}, false
}

func (k *till) capture() {
	if p, ok := k.aPayment(); ok && p.State == status.PaymentAuthorized {
		p.State, p.Amount = status.PaymentPaid, amount.RUB(rapid.Int64Range(1, p.Amount.Minor()).Draw(k.T, "captured"))
		k.does(order.Pay{Payment: p})
	}
}

func (k *till) reported() {
	p := k.payment(false)
	p.Amount, p.State, p.Receipt = amount.RUB(rapid.Int64Range(1, 80_000).Draw(k.T, "sum")), status.PaymentPaid, nil
	k.report(p)
}

func (k *till) unasked() {
	p, ok := k.aPayment()
	if !ok || p.Reported.Minor() >= p.Amount.Minor() {
		return
	}
	p.State, p.Refunded = status.PaymentPartlyRefunded, amount.RUB(rapid.Int64Range(p.Reported.Minor()+1, p.Amount.Minor()).Draw(k.T, "back"))
	k.report(p)
}

// partlyBack lets a refund through several payments be done for the first of them and refused for the others.
func (k *till) partlyBack() {
	for _, b := range k.o.View().Blocks {
		if b.Money != status.MoneySent || len(b.From) < 2 {
			continue
		}
		for _, p := range k.o.View().Payments {
			if p.ID == b.From[0].Payment {
				p.State, p.Refunded = status.PaymentPartlyRefunded, amount.RUB(p.Reported.Minor()+b.From[0].Amount.Minor())
				k.report(p)
			}
		}
		k.does(order.SettleRefund{Block: b.N, Outcome: order.Outcome{Kind: order.Rejected}})
		return
	}
}

// markLate puts a code on a unit that was handed out without one.
func (k *till) markLate() {
	for _, l := range k.o.View().Lines {
		if !l.Marked {
			continue
		}
		for u := range int(l.Quantity.Milli() / 1000) {
			if slices.ContainsFunc(l.Marks, func(m order.Mark) bool { return m.Unit == u && m.Rejected == "" }) {
				continue
			}
			k.codes++
			k.marked(l.ID, u, fmt.Sprint("0104600000000015215late-", k.codes))
			return
		}
	}
}

// marked is a code in the log, wherever the unit is by then.
func (k *till) marked(line string, unit int, code string) {
	log := slices.Collect(k.o.Events(order.Filter{}))
	log = append(log, order.Event{N: len(log) + 1, At: k.by(order.RoleWarehouse).At, Body: order.Marked{Line: line, Unit: unit, Code: code}})
	var err error
	k.o, err = order.Replay(log, order.WithScheme(k.scheme))
	require.NoError(k, err)
	k.look()
}
