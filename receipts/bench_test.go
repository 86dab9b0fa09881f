package receipts_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// thousandLines is an order of 1000 lines of 3 uneven units, every tenth marked: paid, handed out, and one block of 100
// lines paid back.
func thousandLines(b *testing.B) *order.Order {
	d := order.Draft{ID: "A-1042", Scheme: order.OwnPickup, Authority: order.OwnShop, Buyer: order.Buyer{Email: "anna@shop.example"}}
	for i := range 1000 {
		d.Lines = append(d.Lines, order.Line{
			ID: fmt.Sprint("L", i), Name: fmt.Sprint("Товар ", i), Quantity: amount.Pcs(3), Total: amount.RUB(10000), VAT: amount.VAT20, MarkRequired: i%10 == 0,
		})
	}
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	o, _, err := order.New(d, order.By{Actor: merchant, At: at})
	if err != nil {
		b.Fatal(err)
	}
	do := func(c order.Command) {
		if _, err := o.Do(c, order.By{Actor: map[bool]order.Actor{true: gateway, false: merchant}[c.Kind() == order.KindPay || c.Kind() == order.KindSettleRefund], At: at}); err != nil {
			b.Fatal(err)
		}
	}
	for i := 0; i < 1000; i += 10 {
		for u := range 3 {
			do(order.SetMark{Line: fmt.Sprint("L", i), Unit: u, Code: fmt.Sprint("0104600000000015215-", i, "-", u)})
		}
	}
	var some order.Picks
	for i := range 100 {
		some = some.And(order.Pick(fmt.Sprint("L", i), amount.Pcs(1)))
	}
	for _, c := range []order.Command{
		order.Pay{Payment: order.Payment{ID: "p1", Amount: o.Total()}},
		order.Confirm{},
		order.Deliver{},
		order.Return{Picks: some, Reason: status.ReasonDefect},
		order.Receive{Block: 1, Custody: status.CustodyAccepted},
		order.Refund{Block: 1},
		order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}},
	} {
		do(c)
	}
	return o
}

func BenchmarkPlanOfAThousandLines(b *testing.B) {
	o := thousandLines(b)
	b.ReportAllocs()
	for b.Loop() {
		owed, err := receipts.Plan(o, shop)
		if err != nil || len(owed) != 23 {
			b.Fatal(len(owed), err)
		}
	}
}

// busy is an order that is handed out in 150 shipments after it was paid, 300 events: of 1000 lines of 3 units, or of
// one line of 3000 units, marked.
func busy(b *testing.B, lines, units int) *order.Order {
	d := order.Draft{ID: "A-1042", Scheme: order.OwnPickup, Authority: order.OwnShop, Buyer: order.Buyer{Email: "anna@shop.example"}}
	for i := range lines {
		d.Lines = append(d.Lines, order.Line{ID: fmt.Sprint("L", i), Name: fmt.Sprint("Товар ", i), Quantity: amount.Pcs(units), Total: amount.RUB(10_000_001), VAT: amount.VAT20, MarkRequired: lines == 1})
	}
	by := func(a order.Actor) order.By {
		return order.By{Actor: a, At: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	}
	o, _, err := order.New(d, by(merchant))
	do := func(a order.Actor, c order.Command) {
		if err == nil {
			_, err = o.Do(c, by(a))
		}
	}
	for u := range units {
		if lines == 1 {
			do(merchant, order.SetMark{Line: "L0", Unit: u, Code: fmt.Sprint("0104600000000015215-", u)})
		}
	}
	do(gateway, order.Pay{Payment: order.Payment{ID: "p1", Amount: o.Total()}})
	do(merchant, order.Confirm{})
	const shipments = 150
	for n := range shipments {
		var ps order.Picks
		for i := n * lines / shipments; i < (n+1)*lines/shipments; i++ {
			ps = ps.And(order.PickAll(fmt.Sprint("L", i)))
		}
		if lines == 1 {
			ps = order.PickUnits("L0", amount.Pcs(n*units/shipments), amount.Pcs((n+1)*units/shipments))
		}
		do(merchant, order.CreateShipment{Picks: ps})
		do(merchant, order.Deliver{Shipment: n + 1})
	}
	if err != nil {
		b.Fatal(err)
	}
	return o
}

func BenchmarkPlanOfManyEvents(b *testing.B) {
	perShipment := shop
	perShipment.PerShipment = true
	for _, c := range []struct {
		name         string
		lines, units int
		s            receipts.Settings
		owed         int
	}{
		{"a thousand lines", 1000, 3, shop, 21},
		{"a thousand lines by shipment", 1000, 3, perShipment, 151},
		{"a line of three thousand marked units", 1, 3000, shop, 31},
		{"a line of three thousand marked units by shipment", 1, 3000, perShipment, 151},
	} {
		b.Run(c.name, func(b *testing.B) {
			o := busy(b, c.lines, c.units)
			b.ReportAllocs()
			for b.Loop() {
				if owed, err := receipts.Plan(o, c.s); err != nil || len(owed) != c.owed {
					b.Fatal(len(owed), err)
				}
			}
		})
	}
}

// BenchmarkPlanWithLateCodes is of three thousand units that were handed out without their codes.
func BenchmarkPlanWithLateCodes(b *testing.B) {
	o := busy(b, 1, 3000)
	var log []order.Event
	var codes []order.Body
	for e := range o.Events(order.Filter{}) {
		if _, is := e.Body.(order.Marked); is {
			codes = append(codes, e.Body)
			continue
		}
		e.N = len(log) + 1
		log = append(log, e)
	}
	for _, c := range codes {
		log = append(log, order.Event{N: len(log) + 1, At: log[len(log)-1].At, Body: c})
	}
	late, err := order.Replay(log)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if owed, err := receipts.Plan(late, shop); err != nil || owed[30].Receipt.Check() != nil {
			b.Fatal(err, owed[30].Receipt.Check())
		}
	}
}

func BenchmarkCheckOfAReceiptOfAHundredPositions(b *testing.B) {
	owed, err := receipts.Plan(thousandLines(b), shop)
	if err != nil {
		b.Fatal(err)
	}
	r := owed[1].Receipt
	b.ReportAllocs()
	for b.Loop() {
		if err := r.Check(); err != nil {
			b.Fatal(err)
		}
	}
}
