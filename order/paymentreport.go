package order

import (
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// PaymentReport is a payment as an outside system reports it.
type PaymentReport struct {
	Payment Payment
}

func (PaymentReport) name() string { return "payment" }

func (r PaymentReport) observe(o *Order, by By) error {
	if !o.authority.owns(by.Actor.Role, factPayment) {
		return Intent{Commands: []Command{Pay(r)}}.observe(o, by)
	}
	p := r.Payment
	if err := checkPayment(&p, o.currency); err != nil {
		return err
	}
	if n := o.paidOutside(p); n != 0 && !o.stale(by, factPayment, p.ID) {
		return o.refundedOutside(p, n, by)
	}
	b, err := o.payment(p)
	switch {
	case errors.Is(err, ErrAlready), o.stale(by, factPayment, p.ID):
		return nil
	case err != nil:
		o.conflict(by, factPayment, "", nil, why(err))
		return nil
	}
	unordered := above(b.Owed, o.owed) && b.Paid == o.paid
	bodies, _, err := o.withSurplus(b, b.Paid, b.Owed, o.total, true)
	if err != nil {
		return err
	}
	o.note(by, bodies...)
	if unordered && !o.rules.scheme.ChannelRefunds {
		o.conflict(by, factPayment, "", nil, Textf("%s paid %s of payment %s back, which nobody ordered here: find out for what, and split those units off", by.Actor.System, p.Refunded, p.ID))
	}
	return nil
}

// paidOutside is the block that waits for just what went back of a payment without an order from here: a person has paid it
// back where the money is. It is 0 if there is none, or more than one.
func (o *Order) paidOutside(p Payment) int {
	i := slices.IndexFunc(o.payments, func(x Payment) bool { return x.ID == p.ID && x.counts() })
	if i < 0 || !p.counts() || !above(p.Refunded, o.payments[i].Refunded) || o.rules.scheme.ChannelRefunds {
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
			return 0 // which of them, a person must say
		}
		found = b.N
	}
	return found
}

// refundedOutside takes up that a block was paid back where the money is.
func (o *Order) refundedOutside(p Payment, n int, by By) error {
	i := slices.IndexFunc(o.payments, func(x Payment) bool { return x.ID == p.ID })
	more, err := p.Refunded.Sub(o.payments[i].Refunded)
	if err != nil {
		return moneyProblem(Textf("payment %s", p.ID), err)
	}
	o.note(by, RefundOrdered{n, more, []PaymentShare{{p.ID, more}}, o.blocks[n-1].Attempts + 1})
	b, err := o.payment(p)
	if err != nil {
		return err
	}
	o.note(by, b)
	bodies, err := o.refundSettled(o.blocks[n-1], status.MoneyRefunded, SettleRefund{Outcome: Outcome{Kind: AlreadySo, Text: "paid back at " + by.Actor.System}})
	if err != nil {
		return err
	}
	o.note(by, bodies...)
	return nil
}
