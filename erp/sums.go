package erp

import (
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// SumsOf returns what a system is to show of an order: its lines with what they cost, the total, and the money that was
// received and not paid back. Units that the buyer had count until they are back, or are known to be lost: only then
// does the merchant have goods again, and a return that is rejected or withdrawn leaves nothing to be undone. Units
// that were refused at the door were never sold, and do not count. Lines of which nothing is left are absent.
func SumsOf(o order.View) order.Sums {
	var s order.Sums
	zero, err := o.Total.Sub(o.Total)
	if err != nil {
		return s
	}
	s.Total, s.Paid = zero, zero
	for _, l := range o.Lines {
		sum := order.LineSum{Line: l.ID, Name: l.Name, Total: zero}
		for _, p := range l.Portions {
			if isShown(p) {
				sum.Quantity = amount.Milli(sum.Quantity.Milli() + p.To.Milli() - p.From.Milli())
				sum.Total = plus(sum.Total, p.Sum)
			}
		}
		if sum.Quantity.Sign() > 0 {
			s.Lines = append(s.Lines, sum)
			s.Total = plus(s.Total, sum.Total)
		}
	}
	for _, p := range o.Payments {
		s.Paid = plus(s.Paid, KeptOf(p, o))
	}
	return s
}

// KeptOf returns what of a payment of the order was received and not paid back: by refunds that are settled, or by the
// gateway's report if that is more. A refund that is only ordered took nothing yet.
func KeptOf(p order.Payment, o order.View) amount.Money {
	zero, err := p.Amount.Sub(p.Amount)
	if err != nil {
		return amount.Money{}
	}
	switch p.State { //nolint:exhaustive // in the others no money was received
	case status.PaymentPaid, status.PaymentPartlyRefunded, status.PaymentRefunded:
	default:
		return zero
	}
	back := zero
	for _, b := range o.Blocks {
		shares := b.Done
		if b.Money == status.MoneyRefunded {
			shares = append(shares[:len(shares):len(shares)], b.From...)
		}
		for _, f := range shares {
			if f.Payment == p.ID {
				back = plus(back, f.Amount)
			}
		}
	}
	if c, err := p.Reported.Cmp(back); err == nil && c > 0 {
		back = p.Reported
	}
	if kept, err := p.Amount.Sub(back); err == nil {
		return kept
	}
	return zero
}

// isShown reports whether units belong to an order as a system shows it.
func isShown(p order.PortionView) bool {
	switch p.Custody { //nolint:exhaustive // the others are decided by the state
	case status.CustodyRejected:
		return true
	case status.CustodyRequested, status.CustodyInTransit, status.CustodyWrongItem:
		return p.Reason == "" // else they were refused at the door
	}
	switch p.State { //nolint:exhaustive // the others are with the seller, under way or with the buyer
	case status.ItemCancelled, status.ItemRefused, status.ItemReturning, status.ItemReturned, status.ItemLost:
		return false
	}
	return true
}

// plus returns a + b, or a if the sum overflows, which only a damaged log can cause.
func plus(a, b amount.Money) amount.Money {
	if s, err := a.Add(b); err == nil {
		return s
	}
	return a
}
