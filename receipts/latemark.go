package receipts

import (
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
)

// unit is one piece of a line, by its index from 0.
type unit struct {
	line string
	n    int
}

// singleUnit returns the unit of a position that is of exactly one unit.
func (p Position) singleUnit() (unit, bool) {
	if len(p.Units) != 1 {
		return unit{}, false
	}
	n := int(p.Units[0].From.Milli() / 1000)
	return unit{p.Units[0].Line, n}, p.Units[0].From == amount.Pcs(n) && p.Units[0].To == amount.Pcs(n+1)
}

// draft is a planned receipt that lacks marking codes.
type draft struct {
	at    int     // its index in the plan
	bare  Receipt // as it was before the host completed it
	coded bool    // some codes came after it was planned
}

// trackMissingMarks records the units whose marking codes the latest planned receipt lacks.
func (b *book) trackMissingMarks(bare Receipt) {
	d := &draft{at: len(b.planned) - 1, bare: bare}
	for _, p := range b.planned[d.at].Receipt.Positions {
		if u, ok := p.singleUnit(); ok && p.lacksMark() {
			b.lacking[u] = append(b.lacking[u], d)
		}
	}
}

// addLateMark sets a unit's code in the receipts that lack it. They did not pass Check, so none of them can have been
// registered. A receipt that already has a valid code keeps it.
func (b *book) addLateMark(l *line, n int, code string) {
	u := unit{l.ID, n}
	drafts := b.lacking[u]
	delete(b.lacking, u)
	for _, d := range drafts {
		i := slices.IndexFunc(d.bare.Positions, func(p Position) bool {
			of, ok := p.singleUnit()
			return ok && of == u
		})
		if i < 0 { // the host has replaced the position
			continue
		}
		if !d.coded {
			b.drafts = append(b.drafts, d)
		}
		d.bare.Positions[i].Mark, d.coded = code, true
		one := Receipt{Positions: d.bare.Positions[i : i+1]}.Clone().Positions
		b.completePositions(one)
		if one[0].lacksMark() { // the code is invalid: wait for another
			b.lacking[u] = append(b.lacking[u], d)
		}
	}
	// A settled unit keeps its code, so that its refund has the same code.
	i, j := l.touching(amount.Pcs(n), amount.Pcs(n+1))
	for _, s := range l.sold[i:j] {
		if len(drafts) > 0 || s.external && s.marks[n] == "" {
			s.marks[n] = code
		}
	}
}

// completeDrafts has the host complete the receipts whose codes came late.
func (b *book) completeDrafts() {
	for _, d := range b.drafts {
		b.planned[d.at].Receipt = b.completedByHost(d.bare)
	}
}
