package stock

import (
	"cmp"
	"slices"
)

// cost is what a search keeps small, the first thing first: units that are short, units that move, and the metres of
// all units.
type cost struct{ short, moved, way int64 }

func (c cost) less(d cost) bool {
	return cmp.Or(cmp.Compare(c.short, d.short), cmp.Compare(c.moved, d.moved), cmp.Compare(c.way, d.way)) < 0
}

func (c cost) plus(d cost) cost {
	return cost{plus(c.short, d.short), plus(c.moved, d.moved), plus(c.way, d.way)}
}

// choices is one way to take the lines of an article whole: for each, how much at each rank; nil is nothing.
type choices struct {
	of   [][]int64
	cost cost
}

// fillWhole takes each line whole from one place, or as it is now. Lines of one article compete: all ways are tried,
// the largest line first, and what cannot become better than the best is left out.
func (s *search) fillWhole(g article, use []bool) taken {
	lines := slices.Clone(g.lines)
	slices.SortStableFunc(lines, func(a, b int) int { return cmp.Compare(s.lines[b].need, s.lines[a].need) })
	var best *choices
	left := effort
	var try func(n int, now choices, free []int64)
	try = func(n int, now choices, free []int64) {
		if left--; best != nil && (left < 0 || !now.cost.less(best.cost)) {
			return
		}
		if n == len(lines) {
			best = &choices{slices.Clone(now.of), now.cost}
			return
		}
		w := s.lines[lines[n]]
		for _, got := range s.ways(w, free, use) {
			rest := slices.Clone(free)
			for r, m := range got {
				rest[r] -= m
			}
			try(n+1, choices{append(slices.Clone(now.of), got), now.cost.plus(s.cost(w, got))}, rest)
		}
	}
	try(0, choices{}, g.free)
	t := taken{}
	for n, i := range lines {
		t[i] = best.of[n]
	}
	return t
}

// ways are the ways to take a line: as it is now, whole from the nearest place that has it, from the next, …, not at
// all.
func (s *search) ways(w want, free []int64, use []bool) (out [][]int64) {
	fits := func(got []int64) bool {
		for r, n := range got {
			if n > 0 && (!use[r] || n > free[r]) {
				return false
			}
		}
		return true
	}
	if total(w.held) == w.need && fits(w.held) {
		out = append(out, w.held)
	}
	for r := range s.at {
		got := make([]int64, len(s.at))
		if got[r] = w.need; fits(got) {
			out = append(out, got)
		}
	}
	return append(out, nil)
}

func (s *search) cost(w want, got []int64) (c cost) {
	c.short = w.need - total(got)
	for r, n := range got {
		c.moved = plus(c.moved, n-min(n, w.held[r]))
		c.way = plus(c.way, times(n, s.at[r].metres))
	}
	return c
}
