package bench

import (
	"errors"
	"fmt"
	"testing"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// placed is a new order of n lines of five units each, under a scheme that has every step and lets a part be cancelled.
func placed(b *testing.B, n int) *order.Order {
	b.Helper()
	d := order.Draft{ID: "o", Scheme: order.MerchantDelivery}
	for i := range n {
		d.Lines = append(d.Lines, order.Line{ID: fmt.Sprintf("L%d", i), Quantity: amount.Pcs(5), Total: amount.RUB(99999), VAT: amount.VAT20})
	}
	o, _, err := order.New(d, by)
	if err != nil {
		b.Fatal(err)
	}
	return o
}

// sizes are orders of so many lines each, new and, under another scheme, paid and with the buyer.
func sizes(b *testing.B, run func(b *testing.B, o *order.Order)) {
	for _, n := range []int{100, 10_000} {
		for _, x := range []struct {
			name string
			made func(*testing.B, int) *order.Order
		}{{"new", placed}, {"handed-out", handedOut}} {
			b.Run(fmt.Sprintf("%s/lines=%d", x.name, n), func(b *testing.B) {
				o := x.made(b, n)
				b.ReportAllocs()
				b.ResetTimer()
				run(b, o)
			})
		}
	}
}

// BenchmarkAllowed lists what may be done. It looks at every unit, so it must cost as much more as there are more
// lines.
func BenchmarkAllowed(b *testing.B) {
	sizes(b, func(b *testing.B, o *order.Order) {
		for b.Loop() {
			if len(o.Allowed(by)) == 0 {
				b.Fatal("nothing is listed")
			}
		}
	})
}

// BenchmarkRefusal refuses to cancel a unit that is not there. What that costs must not depend on how many lines
// there are.
func BenchmarkRefusal(b *testing.B) {
	sizes(b, func(b *testing.B, o *order.Order) {
		cmd := order.Return{Picks: order.Pick("L1", amount.Pcs(9)), Reason: status.ReasonOther}
		for b.Loop() {
			var r *order.Refused
			if _, err := o.Do(cmd, by); !errors.As(err, &r) {
				b.Fatal(err)
			}
		}
	})
}
