package page

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/status"
)

// manyArrows is how many arrows a diagram may have before nobody can read it.
const manyArrows = 40

// roadOf draws the ordinary road through a machine, without the steps that do nothing but leave others out: a new order
// may be reported packed, but it may also be assembled and then packed, and only that is drawn. complete tells that
// nothing was left out: a small machine is drawn in full.
func roadOf[S status.Dense](m *status.Machine[S, status.Trigger]) (mermaid string, complete bool) {
	all := m.Mermaid()
	if strings.Count(all, "-->") <= manyArrows {
		return all, true
	}
	complete = true
	var b strings.Builder
	for line := range strings.Lines(all) {
		var from, to uint8
		if n, _ := fmt.Sscanf(line, " s%d --> s%d", &from, &to); n == 2 && leavesOut(m, S(from), S(to)) {
			complete = false
			continue
		}
		b.WriteString(line)
	}
	return b.String(), complete
}

// leavesOut reports whether a step passes over a state that lies between its ends and has a step from the one and to
// the other. States are listed in the order of an ordinary life; that is what between means.
func leavesOut[S status.Dense](m *status.Machine[S, status.Trigger], from, to S) bool {
	between := func(s S) bool { return min(from, to) < s && s < max(from, to) }
	return slices.ContainsFunc(slices.Collect(m.States()), func(s S) bool {
		return between(s) && m.Can(from, s) && m.Can(s, to)
	})
}
