package bench

import (
	"testing"

	"github.com/Rhymond/go-money"

	"github.com/ordo-sdk/ordo/order/amount"
)

// BenchmarkAllocate measures how an order's discount is spread over its lines.
func BenchmarkAllocate(b *testing.B) {
	// The lines' totals in kopecks, and the discount of 1290.51 RUB, which they do not divide evenly.
	lines := []int{129050, 4999, 4999, 35000, 150, 99900, 62010, 1, 8700, 250000}
	const discount = 129051

	b.Run("ordo", func(b *testing.B) {
		weights := make([]int64, len(lines))
		for i, l := range lines {
			weights[i] = int64(l)
		}
		total := amount.RUB(discount)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := amount.Allocate(total, weights); err != nil {
				b.Fatal(err)
			}
		}
	})

	b.Run("gomoney", func(b *testing.B) {
		total := money.New(discount, money.RUB)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := total.Allocate(lines...); err != nil {
				b.Fatal(err)
			}
		}
	})
}
