package amount

import (
	"math/bits"
	"slices"
	"strconv"
)

// Allocate shares the total out in proportion to the weights, by largest
// remainder: every share is its fair share rounded down, and the minor units
// left go to the largest remainders, ties to the earlier. So the shares always
// add up to the total, and each lies within one minor unit of its fair share.
//
// A weight of zero gets no share, unless all are zero: then the total is shared
// equally. A negative total is shared as its mirror image. A negative weight,
// or no weights for a total other than zero, is a *MoneyError with
// ErrWeight.
func Allocate(total Money, weights []int64) ([]Money, error) {
	var sum uint128
	for _, w := range weights {
		if w < 0 {
			return nil, moneyError("shared by weight", total, strconv.FormatInt(w, 10), ErrWeight)
		}
		sum = sum.add(uint64(w))
	}
	if len(weights) == 0 && !total.IsZero() {
		return nil, moneyError("shared by weight", total, "none", ErrWeight)
	}
	weight := func(i int) uint64 { return uint64(weights[i]) }
	if sum == (uint128{}) {
		sum = uint128{lo: uint64(len(weights))}
		weight = func(int) uint64 { return 1 }
	}

	amount := magnitude(total.minor)
	left := amount
	shares := make([]uint64, len(weights))
	rests := make([]uint128, len(weights))
	byRest := make([]int, len(weights))
	for i := range weights {
		shares[i], rests[i] = product(amount, weight(i)).div(sum)
		left -= shares[i]
		byRest[i] = i
	}
	slices.SortStableFunc(byRest, func(i, j int) int { return rests[j].cmp(rests[i]) })
	for _, i := range byRest[:left] {
		shares[i]++
	}

	out := make([]Money, len(weights))
	for i, u := range shares {
		v, _ := signed(u, total.minor < 0) // no share is larger than the total
		out[i] = Money{v, total.cur}
	}
	return out, nil
}

// uint128 holds the product of two 64-bit numbers, or a sum of many.
type uint128 struct{ hi, lo uint64 }

func product(a, b uint64) uint128 {
	hi, lo := bits.Mul64(a, b)
	return uint128{hi, lo}
}

func (u uint128) add(v uint64) uint128 {
	lo, carry := bits.Add64(u.lo, v, 0)
	return uint128{u.hi + carry, lo}
}

func (u uint128) sub(v uint128) uint128 {
	lo, borrow := bits.Sub64(u.lo, v.lo, 0)
	hi, _ := bits.Sub64(u.hi, v.hi, borrow)
	return uint128{hi, lo}
}

func (u uint128) cmp(v uint128) int {
	switch {
	case u == v:
		return 0
	case u.hi < v.hi, u.hi == v.hi && u.lo < v.lo:
		return -1
	}
	return +1
}

// div returns u/d and the rest, for a quotient below 2^64 and 0 < d < 2^127.
func (u uint128) div(d uint128) (quotient uint64, rest uint128) {
	if d.hi == 0 {
		q, r := bits.Div64(u.hi, u.lo, d.lo)
		return q, uint128{lo: r}
	}
	// Weights that add up to more than 64 bits are rare: divide bit by bit.
	for i := 127; i >= 0; i-- {
		rest = uint128{rest.hi<<1 | rest.lo>>63, rest.lo<<1 | u.hi>>63}
		u = uint128{u.hi<<1 | u.lo>>63, u.lo << 1}
		quotient <<= 1
		if rest.cmp(d) >= 0 {
			rest = rest.sub(d)
			quotient |= 1
		}
	}
	return quotient, rest
}
