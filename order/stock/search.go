package stock

import (
	"cmp"
	"iter"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
)

// search is a plan in the making. Places are named by their rank, the nearest is 0; quantities are in thousandths.
type search struct {
	at    []ranked
	split bool
	lines []want
	goods []article
	steps int // what is left of the effort that a search may take
}

// want is a line: what it needs, and what of that is reserved now at each rank.
type want struct {
	need, step int64
	held       []int64
}

// article is what lines share: its free stock at each rank, and the lines, those with the largest step first.
type article struct {
	free  []int64
	lines []int
}

// effort bounds a search. Beyond it the best that was found so far counts.
const effort = 20_000

func newSearch(now Plan, ds []Demand, levels []Level, at []ranked, p Policy) *search {
	s := &search{at: at, split: p.Split, lines: make([]want, len(ds))}
	have, of := sum(levels), map[string]int{}
	for i, d := range ds {
		w := want{d.Quantity.Milli(), d.step().Milli(), make([]int64, len(at))}
		for r, x := range at {
			w.held[r] = max(0, now.at(d, x.code))
		}
		s.lines[i] = w
		g, ok := of[d.Article]
		if !ok {
			g, of[d.Article] = len(s.goods), len(s.goods)
			s.goods = append(s.goods, article{free: make([]int64, len(at))})
			for r, x := range at {
				s.goods[g].free[r] = have[shelf{d.Article, x.code}]
			}
		}
		s.goods[g].lines = append(s.goods[g].lines, i)
	}
	for _, g := range s.goods {
		slices.SortStableFunc(g.lines, func(a, b int) int { return cmp.Compare(s.lines[b].step, s.lines[a].step) })
	}
	return s
}

func (s *search) everywhere() []bool {
	use := make([]bool, len(s.at))
	for r := range use {
		use[r] = true
	}
	return use
}

// taken is how much of each line is taken at each rank.
type taken map[int][]int64

// fill takes all articles from the places in use.
func (s *search) fill(use []bool) taken {
	all := taken{}
	for _, g := range s.goods {
		some := s.fillWhole
		if s.split {
			some = s.fillParts
		}
		for i, n := range some(g, use) {
			all[i] = n
		}
	}
	return all
}

// short returns how much of an article is short if only the places in use give it.
func (s *search) short(g article, use []bool) (short int64) {
	if !s.split {
		for i, n := range s.fillWhole(g, use) {
			short = plus(short, s.lines[i].need-total(n))
		}
		return short
	}
	free := slices.Clone(g.free)
	for some := range s.bySteps(g.lines) {
		var need int64
		step := s.lines[some[0]].step
		for _, i := range some {
			need = plus(need, s.lines[i].need)
		}
		for r := range free {
			if use[r] {
				n := min(need, free[r])
				n -= n % step
				need, free[r] = need-n, free[r]-n
			}
		}
		short = plus(short, need)
	}
	return short
}

// bySteps goes through lines with one step each.
func (s *search) bySteps(lines []int) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		for len(lines) > 0 {
			n := slices.IndexFunc(lines, func(i int) bool { return s.lines[i].step != s.lines[lines[0]].step })
			if n < 0 {
				n = len(lines)
			}
			if !yield(lines[:n]) {
				return
			}
			lines = lines[n:]
		}
	}
}

func total(ns []int64) (sum int64) {
	for _, n := range ns {
		sum = plus(sum, n)
	}
	return sum
}

// plan puts what is taken into words.
func (s *search) plan(ds []Demand, t taken) Plan {
	var p Plan
	for i, d := range ds {
		for r, n := range t[i] {
			if n > 0 {
				p.Reserve = append(p.Reserve, Reservation{d.Line, d.Article, s.at[r].code, amount.Milli(n)})
			}
		}
		if d.Quantity = amount.Milli(s.lines[i].need - total(t[i])); !d.Quantity.IsZero() {
			p.Short = append(p.Short, d)
		}
	}
	return p
}
