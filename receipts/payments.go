package receipts

import (
	"cmp"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// imported starts the plan of an order that was under way elsewhere.
func (b *book) imported(x order.Imported) error {
	b.paid, b.owed = x.Paid.Minor(), x.Refunded.Minor()
	handedOut := slices.ContainsFunc(b.lines, func(l *line) bool {
		return slices.ContainsFunc(l.Portions, func(p order.Portion) bool {
			return withBuyer(p) || p.State == status.ItemReturned || p.State == status.ItemReturning || p.State == status.ItemLost
		})
	})
	earlier := cmp.Or(x.PlacedAt, b.event.At).Before(b.Since)
	for _, p := range x.Payments {
		b.payments[p.ID] = payment{b.form(p.Method), isReceived(p), p.Ref}
		b.newest = p.ID
		if !isReceived(p) {
			continue
		}
		if handedOut || earlier || p.Receipt != nil {
			b.advance += p.Amount.Minor() - p.Refunded.Minor()
			continue
		}
		if err := b.prepay(p.ID, p.Amount.Minor(), b.form(p.Method)); err != nil {
			return err
		}
		if err := b.moneyReturned(p, p.Refunded.Minor()); err != nil {
			return err
		}
	}
	open, _, _ := b.unsettled()
	cost := sum(open)
	if b.advance < cost {
		return nil // units that were not paid for were not settled
	}
	for _, u := range open {
		u.external = true
		u.sell(u.sale)
	}
	b.advance -= cost
	return nil
}

// isReceived reports whether the money was received.
func isReceived(p order.Payment) bool {
	return p.State == status.PaymentPaid || p.State == status.PaymentPartlyRefunded || p.State == status.PaymentRefunded
}

// paymentChanged records money that was received, or that the gateway paid back without an order.
func (b *book) paymentChanged(x order.PaymentChanged) error {
	p := x.Payment
	known := b.payments[p.ID]
	b.payments[p.ID] = payment{b.form(p.Method), isReceived(p), p.Ref}
	unordered := x.Owed.Minor() - b.owed
	b.paid, b.owed = x.Paid.Minor(), x.Owed.Minor()
	if !isReceived(p) {
		return nil
	}
	if !known.counts {
		b.newest = p.ID
		if err := b.moneyReceived(p); err != nil {
			return err
		}
	}
	return b.moneyReturned(p, unordered)
}

// moneyReceived records a payment whose money was just received.
func (b *book) moneyReceived(p order.Payment) error {
	open, toCome, _ := b.unsettled()
	late := len(open) > 0 && !toCome
	atDoor := slices.Contains(b.AtHandOver, p.Method) && (late || toCome)
	switch {
	case p.Receipt != nil && atDoor: // the courier's receipt, for example
		b.external += p.Amount.Minor()
	case p.Receipt != nil:
		b.advance += p.Amount.Minor()
	case atDoor || late:
		b.atHandOver[b.form(p.Method)] += p.Amount.Minor()
	default:
		return b.prepay(p.ID, p.Amount.Minor(), b.form(p.Method))
	}
	return nil
}

// prepay plans the receipt of money paid before the goods.
func (b *book) prepay(id string, minor int64, form Form) error {
	us := b.payable()
	cost := sum(us)
	ps, err := b.inAdvance(us, minor, cost, cost == minor && b.advance == 0)
	if err != nil {
		return err
	}
	b.method = ps[0].Method
	b.advance += minor
	return b.add(PlannedReceipt{Reason: ForPayment, Payment: id}, Sell, ps, []Payment{{form, amount.RUB(minor)}}, "payment", id)
}

// moneyReturned records money that the gateway paid back without an order.
func (b *book) moneyReturned(p order.Payment, minor int64) error {
	if minor <= 0 {
		return nil
	}
	form := b.form(p.Method)
	if err := b.receiptHandOver(minor-b.advance, map[Form]int64{form: minor}); err != nil {
		return err
	}
	undo := min(minor, b.advance)
	if b.unplanned[form] += minor - undo; b.unplannedSum() > 0 {
		if err := b.refundedInDashboard(); err != nil {
			return err
		}
	}
	if undo == 0 {
		return nil
	}
	us := b.payable()
	cost := sum(us)
	ps, err := b.inAdvance(us, undo, cost, cost == undo && b.method == FullPrepayment)
	if err != nil {
		return err
	}
	b.useAdvance(undo)
	return b.add(PlannedReceipt{Reason: ForReturn, Payment: p.ID}, SellRefund, ps, []Payment{{form, amount.RUB(undo)}}, "return", p.ID, p.Refunded.Text())
}

// unplannedSum returns what the gateway paid back without an order and what is not in a receipt.
func (b *book) unplannedSum() int64 { return b.unplanned[Electronic] + b.unplanned[Cash] }

// handOverSum returns the money paid at the hand-over that is not used yet.
func (b *book) handOverSum() int64 { return b.external + b.atHandOver[Electronic] + b.atHandOver[Cash] }

// receiptHandOver plans advance receipts for money paid at the hand-over: for what is to be paid back in the same form,
// and for as much more as the advance is short, so that the refund receipt has an advance to undo.
func (b *book) receiptHandOver(short int64, back map[Form]int64) error {
	take := map[Form]int64{}
	from := func(f Form, most int64) {
		some := max(min(most, b.atHandOver[f]), 0)
		b.atHandOver[f], take[f], short = b.atHandOver[f]-some, take[f]+some, short-some
	}
	for _, f := range []Form{Electronic, Cash} {
		from(f, back[f])
	}
	some := max(min(short, b.external), 0)
	b.external, b.advance, short = b.external-some, b.advance+some, short-some
	for _, f := range []Form{Electronic, Cash} {
		from(f, short)
	}
	for _, f := range []Form{Electronic, Cash} {
		if take[f] == 0 {
			continue
		}
		ps, err := b.advances(b.payable(), take[f])
		if err != nil {
			return err
		}
		b.advance += take[f]
		if err := b.add(PlannedReceipt{Reason: ForPayment}, Sell, ps, []Payment{{f, amount.RUB(take[f])}}, "rest", f.String()); err != nil {
			return err
		}
	}
	return nil
}
