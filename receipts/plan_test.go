package receipts_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

var (
	merchant = order.Actor{ID: "anna", Role: order.RoleOperator}
	gateway  = order.Actor{Role: order.RoleGateway, System: "gateway-1"}
	shop     = receipts.Settings{TaxSystem: receipts.TaxGeneral, TimeZone: 2}
)

// desk is one order of a shop, and what its receipts read like.
type desk struct {
	*testing.T
	o  *order.Order
	at time.Time
}

func place(t *testing.T, d order.Draft, opts ...order.Option) *desk {
	k := &desk{T: t, at: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	if d.ID == "" {
		d.ID = "A-1042"
	}
	if d.Scheme == "" {
		d.Scheme = order.ByCarrier
	}
	d.Authority = order.OwnShop
	d.Buyer = order.Buyer{Name: "Иванова Анна", Email: "anna@shop.example"}
	var err error
	k.o, _, err = order.New(d, k.by(merchant), opts...)
	require.NoError(t, err)
	return k
}

// fiveDresses are 5 × 2000.00 with 20 % VAT, 2 marked pairs of shoes for 4800.00 each with 22 %, and delivery for
// 300.00.
func fiveDresses() order.Draft {
	return order.Draft{Lines: []order.Line{
		{ID: "dress", Name: "Платье", Quantity: amount.Pcs(5), Price: amount.RUB(200000), VAT: amount.VAT20},
		{ID: "shoes", Name: "Кроссовки", Quantity: amount.Pcs(2), Price: amount.RUB(480000), VAT: amount.VAT22, MarkRequired: true},
		{ID: "delivery", Kind: order.LineDelivery, Name: "Доставка", Quantity: amount.Pcs(1), Total: amount.RUB(30000), VAT: amount.VAT22},
	}}
}

func (k *desk) by(a order.Actor) order.By {
	k.at = k.at.Add(time.Minute)
	return order.By{Actor: a, At: k.at}
}

func (k *desk) does(a order.Actor, cs ...order.Command) {
	k.Helper()
	for _, c := range cs {
		_, err := k.o.Do(c, k.by(a))
		require.NoError(k, err)
	}
}

func (k *desk) pays(id string, sum int64, method string) {
	k.Helper()
	k.does(gateway, order.Pay{Payment: order.Payment{ID: id, Amount: amount.RUB(sum), Method: method, Ref: order.Ref{System: "gateway", ID: "pay-" + id}}})
}

// sends marks the shoes and sends what is picked, or all, as shipment n.
func (k *desk) sends(n int, ps order.Picks) {
	k.Helper()
	if l, ok := k.o.Line("shoes"); ok && len(l.Marks) == 0 {
		k.does(merchant, order.SetMark{Line: "shoes", Unit: 0, Code: "0104600000000015215first"}, order.SetMark{Line: "shoes", Unit: 1, Code: "0104600000000015215second"})
	}
	k.does(merchant, order.Assemble{Picks: ps}, order.CreateShipment{Picks: ps}, order.HandOver{Shipment: n, Waybill: fmt.Sprint("W", n)})
}

// back lets units be returned, received and paid back.
func (k *desk) back(n int, ps order.Picks) {
	k.Helper()
	k.does(merchant, order.Return{Picks: ps, Reason: status.ReasonDefect})
	if b, _ := k.o.Block(n); b.Custody[0] != status.CustodyNotNeeded {
		k.does(merchant, order.Receive{Block: n, Custody: status.CustodyAccepted})
	}
	k.paysBack(n)
}

func (k *desk) paysBack(n int) {
	k.Helper()
	k.does(merchant, order.Refund{Block: n})
	k.does(gateway, order.SettleRefund{Block: n, Outcome: order.Outcome{Kind: order.Applied}})
}

// reads is the plan as a person reads it, one line a receipt and one a position. All receipts pass.
func (k *desk) reads(s receipts.Settings) string {
	k.Helper()
	owed, err := receipts.Plan(k.o, s)
	require.NoError(k, err)
	var b strings.Builder
	for _, x := range owed {
		require.NoError(k, x.Receipt.Check())
		fmt.Fprintf(&b, "%s %s %s:", x.Receipt.Key, x.Receipt.Kind, x.Receipt.Total.Text())
		for _, p := range x.Receipt.Payments {
			fmt.Fprintf(&b, " %s %s", p.Form, p.Sum.Text())
		}
		b.WriteByte('\n')
		for _, p := range x.Receipt.Positions {
			fmt.Fprintf(&b, "  %s, %s, %d: %s × %s = %s, VAT %s %s", p.Name, p.Method, p.Object, p.Quantity, p.Price.Text(), p.Sum.Text(), p.VAT, p.VATSum.Text())
			if p.Mark != "" {
				b.WriteString(", " + p.Mark)
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func (k *desk) owes(s receipts.Settings, want string) {
	k.Helper()
	require.Equal(k, strings.TrimLeft(want, "\n"), k.reads(s))
}

// covers: B24-3, B24-7, B24-8
func TestAdvanceThenReturnsAtEveryStageThenOneFullSettlement(t *testing.T) {
	k := place(t, fiveDresses())
	k.owes(shop, "") // nothing is owed before money comes
	k.pays("p1", 1990000, "card")
	advance := `
A-1042/payment/p1 sell 19900.00: electronic 19900.00
  Аванс по заказу A-1042, advance, 10: 1 × 10000.00 = 10000.00, VAT 20/120 1666.67
  Аванс по заказу A-1042, advance, 10: 1 × 9900.00 = 9900.00, VAT 22/122 1785.25
`
	k.owes(shop, advance)

	// Before the goods leave: one dress is returned; the refund undoes the advance, once the money is back.
	k.does(merchant, order.Return{Picks: order.Pick("dress", amount.Pcs(1)), Reason: status.ReasonUnwanted})
	k.does(merchant, order.Refund{Block: 1})
	k.owes(shop, advance)
	k.does(gateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Rejected}})
	k.owes(shop, advance) // a refused refund owes nothing
	k.paysBack(1)
	before := advance + `A-1042/refund/R1/advance sell-refund 2000.00: electronic 2000.00
  Аванс по заказу A-1042, advance, 10: 1 × 2000.00 = 2000.00, VAT 20/120 333.33
`
	k.owes(shop, before)

	// The first shipment is handed out; one item is still asked for, so nothing is settled yet.
	k.sends(1, order.PickAll("dress").And(order.PickUnits("shoes", amount.Pcs(0), amount.Pcs(1))))
	k.does(merchant, order.Deliver{Shipment: 1})
	k.owes(shop, before)
	k.sends(2, order.PickUnits("shoes", amount.Pcs(1), amount.Pcs(2)))
	k.does(merchant, order.Deliver{Shipment: 2})
	settled := before + `A-1042/goods sell 17900.00: offset 17900.00
  Платье, full-payment, 1: 4 × 2000.00 = 8000.00, VAT 20 1333.34
  Кроссовки, full-payment, 33: 1 × 4800.00 = 4800.00, VAT 22 865.58, 0104600000000015215first
  Кроссовки, full-payment, 33: 1 × 4800.00 = 4800.00, VAT 22 865.57, 0104600000000015215second
  Доставка, full-payment, 4: 1 × 300.00 = 300.00, VAT 22 54.10
`
	k.owes(shop, settled)

	// After the hand-over: two dresses, then a marked pair with its code. The refund undoes the settlement.
	k.back(2, order.Pick("dress", amount.Pcs(2)))
	k.back(3, order.PickUnits("shoes", amount.Pcs(1), amount.Pcs(2)))
	k.owes(shop, settled+`A-1042/refund/R2 sell-refund 4000.00: electronic 4000.00
  Платье, full-payment, 1: 2 × 2000.00 = 4000.00, VAT 20 666.67
A-1042/refund/R3 sell-refund 4800.00: electronic 4800.00
  Кроссовки, full-payment, 33: 1 × 4800.00 = 4800.00, VAT 22 865.57, 0104600000000015215second
`)
}

// covers: B24-8
func TestEachShipmentIsSettledByItselfWhereThatIsSet(t *testing.T) {
	s := shop
	s.PerShipment = true
	k := place(t, fiveDresses())
	k.pays("p1", 1990000, "card")
	k.sends(1, order.PickAll("dress"))
	k.does(merchant, order.Deliver{Shipment: 1, Picks: order.Pick("dress", amount.Pcs(3))})
	require.NotContains(t, k.reads(s), "goods", "a part of a shipment is not settled")
	k.does(merchant, order.Deliver{Shipment: 1})
	k.sends(2, order.PickAll("shoes"))
	k.does(merchant, order.Deliver{Shipment: 2})
	_, goods, _ := strings.Cut(k.reads(s), "1785.25\n")
	require.Equal(t, `A-1042/goods/S1 sell 10000.00: offset 10000.00
  Платье, full-payment, 1: 5 × 2000.00 = 10000.00, VAT 20 1666.67
A-1042/goods/S2 sell 9900.00: offset 9900.00
  Кроссовки, full-payment, 33: 1 × 4800.00 = 4800.00, VAT 22 865.58, 0104600000000015215first
  Кроссовки, full-payment, 33: 1 × 4800.00 = 4800.00, VAT 22 865.57, 0104600000000015215second
  Доставка, full-payment, 4: 1 × 300.00 = 300.00, VAT 22 54.10
`, goods)
}

func TestABlockOfSettledAndOtherUnitsOwesBothReceipts(t *testing.T) {
	s := shop
	s.PerShipment = true
	k := place(t, fiveDresses())
	k.pays("p1", 1990000, "card")
	k.sends(1, order.Pick("dress", amount.Pcs(2)))
	k.does(merchant, order.Deliver{Shipment: 1})
	k.back(1, order.PickUnits("dress", amount.Pcs(1), amount.Pcs(3))) // one handed out, one still here
	require.True(t, strings.HasSuffix(k.reads(s), `
A-1042/refund/R1 sell-refund 2000.00: electronic 2000.00
  Платье, full-payment, 1: 1 × 2000.00 = 2000.00, VAT 20 333.34
A-1042/refund/R1/advance sell-refund 2000.00: electronic 2000.00
  Аванс по заказу A-1042, advance, 10: 1 × 2000.00 = 2000.00, VAT 20/120 333.33
`), k.reads(s))
}

func TestMoneyThatComesWithTheGoodsIsNoAdvance(t *testing.T) {
	s := shop
	s.AtHandOver = []string{"cash"}
	d := order.Draft{Scheme: order.OwnPickup, Lines: []order.Line{{ID: "dress", Name: "Платье", Quantity: amount.Pcs(3), Price: amount.RUB(200000), VAT: amount.VATNone}}}

	t.Run("a part was paid before", func(t *testing.T) {
		k := place(t, d)
		k.pays("p1", 100000, "card")
		k.does(merchant, order.Confirm{})
		k.pays("p2", 500000, "cash")
		k.does(merchant, order.Deliver{Refused: []order.Refusal{{Picks: order.Pick("dress", amount.Pcs(1)), Reason: status.ReasonBuyerRefused}}})
		k.paysBack(1)
		k.owes(s, `
A-1042/payment/p1 sell 1000.00: electronic 1000.00
  Аванс по заказу A-1042, advance, 10: 1 × 1000.00 = 1000.00, VAT none 0.00
A-1042/goods sell 4000.00: offset 1000.00 cash 3000.00
  Платье, full-payment, 1: 2 × 2000.00 = 4000.00, VAT none 0.00
A-1042/rest/cash sell 2000.00: cash 2000.00
  Аванс по заказу A-1042, advance, 10: 1 × 2000.00 = 2000.00, VAT none 0.00
A-1042/refund/R1/advance sell-refund 2000.00: cash 2000.00
  Аванс по заказу A-1042, advance, 10: 1 × 2000.00 = 2000.00, VAT none 0.00
`)
	})

	t.Run("the report of the money is late", func(t *testing.T) {
		k := place(t, d)
		k.does(merchant, order.Confirm{}, order.Deliver{})
		k.owes(s, "") // what is not paid for is not settled
		k.pays("p1", 600000, "card")
		k.owes(s, `
A-1042/goods sell 6000.00: electronic 6000.00
  Платье, full-payment, 1: 3 × 2000.00 = 6000.00, VAT none 0.00
`)
	})
}

func TestPrepaymentShowsTheGoods(t *testing.T) {
	s := shop
	s.Prepaid = true
	d := fiveDresses()
	d.Lines = d.Lines[:1]

	t.Run("in full", func(t *testing.T) {
		k := place(t, d)
		k.pays("p1", 1000000, "card")
		k.back(1, order.Pick("dress", amount.Pcs(2)))
		k.owes(s, `
A-1042/payment/p1 sell 10000.00: electronic 10000.00
  Платье, full-prepayment, 10: 5 × 2000.00 = 10000.00, VAT 20/120 1666.67
A-1042/refund/R1/advance sell-refund 4000.00: electronic 4000.00
  Платье, full-prepayment, 10: 2 × 2000.00 = 4000.00, VAT 20/120 666.67
`)
	})

	t.Run("in part", func(t *testing.T) {
		d := d
		d.Scheme = order.OwnPickup
		k := place(t, d)
		k.pays("p1", 300001, "card")
		k.does(merchant, order.Cancel{Reason: status.ReasonOutOfStock})
		k.paysBack(1)
		k.owes(s, `
A-1042/payment/p1 sell 3000.01: electronic 3000.01
  Платье, prepayment, 10: 4 × 600.00 = 2400.00, VAT 20/120 400.00
  Платье, prepayment, 10: 1 × 600.01 = 600.01, VAT 20/120 100.00
A-1042/refund/R1/advance sell-refund 3000.01: electronic 3000.01
  Платье, prepayment, 10: 4 × 600.00 = 2400.00, VAT 20/120 400.00
  Платье, prepayment, 10: 1 × 600.01 = 600.01, VAT 20/120 100.00
`)
	})
}

func TestNothingIsOwedForWhatWasNeverPaid(t *testing.T) {
	k := place(t, fiveDresses())
	k.does(merchant, order.Cancel{Reason: status.ReasonOutOfStock})
	k.owes(shop, "")
	k = place(t, fiveDresses())
	k.does(gateway, order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(1990000), State: status.PaymentAuthorized}})
	k.owes(shop, "") // money that is held is not received
}

func TestMoneyBeyondTheOrderGoesBackAsAnAdvance(t *testing.T) {
	k := place(t, fiveDresses())
	_, err := k.o.Observe(order.PaymentReport{Payment: order.Payment{ID: "p1", Amount: amount.RUB(2000000), State: status.PaymentPaid}}, k.by(gateway))
	require.NoError(t, err)
	b, _ := k.o.Block(1)
	require.Equal(t, status.ReasonOverpaid, b.Reason)
	k.paysBack(1)
	s := shop
	s.AdvanceVAT = amount.VAT22c
	k.owes(s, `
A-1042/payment/p1 sell 20000.00: electronic 20000.00
  Аванс по заказу A-1042, advance, 10: 1 × 20000.00 = 20000.00, VAT 22/122 3606.56
A-1042/refund/R1/advance sell-refund 100.00: electronic 100.00
  Аванс по заказу A-1042, advance, 10: 1 × 100.00 = 100.00, VAT 22/122 18.03
`)
}

func TestMoneyThatAGatewayPaidBackUnasked(t *testing.T) {
	unasked := func(k *desk, sum int64) {
		_, err := k.o.Observe(order.PaymentReport{Payment: order.Payment{
			ID: "p1", Amount: amount.RUB(1990000), State: status.PaymentPartlyRefunded, Refunded: amount.RUB(sum),
		}}, k.by(gateway))
		require.NoError(k, err)
	}
	t.Run("before the goods it undoes the advance", func(t *testing.T) {
		k := place(t, fiveDresses())
		k.pays("p1", 1990000, "card")
		unasked(k, 1000000)
		require.Contains(t, k.reads(shop), "A-1042/return/p1/10000.00 sell-refund 10000.00: electronic 10000.00\n")
	})
	t.Run("after the settlement it is for the units that a person then splits off", func(t *testing.T) {
		k := place(t, fiveDresses())
		k.pays("p1", 1990000, "card")
		k.sends(1, nil)
		k.does(merchant, order.Deliver{})
		before := k.reads(shop)
		unasked(k, 400000)
		require.Equal(t, before, k.reads(shop))
		k.does(merchant, order.Return{Picks: order.Pick("dress", amount.Pcs(2)), Reason: status.ReasonDefect})
		require.Equal(t, before+`A-1042/refund/R1 sell-refund 4000.00: electronic 4000.00
  Платье, full-payment, 1: 2 × 2000.00 = 4000.00, VAT 20 666.67
`, k.reads(shop))
	})
}

func TestAnOrderThatWasUnderWayElsewhere(t *testing.T) {
	snapshot := func() order.Snapshot {
		d := fiveDresses()
		d.ID, d.Scheme, d.Authority, d.Buyer = "A-1042", order.ByCarrier, order.OwnShop, order.Buyer{Email: "anna@shop.example"}
		d.Lines = d.Lines[:1]
		return order.Snapshot{Draft: d, Payments: []order.Payment{{ID: "p1", Amount: amount.RUB(1000000)}}}
	}
	take := func(t *testing.T, s order.Snapshot) *desk {
		k := &desk{T: t, at: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
		var err error
		k.o, _, err = order.Import(s, k.by(merchant))
		require.NoError(t, err)
		return k
	}
	t.Run("paid, and without a receipt", func(t *testing.T) {
		require.Contains(t, take(t, snapshot()).reads(shop), "A-1042/payment/p1 sell 10000.00: electronic 10000.00\n")
	})
	t.Run("paid, with its receipt", func(t *testing.T) {
		s := snapshot()
		s.Payments[0].Receipt = &order.Document{Kind: "receipt", Number: "1"}
		k := take(t, s)
		k.owes(shop, "")
		k.sends(1, nil)
		k.does(merchant, order.Deliver{})
		require.Contains(t, k.reads(shop), "A-1042/goods sell 10000.00: offset 10000.00\n")
	})
	t.Run("paid before we went live", func(t *testing.T) {
		s := snapshot()
		s.Placed = time.Date(2026, 2, 27, 9, 0, 0, 0, time.UTC)
		live := shop
		live.Since = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		k := take(t, s)
		k.owes(live, "")
		k.sends(1, nil)
		k.does(merchant, order.Deliver{})
		require.Contains(t, k.reads(live), "A-1042/goods sell 10000.00: offset 10000.00\n", "the advance that has its receipt elsewhere counts")
		s.Placed = live.Since
		require.Contains(t, take(t, s).reads(live), "A-1042/payment/p1 sell 10000.00")
		s.Placed = time.Time{} // nobody says when: it is new to us
		require.Contains(t, take(t, s).reads(live), "A-1042/payment/p1 sell 10000.00")
	})
	t.Run("handed out: only what comes back is owed", func(t *testing.T) {
		s := snapshot()
		s.State = status.ItemHandedOut
		k := take(t, s)
		k.owes(shop, "")
		k.back(1, order.Pick("dress", amount.Pcs(1)))
		k.owes(shop, `
A-1042/refund/R1 sell-refund 2000.00: electronic 2000.00
  Платье, full-payment, 1: 1 × 2000.00 = 2000.00, VAT 20 333.33
`)
	})
}

func TestWhatHasTooManyPositionsBecomesSeveralReceipts(t *testing.T) {
	d := order.Draft{Scheme: order.OwnPickup}
	for i := range 250 {
		d.Lines = append(d.Lines, order.Line{ID: fmt.Sprint(i), Name: fmt.Sprint("Товар ", i), Quantity: amount.Pcs(1), Total: amount.RUB(100), VAT: amount.VATNone})
	}
	s := shop
	s.AtHandOver = []string{"cash"}
	k := place(t, d)
	k.pays("p1", 12345, "card")
	k.pays("p2", 12655, "cash")
	k.does(merchant, order.Confirm{}, order.Deliver{})
	owed, err := receipts.Plan(k.o, s)
	require.NoError(t, err)
	var heads []string
	for _, x := range owed {
		require.NoError(t, x.Receipt.Check())
		heads = append(heads, fmt.Sprint(x.Receipt.Key, " ", len(x.Receipt.Positions), " ", x.Receipt.Payments))
	}
	require.Equal(t, []string{
		"A-1042/payment/p1 1 [{electronic 123.45 RUB}]",
		"A-1042/goods 100 [{offset 100.00 RUB}]",
		"A-1042/goods/2 100 [{offset 23.45 RUB} {cash 76.55 RUB}]",
		"A-1042/goods/3 50 [{cash 50.00 RUB}]",
	}, heads)
}

func TestWhatTheOrderDoesNotKnowIsFoundBeforeSending(t *testing.T) {
	d := fiveDresses()
	d.Lines[0].VAT = amount.VATUnset
	k := place(t, d)
	k.pays("p1", 1990000, "card")
	owed, err := receipts.Plan(k.o, shop)
	require.NoError(t, err)
	requireProblem(t, owed[0].Receipt.Check(), 1199, "Positions[0].VAT", "is missing")
	s := shop
	s.VAT = amount.VAT20
	require.Contains(t, k.reads(s), "VAT 20/120 1666.67", "a default rate helps")

	_, err = receipts.Plan(k.o, receipts.Settings{AdvanceVAT: amount.VAT20, Goods: 5, TaxSystem: 3, TimeZone: 12, Format: 1, MaxPositions: 101})
	var e *receipts.RuleError
	require.ErrorAs(t, err, &e)
	require.Len(t, e.Problems, 6)
	_, err = receipts.Plan(k.o, receipts.Settings{TaxSystem: receipts.TaxGeneral, VAT: amount.VAT23})
	requireProblem(t, err, 1199, "VAT", "is 23, which 54-ФЗ does not know")
	_, err = receipts.Plan(k.o, receipts.Settings{TaxSystem: receipts.TaxGeneral, AdvanceVAT: amount.VATOutside})
	requireProblem(t, err, 1199, "AdvanceVAT", "is outside, which 54-ФЗ does not know")
	k = place(t, order.Draft{Lines: []order.Line{{ID: "1", Quantity: amount.Pcs(1), Total: amount.UAH(1)}}})
	_, err = receipts.Plan(k.o, shop)
	requireProblem(t, err, 0, "Total", "in roubles")
}

func TestPositionsAreDressedByTheHost(t *testing.T) {
	s := shop
	s.CompletePosition = func(l order.LineData, p *receipts.Position) {
		p.Country = map[string]string{"dress": "643"}[l.ID]
	}
	s.CompleteReceipt = func(r *receipts.Receipt) { r.Cashier = "Петрова" }
	k := place(t, fiveDresses())
	k.pays("p1", 1990000, "card")
	k.sends(1, nil)
	k.does(merchant, order.Deliver{})
	owed, err := receipts.Plan(k.o, s)
	require.NoError(t, err)
	require.Equal(t, "643", owed[1].Receipt.Positions[0].Country)
	require.Empty(t, owed[1].Receipt.Positions[1].Country)
	require.Equal(t, "Петрова", owed[0].Receipt.Cashier)
}

func TestAnOrderThatWasChangedBeforePayment(t *testing.T) {
	d := fiveDresses()
	d.Scheme = order.OwnPickup
	k := place(t, d)
	k.does(merchant,
		order.Edit{
			Add:    []order.Line{{ID: "scarf", Name: "Шарф", Quantity: amount.Pcs(1), Price: amount.RUB(100000), VAT: amount.VAT10}},
			Extend: []order.Extension{{Line: "dress", By: amount.Pcs(1), Price: amount.RUB(150000)}},
			Remove: order.PickAll("shoes", "delivery"),
		},
		order.Reprice{Prices: []order.NewPrice{{Line: "scarf", Price: amount.RUB(99999)}}},
		order.Confirm{}, order.Deliver{},
	)
	k.pays("p1", k.o.Total().Minor(), "card")
	k.owes(shop, `
A-1042/goods sell 12499.99: electronic 12499.99
  Платье, full-payment, 1: 2 × 1916.66 = 3833.32, VAT 20 638.89
  Платье, full-payment, 1: 4 × 1916.67 = 7666.68, VAT 20 1277.78
  Шарф, full-payment, 1: 1 × 999.99 = 999.99, VAT 10 90.91
`)
}

func TestTheCodeOfAUnitIsTheOneItWasHandedOutWith(t *testing.T) {
	d := fiveDresses()
	d.Lines = d.Lines[1:2]
	d.Lines[0].Total, d.Lines[0].Price = amount.RUB(0), amount.Money{} // a gift: nothing is paid for it, and its code is spent
	d.Lines = append(d.Lines, order.Line{ID: "sock", Name: "Носок", Quantity: amount.Pcs(1), Total: amount.RUB(10000), VAT: amount.VATNone})
	k := place(t, d)
	k.pays("p1", 10000, "card")
	k.does(merchant, order.SetMark{Line: "shoes", Unit: 0, Code: "0104600000000015215bad"}, order.Assemble{},
		order.RejectMark{Line: "shoes", Unit: 0, Why: "unreadable"}, order.SetMark{Line: "shoes", Unit: 0, Code: "0104600000000015215a"}, order.SetMark{Line: "shoes", Unit: 1, Code: "0104600000000015215b"},
		order.HandOver{Waybill: "W1"}, order.Deliver{})
	s := shop
	s.Goods = receipts.Excise
	require.True(t, strings.HasSuffix(k.reads(s), `
A-1042/goods sell 100.00: offset 100.00
  Кроссовки, full-payment, 31: 1 × 0.00 = 0.00, VAT 22 0.00, 0104600000000015215a
  Кроссовки, full-payment, 31: 1 × 0.00 = 0.00, VAT 22 0.00, 0104600000000015215b
  Носок, full-payment, 2: 1 × 100.00 = 100.00, VAT none 0.00
`), k.reads(s))

	s.MaxPositions = 2 // a receipt of gifts alone
	owed, err := receipts.Plan(k.o, s)
	require.NoError(t, err)
	require.NoError(t, owed[1].Receipt.Check())
	require.Equal(t, amount.RUB(0), owed[1].Receipt.Total)

	// fault: C28
	require.Equal(t, 2, owed[1].Receipt.TimeZone)
	s.TimeZone = 0
	owed, err = receipts.Plan(k.o, s)
	require.NoError(t, err)
	requireProblem(t, owed[1].Receipt.Check(), 1011, "TimeZone", "set Settings.TimeZone")
	require.NoError(t, owed[0].Receipt.Check(), "without a code it is not needed")
	s.CompleteReceipt = func(r *receipts.Receipt) { r.TimeZone = 5 } // a till elsewhere
	owed, err = receipts.Plan(k.o, s)
	require.NoError(t, err)
	require.NoError(t, owed[1].Receipt.Check())
}

func TestAReceiptSurvivesJSON(t *testing.T) {
	k := place(t, fiveDresses())
	k.pays("p1", 1990000, "card")
	k.sends(1, nil)
	k.does(merchant, order.Deliver{})
	owed, err := receipts.Plan(k.o, shop)
	require.NoError(t, err)
	for _, x := range owed {
		stored, err := json.Marshal(x)
		require.NoError(t, err)
		var back receipts.PlannedReceipt
		require.NoError(t, json.Unmarshal(stored, &back))
		require.Equal(t, x, back)
	}
}

// What the seller pays, such as the carrier of a free delivery, is no matter of the buyer's receipts.
//
// part of: RZ-7
func TestAnExpenseOfTheSellerChangesNoReceipt(t *testing.T) {
	plan := func(more ...order.Command) []receipts.PlannedReceipt {
		k := place(t, order.Draft{Lines: []order.Line{{ID: "mug", Name: "Кружка", Quantity: amount.Pcs(2), Price: amount.RUB(50000), VAT: amount.VAT22}}})
		for _, c := range slices.Concat([]order.Command{order.Pay{Payment: order.Payment{ID: "p1", Amount: k.o.Total()}}}, more) {
			_, err := k.o.Do(c, k.by(merchant))
			require.NoError(t, err)
		}
		ps, err := receipts.Plan(k.o, shop)
		require.NoError(t, err)
		return ps
	}
	require.NotEmpty(t, plan())
	require.Equal(t, plan(), plan(
		order.RecordExpense{Expense: order.Expense{ID: "e1", Kind: "delivery", Amount: amount.RUB(30000)}},
		order.RecordExpense{Expense: order.Expense{ID: "e2", Kind: "commission", Amount: amount.RUB(7000)}}, order.DropExpense{ID: "e1"},
	))
}
