package order

import (
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Refund orders a block's money to be paid back: a person's command, never automatic. It is open once the block's
// goods that had left are back (Scheme.RefundBeforeGoods lifts that), once for each block; after a refusal by the
// gateway it may be given again.
//
// Withhold keeps a part of what is owed, and the rest is paid back. If it is all of it, no money moves: the block is
// settled at once, for a replacement or an exchange also before the goods are back. What was withheld stays withheld
// when the gateway refuses.
type Refund struct {
	Block    int
	Withhold *Withholding
	// Payment is the id of a payment of which the sum, less what is withheld, was paid back in the gateway's own cabinet
	// already, without a refund here. Then no money moves: the block is paid back at once.
	Payment string
}

// Kind implements Command.
func (Refund) Kind() Kind { return KindRefund }

func (c Refund) decide(o *Order, by By) ([]Body, error) {
	b, err := o.block(c.Block)
	if err != nil {
		return nil, err
	}
	switch b.Money {
	case status.MoneyOwed, status.MoneyRefused:
	case status.MoneyRefunded:
		return nil, refuse(ErrAlready, b.what(), "%s was paid back", b.Owed)
	case status.MoneyNothingOwed:
		return nil, refuse(ErrMoney, b.what(), "no money is owed for it")
	default:
		return nil, refuse(ErrNotNow, b.what(), "its refund is %s; wait for the gateway's answer or settle it", b.Money)
	}
	left, err := b.Owed.Sub(b.done())
	if err != nil {
		return nil, moneyProblem(b.what(), err)
	}
	if left.Sign() <= 0 {
		return nil, refuse(ErrMoney, b.what(), "no money is owed for it")
	}
	owed := b.Owed
	if w := c.Withhold; w != nil {
		if err := w.check(b, left); err != nil {
			return nil, err
		}
		if left, err = left.Sub(w.Amount); err == nil {
			owed, err = owed.Sub(w.Amount)
		}
		if err != nil {
			return nil, moneyProblem(b.what(), err)
		}
	}
	if c.Payment == "" && !(left.IsZero() && c.Withhold.inKind()) {
		if err := o.goodsBack(b); err != nil {
			return nil, err
		}
	}
	if left.IsZero() {
		return o.waived(b, c, owed)
	}
	if c.Withhold == nil {
		owed = amount.Money{} // as it is
	}
	if c.Payment != "" {
		booked, err := o.bookedRefund(b, c.Payment, left)
		if err != nil {
			return nil, err
		}
		booked.Withheld, booked.Owed = c.Withhold, owed
		return o.booked(by, booked)
	}
	from, err := o.refundThrough(b, left)
	if err != nil {
		return nil, err
	}
	return []Body{RefundOrdered{b.N, left, from, b.Attempts + 1, c.Withhold, owed}}, nil
}

// goodsBack refuses while a block's goods are not back, unless the scheme pays back before.
func (o *Order) goodsBack(b Block) error {
	if o.rules.scheme.RefundBeforeGoods {
		return nil
	}
	for _, m := range o.unitsOfBlock(b) {
		if !goodsSettled(m.Custody) {
			return refuse(ErrNotNow, b.what(), "the goods must be back first; the return of line %s × %s is %s", m.Line, minus(m.To, m.From), m.Custody)
		}
	}
	return nil
}

// waived makes the event of a block of which all that is left is withheld.
func (o *Order) waived(b Block, c Refund, owed amount.Money) ([]Body, error) {
	if c.Payment != "" {
		return nil, refuse(ErrInvalid, b.what(), "all of it is withheld: nothing was paid back for it; leave the payment out")
	}
	e := RefundWaived{Block: b.N, Withheld: *c.Withhold, Owed: owed, Money: status.MoneyNothingOwed}
	if owed.Sign() > 0 {
		e.Money = status.MoneyRefunded
	}
	return []Body{e}, nil
}

// refundThrough divides a refund among the payments, each at most what is left of it. Money comes first, the newest
// payment first: money paid is what the law owes the buyer, and a gateway pays it back without anybody's help. Gift
// cards follow, then goods given in exchange, and bonus points last, which are worth something here only.
func (o *Order) refundThrough(b Block, left amount.Money) ([]PaymentShare, error) {
	var from []PaymentShare
	payments := slices.Clone(o.payments)
	slices.Reverse(payments)
	slices.SortStableFunc(payments, func(p, q Payment) int { return p.Form.last() - q.Form.last() })
	for _, p := range payments {
		if !p.counts() || left.IsZero() {
			continue
		}
		free, err := p.Amount.Sub(p.Refunded)
		if err != nil {
			return nil, moneyProblem(Textf("payment %s", p.ID), err)
		}
		if greater(free, left) {
			free = left
		}
		if free.Sign() <= 0 {
			continue
		}
		from = append(from, PaymentShare{p.ID, free})
		if left, err = left.Sub(free); err != nil {
			return nil, moneyProblem(Textf("payment %s", p.ID), err)
		}
	}
	if !left.IsZero() {
		return nil, refuse(ErrMoney, b.what(), "%s of %s is more than what is left of the payments", left, b.Owed)
	}
	return from, nil
}

// RefundOrdered records that a person ordered a refund.
type RefundOrdered struct {
	Block   int            `json:"block"`
	Amount  amount.Money   `json:"amount"`
	From    []PaymentShare `json:"from"`
	Attempt int            `json:"attempt"`
	// Withheld is what is kept with this refund, and Owed what the block then owes; both are unset if nothing is.
	Withheld *Withholding `json:"withheld,omitzero"`
	Owed     amount.Money `json:"owed,omitzero"`
}

// Kind implements Body.
func (RefundOrdered) Kind() string { return "refund-ordered" }

func (b RefundOrdered) check(o *Order) error {
	for _, f := range b.From {
		i := slices.IndexFunc(o.payments, func(p Payment) bool { return p.ID == f.Payment })
		if i < 0 {
			return fmt.Errorf("unknown payment %q", f.Payment)
		}
		if err := o.checkSums(f.Amount); err != nil {
			return err
		}
		if _, err := o.payments[i].Refunded.Add(f.Amount); err != nil {
			return err
		}
	}
	if b.Withheld != nil {
		if err := o.checkWithheld(*b.Withheld); err != nil {
			return err
		}
	}
	return firstError(o.checkBlock(b.Block), o.checkSums(b.Amount, b.Owed))
}

func (b RefundOrdered) apply(o *Order, _ *Event) {
	block := &o.blocks[b.Block-1]
	block.Money, block.From, block.Attempts = status.MoneySent, b.From, b.Attempt
	block.withhold(b.Withheld, b.Owed)
	for _, f := range b.From {
		i := slices.IndexFunc(o.payments, func(p Payment) bool { return p.ID == f.Payment })
		o.payments[i].Refunded, _ = o.payments[i].Refunded.Add(f.Amount)
	}
}

// SettleRefund records the gateway's answer to a refund: done, refused with a reason, or in doubt. Attempt is the
// number of the refund that it answers (Block.Attempts at that time), or 0 for the last one. A late answer to an
// earlier one changes nothing.
type SettleRefund struct {
	Block   int
	Attempt int
	Outcome Outcome
	// Done lists the shares of a refused refund that were paid back nevertheless; they are not ordered again.
	Done []PaymentShare
}

// Kind implements Command.
func (SettleRefund) Kind() Kind { return KindSettleRefund }

func (c SettleRefund) decide(o *Order, by By) ([]Body, error) {
	b, err := o.block(c.Block)
	if err != nil {
		return nil, err
	}
	var money status.ReturnMoney
	switch c.Outcome.Kind {
	case Applied, AlreadySo:
		money = status.MoneyRefunded
	case Rejected, Unsupported:
		money = status.MoneyRefused
	case InDoubt:
		money = status.MoneyInDoubt
	default:
		return nil, refuse(ErrInvalid, b.what(), "the outcome must be one of %v", []OutcomeKind{Applied, AlreadySo, Unsupported, Rejected, InDoubt})
	}
	if b.Money == money {
		return nil, refuse(ErrAlready, b.what(), "its money is %s", money)
	}
	if c.Attempt != 0 && c.Attempt != b.Attempts || b.Money == status.MoneySent && b.Attempts > 1 && !b.Refund.IsZero() && c.Outcome.Ref == b.Refund {
		return nil, refuse(ErrAlready, b.what(), "that answers an earlier order to refund; this is number %d", b.Attempts)
	}
	if b.Money != status.MoneySent && b.Money != status.MoneyInDoubt {
		return nil, refuse(ErrNotNow, b.what(), "its money is %s; no refund is under way", b.Money)
	}
	for _, d := range c.Done {
		if money != status.MoneyRefused || !slices.Contains(b.From, d) {
			return nil, refuse(ErrInvalid, b.what(), "%s of payment %s is not a share of the refused refund", d.Amount, d.Payment)
		}
	}
	settled, err := o.refundSettled(b, money, c)
	if err != nil {
		return nil, err
	}
	return o.unexplained(by, settled)
}

// unexplained returns the events of an answer, with those of what the gateway reported as paid back while the refund
// was under way, and what cannot have been it now that it was refused: money that went back without a refund here.
func (o *Order) unexplained(by By, settled RefundSettled) ([]Body, error) {
	bodies, owed, holds := []Body{settled}, o.owed, len(o.holds)
	for _, s := range settled.Payments {
		p := o.payments[slices.IndexFunc(o.payments, func(p Payment) bool { return p.ID == s.Payment })]
		if settled.Money != status.MoneyRefused || !greater(p.Reported, s.Refunded) {
			continue
		}
		more, err := p.Reported.Sub(s.Refunded)
		if err == nil {
			owed, err = owed.Add(more)
		}
		if err != nil {
			return nil, moneyProblem(Textf("payment %s", p.ID), err)
		}
		p.State, p.Refunded = s.State, p.Reported
		h := o.newHold(HoldConflict, factPayment, by, "", o.unasked(by, p), nil)
		holds++
		h.N = holds
		bodies = append(bodies, PaymentChanged{p, o.paid, owed}, h)
	}
	return bodies, nil
}

// refundSettled returns the event of an answer, with the new states of the payments. A refused refund may have been
// done for some of its payments. Shares that the answer names, or that the gateway itself reports as paid back, are
// not ordered again.
func (o *Order) refundSettled(b Block, money status.ReturnMoney, c SettleRefund) (RefundSettled, error) {
	r := RefundSettled{Block: b.N, Money: money, Refund: c.Outcome.Ref, Answer: c.Outcome.Text}
	for _, f := range b.From {
		i := slices.IndexFunc(o.payments, func(p Payment) bool { return p.ID == f.Payment })
		p := o.payments[i]
		known, err := o.settled(p.ID).Add(f.Amount)
		if err != nil {
			return RefundSettled{}, moneyProblem(Textf("payment %s", p.ID), err)
		}
		done := money == status.MoneyRefunded
		if money == status.MoneyRefused {
			if done, err = o.surelyBack(p, b, f); err != nil {
				return RefundSettled{}, err
			}
			if done = done || slices.Contains(c.Done, f); done {
				r.Done = append(r.Done, f)
			} else if p.Refunded, err = p.Refunded.Sub(f.Amount); err != nil {
				return RefundSettled{}, moneyProblem(Textf("payment %s", p.ID), err)
			}
		}
		back := o.wentBack(p)
		if done && greater(known, back) {
			back = known
		}
		r.Payments = append(r.Payments, PaymentStatus{p.ID, stateOf(p, back), p.Refunded})
	}
	if money == status.MoneyRefused && len(r.Done) > 0 && len(r.Done) == len(b.From) {
		r.Money, r.Done = status.MoneyRefunded, nil // all of it is paid back, whatever the answer was
	}
	return r, nil
}

// surelyBack reports whether the gateway reported so much of a payment as paid back that this share must be part of
// it.
func (o *Order) surelyBack(p Payment, b Block, f PaymentShare) (bool, error) {
	others := o.settled(p.ID)
	for _, x := range o.blocks {
		if x.N == b.N || x.Money != status.MoneySent && x.Money != status.MoneyInDoubt {
			continue
		}
		for _, g := range x.From {
			if g.Payment == p.ID {
				others = addOr(others, g.Amount)
			}
		}
	}
	rest, err := orElse(p.Reported, o.zero()).Sub(others)
	if err != nil {
		return false, moneyProblem(Textf("payment %s", p.ID), err)
	}
	return !greater(f.Amount, rest), nil
}

// RefundSettled records the answer to a refund.
type RefundSettled struct {
	Block    int                `json:"block"`
	Money    status.ReturnMoney `json:"money"`
	Refund   Ref                `json:"refund,omitzero"`
	Answer   string             `json:"answer,omitzero"`
	Payments []PaymentStatus    `json:"payments,omitzero"`
	Done     []PaymentShare     `json:"done,omitzero"` // of a refused refund: what went back all the same
}

// Kind implements Body.
func (RefundSettled) Kind() string { return "refund-settled" }

func (b RefundSettled) check(o *Order) error {
	if b.Money != status.MoneyRefunded && b.Money != status.MoneyRefused && b.Money != status.MoneyInDoubt {
		return fmt.Errorf("return money %q", b.Money)
	}
	if err := o.checkBlock(b.Block); err != nil {
		return err
	}
	if len(o.blocks[b.Block-1].From) == 0 {
		return fmt.Errorf("no refund of block R%d was ordered", b.Block)
	}
	for _, p := range b.Payments {
		if !slices.ContainsFunc(o.payments, func(x Payment) bool { return x.ID == p.Payment }) || p.State == 0 || p.State > status.PaymentCancelled {
			return fmt.Errorf("payment %q is %q", p.Payment, p.State)
		}
		if err := o.checkSums(p.Refunded); err != nil {
			return err
		}
	}
	return nil
}

func (b RefundSettled) apply(o *Order, _ *Event) {
	block := &o.blocks[b.Block-1]
	block.Money, block.Answer = b.Money, b.Answer
	if !b.Refund.IsZero() {
		block.Refund = b.Refund
	}
	for _, s := range b.Payments {
		i := slices.IndexFunc(o.payments, func(p Payment) bool { return p.ID == s.Payment })
		o.payments[i].State, o.payments[i].Refunded = s.State, s.Refunded
	}
	if b.Money == status.MoneyRefused {
		block.From, block.Done = nil, append(slices.Clone(block.Done), b.Done...)
	}
}

// PaymentStatus is the state of a payment after a refund.
type PaymentStatus struct {
	Payment  string              `json:"payment"`
	State    status.PaymentState `json:"state"`
	Refunded amount.Money        `json:"refunded"`
}
