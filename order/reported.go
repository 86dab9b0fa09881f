package order

import (
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// reported returns the units that a report is about. A report states how things are: "two of L1 are cancelled" means
// two altogether. So units that are as reported come first, then units that can become so, then others.
func (o *Order) reported(ps Picks, target status.ItemState) ([]Move, error) {
	if len(ps) == 0 {
		return o.pick(nil, "reported", nil, func(l *line, p Portion) bool {
			return o.tally.of(l) == o.tally.counted() || target == status.ItemCancelled
		})
	}
	var ms []Move
	// Choices that name their units go first, so that the others take what is left.
	ps = slices.Clone(ps)
	slices.SortStableFunc(ps, func(a, b Choice) int { return b.To.Sign() - a.To.Sign() })
	preferred := nearestBuyer
	if target == status.ItemCancelled {
		preferred = nearestSeller
	}
	before := movesByLine{}
	for _, c := range ps {
		l, err := o.line(c.Line)
		if err != nil {
			return nil, err
		}
		first := len(ms)
		for class := range 3 {
			rest := c
			may := func(_ *line, p Portion) bool { return classOf(p, target) == class }
			if !c.Quantity.IsZero() {
				rest.Quantity = amount.Milli(c.Quantity.Milli() - sumOf(ms[first:]))
				if rest.Quantity.IsZero() {
					break
				}
				rest.Quantity = o.upTo(l, rest, may, before[l.id])
			}
			if more, err := o.choose(ms, before[l.id], l, rest, "reported", preferred, may); err == nil {
				before.add(more[len(ms):])
				ms = more
			}
		}
		if got := amount.Milli(sumOf(ms[first:])); got.IsZero() || got.Cmp(c.Quantity) < 0 {
			_, err := o.choose(nil, nil, l, c, "reported", nil, func(*line, Portion) bool { return true })
			if err == nil {
				err = refuse(ErrQuantity, Textf("line %s", l.id), "%s asked, %s of %s are left", c.Quantity, got, l.quantity)
			}
			return nil, err
		}
	}
	return ms, nil
}

// upTo is how many units a choice can get, at most as many as it asks for.
func (o *Order) upTo(l *line, c Choice, may func(*line, Portion) bool, before []Move) amount.Quantity {
	all := c
	all.Quantity = amount.Quantity{}
	ms, err := o.choose(nil, before, l, all, "reported", nil, may)
	if err != nil {
		return c.Quantity
	}
	return amount.Milli(min(c.Quantity.Milli(), sumOf(ms)))
}

// classOf is how well units fit a report: 0 they are as reported, 1 they can become so, 2 neither.
func classOf(p Portion, target status.ItemState) int {
	switch {
	case p.State == target, endedStates.Has(target) && (endedStates.Has(p.State) || p.Block != 0):
		return 0
	case target == status.ItemCancelled && withSeller.Has(p.State), target != status.ItemCancelled && further(p.State, target):
		return 1
	}
	return 2
}

// exactly returns picks of the units of a report that are not as reported yet, or of all of them if there are none.
func (o *Order) exactly(ps Picks, target status.ItemState) (Picks, error) {
	if len(ps) == 0 {
		return nil, nil
	}
	ms, err := o.reported(ps, target)
	if err != nil {
		return nil, err
	}
	var open, all Picks
	for _, m := range ms {
		p := PickUnits(m.Line, m.From, m.To)
		if all = append(all, p...); classOf(m.Portion, target) > 0 {
			open = append(open, p...)
		}
	}
	if len(open) == 0 {
		return all, nil
	}
	return open, nil
}

// further reports whether target is ahead of from.
func further(from, target status.ItemState) bool {
	switch target {
	case status.ItemRefused:
		return !endedStates.Has(from) && from != status.ItemHandedOut
	case status.ItemReturned, status.ItemLost:
		return !endedStates.Has(from)
	}
	return !endedStates.Has(from) && rank(target) > rank(from)
}
