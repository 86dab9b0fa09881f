package order

import (
	"slices"
)

// movesByLine groups moves by line, so that the moves of one line are found without a search.
type movesByLine map[string][]Move

// add takes moves up. It keeps a part of ms where it can: ms is not to change any more.
func (t movesByLine) add(ms []Move) {
	for len(ms) > 0 {
		line, n := ms[0].Line, 1
		for n < len(ms) && ms[n].Line == line {
			n++
		}
		if t[line] == nil {
			t[line] = ms[:n:n]
		} else {
			t[line] = append(t[line], ms[:n]...)
		}
		ms = ms[n:]
	}
}

// groupByLine groups moves by line.
func groupByLine(ms []Move) movesByLine {
	t := movesByLine{}
	t.add(ms)
	return t
}

// untaken returns what is left of a portion when some units of its line are taken.
func untaken(p Portion, taken []Move) []Portion {
	out := []Portion{p}
	for _, t := range taken {
		var next []Portion
		for _, f := range out {
			if t.To.Cmp(f.From) <= 0 || t.From.Cmp(f.To) >= 0 {
				next = append(next, f)
				continue
			}
			if a := f; f.From.Cmp(t.From) < 0 {
				a.To = t.From
				next = append(next, a)
			}
			if b := f; t.To.Cmp(f.To) < 0 {
				b.From = t.To
				next = append(next, b)
			}
		}
		out = next
	}
	return out
}

// without returns what is left of moves when others are taken out.
func without(ms, others []Move) []Move {
	if len(ms) == 0 {
		return nil
	}
	gone := groupByLine(others)
	out := make([]Move, 0, len(ms))
	for _, m := range ms {
		if gone[m.Line] == nil {
			out = append(out, m)
			continue
		}
		for _, f := range untaken(m.Portion, gone[m.Line]) {
			out = append(out, Move{m.Line, f})
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// unitRanges is units by line.
type unitRanges map[string][]Units

func (r unitRanges) add(us []Units) {
	for _, u := range us {
		r[u.Line] = append(r[u.Line], u)
	}
}

// contains reports whether one of the ranges holds all the units.
func (r unitRanges) contains(u Units) bool {
	return slices.ContainsFunc(r[u.Line], func(x Units) bool { return x.From.Cmp(u.From) <= 0 && u.To.Cmp(x.To) <= 0 })
}

// allWithin reports whether all units are among others.
func allWithin(us, others []Units) bool {
	all := unitRanges{}
	all.add(others)
	return !slices.ContainsFunc(us, func(u Units) bool { return !all.contains(u) })
}

// joinUnits puts neighbouring ranges of one line together.
func joinUnits(us []Units) []Units {
	out := slices.Clone(us[:0:0])
	for _, u := range us {
		if n := len(out); n > 0 && out[n-1].Line == u.Line && out[n-1].To == u.From {
			out[n-1].To = u.To
			continue
		}
		out = append(out, u)
	}
	return out
}
