package order

import (
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// AttachReceipt attaches the fiscal receipt of a payment or, once it is settled, of a return block: it was paid back,
// or other goods settle it. A receipt for the whole order is attached as a document.
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
	c.Receipt = c.Receipt.clone()
	if err := c.Receipt.checkNew(o); err != nil {
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
		if b.Money != status.MoneyRefunded && b.Money != status.MoneyNothingOwed { // goods in exchange settle it, too
			return nil, refuse(ErrNotNow, what, "its money is %s; a refund receipt needs a refund that is settled", b.Money)
		}
		has = b.Receipt
	default:
		return nil, refuse(ErrInvalid, "receipt", "name a payment or a block, one of them")
	}
	if other := o.receipted(c.Receipt); !other.IsZero() && other.String() != what.String() {
		return nil, refuse(ErrDuplicate, what, "receipt %s belongs to %s", c.Receipt.Number, other)
	}
	if has != nil && has.equal(c.Receipt) {
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

// ReceiptAttached records the fiscal receipt of a payment or block.
type ReceiptAttached struct {
	Payment string   `json:"payment,omitzero"`
	Block   int      `json:"block,omitzero"`
	Receipt Document `json:"receipt"`
}

// Kind implements Body.
func (ReceiptAttached) Kind() string { return "receipt-attached" }

func (b ReceiptAttached) check(o *Order) error {
	if b.Payment != "" {
		if !slices.ContainsFunc(o.payments, func(p Payment) bool { return p.ID == b.Payment }) {
			return fmt.Errorf("unknown payment %q", b.Payment)
		}
		return b.Receipt.checkStored(o)
	}
	return firstError(o.checkBlock(b.Block), b.Receipt.checkStored(o))
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
