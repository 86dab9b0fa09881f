package order

import (
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Picks chooses units of lines. Empty Picks mean all units that the command may take.
type Picks []Choice

// And adds further choices.
func (ps Picks) And(more Picks) Picks { return append(slices.Clone(ps), more...) }

// At narrows every choice to a warehouse.
func (ps Picks) At(warehouse string) Picks {
	return ps.with(func(c *Choice) { c.Warehouse = warehouse })
}

// In narrows every choice to a state.
func (ps Picks) In(s status.ItemState) Picks { return ps.with(func(c *Choice) { c.State = s }) }

// OfShipment narrows every choice to a shipment.
func (ps Picks) OfShipment(n int) Picks { return ps.with(func(c *Choice) { c.Shipment = n }) }

// OfBlock narrows every choice to a return block.
func (ps Picks) OfBlock(n int) Picks { return ps.with(func(c *Choice) { c.Block = n }) }

func (ps Picks) with(f func(*Choice)) Picks {
	out := slices.Clone(ps)
	for i := range out {
		f(&out[i])
	}
	return out
}

// Choice chooses units of one line among the portions that fit. A zero Quantity means all that fit. Where units of the
// line are in different states, a command that takes units back (Cancel, Return, Edit.Remove, Release) takes those
// nearest to the seller first, and one that brings them forward (Assemble, Pack, HandOver, Deliver …) those nearest to
// the buyer; of units in one state, the lowest, so that the same units always cost the same. Name a State, a Shipment
// or the units themselves to have others.
type Choice struct {
	Line     string
	Quantity amount.Quantity
	// Conditions for the portions; zero fields require nothing.
	State     status.ItemState
	Warehouse string
	Shipment  int
	Block     int
	// From and To narrow the choice to units [From,To); To zero means the line's end.
	From, To amount.Quantity
}

// fits reports whether the choice accepts a portion.
func (c Choice) fits(p Portion) bool {
	return (c.State == 0 || c.State == p.State) && (c.Warehouse == "" || c.Warehouse == p.Warehouse) &&
		(c.Shipment == 0 || c.Shipment == p.Shipment) && (c.Block == 0 || c.Block == p.Block)
}

// Pick chooses a quantity of a line.
func Pick(line string, q amount.Quantity) Picks { return Picks{{Line: line, Quantity: q}} }

// PickAll chooses all units of some lines.
func PickAll(lines ...string) Picks {
	var ps Picks
	for _, l := range lines {
		ps = append(ps, Choice{Line: l})
	}
	return ps
}

// PickUnits chooses exactly units [from,to) of a line.
func PickUnits(line string, from, to amount.Quantity) Picks {
	return Picks{{Line: line, Quantity: minus(to, from), From: from, To: to}}
}

// pick returns the units that the picks choose among those that may be taken, as moves with their present state. verb
// completes the message "... of L1 may be ...", first says which of the units of a line are taken first. Where the
// actor's right extends only to its own place, units elsewhere are left out, or refused if there are no others.
func (o *Order) pick(ps Picks, verb string, first preference, may func(*line, Portion) bool) ([]Move, error) {
	if o.own == nil {
		return o.pickAnywhere(ps, verb, first, may)
	}
	here, err := o.pickAnywhere(ps, verb, first, func(l *line, p Portion) bool { return may(l, p) && (o.within(p) || !l.goods()) })
	if err == nil && len(here) > 0 {
		return here, nil
	}
	if all, e := o.pickAnywhere(ps, verb, first, may); e == nil {
		for _, m := range all {
			if !o.within(m.Portion) && o.lines[o.index[m.Line]].goods() {
				return nil, o.elsewhere(m.Line, m.Portion)
			}
		}
	}
	return here, err
}

func (o *Order) pickAnywhere(ps Picks, verb string, first preference, may func(*line, Portion) bool) ([]Move, error) {
	if len(ps) == 0 {
		return o.allThatMay(may), nil
	}
	ms := make([]Move, 0, len(ps))
	var before movesByLine
	if len(ps) > 1 {
		before = make(movesByLine, len(ps))
	}
	for _, c := range ps {
		l, err := o.line(c.Line)
		if err != nil {
			return nil, err
		}
		n := len(ms)
		if ms, err = o.choose(ms, before[l.id], l, c, verb, first, may); err != nil {
			return nil, err
		}
		if before != nil {
			before.add(ms[n:])
		}
	}
	return ms, nil
}

// allThatMay returns all units that may be taken. They are counted first: an event keeps no more memory than it needs.
func (o *Order) allThatMay(may func(*line, Portion) bool) []Move {
	n := 0
	for _, l := range o.lines {
		for _, p := range l.portions {
			if may(l, p) {
				n++
			}
		}
	}
	if n == 0 {
		return nil
	}
	ms := make([]Move, 0, n)
	for _, l := range o.lines {
		for _, p := range l.portions {
			if may(l, p) {
				ms = append(ms, Move{l.id, p})
			}
		}
	}
	return ms
}

// choose adds the units of one choice to ms, except those of the line that earlier choices took.
func (o *Order) choose(ms, before []Move, l *line, c Choice, verb string, first preference, may func(*line, Portion) bool) ([]Move, error) {
	if c.To.IsZero() {
		c.To = l.quantity
	}
	if c.Quantity.Sign() < 0 || c.From.Sign() < 0 || c.To.Cmp(l.quantity) > 0 || c.From.Cmp(c.To) >= 0 {
		return nil, refuse(ErrQuantity, Textf("line %s", l.id), "units must lie between 0 and %s, at least one", l.quantity)
	}
	if !c.Quantity.IsMultipleOf(l.step) || !c.From.IsMultipleOf(l.step) || !c.To.IsMultipleOf(l.step) {
		return nil, refuse(ErrQuantity, Textf("line %s", l.id), "%s is not a multiple of the line's step %s", c.Quantity, l.step)
	}
	var got, other amount.Quantity
	n := len(ms)
	for _, p := range first.sorted(l, c) {
		if !c.fits(p) {
			continue
		}
		if !may(l, p) {
			other = plus(other, minus(p.To, p.From))
			continue
		}
		for _, f := range untaken(p, before) {
			if !c.Quantity.IsZero() {
				left := minus(c.Quantity, got)
				if left.IsZero() {
					break
				}
				if minus(f.To, f.From).Cmp(left) > 0 {
					f.To = plus(f.From, left)
				}
			}
			got = plus(got, minus(f.To, f.From))
			ms = append(ms, Move{l.id, f})
		}
	}
	slices.SortFunc(ms[n:], func(a, b Move) int { return a.From.Cmp(b.From) })
	if got.IsZero() || got.Cmp(c.Quantity) < 0 {
		problem := ErrQuantity
		if !other.IsZero() && plus(got, other).Cmp(c.Quantity) >= 0 {
			problem = ErrNotNow // the units exist, but their state does not allow it
		}
		asked := "all"
		if !c.Quantity.IsZero() {
			asked = c.Quantity.String()
		}
		return nil, refuse(problem, Textf("line %s", l.id), "%s asked, %s of %s may be %s", asked, got, l.quantity, word(verb))
	}
	return ms, nil
}
