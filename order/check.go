package order

import (
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// firstError returns the first error.
func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// checkMoves checks that moves name units, shipments and blocks that exist.
func (o *Order) checkMoves(ms []Move) error {
	return o.checkMovesWith(ms, len(o.shipments), len(o.blocks))
}

// checkMovesWith is checkMoves for an event that creates a shipment or block.
func (o *Order) checkMovesWith(ms []Move, shipments, blocks int) error {
	for _, m := range ms {
		if err := o.checkUnits(Units{m.Line, m.From, m.To}); err != nil {
			return err
		}
		if err := m.checkNumbers(shipments, blocks, len(o.transfers)); err != nil {
			return fmt.Errorf("line %q: %w", m.Line, err)
		}
	}
	return nil
}

// checkUnits checks a range of units.
func (o *Order) checkUnits(us ...Units) error {
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

// checkNumbers checks the states and numbers of a portion.
func (p Portion) checkNumbers(shipments, blocks, transfers int) error {
	switch {
	case p.State == 0 || p.State > status.ItemCancelled:
		return fmt.Errorf("item state %q", p.State)
	case p.Custody > status.CustodyWithdrawn:
		return fmt.Errorf("return custody %q", p.Custody)
	case p.Shipment < 0 || p.Shipment > shipments:
		return fmt.Errorf("unknown shipment S%d", p.Shipment)
	case p.Transfer < 0 || p.Transfer > transfers:
		return fmt.Errorf("unknown transfer T%d", p.Transfer)
	case p.Block < 0 || p.Block > blocks:
		return fmt.Errorf("unknown return block R%d", p.Block)
	}
	return nil
}

// checkSums checks that sums are in the order's currency and not negative. An unset sum is allowed.
func (o *Order) checkSums(ms ...amount.Money) error {
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

// checkParts checks the ranges and sums of parts.
func (o *Order) checkParts(ps []Part) error {
	for _, p := range ps {
		if err := o.checkUnits(Units{p.Line, p.From, p.To}); err != nil {
			return err
		}
		if err := o.checkSums(p.Sum, p.VAT); err != nil {
			return err
		}
	}
	return nil
}

// checkSpans checks that spans price exactly a quantity, in the order's currency.
func (o *Order) checkSpans(ss amount.Spans, q amount.Quantity) error {
	if err := ss.Validate(); err != nil {
		return err
	}
	if !ss[0].From.IsZero() || ss[len(ss)-1].To != q {
		return fmt.Errorf("prices of units %s to %s of %s", ss[0].From, ss[len(ss)-1].To, q)
	}
	for _, s := range ss {
		if s.Total.Currency() != o.currency {
			return fmt.Errorf("price %s in an order in %s", s.Total, o.currency)
		}
		if err := o.checkSums(s.Total); err != nil {
			return err
		}
	}
	_, err := ss.Of(amount.Quantity{}, q)
	return err
}

// check checks that a line's portions cover it exactly once and its prices price it.
func (d LineData) check(o *Order, shipments int) error {
	bad := func(err error) error { return fmt.Errorf("line %q: %w", d.ID, err) }
	if d.ID == "" || !d.Kind.valid() || d.Step.Sign() <= 0 || d.Quantity.Sign() <= 0 || d.Quantity.Cmp(maxQuantity) > 0 || !d.Quantity.IsMultipleOf(d.Step) {
		return bad(fmt.Errorf("kind %q, quantity %s by %s", d.Kind, d.Quantity, d.Step))
	}
	if err := d.checkPrices(o); err != nil {
		return bad(err)
	}
	at := amount.Quantity{}
	for _, p := range d.Portions {
		if p.From != at || p.From.Cmp(p.To) >= 0 || !p.To.IsMultipleOf(d.Step) || p.Block != 0 {
			return bad(fmt.Errorf("portion %s to %s after %s, in block R%d", p.From, p.To, at, p.Block))
		}
		if err := p.checkNumbers(shipments, 0, 0); err != nil {
			return bad(err)
		}
		at = p.To
	}
	if at != d.Quantity {
		return bad(fmt.Errorf("portions end at %s of %s", at, d.Quantity))
	}
	return nil
}

func (d LineData) checkPrices(o *Order) error {
	for _, ss := range []amount.Spans{d.Gross, d.Net, d.Tax} {
		if ss == nil {
			continue
		}
		if err := o.checkSpans(ss, d.Quantity); err != nil {
			return err
		}
	}
	if d.Gross == nil || d.Net == nil {
		return errors.New("no prices")
	}
	return nil
}

func (o *Order) checkShipment(n int) error {
	if n < 1 || n > len(o.shipments) {
		return fmt.Errorf("unknown shipment S%d", n)
	}
	return nil
}

func (o *Order) checkShipmentStates(ss []Shipment) error {
	for _, s := range ss {
		if err := o.checkShipment(s.N); err != nil {
			return err
		}
		if s.State == 0 || s.State > status.ShipmentCancelled {
			return fmt.Errorf("shipment state %q", s.State)
		}
	}
	return nil
}

// checkNewBlock checks a new block.
func (o *Order) checkNewBlock(b Block) error {
	if n := len(o.blocks) + 1; b.N != n {
		return fmt.Errorf("return block R%d where R%d is next", b.N, n)
	}
	if b.Money == 0 || b.Money > status.MoneyRefused {
		return fmt.Errorf("return money %q", b.Money)
	}
	if b.Kind != BlockReturn && b.Kind != BlockReduction {
		return fmt.Errorf("block R%d is of kind %q", b.N, b.Kind)
	}
	if b.From != nil || b.Done != nil || b.Withheld != nil || b.Kept != nil || b.Receipt != nil || b.Attempts != 0 {
		return fmt.Errorf("return block R%d is new, and already refunded", b.N)
	}
	_, err := o.owed.Add(b.Owed)
	return firstError(o.checkParts(b.Parts), o.checkSums(b.Sum, b.Owed), err)
}

func (o *Order) checkBlock(n int) error {
	if n < 1 || n > len(o.blocks) {
		return fmt.Errorf("unknown return block R%d", n)
	}
	return nil
}

func (o *Order) checkUnit(id string, unit int) error {
	_, _, err := o.unit(id, unit)
	var r *Refused
	if errors.As(err, &r) {
		return errors.New(r.reason().String())
	}
	return err
}

// checkTimes checks the times of a stored event.
func checkTimes(ts ...time.Time) error {
	for _, t := range ts {
		if !storableTime(t) || !t.Equal(instant(t)) {
			return fmt.Errorf("time %s", t.Format(time.RFC3339Nano))
		}
	}
	return nil
}

// storableTime reports whether JSON can hold a time, in UTC.
func storableTime(t time.Time) bool {
	y := t.UTC().Year()
	return t.IsZero() || y >= 1 && y <= 9999
}
