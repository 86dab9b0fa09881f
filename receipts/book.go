package receipts

import (
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// book is what the plan knows of an order at one event of its log. Sums are kopecks: a sound order cannot overflow them.
type book struct {
	Settings
	id, number string
	buyer      Buyer
	lines      []*line
	index      map[string]*line
	coded      map[string]coded // where a marking code was put last
	payments   map[string]payment
	newest     string // id of the payment that came last
	blocks     []order.Block

	total, paid, owed int64 // as the order has them

	advance   int64             // receipts were made for it, and it is not used up
	atHand    map[Form]int64    // came with the goods, no receipt yet
	elsewhere int64             // came with the goods, and somebody else's register settled them
	stray     map[Form]int64    // went back unasked, no receipt could be made
	method    Method            // of the receipts of the advance
	used      map[string]int    // how often a key was
	lacking   map[unit][]*draft // receipts by the units whose marking codes they lack
	drafts    []*draft          // receipts that codes came for late

	event order.Event
	owing []PlannedReceipt
}

type payment struct {
	form   Form
	counts bool
	ref    order.Ref
}

// coded is a unit with a marking code.
type coded struct {
	line *line
	unit int
}

// withBuyer tells whether units are the buyer's: handed out, or come back from a return that was not accepted.
func withBuyer(p order.Portion) bool {
	return p.State == status.ItemHandedOut || p.Custody == status.CustodyRejected
}

// awaited tells whether units are still to be handed out.
func awaited(p order.Portion) bool {
	switch p.State {
	case status.ItemRefused, status.ItemReturned, status.ItemReturning, status.ItemLost, status.ItemCancelled:
		return false
	}
	return !withBuyer(p)
}

// standing tells which units the buyer has that are not settled, and whether more are to come: at all, and by shipment.
func (b *book) standing() (open []units, toCome bool, by map[int]bool) {
	by = map[int]bool{}
	for _, l := range b.lines {
		for _, p := range l.Portions {
			if awaited(p) {
				toCome, by[p.Shipment] = true, true
			}
			if !withBuyer(p) {
				continue
			}
			for _, s := range l.openIn(p.From, p.To) {
				open = append(open, units{l, s, p.Shipment})
			}
		}
	}
	return open, toCome, by
}

// toCome tells whether units are still to be handed out.
func (b *book) toCome() bool {
	for _, l := range b.lines {
		if slices.ContainsFunc(l.Portions, awaited) {
			return true
		}
	}
	return false
}

// living returns the units that the buyer pays for and that are not settled.
func (b *book) living() []units {
	var us []units
	for _, l := range b.lines {
		for _, p := range l.Portions {
			if !withBuyer(p) && !awaited(p) {
				continue
			}
			for _, s := range l.openIn(p.From, p.To) {
				us = append(us, units{l, s, p.Shipment})
			}
		}
	}
	return us
}

// everything is all units there ever were.
func (b *book) everything() []units {
	us := make([]units, len(b.lines))
	for i, l := range b.lines {
		us[i] = units{l, l.now(amount.Quantity{}, l.Quantity), 0}
	}
	return us
}

// sum is what units cost.
func sum(us []units) int64 {
	n := int64(0)
	for _, u := range us {
		if m, err := u.net.Of(u.from, u.to); err == nil { // a sound order prices all its units
			n += m.Minor()
		}
	}
	return n
}
