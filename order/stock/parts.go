package stock

import "slices"

// fillParts takes lines apart. Lines of one step are one flow from lines to places: of all flows that leave the least
// short, one that moves the fewest units, and of these one with the shortest way. Lines with a larger step go first, as
// those with a smaller one find a use for what they leave.
func (s *search) fillParts(g article, use []bool) taken {
	t, free := taken{}, slices.Clone(g.free)
	for some := range s.bySteps(g.lines) {
		f := flow{s: s, lines: some, free: make([]int64, len(free)), stay: make([][]int64, len(some)), come: make([][]int64, len(some))}
		step := s.lines[some[0]].step
		for r := range free {
			if use[r] {
				f.free[r] = free[r] - free[r]%step
			}
		}
		for n, i := range some {
			f.need = append(f.need, s.lines[i].need)
			f.stay[n], f.come[n] = make([]int64, len(free)), make([]int64, len(free))
		}
		for f.grow() {
		}
		for n, i := range some {
			t[i] = f.stay[n]
			for r, m := range f.come[n] {
				t[i][r] += m
				free[r] -= t[i][r]
			}
		}
	}
	return t
}

// flow is what lines of one article take: stay where they are held, and come from elsewhere or from nowhere. It grows
// by the cheapest path, which may take back what it gave before, so it always is the cheapest for what it takes.
type flow struct {
	s          *search
	lines      []int
	need, free []int64 // what is left of them
	stay, come [][]int64
}

// toMove is more than the way of any path: a unit less to move counts before any way.
const toMove = 1 << 40

// arc is a step of a path between the line n and the rank r: forth it takes a quantity, back it gives one up.
type arc struct {
	n, r       int
	back, stay bool
}

// grow takes as much as the cheapest path lets through; it reports whether there was one.
func (f *flow) grow() bool {
	const never = 1 << 62
	line, place := make([]int64, len(f.lines)), make([]int64, len(f.free)) // what it costs to come there
	toLine, toPlace := make([]arc, len(line)), make([]arc, len(place))     // by which arc
	for n := range line {
		if line[n] = never; f.need[n] > 0 {
			line[n] = 0
			toLine[n] = arc{n: -1}
		}
	}
	for r := range place {
		place[r] = never
	}
	for again := true; again; {
		again = false
		for n := range line {
			for r := range place {
				for _, stay := range []bool{true, false} {
					c, forth, back := f.arc(n, r, stay)
					if forth > 0 && line[n] < never && line[n]+c < place[r] {
						place[r], toPlace[r], again = line[n]+c, arc{n, r, false, stay}, true
					}
					if back > 0 && place[r] < never && place[r]-c < line[n] {
						line[n], toLine[n], again = place[r]-c, arc{n, r, true, stay}, true
					}
				}
			}
		}
	}
	end := -1
	for r := range place {
		if f.free[r] > 0 && place[r] < never && (end < 0 || place[r] < place[end]) {
			end = r
		}
	}
	if end < 0 {
		return false
	}
	path, much := []arc(nil), f.free[end]
	for a := toPlace[end]; ; a = toPlace[a.r] {
		_, forth, _ := f.arc(a.n, a.r, a.stay)
		path, much = append(path, a), min(much, forth)
		start := a.n
		if a = toLine[start]; a.n < 0 {
			much = min(much, f.need[start])
			f.need[start] -= much
			break
		}
		_, _, back := f.arc(a.n, a.r, a.stay)
		path, much = append(path, a), min(much, back)
	}
	f.free[end] -= much
	for _, a := range path {
		f.take(a, much)
	}
	return true
}

// arc returns what a unit of a line costs at a rank, and how much may be taken there and given up.
func (f *flow) arc(n, r int, stay bool) (cost, forth, back int64) {
	w := f.s.lines[f.lines[n]]
	if stay {
		return f.s.at[r].metres, min(w.held[r]-w.held[r]%w.step, w.need) - f.stay[n][r], f.stay[n][r]
	}
	return toMove + f.s.at[r].metres, w.need, f.come[n][r]
}

func (f *flow) take(a arc, much int64) {
	if a.back {
		much = -much
	}
	if a.stay {
		f.stay[a.n][a.r] += much
	} else {
		f.come[a.n][a.r] += much
	}
}
