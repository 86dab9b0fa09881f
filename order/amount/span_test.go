package amount_test

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order/amount"
)

// pricedLine prices the units [0,q) at total.
func pricedLine(t require.TestingT, q amount.Quantity, total amount.Money) amount.Spans {
	s, err := amount.NewPriceSpan(amount.Quantity{}, q, total)
	require.NoError(t, err)
	return amount.Spans{s}
}

// splitLine draws a line priced in up to four pieces, and points from its
// start to its end at which to part it.
func splitLine(t *rapid.T) (spans amount.Spans, cuts []amount.Quantity) {
	q := rapid.Int64Range(1, 1_000_000).Draw(t, "quantity")
	at := rapid.SliceOfNDistinct(rapid.Int64Range(0, q-1), 0, 3, rapid.ID).Draw(t, "price changes")
	at = append(at, 0, q)
	slices.Sort(at)
	for i, to := range slices.Compact(at)[1:] {
		total := amount.RUB(rapid.Int64Range(-1e15, 1e15).Draw(t, "total"))
		s, err := amount.NewPriceSpan(amount.Milli(slices.Compact(at)[i]), amount.Milli(to), total)
		require.NoError(t, err)
		spans = append(spans, s)
	}
	points := rapid.SliceOfN(rapid.Int64Range(0, q), 0, 6).Draw(t, "cuts")
	points = append(points, 0, q)
	slices.Sort(points)
	for _, p := range points {
		cuts = append(cuts, amount.Milli(p))
	}
	return spans, cuts
}

func lineTotal(t require.TestingT, spans amount.Spans) amount.Money {
	var totals []amount.Money
	for _, s := range spans {
		totals = append(totals, s.Total)
	}
	return addedUp(t, totals)
}

func TestPriceOfUnits(t *testing.T) {
	ten := pricedLine(t, amount.Pcs(3), amount.RUB(1000))
	kilo := pricedLine(t, amount.Milli(1500), amount.RUB(999))
	for _, c := range []struct {
		name     string
		spans    amount.Spans
		from, to amount.Quantity
		want     int64
	}{
		{"first of three", ten, amount.Pcs(0), amount.Pcs(1), 333},
		{"second of three", ten, amount.Pcs(1), amount.Pcs(2), 334},
		{"third of three", ten, amount.Pcs(2), amount.Pcs(3), 333},
		{"first two", ten, amount.Pcs(0), amount.Pcs(2), 667},
		{"all", ten, amount.Pcs(0), amount.Pcs(3), 1000},
		{"none", ten, amount.Pcs(1), amount.Pcs(1), 0},
		{"by weight", kilo, amount.Milli(0), amount.Milli(350), 233},
		{"the rest by weight", kilo, amount.Milli(350), amount.Milli(1500), 766},
		{"half a kopeck goes up", pricedLine(t, amount.Pcs(2), amount.RUB(1)), amount.Pcs(0), amount.Pcs(1), 1},
		{"and not twice", pricedLine(t, amount.Pcs(2), amount.RUB(1)), amount.Pcs(1), amount.Pcs(2), 0},
		{"a discount goes down", pricedLine(t, amount.Pcs(2), amount.RUB(-1)), amount.Pcs(0), amount.Pcs(1), -1},
		{"the largest total", pricedLine(t, amount.Pcs(2), amount.RUB(math.MaxInt64)), amount.Pcs(1), amount.Pcs(2), math.MaxInt64 / 2},
		{"the smallest total", pricedLine(t, amount.Pcs(2), amount.RUB(math.MinInt64)), amount.Pcs(0), amount.Pcs(2), math.MinInt64},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.spans.Of(c.from, c.to)
			require.NoError(t, err)
			require.Equal(t, amount.RUB(c.want), got)
			got, err = c.spans[0].Of(c.from, c.to)
			require.NoError(t, err)
			require.Equal(t, amount.RUB(c.want), got)
		})
	}
}

func TestUnitsOutsideTheLineHaveNoPrice(t *testing.T) {
	spans := pricedLine(t, amount.Pcs(3), amount.RUB(1000))
	for _, r := range [][2]int{{-1, 1}, {0, 4}, {2, 1}, {4, 5}} {
		a, b := amount.Pcs(r[0]), amount.Pcs(r[1])
		var span *amount.SpanError
		_, err := spans.Of(a, b)
		require.ErrorAs(t, err, &span)
		require.Equal(t, amount.SpanError{From: a, To: b, Why: "not a range within [0,3)"}, *span)
		_, err = spans[0].Of(a, b)
		require.ErrorAs(t, err, &span)
		_, err = spans.Replace(a, b, amount.RUB(1))
		require.ErrorAs(t, err, &span)
	}
	_, err := spans.Replace(amount.Pcs(1), amount.Pcs(1), amount.RUB(1))
	require.ErrorContains(t, err, "has no units")
}

func TestSpansThatCannotBe(t *testing.T) {
	span := func(from, to, origin, width int, total amount.Money) amount.PriceSpan {
		return amount.PriceSpan{
			From: amount.Pcs(from), To: amount.Pcs(to), Origin: amount.Pcs(origin), Width: amount.Pcs(width), Total: total,
		}
	}
	ok := span(0, 3, 0, 3, amount.RUB(9))
	for why, spans := range map[string]amount.Spans{
		"no prices":        {},
		"below zero":       {span(0, 3, -1, 4, amount.RUB(9))},
		"has no units":     {span(3, 3, 0, 3, amount.RUB(9))},
		"has no width":     {span(0, 3, 0, 0, amount.RUB(9))},
		"before its origi": {span(0, 3, 1, 3, amount.RUB(9))},
		"ends after":       {span(0, 4, 0, 3, amount.RUB(9))},
		"gap":              {ok, span(4, 5, 4, 1, amount.RUB(9))},
		"overlaps":         {ok, span(2, 5, 2, 3, amount.RUB(9))},
		"currencies":       {ok, span(3, 5, 3, 2, amount.UAH(9))},
	} {
		require.ErrorContains(t, spans.Validate(), why)
		_, err := spans.Of(amount.Pcs(0), amount.Pcs(1))
		require.ErrorContains(t, err, why)
		_, err = spans.Replace(amount.Pcs(0), amount.Pcs(1), amount.RUB(1))
		require.ErrorContains(t, err, why)
	}
	_, err := amount.PriceSpan{}.Of(amount.Pcs(0), amount.Pcs(0))
	require.ErrorContains(t, err, "has no units")
	for _, r := range [][2]amount.Quantity{
		{amount.Pcs(1), amount.Pcs(1)},
		{amount.Pcs(-1), amount.Pcs(1)},
		{amount.Milli(math.MinInt64), amount.Milli(math.MaxInt64)},
	} {
		_, err := amount.NewPriceSpan(r[0], r[1], amount.RUB(1))
		var span *amount.SpanError
		require.ErrorAs(t, err, &span)
	}
	require.ErrorIs(t, amount.Spans{ok, span(3, 5, 3, 2, amount.UAH(9))}.Validate(), amount.ErrCurrency)
}

func TestALineTooDearToAddUpIsRefused(t *testing.T) {
	spans := amount.Spans{
		{To: amount.Pcs(1), Width: amount.Pcs(1), Total: amount.RUB(math.MaxInt64)},
		{From: amount.Pcs(1), To: amount.Pcs(2), Origin: amount.Pcs(1), Width: amount.Pcs(1), Total: amount.RUB(1)},
	}
	_, err := spans.Of(amount.Pcs(0), amount.Pcs(2))
	require.ErrorIs(t, err, amount.ErrOverflow)
}

func TestCutLeavesEveryPrice(t *testing.T) {
	whole := pricedLine(t, amount.Pcs(7), amount.RUB(1000))[0]
	before, after := whole.Cut(amount.Pcs(3))
	require.Equal(t, amount.Pcs(3), before.To)
	require.Equal(t, amount.Pcs(3), after.From)
	for n := range 7 {
		want, err := whole.Of(amount.Pcs(n), amount.Pcs(n+1))
		require.NoError(t, err)
		got, err := amount.Spans{before, after}.Of(amount.Pcs(n), amount.Pcs(n+1))
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	none, all := whole.Cut(amount.Pcs(-1))
	require.Equal(t, none.From, none.To)
	require.Equal(t, whole, all)
	all, none = whole.Cut(amount.Pcs(8))
	require.Equal(t, whole, all)
	require.Equal(t, none.From, none.To)
}

func TestPartsAlwaysAddUpToTheLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spans, cuts := splitLine(t)
		var parts []amount.Money
		for i := range len(cuts) - 1 {
			part, err := spans.Of(cuts[i], cuts[i+1])
			require.NoError(t, err)
			parts = append(parts, part)
		}
		require.Equal(t, lineTotal(t, spans), addedUp(t, parts))
	})
}

func TestPriceOfUnitsDoesNotDependOnTheOrderOfSplits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spans, cuts := splitLine(t)
		split := slices.Clone(spans)
		for _, at := range rapid.Permutation(cuts).Draw(t, "order of splits") {
			var next amount.Spans
			for _, s := range split {
				before, after := s.Cut(at)
				for _, part := range []amount.PriceSpan{before, after} {
					if part.From != part.To {
						next = append(next, part)
					}
				}
			}
			split = next
			require.NoError(t, split.Validate())
		}
		i := rapid.IntRange(0, len(cuts)-1).Draw(t, "from")
		j := rapid.IntRange(i, len(cuts)-1).Draw(t, "to")
		want, err := spans.Of(cuts[i], cuts[j])
		require.NoError(t, err)
		got, err := split.Of(cuts[i], cuts[j])
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
}

func TestABlockLiesWithinOneKopeckOfItsFairShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := rapid.Int64Range(1, math.MaxInt64).Draw(t, "quantity")
		total := moneyIn("RUB").Draw(t, "total")
		spans := pricedLine(t, amount.Milli(q), total)
		a := rapid.Int64Range(0, q).Draw(t, "a")
		b := rapid.Int64Range(a, q).Draw(t, "b")
		got, err := spans.Of(amount.Milli(a), amount.Milli(b))
		require.NoError(t, err)
		want := new(big.Int).Sub(bigRound(total.Minor(), b, q), bigRound(total.Minor(), a, q))
		exactly(t, want, got, err)
		// |got·q − total·(b−a)| ≤ q
		off := new(big.Int).Mul(big.NewInt(got.Minor()), big.NewInt(q))
		off.Sub(off, new(big.Int).Mul(big.NewInt(total.Minor()), big.NewInt(b-a)))
		require.LessOrEqual(t, off.CmpAbs(big.NewInt(q)), 0)
		require.True(t, got.IsZero() || got.Sign() == total.Sign(), "no unit costs less than nothing")
	})
}

func TestRepricedUnitsLeaveTheOthersAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spans, cuts := splitLine(t)
		before := slices.Clone(spans)
		end := cuts[len(cuts)-1].Milli()
		a := rapid.Int64Range(0, end-1).Draw(t, "a")
		b := rapid.Int64Range(a+1, end).Draw(t, "b")
		total := amount.RUB(rapid.Int64Range(-1e15, 1e15).Draw(t, "new total"))
		repriced, err := spans.Replace(amount.Milli(a), amount.Milli(b), total)
		require.NoError(t, err)
		require.NoError(t, repriced.Validate())
		require.Equal(t, before, spans)

		got, err := repriced.Of(amount.Milli(a), amount.Milli(b))
		require.NoError(t, err)
		require.Equal(t, total, got)
		for i := range len(cuts) - 1 {
			for _, r := range [][2]int64{
				{min(cuts[i].Milli(), a), min(cuts[i+1].Milli(), a)},
				{max(cuts[i].Milli(), b), max(cuts[i+1].Milli(), b)},
			} {
				want, err := spans.Of(amount.Milli(r[0]), amount.Milli(r[1]))
				require.NoError(t, err)
				got, err := repriced.Of(amount.Milli(r[0]), amount.Milli(r[1]))
				require.NoError(t, err)
				require.Equal(t, want, got)
			}
		}
	})
}

func TestRepriceInTheMiddleOfALine(t *testing.T) {
	spans, err := pricedLine(t, amount.Pcs(5), amount.RUB(1000)).Replace(amount.Pcs(1), amount.Pcs(3), amount.RUB(301))
	require.NoError(t, err)
	stored, err := json.Marshal(spans)
	require.NoError(t, err)
	require.Equal(t, `[`+
		`{"from":"0","to":"1","origin":"0","width":"5","total":"10.00 RUB"},`+
		`{"from":"1","to":"3","origin":"1","width":"2","total":"3.01 RUB"},`+
		`{"from":"3","to":"5","origin":"0","width":"5","total":"10.00 RUB"}]`, string(stored))
	var back amount.Spans
	require.NoError(t, json.Unmarshal(stored, &back))
	require.Equal(t, spans, back)
	for n, want := range []int64{200, 151, 150, 200, 200} {
		got, err := spans.Of(amount.Pcs(n), amount.Pcs(n+1))
		require.NoError(t, err)
		require.Equal(t, amount.RUB(want), got)
	}
}

func FuzzPriceSpanJSON(f *testing.F) {
	f.Add([]byte(`{"from":"1","to":"3","origin":"0","width":"5","total":"10.00 RUB"}`))
	f.Add([]byte(`{"from":"-9223372036854775.808","to":"9223372036854775.807","width":"1","total":"1 JPY"}`))
	f.Add([]byte(`{"from":"2","to":"1"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var s amount.PriceSpan
		if json.Unmarshal(data, &s) != nil || s.Validate() != nil {
			return
		}
		before, after := s.Cut(amount.Milli(s.From.Milli()/2 + s.To.Milli()/2))
		whole, err := s.Of(s.From, s.To)
		require.NoError(t, err)
		var parts []amount.Money
		for _, part := range []amount.PriceSpan{before, after} {
			price, err := s.Of(part.From, part.To)
			require.NoError(t, err)
			parts = append(parts, price)
		}
		require.Equal(t, whole, addedUp(t, parts))
	})
}
