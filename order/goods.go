package order

import (
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// outside returns a state of living goods that is not in a set.
func (o *Order) outside(allowed status.ItemSet) (status.ItemState, bool) {
	some := false
	for s := status.ItemNew; s <= status.ItemCancelled; s++ {
		if o.tally.counted()[s] == 0 || endedStates.Has(s) {
			continue
		}
		if some = true; !allowed.Has(s) {
			return s, true
		}
	}
	return status.ItemCancelled, !some
}

// services returns the units in some states of the lines that follow the goods: of all other kinds than LineGoods.
func (o *Order) services(in status.ItemSet) []Move {
	var ms []Move
	for _, l := range o.lines {
		if o.tally.of(l) == o.tally.counted() {
			continue
		}
		for _, p := range l.portions {
			if in.Has(p.State) {
				ms = append(ms, Move{l.id, p})
			}
		}
	}
	return ms
}

// following hands out the services when, without some units, all goods that are left are with the buyer.
func (o *Order) following(gone []Move) []Move {
	n := o.tally.counted()
	if n == &o.tally.rest || !o.tally.waiting() {
		return nil
	}
	left, handed := int64(0), n[status.ItemHandedOut]
	for s := status.ItemNew; s <= status.ItemCancelled; s++ {
		if !endedStates.Has(s) && s != status.ItemHandedOut {
			left += n[s]
		}
	}
	for _, m := range gone {
		switch {
		case o.tally.of(o.lines[o.index[m.Line]]) != n || endedStates.Has(m.State):
		case m.State == status.ItemHandedOut:
			handed -= m.To.Milli() - m.From.Milli()
		default:
			left -= m.To.Milli() - m.From.Milli()
		}
	}
	if left > 0 || handed <= 0 {
		return nil
	}
	return moveTo(status.ItemHandedOut, without(o.services(withSeller|inTransit), gone))
}

// cancellable reports whether units are still to be delivered.
func (o *Order) cancellable(p Portion) bool {
	return !endedStates.Has(p.State) && p.State != status.ItemHandedOut
}

// isAll reports whether moves take all living units that decide the order's state.
func (o *Order) isAll(ms []Move) bool {
	var living int64
	for s, n := range o.tally.counted() {
		if s := status.ItemState(s); s != 0 && !endedStates.Has(s) {
			living += n
		}
	}
	var taken int64
	for _, m := range ms {
		if !endedStates.Has(m.State) && o.tally.of(o.lines[o.index[m.Line]]) == o.tally.counted() {
			taken += m.To.Milli() - m.From.Milli()
		}
	}
	return taken == living
}

// handed reports whether goods have left the seller, or none are to be delivered any more.
func (o *Order) handed() bool {
	_, out := o.outside(withSeller)
	return out || o.ended()
}

func allInStates(ms []Move, set status.ItemSet) bool {
	for _, m := range ms {
		if !set.Has(m.State) {
			return false
		}
	}
	return true
}

// unit returns one unit of a line with marking codes and its portion, narrowed to the unit.
func (o *Order) unit(id string, unit int) (*line, Portion, error) {
	l, err := o.line(id)
	if err != nil {
		return nil, Portion{}, err
	}
	if !l.marked {
		return nil, Portion{}, refuse(ErrMarking, Textf("line %s", id), "its goods need no marking code")
	}
	if unit < 0 || unit >= pieces(l.quantity) {
		return nil, Portion{}, refuse(ErrUnknown, Textf("line %s", id), "unit %d of %s, counted from 0", unit, l.quantity)
	}
	p := l.portions[l.at(amount.Pcs(unit))]
	p.From, p.To = amount.Pcs(unit), amount.Pcs(unit+1)
	return l, p, nil
}

// living is the number of a line's units that are neither cancelled nor returned.
func (l *line) living() amount.Quantity {
	var q amount.Quantity
	for _, p := range l.portions {
		if p.sold() {
			q = plus(q, minus(p.To, p.From))
		}
	}
	return q
}
