package order

import (
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// WithholdReason is why a part of what a block owes is not paid back.
type WithholdReason string

// The reasons. Which sums may be withheld is the law's: in Russia what the seller pays for bringing back faultless
// goods that were sold at a distance (law on consumer protection, art. 26.1 (4)).
const (
	WithholdWayBack      WithholdReason = "way-back"      // the buyer bears the way of the goods
	WithholdLostDiscount WithholdReason = "lost-discount" // what stays no longer earns a discount that was given
	WithholdReplacement  WithholdReason = "replacement"   // the buyer gets the same goods again
	WithholdExchange     WithholdReason = "exchange"      // it pays for other goods, in another order
	WithholdOther        WithholdReason = "other"         // Text says why
)

func (r WithholdReason) known() bool {
	switch r {
	case WithholdWayBack, WithholdLostDiscount, WithholdReplacement, WithholdExchange, WithholdOther:
		return true
	}
	return false
}

// Withholding is a part of what a block owes that is not paid back. The seller keeps it for good: it pays for no units
// of this order, and is no surplus.
type Withholding struct {
	Amount amount.Money   `json:"amount"` // more than none
	For    WithholdReason `json:"for"`
	Text   string         `json:"text,omitzero"`
	Order  string         `json:"order,omitzero"` // the id here of the order that replaces or exchanges the goods
}

// check refuses a withholding that cannot be made when left is what a block still owes.
func (w Withholding) check(b Block, left amount.Money) error {
	if err := checkMoney(b.what(), w.Amount, left.Currency()); err != nil {
		return err
	}
	switch {
	case w.Amount.IsZero():
		return refuse(ErrMoney, b.what(), "withhold more than 0, or leave Withhold out")
	case greater(w.Amount, left):
		return refuse(ErrMoney, b.what(), "%s cannot be withheld of the %s that are still owed", w.Amount, left)
	case !w.For.known():
		return refuse(ErrInvalid, b.what(), "say why the sum is withheld: way-back, lost-discount, replacement, exchange or other")
	case w.For == WithholdOther && w.Text == "":
		return refuse(ErrInvalid, b.what(), "say in Withholding.Text why the sum is withheld")
	}
	return nil
}

// inKind reports whether the buyer gets goods instead of the money.
func (w *Withholding) inKind() bool {
	return w != nil && (w.For == WithholdReplacement || w.For == WithholdExchange)
}

// checkWithheld checks a stored withholding.
func (o *Order) checkWithheld(ws ...Withholding) error {
	for _, w := range ws {
		if !w.For.known() {
			return fmt.Errorf("sum withheld for %q", w.For)
		}
		if err := o.checkSums(w.Amount); err != nil {
			return err
		}
	}
	return nil
}

// withheld is what was withheld of a block.
func (b Block) withheld() amount.Money {
	var sum amount.Money
	for _, w := range b.Withheld {
		sum = addOr(sum, w.Amount)
	}
	return sum
}

// done is what went back by earlier orders that were refused as a whole.
func (b Block) done() amount.Money {
	var sum amount.Money
	for _, d := range b.Done {
		sum = addOr(sum, d.Amount)
	}
	return sum
}

// wentBack is what of a block was paid back.
func (b Block) wentBack() amount.Money {
	sum := b.done()
	if b.Money == status.MoneyRefunded {
		for _, f := range b.From {
			sum = addOr(sum, f.Amount)
		}
	}
	return sum
}

// RefundWaived records that all that a block still owed is withheld: it is settled without a refund.
type RefundWaived struct {
	Block    int         `json:"block"`
	Withheld Withholding `json:"withheld"`
	// Owed is what the buyer got of it by earlier refunds that were refused in part, and Money the state that follows.
	Owed  amount.Money       `json:"owed"`
	Money status.ReturnMoney `json:"money"`
}

// Kind implements Body.
func (RefundWaived) Kind() string { return "refund-waived" }

func (b RefundWaived) check(o *Order) error {
	if b.Money != status.MoneyNothingOwed && b.Money != status.MoneyRefunded {
		return fmt.Errorf("return money %q", b.Money)
	}
	return firstError(o.checkBlock(b.Block), o.checkWithheld(b.Withheld), o.checkSums(b.Owed))
}

func (b RefundWaived) apply(o *Order, _ *Event) {
	block := &o.blocks[b.Block-1]
	block.withhold(&b.Withheld, b.Owed)
	block.Money = b.Money
}

// withhold keeps a sum, so that the block owes another sum from now on.
func (b *Block) withhold(w *Withholding, owed amount.Money) {
	if w != nil {
		b.Withheld, b.Owed = append(slices.Clone(b.Withheld), *w), owed
	}
}

// unbooked is what was paid back of a payment without a refund here, and is in no block.
func (o *Order) unbooked(p Payment) amount.Money {
	rest := orElse(p.Refunded, o.zero())
	for _, b := range o.blocks {
		for _, shares := range [][]PaymentShare{b.Done, b.From} {
			for _, f := range shares {
				if f.Payment != p.ID {
					continue
				}
				var err error
				if rest, err = rest.Sub(f.Amount); err != nil {
					return o.zero() // only in a damaged log
				}
			}
		}
	}
	if rest.Sign() < 0 {
		return o.zero()
	}
	return rest
}

// bookedRefund makes the event of a block whose money was paid back in the gateway's cabinet already.
func (o *Order) bookedRefund(b Block, payment string, m amount.Money) (RefundBooked, error) {
	what := Textf("payment %s", payment)
	if o.rules.scheme.ChannelRefunds {
		return RefundBooked{}, refuse(ErrScheme, what, "in the scheme %s the channel pays back; leave the payment out", o.scheme)
	}
	i := slices.IndexFunc(o.payments, func(p Payment) bool { return p.ID == payment && p.counts() })
	if i < 0 {
		return RefundBooked{}, refuse(ErrUnknown, what, "the order has received no such payment")
	}
	if free := o.unbooked(o.payments[i]); greater(m, free) {
		return RefundBooked{}, refuse(ErrMoney, what, "%s of it were paid back at the gateway without a refund here, not %s: take the sum that was paid back, or leave the payment out and order the refund", free, m)
	}
	return RefundBooked{Block: b.N, Amount: m, From: []PaymentShare{{payment, m}}, Attempt: b.Attempts + 1}, nil
}

// RefundBooked records what a sum was for that was paid back at the gateway without a refund here.
type RefundBooked struct {
	Block    int            `json:"block"`
	Amount   amount.Money   `json:"amount"`
	From     []PaymentShare `json:"from"`
	Attempt  int            `json:"attempt"`
	Withheld *Withholding   `json:"withheld,omitzero"`
	Owed     amount.Money   `json:"owed,omitzero"` // by the block from now on, if a sum is withheld
}

// Kind implements Body.
func (RefundBooked) Kind() string { return "refund-booked" }

func (b RefundBooked) check(o *Order) error {
	for _, f := range b.From {
		if !slices.ContainsFunc(o.payments, func(p Payment) bool { return p.ID == f.Payment }) {
			return fmt.Errorf("unknown payment %q", f.Payment)
		}
		if err := o.checkSums(f.Amount); err != nil {
			return err
		}
	}
	if b.Withheld != nil {
		if err := o.checkWithheld(*b.Withheld); err != nil {
			return err
		}
	}
	_, err := o.owed.Sub(b.Amount)
	return firstError(o.checkBlock(b.Block), o.checkSums(b.Amount, b.Owed), err)
}

func (b RefundBooked) apply(o *Order, _ *Event) {
	block := &o.blocks[b.Block-1]
	block.Money, block.From, block.Attempts = status.MoneyRefunded, b.From, b.Attempt
	block.withhold(b.Withheld, b.Owed)
	o.owed, _ = o.owed.Sub(b.Amount) // it stood there twice: owed in the block, and paid back for nobody knew what
}
