package order

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Pay records a payment, or a new state of a payment whose ID is known.
type Pay struct {
	Payment Payment
	// Shown says that the actor's system only shows the payment, and nobody there took the money: it is refused where
	// the word of another system counts.
	Shown bool
}

// Kind implements Command.
func (Pay) Kind() Kind { return KindPay }

func (c Pay) decide(o *Order, by By) ([]Body, error) {
	p := c.Payment
	if err := checkPayment(&p, o.currency); err != nil {
		return nil, err
	}
	b, err := o.payment(p)
	if err != nil {
		return nil, err
	}
	if owner := o.authority.owner(factPayment); c.Shown && owner != "" && owner != by.Actor.Role {
		return nil, refuse(ErrNotNow, Textf("payment %s", p.ID), "%s is shown as paid, but the word of the %s counts: wait for it, or record the money there", p.Amount, owner)
	}
	if n := o.paidOutside(p); n != 0 {
		return o.refundedOutside(p, n, by)
	}
	bodies, rest, err := o.withSurplus(b, b.Paid, b.Owed, o.total, false)
	if err != nil {
		return nil, err
	}
	if rest.Sign() > 0 && greater(b.Paid, o.paid) {
		return nil, refuse(ErrMoney, Textf("payment %s", p.ID), "with %s the order would be overpaid by %s: it costs %s", p.Amount, rest, o.total)
	}
	if o.isUnasked(b) {
		bodies = append(bodies, o.newHold(HoldConflict, factPayment, by, "", o.unasked(by, p), nil))
	}
	return bodies, nil
}

func checkPayment(p *Payment, currency string) error {
	if p.ID == "" {
		return refuse(ErrInvalid, "payment", "it has no id")
	}
	if !p.Form.valid() {
		return refuse(ErrInvalid, Textf("payment %s", p.ID), "its form %q is unknown; it may be gift-card, bonus, exchange, or empty for money", p.Form)
	}
	if p.State == 0 {
		p.State = status.PaymentPaid
	}
	if p.State > status.PaymentCancelled || p.State == status.PaymentPartlyPaid {
		return refuse(ErrInvalid, Textf("payment %s", p.ID), "state %q is not one of a single payment", p.State)
	}
	if err := checkMoney(Textf("payment %s", p.ID), p.Amount, currency); err != nil {
		return err
	}
	if p.Amount.IsZero() {
		return refuse(ErrMoney, Textf("payment %s", p.ID), "the amount must be more than 0")
	}
	p.Receipt = cloneDocument(p.Receipt)
	p.Reported, p.Held = amount.Money{}, HeldMoney{}
	if p.Expires = instant(p.Expires); p.State != status.PaymentAuthorized {
		p.Expires = time.Time{}
	}
	if p.State == status.PaymentRefunded && p.Refunded.IsUnset() {
		p.Refunded = p.Amount
	}
	if p.State == status.PaymentPartlyRefunded && p.Refunded.Sign() <= 0 {
		return refuse(ErrMoney, Textf("payment %s", p.ID), "it is %s, but the refunded amount is not set", p.State)
	}
	if !p.Refunded.IsUnset() {
		if err := checkMoney(Textf("payment %s", p.ID), p.Refunded, currency); err != nil {
			return err
		}
		if greater(p.Refunded, p.Amount) {
			return refuse(ErrMoney, Textf("payment %s", p.ID), "%s was paid back of %s", p.Refunded, p.Amount)
		}
	}
	return nil
}

// payment makes the event of a new or changed payment.
func (o *Order) payment(p Payment) (PaymentChanged, error) {
	what := Textf("payment %s", p.ID)
	p.Reported = p.Refunded
	i := slices.IndexFunc(o.payments, func(x Payment) bool { return x.ID == p.ID })
	if i >= 0 {
		was := o.payments[i]
		p.Method, p.Till, p.Receipt = cmp.Or(p.Method, was.Method), cmp.Or(p.Till, was.Till), cmp.Or(p.Receipt, was.Receipt)
		p.Form = cmp.Or(p.Form, was.Form)
		if p.Ref.IsZero() {
			p.Ref = was.Ref
		}
		p.Held = HeldMoney{}
		if p.State == status.PaymentAuthorized {
			p.Held = was.Held
			if p.Expires.IsZero() {
				p.Expires = was.Expires
			}
		}
		switch {
		case was.Amount != p.Amount && (was.counts() || was.State == p.State || greater(p.Amount, was.Amount)): // less may be captured than was held
			return PaymentChanged{}, refuse(ErrDuplicate, what, "it is known with %s, not %s", was.Amount, p.Amount)
		case was.counts() && p.Form != was.Form:
			return PaymentChanged{}, refuse(ErrDuplicate, what, "it was received as %s, not %s", was.Form.text(), p.Form.text())
		case was.counts() && p.counts():
			return o.paidBack(was, p.Reported)
		case was.State == p.State && !was.Expires.Equal(p.Expires):
		case was.State == p.State:
			return PaymentChanged{}, refuse(ErrAlready, what, "it is %s", was.State)
		case was.counts():
			return PaymentChanged{}, refuse(ErrNotNow, what, "it is %s and cannot become %s; money goes back by a refund", was.State, p.State)
		case !status.Payments().Reaches(was.State, p.State), was.State == status.PaymentAuthorized && p.State == status.PaymentPending:
			return PaymentChanged{}, refuse(ErrNotNow, what, "it is %s and cannot become %s", was.State, p.State)
		}
	}
	b := PaymentChanged{p, o.paid, o.owed}
	if !p.counts() {
		return b, nil
	}
	var err error
	if b.Paid, err = o.paid.Add(p.Amount); err == nil {
		b.Owed, err = o.owed.Add(p.Refunded) // it was paid back before it was reported
	}
	if err != nil {
		return PaymentChanged{}, moneyProblem(what, err)
	}
	return b, nil
}

// paidBack returns the event of a payment of which more was paid back than is known here. Money that was paid back
// without a refund here counts as well, so that it is not paid back again.
func (o *Order) paidBack(p Payment, said amount.Money) (PaymentChanged, error) {
	what := Textf("payment %s", p.ID)
	if !greater(said, p.Reported) {
		return PaymentChanged{}, refuse(ErrAlready, what, "it is %s", p.State)
	}
	b := PaymentChanged{p, o.paid, o.owed}
	b.Payment.Reported = said
	if greater(said, p.Refunded) {
		more, err := said.Sub(p.Refunded)
		if err == nil {
			b.Owed, err = o.owed.Add(more)
		}
		if err != nil {
			return PaymentChanged{}, moneyProblem(what, err)
		}
		b.Payment.Refunded = said
	}
	b.Payment.State = stateOf(b.Payment, said)
	return b, nil
}

// PaymentChanged records a new payment or a new state of one.
type PaymentChanged struct {
	Payment Payment      `json:"payment"`
	Paid    amount.Money `json:"paid"` // what has been paid for the order now
	Owed    amount.Money `json:"owed"` // of it: to be paid back, ordered back, paid back or withheld
}

// Kind implements Body.
func (PaymentChanged) Kind() string { return "payment-changed" }

func (b PaymentChanged) check(o *Order) error {
	if b.Payment.ID == "" || b.Payment.State == 0 || b.Payment.State > status.PaymentCancelled {
		return fmt.Errorf("payment %q is %q", b.Payment.ID, b.Payment.State)
	}
	return firstError(checkTimes(b.Payment.Expires), o.checkSums(b.Payment.Amount, b.Payment.Refunded, b.Payment.Reported, b.Paid, b.Owed))
}

func (b PaymentChanged) apply(o *Order, e *Event) {
	i := slices.IndexFunc(o.payments, func(x Payment) bool { return x.ID == b.Payment.ID })
	if i >= 0 {
		o.payments[i] = b.Payment
	} else {
		o.payments = append(o.payments, b.Payment)
	}
	o.paid, o.owed = b.Paid, b.Owed
	o.markSeen(e, factPayment, b.Payment.ID)
}

// PaymentReport is a payment in an outside system.
type PaymentReport struct {
	Payment Payment
}

func (PaymentReport) name() string { return "payment" }

func (r PaymentReport) observe(o *Order, by By) error {
	if by.Occurred.IsZero() && o.isOldNews(r.Payment) {
		return nil
	}
	if !o.authority.owns(by.Actor.Role, factPayment) {
		if o.isKnownPayment(r.Payment) {
			return nil // it shows what it was told
		}
		return Intent{Commands: []Command{Pay{Payment: r.Payment}}}.observe(o, by)
	}
	p := r.Payment
	if err := checkPayment(&p, o.currency); err != nil {
		return err
	}
	if n := o.paidOutside(p); n != 0 && !o.stale(by, factPayment, p.ID) {
		bodies, err := o.refundedOutside(p, n, by)
		if err == nil {
			o.commitReported(by, bodies...)
		}
		return err
	}
	b, err := o.payment(p)
	switch {
	case errors.Is(err, ErrAlready), o.stale(by, factPayment, p.ID):
		return nil
	case err != nil:
		o.conflict(by, factPayment, "", nil, reasonOf(err))
		return nil
	}
	unasked := o.isUnasked(b)
	bodies, _, err := o.withSurplus(b, b.Paid, b.Owed, o.total, true)
	if err != nil {
		return err
	}
	o.commitReported(by, bodies...)
	if unasked {
		o.conflict(by, factPayment, "", nil, o.unasked(by, p))
	}
	return nil
}

// isKnownPayment reports whether a payment that is reported as paid is so here, with that sum.
func (o *Order) isKnownPayment(p Payment) bool {
	return cmp.Or(p.State, status.PaymentPaid) == status.PaymentPaid && p.Refunded.IsUnset() && slices.ContainsFunc(o.payments, func(x Payment) bool {
		return x.ID == p.ID && x.Amount == p.Amount && x.State == status.PaymentPaid
	})
}

// isOldNews reports whether a payment was in the reported state before it came to where it is: a report that was late,
// where it has no time of its own that tells. Received money never goes back to any state of before, be it one in which
// the payment failed; what is held may have been more than what was taken of it. Other sums are no old news.
func (o *Order) isOldNews(p Payment) bool {
	i := slices.IndexFunc(o.payments, func(x Payment) bool { return x.ID == p.ID })
	if i < 0 || p.State == 0 || p.counts() || p.State > status.PaymentCancelled {
		return false
	}
	was := o.payments[i]
	c, err := p.Amount.Cmp(was.Amount)
	switch {
	case err != nil || c < 0:
		return false
	case was.counts():
		return true
	case c > 0:
		return false
	}
	// A payment that failed may be tried again, so every state is news after that.
	return was.State == status.PaymentAuthorized && p.State == status.PaymentPending ||
		was.State == status.PaymentCancelled && p.State != was.State
}

// paidOutside returns the number of the block that waits for exactly the sum that was paid back without a refund
// here: a person has paid it back at the gateway. It is 0 if there is no such block, or more than one.
func (o *Order) paidOutside(p Payment) int {
	i := slices.IndexFunc(o.payments, func(x Payment) bool { return x.ID == p.ID && x.counts() })
	if i < 0 || !p.counts() || !greater(p.Refunded, o.payments[i].Refunded) || o.rules.scheme.ChannelRefunds {
		return 0
	}
	more, err := p.Refunded.Sub(o.payments[i].Refunded)
	if err != nil {
		return 0
	}
	found := 0
	for _, b := range o.blocks {
		if b.Money != status.MoneyOwed && b.Money != status.MoneyRefused {
			continue
		}
		left := b.Owed
		for _, d := range b.Done {
			if left, err = left.Sub(d.Amount); err != nil {
				return 0
			}
		}
		if left != more {
			continue
		}
		if found != 0 {
			return 0 // a person must decide which
		}
		found = b.N
	}
	return found
}

// isUnasked reports whether an event is of money that was paid back without a refund here.
func (o *Order) isUnasked(b PaymentChanged) bool {
	return greater(b.Owed, o.owed) && b.Paid == o.paid && !o.rules.scheme.ChannelRefunds
}

// unasked says that money was paid back without a refund here.
func (o *Order) unasked(by By, p Payment) Text {
	return Textf("%s paid %s of payment %s back, which nobody ordered here: find out for what, and split those units off with Return, or book it with Refund or ReducePrice and this payment", by.Actor.name(), p.Refunded, p.ID)
}

// refundedOutside returns the events of a block that was paid back at the gateway.
func (o *Order) refundedOutside(p Payment, n int, by By) ([]Body, error) {
	i := slices.IndexFunc(o.payments, func(x Payment) bool { return x.ID == p.ID })
	more, err := p.Refunded.Sub(o.payments[i].Refunded)
	if err != nil {
		return nil, moneyProblem(Textf("payment %s", p.ID), err)
	}
	var bodies []Body
	w := o.Clone()
	keep := func(b Body) {
		b.apply(w, &Event{At: by.At, By: by.Actor, Body: b})
		bodies = append(bodies, b)
	}
	keep(RefundOrdered{Block: n, Amount: more, From: []PaymentShare{{p.ID, more}}, Attempt: o.blocks[n-1].Attempts + 1})
	b, err := w.payment(p)
	if err != nil {
		return nil, err
	}
	keep(b)
	by.Actor.System = cmp.Or(by.Actor.System, string(by.Actor.Role))
	settled, err := w.refundSettled(w.blocks[n-1], status.MoneyRefunded, SettleRefund{Outcome: Outcome{Kind: AlreadySo, Text: "paid back at " + by.Actor.System}})
	if err != nil {
		return nil, err
	}
	keep(settled)
	return bodies, nil
}
