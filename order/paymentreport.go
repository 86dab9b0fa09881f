package order

import (
	"errors"
	"fmt"
	"slices"
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
	case errors.Is(err, ErrAlready):
		i := slices.IndexFunc(o.payments, func(x Payment) bool { return x.ID == p.ID })
		if was := o.payments[i].Refunded; p.Refunded.above(was) {
			o.conflict(by, FactPayment, "", nil, fmt.Sprintf("%s paid %s of payment %s back, here %s was ordered: split the units off with Return", by.Actor.System, p.Refunded, p.ID, was.or(o.nothing())))
		}
		return nil
	case err != nil && o.stale(by, FactPayment):
		return nil
	case err != nil:
		o.conflict(by, FactPayment, "", nil, err.Error())
		return nil
	}
	o.note(by, b)
	o.overpaid(by, FactPayment)
	return nil
}

// overpaid holds an order for which more is paid than it costs, unless the channel holds the money.
func (o *Order) overpaid(by By, f Fact) {
	if kept, err := o.paid.Sub(o.owed); err == nil && kept.above(o.total) && !o.rules.scheme.ChannelRefunds {
		o.conflict(by, f, "", nil, fmt.Sprintf("%s is paid, more than the order costs, %s", kept, o.total))
	}
}
