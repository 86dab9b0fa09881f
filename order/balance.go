package order

import (
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// price returns the price of units, each part and the sum.
func (o *Order) price(ms []Move) ([]Part, amount.Money, error) {
	parts := make([]Part, 0, len(ms))
	sum := o.zero()
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

// totalLess is the order's total without a sum.
func (o *Order) totalLess(sum amount.Money) (amount.Money, error) {
	t, err := o.total.Sub(sum)
	if err != nil {
		return amount.Money{}, moneyProblem("order", err)
	}
	return t, nil
}

// refundDue is the money to be paid back to the buyer when units of a sum leave the order and its total falls to
// total: what was paid beyond the new total, but never more than those units cost.
func (o *Order) refundDue(sum, total amount.Money) (amount.Money, error) {
	return o.refundDueBeside(sum, total, o.owed)
}

// refundDueBeside is refundDue when otherwise is the money that is owed for other reasons.
func (o *Order) refundDueBeside(sum, total, otherwise amount.Money) (amount.Money, error) {
	if o.rules.scheme.ChannelRefunds {
		return o.zero(), nil
	}
	over, err := o.paid.Sub(otherwise)
	if err == nil {
		over, err = over.Sub(total)
	}
	if err != nil {
		return amount.Money{}, moneyProblem("order", err)
	}
	switch {
	case over.Sign() <= 0:
		return o.zero(), nil
	case greater(over, sum):
		return sum, nil
	}
	return over, nil
}

// isPaid reports whether the payments, less what is owed back, cover the total.
func (o *Order) isPaid() bool {
	kept, err := o.paid.Sub(o.owed)
	if err != nil {
		return false
	}
	c, err := kept.Cmp(o.total)
	return err == nil && c >= 0
}

// settled is what went back of a payment by refunds that are settled here.
func (o *Order) settled(id string) amount.Money {
	back := o.zero()
	for _, b := range o.blocks {
		shares := b.Done
		if b.Money == status.MoneyRefunded {
			shares = append(slices.Clone(shares), b.From...)
		}
		for _, f := range shares {
			if f.Payment == id {
				back = addOr(back, f.Amount)
			}
		}
	}
	return back
}

// wentBack is the part of a payment that is known to be paid back: by the refunds settled here, or by the gateway's
// report if that is more.
func (o *Order) wentBack(p Payment) amount.Money {
	if done := o.settled(p.ID); !greater(p.Reported, done) {
		return done
	}
	return p.Reported
}

// stateOf is the state of a payment of which back was paid back.
func stateOf(p Payment, back amount.Money) status.PaymentState {
	switch {
	case back.Sign() <= 0:
		return status.PaymentPaid
	case greater(p.Amount, back):
		return status.PaymentPartlyRefunded
	}
	return status.PaymentRefunded
}

// paymentState is the state of the order's payment as a whole.
func (o *Order) paymentState() status.PaymentState {
	back := o.zero()
	authorized := false
	for _, p := range o.payments {
		authorized = authorized || p.State == status.PaymentAuthorized
		if p.counts() {
			back = addOr(back, o.wentBack(p))
		}
	}
	switch {
	case o.paid.Sign() > 0 && back.Sign() > 0 && !greater(o.paid, back):
		return status.PaymentRefunded
	case back.Sign() > 0:
		return status.PaymentPartlyRefunded
	case o.paid.Sign() > 0 && o.isPaid():
		return status.PaymentPaid
	case o.paid.Sign() > 0:
		return status.PaymentPartlyPaid
	case authorized:
		return status.PaymentAuthorized
	}
	return status.PaymentPending
}
