package receipts

import (
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// imported takes an order up that was under way elsewhere.
func (b *book) imported(x order.Imported) error {
	b.place(x.Placed)
	b.paid, b.owed = x.Paid.Minor(), x.Refunded.Minor()
	handedOut := slices.ContainsFunc(b.lines, func(l *line) bool {
		return slices.ContainsFunc(l.Portions, func(p order.Portion) bool {
			return withBuyer(p) || p.State == status.ItemReturned || p.State == status.ItemReturning || p.State == status.ItemLost
		})
	})
	for _, p := range x.Payments {
		b.payments[p.ID] = payment{b.form(p.Method), counts(p), p.Ref}
		b.newest = p.ID
		if !counts(p) {
			continue
		}
		if handedOut || p.Receipt != nil {
			b.advance += p.Amount.Minor() - p.Refunded.Minor()
			continue
		}
		if err := b.prepay(p.ID, p.Amount.Minor(), b.form(p.Method)); err != nil {
			return err
		}
		if err := b.wentBack(p, p.Refunded.Minor()); err != nil {
			return err
		}
	}
	if handedOut {
		open, _, _ := b.standing()
		for _, u := range open {
			u.sell(u.sale)
		}
		b.advance = max(b.advance-sum(open), 0)
	}
	return nil
}

// counts tells whether the money is there.
func counts(p order.Payment) bool {
	return p.State == status.PaymentPaid || p.State == status.PaymentPartlyRefunded || p.State == status.PaymentRefunded
}

// payment takes up money that came, or that a gateway paid back unasked.
func (b *book) payment(x order.PaymentChanged) error {
	p := x.Payment
	known := b.payments[p.ID]
	b.payments[p.ID] = payment{b.form(p.Method), counts(p), p.Ref}
	unasked := x.Owed.Minor() - b.owed
	b.paid, b.owed = x.Paid.Minor(), x.Owed.Minor()
	if !counts(p) {
		return nil
	}
	if !known.counts {
		b.newest = p.ID
		open, toCome, _ := b.standing()
		switch {
		case p.Receipt != nil:
			b.advance += p.Amount.Minor()
		case len(open) > 0 && !toCome, slices.Contains(b.AtHandOver, p.Method):
			b.atHand[b.form(p.Method)] += p.Amount.Minor()
		default:
			if err := b.prepay(p.ID, p.Amount.Minor(), b.form(p.Method)); err != nil {
				return err
			}
		}
	}
	return b.wentBack(p, unasked)
}

// prepay makes the receipt of money that came before the goods.
func (b *book) prepay(id string, amount int64, form Form) error {
	return b.prepayFor(b.living(), amount, form, Owed{Reason: ForPayment, Payment: id}, "payment", id)
}

func (b *book) prepayFor(us []units, amount int64, form Form, why Owed, key ...string) error {
	cost := sum(us)
	full := cost == amount && b.advance == 0
	ps, err := b.inAdvance(us, amount, cost, full)
	if err != nil {
		return err
	}
	b.method = ps[0].Method
	b.advance += amount
	return b.owe(why, Sell, ps, []Payment{{form, order.RUB(amount)}}, key...)
}

// inAdvance shows a sum that was paid before the goods: as an advance, or as the price of units, or as a part of it.
func (b *book) inAdvance(us []units, amount, cost int64, full bool) ([]Position, error) {
	switch {
	case !b.Prepaid || cost < amount:
		return b.advances(us, amount)
	case full:
		return b.positions(us, FullPrepayment)
	}
	return b.scaled(us, amount)
}

// wentBack takes up money that a gateway paid back and nobody ordered.
func (b *book) wentBack(p order.Payment, amount int64) error {
	if amount <= 0 {
		return nil
	}
	undo := min(amount, b.advance)
	b.stray += b.fromHand(amount - undo)
	if undo == 0 {
		return nil
	}
	ps, err := b.advances(b.living(), undo)
	if err != nil {
		return err
	}
	b.advance -= undo
	return b.owe(Owed{Reason: ForReturn, Payment: p.ID}, SellRefund, ps, []Payment{{b.form(p.Method), order.RUB(undo)}}, "return", p.ID, p.Refunded.Text())
}

// fromHand takes a sum out of what came with the goods and is not receipted, and returns what there was not.
func (b *book) fromHand(amount int64) int64 {
	for _, f := range []Form{Electronic, Cash} {
		some := min(amount, b.atHand[f])
		b.atHand[f] -= some
		amount -= some
	}
	return amount
}
