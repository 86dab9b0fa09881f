package receipts

import (
	"cmp"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// imported takes an order up that was under way elsewhere.
func (b *book) imported(x order.Imported) error {
	b.paid, b.owed = x.Paid.Minor(), x.Refunded.Minor()
	handedOut := slices.ContainsFunc(b.lines, func(l *line) bool {
		return slices.ContainsFunc(l.Portions, func(p order.Portion) bool {
			return withBuyer(p) || p.State == status.ItemReturned || p.State == status.ItemReturning || p.State == status.ItemLost
		})
	})
	earlier := cmp.Or(x.PlacedAt, b.event.At).Before(b.Since)
	for _, p := range x.Payments {
		b.payments[p.ID] = payment{b.form(p.Method), counts(p), p.Ref}
		b.newest = p.ID
		if !counts(p) {
			continue
		}
		if handedOut || earlier || p.Receipt != nil {
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
	open, _, _ := b.standing()
	cost := sum(open)
	if b.advance < cost {
		return nil // what is not paid for was not settled
	}
	for _, u := range open {
		u.elsewhere = true
		u.sell(u.sale)
	}
	b.advance -= cost
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
		if err := b.cameIn(p); err != nil {
			return err
		}
	}
	return b.wentBack(p, unasked)
}

// cameIn takes up money that is there for the first time.
func (b *book) cameIn(p order.Payment) error {
	open, toCome, _ := b.standing()
	late := len(open) > 0 && !toCome
	atDoor := slices.Contains(b.AtHandOver, p.Method) && (late || toCome)
	switch {
	case p.Receipt != nil && atDoor: // of the courier, say
		b.elsewhere += p.Amount.Minor()
	case p.Receipt != nil:
		b.advance += p.Amount.Minor()
	case atDoor || late:
		b.atHand[b.form(p.Method)] += p.Amount.Minor()
	default:
		return b.prepay(p.ID, p.Amount.Minor(), b.form(p.Method))
	}
	return nil
}

// prepay makes the receipt of money that came before the goods.
func (b *book) prepay(id string, minor int64, form Form) error {
	us := b.living()
	cost := sum(us)
	ps, err := b.inAdvance(us, minor, cost, cost == minor && b.advance == 0)
	if err != nil {
		return err
	}
	b.method = ps[0].Method
	b.advance += minor
	return b.owe(PlannedReceipt{Reason: ForPayment, Payment: id}, Sell, ps, []Payment{{form, amount.RUB(minor)}}, "payment", id)
}

// wentBack takes up money that a gateway paid back and nobody ordered.
func (b *book) wentBack(p order.Payment, minor int64) error {
	if minor <= 0 {
		return nil
	}
	form := b.form(p.Method)
	if err := b.receive(minor-b.advance, map[Form]int64{form: minor}); err != nil {
		return err
	}
	undo := min(minor, b.advance)
	if b.stray[form] += minor - undo; b.strayed() > 0 {
		if err := b.paidInCabinet(); err != nil {
			return err
		}
	}
	if undo == 0 {
		return nil
	}
	us := b.living()
	cost := sum(us)
	ps, err := b.inAdvance(us, undo, cost, cost == undo && b.method == FullPrepayment)
	if err != nil {
		return err
	}
	b.advance -= undo
	return b.owe(PlannedReceipt{Reason: ForReturn, Payment: p.ID}, SellRefund, ps, []Payment{{form, amount.RUB(undo)}}, "return", p.ID, p.Refunded.Text())
}

// strayed is what went back unasked and is in no receipt.
func (b *book) strayed() int64 { return b.stray[Electronic] + b.stray[Cash] }

// hand is what came with the goods and is not used up.
func (b *book) hand() int64 { return b.elsewhere + b.atHand[Electronic] + b.atHand[Cash] }

// receive makes an advance of what came with the goods and is to go back in the same form, and of as much more as is
// short, so that what is paid back of it can be shown.
func (b *book) receive(short int64, back map[Form]int64) error {
	take := map[Form]int64{}
	from := func(f Form, most int64) {
		some := max(min(most, b.atHand[f]), 0)
		b.atHand[f], take[f], short = b.atHand[f]-some, take[f]+some, short-some
	}
	for _, f := range []Form{Electronic, Cash} {
		from(f, back[f])
	}
	some := max(min(short, b.elsewhere), 0)
	b.elsewhere, b.advance, short = b.elsewhere-some, b.advance+some, short-some
	for _, f := range []Form{Electronic, Cash} {
		from(f, short)
	}
	for _, f := range []Form{Electronic, Cash} {
		if take[f] == 0 {
			continue
		}
		ps, err := b.advances(b.living(), take[f])
		if err != nil {
			return err
		}
		b.advance += take[f]
		if err := b.owe(PlannedReceipt{Reason: ForPayment}, Sell, ps, []Payment{{f, amount.RUB(take[f])}}, "rest", f.String()); err != nil {
			return err
		}
	}
	return nil
}
