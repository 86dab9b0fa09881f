package order

import (
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Capture orders held money to be taken: all of it, or less, and the gateway gives the rest back. Without an Amount it
// is what is still to be paid, at most what is held. It is given once: an answer in doubt is never repeated, and after
// a refusal by the gateway it may be given again.
type Capture struct {
	Payment string
	Amount  amount.Money
}

// Kind implements Command.
func (Capture) Kind() Kind { return KindCapture }

func (c Capture) decide(o *Order, _ By) ([]Body, error) {
	p, err := o.heldPayment(c.Payment, Payment.counts)
	if err != nil {
		return nil, err
	}
	what := Textf("payment %s", p.ID)
	due, err := o.toCapture(p)
	if err != nil {
		return nil, moneyProblem(what, err)
	}
	sum := c.Amount
	if sum.IsUnset() {
		if sum = due; greater(sum, p.Amount) {
			sum = p.Amount
		}
		if sum.Sign() <= 0 {
			return nil, refuse(ErrMoney, what, "nothing is left to be paid; release it")
		}
	}
	if err := checkMoney(what, sum, o.currency); err != nil {
		return nil, err
	}
	switch {
	case sum.IsZero():
		return nil, refuse(ErrMoney, what, "nothing cannot be captured; release it")
	case greater(sum, p.Amount):
		return nil, refuse(ErrMoney, what, "%s cannot be captured of %s that is held", sum, p.Amount)
	case greater(sum, due) && !o.rules.scheme.ChannelRefunds:
		return nil, refuse(ErrMoney, what, "with %s the order would be overpaid: %s is left to be paid", sum, due)
	}
	return []Body{CaptureOrdered{p.ID, sum, p.Held.Attempt + 1}}, nil
}

// heldPayment returns a payment that is held, and of which nothing is under way. isDone reports whether it is as
// ordered already.
func (o *Order) heldPayment(id string, isDone func(Payment) bool) (Payment, error) {
	i := slices.IndexFunc(o.payments, func(p Payment) bool { return p.ID == id })
	switch {
	case id == "":
		return Payment{}, refuse(ErrUnknown, "payment", "it has no id")
	case i < 0:
		return Payment{}, refuse(ErrUnknown, Textf("payment %s", id), "the order has no such payment")
	}
	switch p := o.payments[i]; {
	case isDone(p):
		return p, refuse(ErrAlready, Textf("payment %s", id), "it is %s", p.State)
	case p.State != status.PaymentAuthorized:
		return p, refuse(ErrNotNow, Textf("payment %s", id), "it is %s: no money is held", p.State)
	case p.Held.State == HeldSent:
		return p, refuse(ErrNotNow, Textf("payment %s", id), "%s is under way; wait for the gateway's answer", p.Held.Ordered)
	case p.Held.State == HeldInDoubt:
		return p, refuse(ErrNotNow, Textf("payment %s", id), "%s is in doubt; find out at the gateway whether it was done, and settle it", p.Held.Ordered)
	default:
		return p, nil
	}
}

// toCapture is what is left to be paid when the other payments are as they are, and captured as ordered.
func (o *Order) toCapture(p Payment) (amount.Money, error) {
	due, err := o.paid.Sub(o.owed)
	if err == nil {
		due, err = o.total.Sub(due)
	}
	for _, x := range o.payments {
		if err == nil && x.ID != p.ID && x.capturing() {
			due, err = due.Sub(x.Held.Amount)
		}
	}
	return due, err
}

// CaptureOrdered records that held money is to be taken.
type CaptureOrdered struct {
	Payment string       `json:"payment"`
	Amount  amount.Money `json:"amount"`
	Attempt int          `json:"attempt"`
}

// Kind implements Body.
func (CaptureOrdered) Kind() string { return "capture-ordered" }

func (b CaptureOrdered) check(o *Order) error {
	return firstError(o.checkHeld(b.Payment), o.checkSums(b.Amount))
}

func (b CaptureOrdered) apply(o *Order, _ *Event) {
	o.held(b.Payment, HeldMoney{Ordered: KindCapture, Amount: b.Amount, State: HeldSent, Attempt: b.Attempt})
}

// checkHeld returns an error if an event is about a payment that is not held.
func (o *Order) checkHeld(id string) error {
	if !slices.ContainsFunc(o.payments, func(p Payment) bool { return p.ID == id && p.State == status.PaymentAuthorized }) {
		return fmt.Errorf("payment %q is not held", id)
	}
	return nil
}

func (o *Order) held(id string, h HeldMoney) {
	i := slices.IndexFunc(o.payments, func(p Payment) bool { return p.ID == id })
	o.payments[i].Held = h
}
