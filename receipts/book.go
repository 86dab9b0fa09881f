package receipts

import (
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// book is the state of the plan at one event of the order's log. Sums are in kopecks; the sums of a valid order fit
// int64.
type book struct {
	Settings
	id, number string
	buyer      Buyer
	lines      []*line
	index      map[string]*line
	coded      map[string]coded // the unit that has a marking code now
	payments   map[string]payment
	newest     string // id of the latest payment of money
	rerated    int    // how often rates of VAT changed
	blocks     []order.Block
	reduced    map[int][]reduction // by block: price reductions of settled units

	total, paid, owed int64 // of the order; owed is what its return blocks owe the buyer

	advance    int64             // paid in advance, receipted, not offset yet
	kept       int64             // of the advance: what the seller keeps of return blocks without having rendered anything
	inKind     int64             // of the advance: the price of goods that came back and that others are exchanged for
	added      int64             // price of units that were added after payment, as far as nothing in kind pays for it
	credits    map[Form]int64    // paid with gift cards (Offset), or in bonus points and goods (Consideration), not settled yet
	paidInKind map[int]int64     // by return block: what is in a receipt as paid by goods of a linked order
	atHandOver map[Form]int64    // paid at the hand-over, no receipt yet
	external   int64             // paid at the hand-over and receipted by another register, such as the courier's
	unplanned  map[Form]int64    // paid back by the gateway without an order, not in a receipt yet
	method     Method            // of the receipts of the advance
	used       map[string]int    // number of receipts planned under a key
	lacking    map[unit][]*draft // receipts by the units whose marking codes they lack
	drafts     []*draft          // receipts whose missing codes came later

	event   order.Event
	planned []PlannedReceipt
}

type payment struct {
	form   Form
	rates  int // the changes of rates before it was receipted
	counts bool
	ref    order.Ref
}

// coded is a unit with a marking code.
type coded struct {
	line *line
	unit int
}

// withBuyer reports whether the buyer has the units: handed out, or in a return that was not accepted.
func withBuyer(p order.Portion) bool {
	return p.State == status.ItemHandedOut || p.Custody == status.CustodyRejected
}

// awaited reports whether units are still to be handed out.
func awaited(p order.Portion) bool {
	switch p.State {
	case status.ItemRefused, status.ItemReturned, status.ItemReturning, status.ItemLost, status.ItemCancelled:
		return false
	}
	return !withBuyer(p)
}

// unsettled returns the units that the buyer has and that are not settled, whether any units are still to be handed
// out, and for which shipments.
func (b *book) unsettled() (open []units, toCome bool, by map[int]bool) {
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

// toCome reports whether any units are still to be handed out.
func (b *book) toCome() bool {
	for _, l := range b.lines {
		if slices.ContainsFunc(l.Portions, awaited) {
			return true
		}
	}
	return false
}

// payable returns the units that the buyer pays for and that are not settled.
func (b *book) payable() []units {
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

// allUnits returns all units that the order ever had.
func (b *book) allUnits() []units {
	var us []units
	for _, l := range b.lines {
		for _, s := range l.now(amount.Quantity{}, l.Quantity) {
			us = append(us, units{l, s, 0})
		}
	}
	return us
}

// sum returns the price of units in kopecks.
func sum(us []units) int64 {
	n := int64(0)
	for _, u := range us {
		if m, err := u.net.Of(u.from, u.to); err == nil { // a valid order prices all its units
			n += m.Minor()
		}
	}
	return n
}
