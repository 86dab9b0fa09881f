package order

import (
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
)

// sold returns the units that the buyer pays for.
func (l *line) sold() []Units {
	var us []Units
	for _, p := range l.portions {
		if p.sold() {
			us = append(us, Units{l.id, p.From, p.To})
		}
	}
	return joinUnits(us)
}

// livingShares returns the shares of the living units, so that their price before adjustments and the shares are what
// was agreed for them, to the minor unit.
func (l *line) livingShares(zero amount.Money) []Share {
	if len(l.shares) == 0 {
		return nil
	}
	living, rest := l.sold(), zero
	for _, u := range living {
		net, err := l.agreed.Of(u.From, u.To)
		if err != nil {
			return nil // only in a damaged log
		}
		gross, err := l.gross.Of(u.From, u.To)
		if err == nil {
			net, err = net.Sub(gross)
		}
		if err == nil {
			rest, err = rest.Add(net)
		}
		if err != nil {
			return nil
		}
	}
	here, all := common(living, l.shared), common(l.shared, l.shared)
	if here.IsZero() {
		return nil
	}
	out, largest := make([]Share, len(l.shares)), 0
	for i, s := range l.shares {
		part, err := amount.PriceSpan{To: all, Width: all, Total: s.Amount}.Of(amount.Quantity{}, here)
		if err != nil {
			return nil
		}
		if rest, err = rest.Sub(part); err != nil {
			return nil
		}
		out[i] = Share{s.Adjustment, part}
		if abs(part) > abs(out[largest].Amount) {
			largest = i
		}
	}
	out[largest].Amount = addOr(out[largest].Amount, rest)
	return slices.DeleteFunc(out, func(s Share) bool { return s.Amount.IsZero() })
}

func abs(m amount.Money) int64 { return max(m.Minor(), -m.Minor()) }

// common is how much of one line's units is in both lists. Neither list names a unit twice.
func common(us, vs []Units) amount.Quantity {
	var n int64
	for _, u := range us {
		for _, v := range vs {
			n += max(0, min(u.To.Milli(), v.To.Milli())-max(u.From.Milli(), v.From.Milli()))
		}
	}
	return amount.Milli(n)
}
