package order

import (
	"fmt"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// soundMoves checks that moves are about units that exist and name numbers that are known.
func (o *Order) soundMoves(ms []Move) error {
	return o.soundMovesWith(ms, len(o.shipments), len(o.blocks))
}

// soundMovesWith is soundMoves for an event that makes a shipment or block itself.
func (o *Order) soundMovesWith(ms []Move, shipments, blocks int) error {
	for _, m := range ms {
		if err := o.soundUnits(Units{m.Line, m.From, m.To}); err != nil {
			return err
		}
		if err := m.soundIn(shipments, blocks); err != nil {
			return fmt.Errorf("line %q: %w", m.Line, err)
		}
	}
	return nil
}

// soundUnits checks a range of units.
func (o *Order) soundUnits(us ...Units) error {
	for _, u := range us {
		i, ok := o.index[u.Line]
		if !ok {
			return fmt.Errorf("unknown line %q", u.Line)
		}
		l := o.lines[i]
		if u.From.Sign() < 0 || u.From.Cmp(u.To) >= 0 || u.To.Cmp(l.quantity) > 0 ||
			!u.From.IsMultipleOf(l.step) || !u.To.IsMultipleOf(l.step) {
			return fmt.Errorf("line %q: units %s to %s of %s by %s", u.Line, u.From, u.To, l.quantity, l.step)
		}
	}
	return nil
}

// soundIn checks what a portion says besides its range.
func (p Portion) soundIn(shipments, blocks int) error {
	switch {
	case p.State == 0 || p.State > status.ItemCancelled:
		return fmt.Errorf("item state %q", p.State)
	case p.Custody > status.CustodyWithdrawn:
		return fmt.Errorf("return custody %q", p.Custody)
	case p.Shipment < 0 || p.Shipment > shipments:
		return fmt.Errorf("unknown shipment S%d", p.Shipment)
	case p.Block < 0 || p.Block > blocks:
		return fmt.Errorf("unknown return block R%d", p.Block)
	}
	return nil
}

// soundMoney checks that sums are in the order's currency. An unset sum is allowed where nothing is owed.
func (o *Order) soundMoney(ms ...amount.Money) error {
	for _, m := range ms {
		if !m.IsUnset() && m.Currency() != o.currency {
			return fmt.Errorf("sum %s in an order in %s", m, o.currency)
		}
		if m.Sign() < 0 {
			return fmt.Errorf("negative sum %s", m)
		}
	}
	return nil
}

// soundParts checks the ranges and sums of parts.
func (o *Order) soundParts(ps []Part) error {
	for _, p := range ps {
		if err := o.soundUnits(Units{p.Line, p.From, p.To}); err != nil {
			return err
		}
		if err := o.soundMoney(p.Sum, p.VAT); err != nil {
			return err
		}
	}
	return nil
}

// first returns the first error.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// to makes moves that put units into a state and change nothing else about them.
func to(state status.ItemState, ms []Move) []Move {
	out := make([]Move, len(ms))
	for i, m := range ms {
		m.State = state
		out[i] = m
	}
	return out
}

// price works out what units cost, part by part and together.
func (o *Order) price(ms []Move) ([]Part, amount.Money, error) {
	parts := make([]Part, 0, len(ms))
	sum := o.nothing()
	for _, m := range ms {
		l, err := o.line(m.Line)
		if err != nil {
			return nil, amount.Money{}, err
		}
		p, err := l.part(m.From, m.To)
		if err != nil {
			return nil, amount.Money{}, moneyProblem(Textf("line %s", m.Line), err)
		}
		parts = append(parts, p)
		if sum, err = sum.Add(p.Sum); err != nil {
			return nil, amount.Money{}, moneyProblem(Textf("line %s", m.Line), err)
		}
	}
	return parts, sum, nil
}

// less is the order's total without a sum.
func (o *Order) less(sum amount.Money) (amount.Money, error) {
	t, err := o.total.Sub(sum)
	if err != nil {
		return amount.Money{}, moneyProblem("order", err)
	}
	return t, nil
}

// nothing is zero in the order's currency.
func (o *Order) nothing() amount.Money {
	m, err := amount.NewMoney(0, o.currency)
	if err != nil {
		return amount.Money{}
	}
	return m
}
