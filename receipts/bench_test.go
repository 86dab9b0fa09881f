package receipts_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// thousandLines is an order of 1000 lines of 3 uneven units, every tenth marked: paid, handed out, and one block of 100 lines
// paid back.
func thousandLines(b *testing.B) *order.Order {
	d := order.Draft{ID: "A-1042", Scheme: order.OwnPickup, Authority: order.OwnShop, Buyer: order.Buyer{Email: "anna@shop.example"}}
	for i := range 1000 {
		d.Lines = append(d.Lines, order.Line{
			ID: fmt.Sprint("L", i), Name: fmt.Sprint("Товар ", i), Quantity: order.Pcs(3), Total: order.RUB(10000), VAT: order.VAT20, MarkRequired: i%10 == 0,
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
			do(order.SetMark{Line: fmt.Sprint("L", i), Unit: u, Code: fmt.Sprint("01-", i, "-", u)})
		}
	}
	var some order.Picks
	for i := range 100 {
		some = some.And(order.Pick(fmt.Sprint("L", i), order.Pcs(1)))
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
