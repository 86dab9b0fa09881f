package receipts

import (
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
)

// unit is one piece of a line.
type unit struct {
	line string
	n    int
}

// alone is the unit that a position is of, if it is of one.
func (p Position) alone() (unit, bool) {
	if len(p.Units) != 1 {
		return unit{}, false
	}
	n := int(p.Units[0].From.Milli() / 1000)
	return unit{p.Units[0].Line, n}, p.Units[0].From == amount.Pcs(n) && p.Units[0].To == amount.Pcs(n+1)
}

// draft is a receipt that lacks marking codes.
type draft struct {
	at    int     // its place in the plan
	bare  Receipt // as it is before the host dresses it
	coded bool    // some codes came since it was planned
}

// wait remembers of which units the receipt that was planned last lacks the marking codes.
func (b *book) wait(bare Receipt) {
	d := &draft{at: len(b.owing) - 1, bare: bare}
	for _, p := range b.owing[d.at].Receipt.Positions {
		if u, ok := p.alone(); ok && p.lacksMark() {
			b.lacking[u] = append(b.lacking[u], d)
		}
	}
}

// complete puts a unit's code into the receipts that lack it. They do not pass Check for that, so none of them can have
// been registered, and completing them changes no history. A receipt that has its code keeps it, whatever codes come.
func (b *book) complete(l *line, n int, code string) {
	u := unit{l.ID, n}
	drafts := b.lacking[u]
	delete(b.lacking, u)
	for _, d := range drafts {
		i := slices.IndexFunc(d.bare.Positions, func(p Position) bool {
			of, ok := p.alone()
			return ok && of == u
		})
		if i < 0 { // the host made a position of its own
			continue
		}
		if !d.coded {
			b.drafts = append(b.drafts, d)
		}
		d.bare.Positions[i].Mark, d.coded = code, true
		one := Receipt{Positions: d.bare.Positions[i : i+1]}.Clone().Positions
		b.dress(one)
		if one[0].lacksMark() { // it cannot be the right one
			b.lacking[u] = append(b.lacking[u], d)
		}
	}
	// What was sold keeps its code, so that its refund has the same.
	i, j := l.touching(amount.Pcs(n), amount.Pcs(n+1))
	for _, s := range l.sold[i:j] {
		if len(drafts) > 0 || s.elsewhere && s.marks[n] == "" {
			s.marks[n] = code
		}
	}
}

// completed dresses the receipts that codes came for.
func (b *book) completed() {
	for _, d := range b.drafts {
		b.owing[d.at].Receipt = b.dressed(d.bare)
	}
}
