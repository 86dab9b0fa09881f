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
		b.payments[p.ID] = payment{b.form(p), b.rerated, isReceived(p), p.Ref}
		if !isReceived(p) {
			continue
		}
		if f := b.form(p); !f.IsMoney() {
			b.credits[f] += p.Amount.Minor() - p.Refunded.Minor()
			continue
		}
		b.newest = p.ID
		if handedOut || earlier || p.Receipt != nil {
			b.advance += p.Amount.Minor() - p.Refunded.Minor()
			continue
		}
		if err := b.prepay(p.ID, p.Amount.Minor(), b.form(p)); err != nil {
			return err
		}
		if err := b.moneyReturned(p, p.Refunded.Minor()); err != nil {
			return err
		}
	}
	open, _, _ := b.unsettled()
	cost := sum(open)
	if b.advance+b.creditSum() < cost {
		return nil // units that were not paid for were not settled
	}
	for _, u := range open {
		u.external = true
		u.sell(u.sale)
	}
	b.payWith(cost, true)
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
	b.payments[p.ID] = payment{b.form(p), b.rerated, isReceived(p), p.Ref}
	unordered := x.Owed.Minor() - b.owed
	b.paid, b.owed = x.Paid.Minor(), x.Owed.Minor()
	if !isReceived(p) {
		return nil
	}
	if known.counts {
		now := b.payments[p.ID]
		now.rates = known.rates
		b.payments[p.ID] = now
	} else {
		if b.form(p).IsMoney() {
			b.newest = p.ID
		}
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
	case !b.form(p).IsMoney():
		b.credits[b.form(p)] += p.Amount.Minor()
	case p.Receipt != nil:
		b.advance += p.Amount.Minor()
	case atDoor || late:
		b.atHandOver[b.form(p)] += p.Amount.Minor()
	default:
		return b.prepay(p.ID, p.Amount.Minor(), b.form(p))
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
	form := b.form(p)
	if !form.IsMoney() {
		if b.unplanned[form] += b.backCredit(form, minor); b.unplannedSum() > 0 {
			return b.refundedInDashboard()
		}
		return nil
	}
	if err := b.receiptHandOver(minor+b.kept-b.advance, map[Form]int64{form: minor}); err != nil {
		return err
	}
	undo := min(minor, b.advance+b.creditSum())
	if b.unplanned[form] += minor - undo; b.unplannedSum() > 0 {
		if err := b.refundedInDashboard(); err != nil {
			return err
		}
	}
	if undo == 0 {
		return nil
	}
	us := asOf(b.payable(), b.payments[p.ID].rates)
	cost := sum(us)
	ps, err := b.inAdvance(us, undo, cost, cost == undo && b.method == FullPrepayment)
	if err != nil {
		return err
	}
	b.undoAdvance(undo)
	return b.add(PlannedReceipt{Reason: ForReturn, Payment: p.ID}, SellRefund, ps, []Payment{{form, amount.RUB(undo)}}, "return", p.ID, p.Refunded.Text())
}

// unplannedSum returns what the gateway paid back without an order and what is not in a receipt.
func (b *book) unplannedSum() (minor int64) {
	for _, form := range allForms {
		minor += b.unplanned[form]
	}
	return minor
}

// allForms are the forms of payments, in the order in which receipts name them.
var allForms = []Form{Electronic, Cash, Offset, Consideration}

// creditSum returns what was paid with no money and is not settled.
func (b *book) creditSum() int64 { return b.credits[Offset] + b.credits[Consideration] }

// undoAdvance takes money that goes back from the advance. What is beyond it pays for units that a gift card or bonus
// points had paid for: then these take the place of the money in what stays.
func (b *book) undoAdvance(minor int64) {
	for _, from := range []Form{0, Offset, Consideration} {
		if from == 0 {
			some := min(minor, b.advance)
			b.useAdvance(some)
			minor -= some
			continue
		}
		some := min(minor, b.credits[from])
		b.credits[from], minor = b.credits[from]-some, minor-some
	}
}

// backCredit gives a sum back to a gift card or in bonus points, for units that are not settled: that needs no receipt.
// If it paid for units that are settled, the advance for the others becomes its own. It returns what is left of the
// sum.
func (b *book) backCredit(form Form, minor int64) int64 {
	some := min(minor, b.credits[form])
	b.credits[form], minor = b.credits[form]-some, minor-some
	some = min(minor, b.advance+b.creditSum())
	b.undoAdvance(some)
	return minor - some
}

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
