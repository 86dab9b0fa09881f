package stock_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/order/stock"
)

// problem is a small plan: up to four places on the equator, by degrees from the buyer, and a few units of two lines.
// Quantities are in steps of the article.
type problem struct {
	places  []stock.Place
	degrees map[string]int64
	ds      []stock.Demand
	levels  []stock.Level
	policy  stock.Policy
}

const nowhere = 360 // degrees of a place that has no coordinates: farther than any other

func drawProblem(t *rapid.T, mixed bool) problem {
	p := problem{degrees: map[string]int64{}, policy: stock.Policy{City: "Одесса", Latitude: 0, Longitude: 1}}
	p.policy.Split = rapid.Bool().Draw(t, "split")
	p.policy.Prefer = rapid.SampledFrom([]stock.Prefer{stock.Nearest, stock.FewestParcels}).Draw(t, "prefer")
	for n := range rapid.IntRange(1, 4).Draw(t, "places") {
		x := stock.Place{Code: string(rune('A' + n))}
		switch d := rapid.Int64Range(0, 5).Draw(t, "degrees"); d {
		case 0:
			x.City, p.degrees[x.Code] = "одесса", 0
		case 5:
			p.degrees[x.Code] = nowhere
		default:
			x.Longitude, p.degrees[x.Code] = float64(1+d), d
		}
		p.places = append(p.places, x)
	}
	article := rapid.SampledFrom([]string{"MUG", "TEA"})
	step := map[string]amount.Quantity{"MUG": {}, "TEA": amount.Milli(500)}
	for n := range rapid.IntRange(1, 2).Draw(t, "lines") {
		d := stock.Demand{Line: fmt.Sprint(n + 1), Article: article.Draw(t, "article")}
		d.Step = step[d.Article]
		if mixed {
			d.Article = "TEA"
		}
		d.Quantity = amount.Milli(rapid.Int64Range(0, 4).Draw(t, "need") * stepOf(d))
		p.ds = append(p.ds, d)
	}
	p.levels = drawLevels(t, p)
	return p
}

func stepOf(d stock.Demand) int64 { return cmp.Or(d.Step.Milli(), 1000) }

// drawLevels draws up to four units at a place, and sometimes a rest that is less than a step.
func drawLevels(t *rapid.T, p problem) (ls []stock.Level) {
	for _, x := range p.places {
		for _, a := range []string{"MUG", "TEA"} {
			ls = append(ls, stock.Level{Article: a, Warehouse: x.Code, Free: amount.Milli(rapid.SampledFrom([]int64{0, 0, 500, 1000, 1300, 2000, 3000, 4000}).Draw(t, "free"))})
		}
	}
	return ls
}

// score is what a plan is judged by, the first number first.
type score struct{ short, moved, parcels, set, way int64 }

func (a score) cmp(b score) int {
	return cmp.Or(cmp.Compare(a.short, b.short), cmp.Compare(a.moved, b.moved), cmp.Compare(a.parcels, b.parcels), cmp.Compare(a.set, b.set), cmp.Compare(a.way, b.way))
}

// judge checks what every plan must keep to, and scores it.
func (p problem) judge(t require.TestingT, plan, before stock.Plan) (s score) {
	taken, of := map[string]int64{}, map[string]int64{}
	used, seen := map[string]bool{}, map[string]bool{}
	for _, r := range plan.Reserve {
		i := slices.IndexFunc(p.ds, func(d stock.Demand) bool { return d.Line == r.Line && d.Article == r.Article })
		require.GreaterOrEqual(t, i, 0)
		require.Positive(t, r.Quantity.Milli())
		require.Zero(t, r.Quantity.Milli()%stepOf(p.ds[i]), "whole steps")
		require.Contains(t, p.degrees, r.Warehouse)
		require.False(t, seen[r.Line+r.Warehouse], "one reservation for a line at a place")
		seen[r.Line+r.Warehouse], used[r.Warehouse] = true, true
		taken[r.Article+r.Warehouse] += r.Quantity.Milli()
		of[r.Line] += r.Quantity.Milli()
		s.way += r.Quantity.Milli() * p.degrees[r.Warehouse]
		s.moved += r.Quantity.Milli() - min(r.Quantity.Milli(), held(before, r.Line, r.Article, r.Warehouse))
	}
	for _, l := range p.levels {
		require.LessOrEqual(t, taken[l.Article+l.Warehouse], l.Free.Milli(), "never more than is free")
	}
	for _, d := range plan.Short {
		require.Positive(t, d.Quantity.Milli())
		of[d.Line] += d.Quantity.Milli()
		s.short += d.Quantity.Milli()
	}
	for _, d := range p.ds {
		require.Equal(t, d.Quantity.Milli(), of[d.Line], "reserved and short are the demand")
	}
	if p.policy.Prefer == stock.FewestParcels {
		s.parcels = int64(len(used))
		for x := range used {
			s.set += p.degrees[x]
		}
	}
	return s
}

func held(p stock.Plan, line, article, warehouse string) (n int64) {
	for _, r := range p.Reserve {
		if r.Line == line && r.Article == article && r.Warehouse == warehouse {
			n += r.Quantity.Milli()
		}
	}
	return n
}

// every yields all ways to take the lines that the policy allows.
func (p problem) every(before stock.Plan, yield func(stock.Plan)) {
	var line func(n int, plan stock.Plan, free map[string]int64)
	line = func(n int, plan stock.Plan, free map[string]int64) {
		if n == len(p.ds) {
			yield(plan)
			return
		}
		d := p.ds[n]
		var place func(k int, left int64, rs []stock.Reservation)
		place = func(k int, left int64, rs []stock.Reservation) {
			if k == len(p.places) {
				whole := len(rs) == 0 || left == 0 && (len(rs) == 1 || p.stays(d, rs, before))
				if !p.policy.Split && !whole {
					return
				}
				next := stock.Plan{Reserve: append(slices.Clone(plan.Reserve), rs...), Short: slices.Clone(plan.Short)}
				if left > 0 {
					d.Quantity = amount.Milli(left)
					next.Short = append(next.Short, d)
				}
				line(n+1, next, free)
				return
			}
			key := d.Article + p.places[k].Code
			for m := int64(0); m <= min(left, free[key]); m += stepOf(d) {
				if m > 0 {
					free[key] -= m
					place(k+1, left-m, append(slices.Clone(rs), stock.Reservation{Line: d.Line, Article: d.Article, Warehouse: p.places[k].Code, Quantity: amount.Milli(m)}))
					free[key] += m
				} else {
					place(k+1, left, rs)
				}
			}
		}
		place(0, d.Quantity.Milli(), nil)
	}
	free := map[string]int64{}
	for _, l := range p.levels {
		free[l.Article+l.Warehouse] += l.Free.Milli()
	}
	line(0, stock.Plan{}, free)
}

// stays reports whether reservations of a line are those that it has.
func (p problem) stays(d stock.Demand, rs []stock.Reservation, before stock.Plan) bool {
	var n int64
	for _, r := range before.Reserve {
		if r.Line == d.Line && r.Article == d.Article {
			n += r.Quantity.Milli()
		}
	}
	return n == d.Quantity.Milli() && !slices.ContainsFunc(rs, func(r stock.Reservation) bool {
		return held(before, r.Line, r.Article, r.Warehouse) != r.Quantity.Milli()
	})
}

func (p problem) best(t require.TestingT, before stock.Plan) (best score) {
	first := true
	p.every(before, func(plan stock.Plan) {
		if s := p.judge(t, plan, before); first || s.cmp(best) < 0 {
			best, first = s, false
		}
	})
	return best
}

// No other way to reserve leaves less short, and none of those that leave as little short is better by the policy:
// nearer, or with fewer parcels.
func TestNoPlanIsBetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, false)
		plan, err := stock.New(p.ds, p.levels, p.places, p.policy)
		require.NoError(t, err)
		want, got := p.best(t, stock.Plan{}), p.judge(t, plan, stock.Plan{})
		if p.policy.Prefer == stock.FewestParcels { // see New
			require.LessOrEqual(t, want.way, got.way)
			want.way, got.way = 0, 0
		}
		require.Equal(t, want, got, "%+v\n%+v", p, plan)

		again, err := plan.Replan(p.ds, p.levels, p.places, p.policy)
		require.NoError(t, err)
		require.Equal(t, plan, again, "planning again changes nothing")
		require.Empty(t, plan.Changes(again))
	})
}

// Where more is in stock, never more is short; also of lines of which one is sold by the half.
func TestMoreStockNeverMakesMoreShort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, rapid.Bool().Draw(t, "mixed"))
		plan, err := stock.New(p.ds, p.levels, p.places, p.policy)
		require.NoError(t, err)
		had := p.judge(t, plan, stock.Plan{}).short
		p.levels = append(slices.Clone(p.levels), drawLevels(t, p)...)
		more, err := stock.New(p.ds, p.levels, p.places, p.policy)
		require.NoError(t, err)
		var short int64
		for _, d := range more.Short {
			short += d.Quantity.Milli()
		}
		require.LessOrEqual(t, short, had)
	})
}

// No other plan that leaves as little short moves fewer units, whatever has changed: stock, demand or places. Of the
// nearest, none that moves as few is nearer. Doing the changes leads to the plan, and planning again changes nothing.
func TestNoOtherPlanIsASmallerChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, false)
		before, err := stock.New(p.ds, p.levels, p.places, p.policy)
		require.NoError(t, err)
		for range rapid.IntRange(0, 2).Draw(t, "moves by hand") {
			d := rapid.SampledFrom(p.ds).Draw(t, "line")
			place := rapid.SampledFrom([]string{"", "A", "B", "C", "D"})
			q := amount.Milli(stepOf(d) * rapid.Int64Range(1, 2).Draw(t, "steps"))
			before, _ = before.Move(d, place.Draw(t, "from"), place.Draw(t, "to"), q, p.levels)
		}
		p.judge(t, before, stock.Plan{})
		if rapid.Bool().Draw(t, "other stock") {
			p.levels = drawLevels(t, p)
		}
		for i := range p.ds {
			if rapid.Bool().Draw(t, "other demand") {
				p.ds[i].Quantity = amount.Milli(rapid.Int64Range(0, 4).Draw(t, "need") * stepOf(p.ds[i]))
			}
		}
		next, err := before.Replan(p.ds, p.levels, p.places, p.policy)
		require.NoError(t, err)
		got, want := p.judge(t, next, before), p.best(t, before)
		if p.policy.Prefer == stock.FewestParcels { // what stays is the nearest, and the fewest are sought for the rest
			got, want = score{short: got.short, moved: got.moved}, score{short: want.short, moved: want.moved}
			if !p.policy.Split { // see Replan
				require.LessOrEqual(t, want.moved, got.moved)
				got.moved, want.moved = 0, 0
			}
		}
		require.Equal(t, want, got, "%+v\nfrom %+v\nto %+v", p, before, next)

		again, err := next.Replan(p.ds, p.levels, p.places, p.policy)
		require.NoError(t, err)
		require.Equal(t, next, again)
		require.Equal(t, quantities(next), changed(t, before, next))
	})
}

// quantities are those of the reservations by line and place.
func quantities(p stock.Plan) map[string]int64 {
	out := map[string]int64{}
	for _, r := range p.Reserve {
		out[r.Line+" "+r.Warehouse] += r.Quantity.Milli()
	}
	return out
}

// changed does the changes from one plan to the next.
func changed(t require.TestingT, before, next stock.Plan) map[string]int64 {
	out := quantities(before)
	for _, c := range before.Changes(next) {
		require.Positive(t, c.Quantity.Milli())
		require.NotEqual(t, c.From, c.To)
		if c.From != "" {
			out[c.Line+" "+c.From] -= c.Quantity.Milli()
		}
		if c.To != "" {
			out[c.Line+" "+c.To] += c.Quantity.Milli()
		}
	}
	for k, n := range out {
		require.GreaterOrEqual(t, n, int64(0))
		if n == 0 {
			delete(out, k)
		}
	}
	return out
}

// One request for each source, never for more than is short or than the source has, and the nearest give all they can.
func TestRequestsStayWithinTheShortage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, false)
		target := stock.Place{Code: "T", City: "Одесса", Longitude: 1}
		p.policy = stock.Policy{Split: true}
		ts, none, err := stock.Requests(p.ds, append(p.levels, level("MUG", "T", 9)), append(slices.Clone(p.places), target), "T")
		require.NoError(t, err)
		plan := stock.Plan{Short: none}
		for i, x := range ts {
			require.Equal(t, "T", x.To)
			require.NotEmpty(t, x.Lines)
			for _, before := range ts[:i] {
				require.NotEqual(t, before.From, x.From)
				require.LessOrEqual(t, p.degrees[before.From], p.degrees[x.From])
			}
			for _, l := range x.Lines {
				require.Equal(t, x.From, l.Warehouse)
			}
			plan.Reserve = append(plan.Reserve, x.Lines...)
		}
		require.Equal(t, p.best(t, stock.Plan{}), p.judge(t, plan, stock.Plan{}))
	})
}
