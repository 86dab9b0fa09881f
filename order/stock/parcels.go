package stock

import "slices"

// fewest returns the smallest set of places that leaves as little short as all of them do; of those the one whose
// distances are the least in all. Places where something stays belong to it.
func (s *search) fewest() []bool {
	least := make([]int64, len(s.goods)) // what is short of each article, whatever is used
	kept := make([]bool, len(s.at))
	for i, g := range s.goods {
		least[i] = s.short(g, s.everywhere())
	}
	for i, ns := range s.fill(s.everywhere()) {
		for r, n := range ns {
			kept[r] = kept[r] || min(n, s.lines[i].held[r]) > 0
		}
	}
	best := s.greedy(kept, least)
	s.steps = effort
	for more := 1; more <= size(best)-size(kept) && s.steps > 0; more++ {
		s.narrow(kept, make([]bool, len(s.at)), least, more, &best)
	}
	return best
}

// greedy adds the place that leaves the least short, the nearest of several, until nothing is short that need not be.
func (s *search) greedy(use []bool, least []int64) []bool {
	use = slices.Clone(use)
	for s.lacking(use, least) >= 0 {
		next, fewest := -1, int64(0)
		for r := range s.at {
			if use[r] {
				continue
			}
			use[r] = true
			var short int64
			for _, g := range s.goods {
				short = plus(short, s.short(g, use))
			}
			if use[r] = false; next < 0 || short < fewest {
				next, fewest = r, short
			}
		}
		use[next] = true
	}
	return use
}

// narrow looks for a better set with at most so many places more: one of those that have an article that is lacking
// must be among them. A place that was tried is not tried again beside the next, so that no set comes twice.
func (s *search) narrow(use, tried []bool, least []int64, more int, best *[]bool) {
	if s.steps--; s.steps < 0 {
		return
	}
	g := s.lacking(use, least)
	if g < 0 {
		if s.better(use, *best) {
			*best = slices.Clone(use)
		}
		return
	}
	if more == 0 {
		return
	}
	tried = slices.Clone(tried)
	for r := range s.at {
		if use[r] || tried[r] || s.goods[g].free[r] == 0 {
			continue
		}
		with := slices.Clone(use)
		with[r] = true
		s.narrow(with, tried, least, more-1, best)
		tried[r] = true
	}
}

// lacking returns an article of which more is short than must be, that of the fewest places; -1 for none.
func (s *search) lacking(use []bool, least []int64) int {
	found, places := -1, 0
	for i, g := range s.goods {
		if s.short(g, use) <= least[i] {
			continue
		}
		n := 0
		for _, free := range g.free {
			if free > 0 {
				n++
			}
		}
		if found < 0 || n < places {
			found, places = i, n
		}
	}
	return found
}

// better reports whether a set has fewer places than another, or as many that are nearer in all, or that come first.
func (s *search) better(a, b []bool) bool {
	if n, m := size(a), size(b); n != m {
		return n < m
	}
	if n, m := s.way(a), s.way(b); n != m {
		return n < m
	}
	for r := range a {
		if a[r] != b[r] {
			return a[r]
		}
	}
	return false
}

func size(use []bool) (n int) {
	for _, u := range use {
		if u {
			n++
		}
	}
	return n
}

func (s *search) way(use []bool) (sum int64) {
	for r, u := range use {
		if u {
			sum = plus(sum, s.at[r].metres)
		}
	}
	return sum
}
