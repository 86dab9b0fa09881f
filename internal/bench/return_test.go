package bench

import (
	"fmt"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

var (
	operator = order.Actor{ID: "anna", Role: order.RoleOperator}
	noon     = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	by       = order.By{Actor: operator, At: noon}
)

// handedOut is a paid order of n lines of five units each, all of them with the buyer.
func handedOut(b *testing.B, n int) *order.Order {
	b.Helper()
	d := order.Draft{ID: "o", Scheme: order.ByCarrier}
	for i := range n {
		d.Lines = append(d.Lines, order.Line{ID: fmt.Sprintf("L%d", i), Quantity: amount.Pcs(5), Total: amount.RUB(99999), VAT: amount.VAT20})
	}
	o, _, err := order.New(d, by)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []order.Command{
		order.Pay{Payment: order.Payment{ID: "p", Amount: o.Total()}}, order.HandOver{Waybill: "w"}, order.Deliver{},
	} {
		if _, err := o.Do(c, by); err != nil {
			b.Fatal(err)
		}
	}
	return o
}

// BenchmarkReturn returns one unit of each line in turn, each as a block of its own. When all 5n units are returned, a
// fresh order takes over. What one return costs must not depend on how many lines the order has.
func BenchmarkReturn(b *testing.B) {
	for _, n := range []int{10, 1000} {
		b.Run(fmt.Sprintf("lines=%d", n), func(b *testing.B) {
			fresh := handedOut(b, n)
			commands := make([]order.Return, n)
			for i := range commands {
				commands[i] = order.Return{Picks: order.Pick(fmt.Sprintf("L%d", i), amount.Pcs(1)), Reason: status.ReasonDefect}
			}
			b.ReportAllocs()
			var o *order.Order
			i := 0
			for b.Loop() {
				if i%(5*n) == 0 {
					b.StopTimer()
					o = fresh.Clone()
					b.StartTimer()
				}
				if _, err := o.Do(commands[i%n], by); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}
