package bitrixtest

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// row is a record of the shop. A value is nil, a string, an int, a *big.Rat, a time.Time, or what JSON makes.
type row = bxserver.Row

// text is a value as PHP makes a string of it.
func text(v any) string {
	if r, ok := v.(*big.Rat); ok && r != nil {
		return decimal(r)
	}
	return bxserver.Text(v)
}

// id is a whole number as PHP reads it: what is none is 0.
func id(v any) int {
	if n, ok := v.(int); ok {
		return n
	}
	r := rat(v)
	return int(new(big.Int).Quo(r.Num(), r.Denom()).Int64())
}

// rat is an exact number as PHP's floatval reads it, but whole: what is none is 0, and a comma is taken for a point.
func rat(v any) *big.Rat {
	if r, ok := v.(*big.Rat); ok && r != nil {
		return new(big.Rat).Set(r)
	}
	t := strings.ReplaceAll(strings.TrimSpace(text(v)), ",", ".")
	if strings.Trim(t, "0123456789.+-") == "" {
		if r, ok := new(big.Rat).SetString(t); ok {
			return r
		}
		return new(big.Rat)
	}
	f, err := strconv.ParseFloat(t, 64) // with an exponent
	if r := new(big.Rat).SetFloat64(f); err == nil && r != nil {
		return r
	}
	return new(big.Rat)
}

// decimal is a number with at most 4 decimals, as the shop's tables keep it.
func decimal(r *big.Rat) string {
	s := r.FloatString(4)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// kopecks rounds to two decimals, halves away from zero, as the shop rounds prices.
func kopecks(r *big.Rat) *big.Rat {
	out, _ := new(big.Rat).SetString(r.FloatString(2)) // it is a number
	return out
}

func sum(a *big.Rat, more ...*big.Rat) *big.Rat {
	out := new(big.Rat).Set(a)
	for _, b := range more {
		out.Add(out, b)
	}
	return out
}

func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
