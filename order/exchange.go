package order

import (
	"cmp"
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// tooLate returns an error if an edit comes too late: before payment when goods have left, after payment when it would
// change prices, or goods that are on the way.
func (c Edit) tooLate(o *Order) error {
	if o.paid.Sign() <= 0 {
		return o.notTooLate(factLines)
	}
	if o.ended() {
		return refuse(ErrNotNow, factLines.text(), "the order is %s: what is exchanged now is ordered anew, in a linked order", o.state)
	}
	if c.Reprice != nil {
		return o.notTooLate(factPrices)
	}
	for _, x := range c.Extend {
		if i, known := o.index[x.Line]; known {
			if err := o.lines[i].notShipped(inTransit | status.ItemStates(status.ItemHandedOut)); err != nil {
				return err
			}
		}
	}
	if len(c.Remove) > 0 || o.someWithSeller() {
		return nil
	}
	return refuse(ErrNotNow, factLines.text(), "all goods have left: exchange some of them, or place another order")
}

// someWithSeller reports whether goods are still with the seller.
func (o *Order) someWithSeller() bool {
	n := o.tally.counted()
	return slices.ContainsFunc(withSeller.List(), func(s status.ItemState) bool { return n[s] > 0 })
}

// notShipped refuses to edit a line of which units have left the seller.
func (l *line) notShipped(left status.ItemSet) error {
	for _, p := range l.portions {
		if left.Has(p.State) {
			return refuse(ErrNotNow, Textf("line %s", l.id), "units of it are %s: more of it is a line of its own, and what is on the way is taken back by Return", p.State)
		}
	}
	return nil
}

// exchange takes units out of a paid order: they go into a return block. What was added by then is a part of the
// total, so that only the rest of their price is owed.
func (d *editing) exchange(c Edit) {
	if d.err != nil {
		return
	}
	s := d.o.rules.scheme
	may := withSeller | s.Returns&status.ItemStates(status.ItemHandedOut)
	ms, err := d.o.pick(c.Remove, "removed", nearestSeller, func(_ *line, p Portion) bool { return p.Block == 0 && may.Has(p.State) })
	if err != nil {
		d.err = d.o.whyNotRemoved(c.Remove, err)
		return
	}
	if allInStates(ms, withSeller) && s.ChannelRefunds {
		d.remove(c.Remove, c.Reason, true)
		return
	}
	if !allInStates(ms, withSeller) {
		if own, err := d.o.right(d.by.Actor, KindReturn); err != nil || own != Anywhere {
			d.err = cmp.Or(err, refuse(ErrRole, roleText(d.by.Actor.actsAs()), "its right is for its own place, but %s has no place; give the right for anywhere", KindEdit))
			return
		}
	}
	ms, _ = d.o.withServices(ms)
	bs, err := d.o.returned(ms, Block{Reason: c.Reason, Party: d.by.Actor.party(), Statement: c.Statement})
	if err != nil {
		d.err = err
		return
	}
	d.keep(bs[0], nil)
}

// whyNotRemoved says of units that are on the way that they are, where that is why too few may be removed.
func (o *Order) whyNotRemoved(ps Picks, err error) error {
	if !errors.Is(err, ErrNotNow) {
		return err
	}
	for _, c := range ps {
		if l, unknown := o.line(c.Line); unknown == nil {
			if shipped := l.notShipped(inTransit); shipped != nil {
				return shipped
			}
		}
	}
	return err
}
