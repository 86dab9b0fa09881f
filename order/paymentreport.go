package order

import (
	"errors"
	"fmt"
)

// PaymentReport is a payment as an outside system reports it.
type PaymentReport struct {
	Payment Payment
}

func (PaymentReport) name() string { return "payment" }

func (r PaymentReport) observe(o *Order, by By) error {
	if !o.authority.Owns(by.Actor.Role, FactPayment) {
		return Wish{Commands: []Command{Pay(r)}}.observe(o, by)
	}
	p := r.Payment
	if err := checkPayment(&p, o.currency); err != nil {
		return err
	}
	b, err := o.payment(p)
	switch {
	case errors.Is(err, ErrAlready), o.stale(by, FactPayment, p.ID):
		return nil
	case err != nil:
		o.conflict(by, FactPayment, "", nil, err.Error())
		return nil
	}
	unordered := b.Owed.above(o.owed) && b.Paid == o.paid
	bodies, _, err := o.withSurplus(b, b.Paid, b.Owed, o.total, true)
	if err != nil {
		return err
	}
	o.note(by, bodies...)
	if unordered && !o.rules.scheme.ChannelRefunds {
		o.conflict(by, FactPayment, "", nil, fmt.Sprintf("%s paid %s of payment %s back, which nobody ordered here: find out for what, and split those units off", by.Actor.System, p.Refunded, p.ID))
	}
	return nil
}
