package stock

import (
	"math"
	"math/bits"

	"github.com/ordo-sdk/ordo/order/amount"
)

// Level is how much of an article an order may have at a warehouse: what is free, and what is reserved for this very
// order. Systems show what is reserved as not free, so use Freed for an order that has reservations. Several levels of
// one article at one warehouse add up; a negative one counts as none.
type Level struct {
	Article, Warehouse string
	Free               amount.Quantity
}

// Reservation is a quantity of a line that is kept for the buyer at a warehouse.
type Reservation struct {
	Line, Article, Warehouse string
	Quantity                 amount.Quantity
}

// Freed returns the levels as they are once reservations are given up.
func Freed(levels []Level, rs []Reservation) []Level {
	out := append(make([]Level, 0, len(levels)+len(rs)), levels...)
	for _, r := range rs {
		out = append(out, Level{r.Article, r.Warehouse, r.Quantity})
	}
	return out
}

// Taken returns the levels as they are once reservations are made: one level for each article and warehouse, in the
// order in which levels has them. It is never less than none.
func Taken(levels []Level, rs []Reservation) []Level {
	have := sum(levels)
	for _, r := range rs {
		k := shelf{r.Article, r.Warehouse}
		have[k] = max(0, have[k]-max(0, r.Quantity.Milli()))
	}
	var out []Level
	for _, l := range levels {
		k := shelf{l.Article, l.Warehouse}
		if n, ok := have[k]; ok {
			out = append(out, Level{k.article, k.warehouse, amount.Milli(n)})
			delete(have, k)
		}
	}
	return out
}

// shelf is an article at a warehouse.
type shelf struct{ article, warehouse string }

// sum adds levels up, in thousandths.
func sum(levels []Level) map[shelf]int64 {
	have := make(map[shelf]int64, len(levels))
	for _, l := range levels {
		k := shelf{l.Article, l.Warehouse}
		have[k] = plus(have[k], max(0, l.Free.Milli()))
	}
	return have
}

// plus and times are the sum and the product of numbers that are not negative, or the largest number.
func plus(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

func times(a, b int64) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if hi != 0 || lo > math.MaxInt64 {
		return math.MaxInt64
	}
	return int64(lo)
}
