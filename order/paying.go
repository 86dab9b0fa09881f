package order

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Pay records a payment, or a new state of one that is known by its ID.
type Pay struct {
	Payment Payment
}

// Kind implements Command.
func (Pay) Kind() Kind { return KindPay }

func (c Pay) decide(o *Order, _ By) ([]Body, error) {
	p := c.Payment
	if err := checkPayment(&p, o.currency); err != nil {
		return nil, err
	}
	b, err := o.payment(p)
	if err != nil {
		return nil, err
	}
	bodies, rest, err := o.withSurplus(b, b.Paid, b.Owed, o.total, false)
	if err != nil {
		return nil, err
	}
	if rest.Sign() > 0 && above(b.Paid, o.paid) {
		return nil, refuse(ErrMoney, Textf("payment %s", p.ID), "with %s the order would be overpaid by %s: it costs %s", p.Amount, rest, o.total)
	}
	return bodies, nil
}

// above compares sums that are known to be in one currency.
func above(m, n amount.Money) bool {
	c, err := m.Cmp(n)
	return err == nil && c > 0
}

// saidOr returns m, or n where m is unset.
func saidOr(m, n amount.Money) amount.Money {
	if m.IsUnset() {
		return n
	}
	return m
}

func checkPayment(p *Payment, currency string) error {
	if p.ID == "" {
		return refuse(ErrInvalid, "payment", "it has no id")
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
		return refuse(ErrMoney, Textf("payment %s", p.ID), "the amount is nothing")
	}
	p.Receipt = own(p.Receipt)
	p.Reported = amount.Money{}
	if p.State == status.PaymentRefunded && p.Refunded.IsUnset() {
		p.Refunded = p.Amount
	}
	if p.State == status.PaymentPartlyRefunded && p.Refunded.Sign() <= 0 {
		return refuse(ErrMoney, Textf("payment %s", p.ID), "it is %s, but how much went back is not said", p.State)
	}
	if !p.Refunded.IsUnset() {
		if err := checkMoney(Textf("payment %s", p.ID), p.Refunded, currency); err != nil {
			return err
		}
		if above(p.Refunded, p.Amount) {
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
		if p.Ref.IsZero() {
			p.Ref = was.Ref
		}
		switch {
		case was.Amount != p.Amount && (was.counts() || above(p.Amount, was.Amount)): // less may be captured than was held
			return PaymentChanged{}, refuse(ErrDuplicate, what, "it is known with %s, not %s", was.Amount, p.Amount)
		case was.counts() && p.counts():
			return o.paidBack(was, p.Reported)
		case was.State == p.State:
			return PaymentChanged{}, refuse(ErrAlready, what, "it is %s", was.State)
		case was.counts():
			return PaymentChanged{}, refuse(ErrNotNow, what, "it is %s and cannot become %s; money goes back by a refund", was.State, p.State)
		case !status.Payments().Reaches(was.State, p.State):
			return PaymentChanged{}, refuse(ErrNotNow, what, "it is %s and cannot become %s", was.State, p.State)
		}
	}
	b := PaymentChanged{p, o.paid, o.owed}
	if !p.counts() {
		return b, nil
	}
	var err error
	if b.Paid, err = o.paid.Add(p.Amount); err == nil {
		b.Owed, err = o.owed.Add(p.Refunded) // it went back before it was heard of
	}
	if err != nil {
		return PaymentChanged{}, moneyProblem(what, err)
	}
	return b, nil
}

// paidBack makes the event of a payment of which more went back than was heard of. What nobody ordered here counts as paid
// back all the same, so that it is not paid back again.
func (o *Order) paidBack(p Payment, said amount.Money) (PaymentChanged, error) {
	what := Textf("payment %s", p.ID)
	if !above(said, p.Reported) {
		return PaymentChanged{}, refuse(ErrAlready, what, "it is %s", p.State)
	}
	b := PaymentChanged{p, o.paid, o.owed}
	b.Payment.Reported = said
	if above(said, p.Refunded) {
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

// stateOf is where a payment stands of which some is back.
func stateOf(p Payment, back amount.Money) status.PaymentState {
	switch {
	case back.Sign() <= 0:
		return status.PaymentPaid
	case above(p.Amount, back):
		return status.PaymentPartlyRefunded
	}
	return status.PaymentRefunded
}

// settled is what went back of a payment by refunds that are settled here.
func (o *Order) settled(id string) amount.Money {
	back := o.nothing()
	for _, b := range o.blocks {
		shares := b.Done
		if b.Money == status.MoneyRefunded {
			shares = append(slices.Clone(shares), b.From...)
		}
		for _, f := range shares {
			if f.Payment == id {
				back = sumOr(back, f.Amount)
			}
		}
	}
	return back
}

// wentBack is what is known to have gone back of a payment: by what is settled here, or by the gateway's own word.
func (o *Order) wentBack(p Payment) amount.Money {
	if done := o.settled(p.ID); !above(p.Reported, done) {
		return done
	}
	return p.Reported
}

// PaymentChanged says that a payment is there, or changed its state.
type PaymentChanged struct {
	Payment Payment      `json:"payment"`
	Paid    amount.Money `json:"paid"` // what has been paid for the order now
	Owed    amount.Money `json:"owed"` // what of it is owed back, ordered back or paid back
}

// Kind implements Body.
func (PaymentChanged) Kind() string { return "payment-changed" }

func (b PaymentChanged) sound(o *Order) error {
	if b.Payment.ID == "" || b.Payment.State == 0 || b.Payment.State > status.PaymentCancelled {
		return fmt.Errorf("payment %q is %q", b.Payment.ID, b.Payment.State)
	}
	return o.soundMoney(b.Payment.Amount, b.Payment.Refunded, b.Payment.Reported, b.Paid, b.Owed)
}

func (b PaymentChanged) apply(o *Order, e *Event) {
	i := slices.IndexFunc(o.payments, func(x Payment) bool { return x.ID == b.Payment.ID })
	if i >= 0 {
		o.payments[i] = b.Payment
	} else {
		o.payments = append(o.payments, b.Payment)
	}
	o.paid, o.owed = b.Paid, b.Owed
	o.saw(e, factPayment, b.Payment.ID)
}

// AttachReceipt attaches the fiscal receipt of a payment or, once it is paid back, of a return block. A receipt for the
// whole order is attached as a document.
type AttachReceipt struct {
	Payment string
	Block   int
	Receipt Document
}

// Kind implements Command.
func (AttachReceipt) Kind() Kind { return KindAttachReceipt }

func (c AttachReceipt) decide(o *Order, _ By) ([]Body, error) {
	if c.Receipt.Kind == "" {
		c.Receipt.Kind = "receipt"
	}
	if err := c.Receipt.check(); err != nil {
		return nil, err
	}
	var has *Document
	var what Text
	switch {
	case c.Payment != "" && c.Block == 0:
		what = Textf("payment %s", c.Payment)
		i := slices.IndexFunc(o.payments, func(p Payment) bool { return p.ID == c.Payment })
		if i < 0 {
			return nil, refuse(ErrUnknown, what, "the order has no such payment")
		}
		if !o.payments[i].counts() {
			return nil, refuse(ErrNotNow, what, "it is %s; a receipt needs money received", o.payments[i].State)
		}
		has = o.payments[i].Receipt
	case c.Block != 0 && c.Payment == "":
		b, err := o.block(c.Block)
		if err != nil {
			return nil, err
		}
		what = b.what()
		if b.Money != status.MoneyRefunded {
			return nil, refuse(ErrNotNow, what, "its money is %s; a refund receipt needs money paid back", b.Money)
		}
		has = b.Receipt
	default:
		return nil, refuse(ErrInvalid, "receipt", "name a payment or a block, one of them")
	}
	if other := o.receipted(c.Receipt); !other.IsZero() && other.String() != what.String() {
		return nil, refuse(ErrDuplicate, what, "receipt %s belongs to %s", c.Receipt.Number, other)
	}
	if has != nil && *has == c.Receipt {
		return nil, refuse(ErrAlready, what, "it has this receipt")
	}
	if has != nil {
		return nil, refuse(ErrDuplicate, what, "it has receipt %s already", has.Number)
	}
	return []Body{ReceiptAttached(c)}, nil
}

// receipted returns what a receipt is attached to already.
func (o *Order) receipted(r Document) Text {
	for _, p := range o.payments {
		if p.Receipt != nil && p.Receipt.sameThing(r) {
			return Textf("payment %s", p.ID)
		}
	}
	for _, b := range o.blocks {
		if b.Receipt != nil && b.Receipt.sameThing(r) {
			return b.what()
		}
	}
	return Text{}
}

// ReceiptAttached says that a payment or block has its fiscal receipt.
type ReceiptAttached struct {
	Payment string   `json:"payment,omitzero"`
	Block   int      `json:"block,omitzero"`
	Receipt Document `json:"receipt"`
}

// Kind implements Body.
func (ReceiptAttached) Kind() string { return "receipt-attached" }

func (b ReceiptAttached) sound(o *Order) error {
	if b.Payment != "" {
		if !slices.ContainsFunc(o.payments, func(p Payment) bool { return p.ID == b.Payment }) {
			return fmt.Errorf("unknown payment %q", b.Payment)
		}
		return nil
	}
	return o.soundBlockN(b.Block)
}

func (b ReceiptAttached) apply(o *Order, _ *Event) {
	doc := b.Receipt
	if b.Payment != "" {
		i := slices.IndexFunc(o.payments, func(p Payment) bool { return p.ID == b.Payment })
		o.payments[i].Receipt = &doc
		return
	}
	o.blocks[b.Block-1].Receipt = &doc
}

// Attach attaches a document of an outside system, or tells that it was posted.
type Attach struct {
	Document Document
}

// Kind implements Command.
func (Attach) Kind() Kind { return KindAttach }

func (c Attach) decide(o *Order, _ By) ([]Body, error) {
	d := c.Document
	if err := d.check(); err != nil {
		return nil, err
	}
	if d.Shipment != 0 {
		if _, err := o.shipment(d.Shipment); err != nil {
			return nil, err
		}
	}
	if d.Block != 0 {
		if _, err := o.block(d.Block); err != nil {
			return nil, err
		}
	}
	i := slices.IndexFunc(o.documents, d.sameThing)
	if i >= 0 && o.documents[i] == d {
		return nil, refuse(ErrAlready, Textf("document %s %s", d.Kind, d.Number), "it is attached")
	}
	return []Body{DocumentAttached{d}}, nil
}

// DocumentAttached says that a document of an outside system belongs to the order.
type DocumentAttached struct {
	Document Document `json:"document"`
}

// Kind implements Body.
func (DocumentAttached) Kind() string { return "document-attached" }

func (b DocumentAttached) sound(o *Order) error {
	if b.Document.Shipment != 0 {
		if err := o.soundShipment(b.Document.Shipment); err != nil {
			return err
		}
	}
	if b.Document.Block != 0 {
		return o.soundBlockN(b.Document.Block)
	}
	return nil
}

func (b DocumentAttached) apply(o *Order, _ *Event) {
	if i := slices.IndexFunc(o.documents, b.Document.sameThing); i >= 0 {
		o.documents[i] = b.Document
		return
	}
	o.documents = append(o.documents, b.Document)
}
