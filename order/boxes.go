package order

import (
	"slices"
)

// addPackages takes packages up.
func (o *Order) addPackages(ps []Package) {
	for i, p := range ps {
		at := len(o.packages) + i
		for _, u := range p.Units {
			if in := o.boxed[u.Line]; len(in) == 0 || in[len(in)-1] != at {
				o.boxed[u.Line] = append(slices.Clip(in), at) // a clone has the same slice
			}
		}
	}
	o.packages = append(o.packages, ps...)
}

// unpack takes units out of their packages.
func (o *Order) unpack(ms []Move) {
	if len(o.packages) == 0 {
		return
	}
	gone := groupByLine(ms)
	open := map[int]bool{}
	for line := range gone {
		for _, i := range o.boxed[line] {
			open[i] = true
		}
	}
	for i := range open {
		p := &o.packages[i]
		var left []Units
		changed := false
		for _, u := range p.Units {
			if gone[u.Line] == nil {
				left = append(left, u)
				continue
			}
			fs := untaken(Portion{From: u.From, To: u.To}, gone[u.Line])
			changed = changed || len(fs) != 1 || fs[0].From != u.From || fs[0].To != u.To
			for _, f := range fs {
				left = append(left, Units{u.Line, f.From, f.To})
			}
		}
		if changed {
			p.Units = left // a new slice: the event and clones keep theirs
		}
	}
}
