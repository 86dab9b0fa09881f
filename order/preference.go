package order

import (
	"cmp"
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// preference says which units of a line a command takes first where the choice leaves that open and they are in
// different states: those with the lowest number. Nil is the order of the line.
type preference func(Portion) int

// nearestSeller prefers units that are the least far along: what is taken back is easiest to have where it still is
// here. Units that were refused already come last, as the buyer does not pay for them.
func nearestSeller(p Portion) int {
	if !p.sold() {
		return rank(status.ItemHandedOut) + 1
	}
	return rank(p.State)
}

// nearestBuyer prefers units that are the furthest along: what goes on begins with what has waited for that step.
func nearestBuyer(p Portion) int { return -rank(p.State) }

// nearestTo prefers the units of a return block that are the nearest to a custody.
func nearestTo(c status.ReturnCustody) preference {
	var order []status.ReturnCustody
	switch c {
	case status.CustodyWithdrawn, status.CustodyGivenBack: // what the buyer still has, or what is to go back
		order = []status.ReturnCustody{status.CustodyRejected, status.CustodyRequested, status.CustodyInTransit}
	case status.CustodyRejected: // what there is a ground for
		order = []status.ReturnCustody{status.CustodyWrongItem, status.CustodyDamaged, status.CustodyReceived, status.CustodyInTransit}
	default: // what has come the furthest; what was lost or wrong turns up last
		order = []status.ReturnCustody{status.CustodyReceived, status.CustodyInTransit, status.CustodyRequested, status.CustodyWrongItem}
	}
	return func(p Portion) int {
		if i := slices.Index(order, p.Custody); i >= 0 {
			return i
		}
		return len(order)
	}
}

// sorted returns the portions of a line within a choice, the preferred first.
func (f preference) sorted(l *line, c Choice) []Portion {
	var ps []Portion
	l.each(c.From, c.To, func(p Portion) { ps = append(ps, p) })
	if f != nil && !c.Quantity.IsZero() {
		slices.SortStableFunc(ps, func(a, b Portion) int { return cmp.Compare(f(a), f(b)) })
	}
	return ps
}
