package order

import (
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// Refund orders a block's money to be paid back: a person's command, never automatic. It is open once the block's goods
// that had left are back (Scheme.RefundBeforeGoods lifts that), once for each block; after a refusal by the gateway it may
// be given again.
type Refund struct {
	Block int
}

// Kind implements Command.
func (Refund) Kind() Kind { return KindRefund }

func (c Refund) decide(o *Order, _ By) ([]Body, error) {
	b, err := o.block(c.Block)
	if err != nil {
		return nil, err
	}
	switch b.Money {
	case status.MoneyOwed, status.MoneyRefused:
	case status.MoneyRefunded:
		return nil, refuse(ErrAlready, b.what(), "%s was paid back", b.Owed)
	case status.MoneyNothingOwed:
		return nil, refuse(ErrMoney, b.what(), "nothing is owed for it")
	default:
		return nil, refuse(ErrNotNow, b.what(), "its refund is %s; wait for the gateway's answer or settle it", b.Money)
	}
	if !o.rules.scheme.RefundBeforeGoods {
		for _, m := range o.held(b) {
			if !back(m.Custody) {
				return nil, refuse(ErrNotNow, b.what(), "the money goes back when the goods are, and the return of line %s × %s is %s", m.Line, m.To.minus(m.From), m.Custody)
			}
		}
	}
	from, err := o.drain(b)
	if err != nil {
		return nil, err
	}
	return []Body{RefundOrdered{b.N, b.Owed, from, b.Attempts + 1}}, nil
}

// back tells whether goods are back, never left, or will never come.
func back(c status.ReturnCustody) bool {
	switch c {
	case status.CustodyNotNeeded, status.CustodyReceived, status.CustodyAccepted, status.CustodyDamaged, status.CustodyLost:
		return true
	}
	return false
}

// drain says through which payments a block's money goes back: the newest first, each at most what is left of it.
func (o *Order) drain(b Block) ([]PaymentShare, error) {
	var from []PaymentShare
	left := b.Owed
	for _, p := range slices.Backward(o.payments) {
		if !p.counts() || left.IsZero() {
			continue
		}
		free, err := p.Amount.Sub(p.Refunded)
		if err != nil {
			return nil, moneyProblem("payment "+p.ID, err)
		}
		if free.above(left) {
			free = left
		}
		if free.Sign() <= 0 {
			continue
		}
		from = append(from, PaymentShare{p.ID, free})
		if left, err = left.Sub(free); err != nil {
			return nil, moneyProblem("payment "+p.ID, err)
		}
	}
	if !left.IsZero() {
		return nil, refuse(ErrMoney, b.what(), "%s of %s is more than what is left of the payments", left, b.Owed)
	}
	return from, nil
}

// RefundOrdered says that a person ordered a block's money to be paid back.
type RefundOrdered struct {
	Block   int            `json:"block"`
	Amount  Money          `json:"amount"`
	From    []PaymentShare `json:"from"`
	Attempt int            `json:"attempt"`
}

// Kind implements Body.
func (RefundOrdered) Kind() string { return "refund-ordered" }

func (b RefundOrdered) sound(o *Order) error {
	for _, f := range b.From {
		i := slices.IndexFunc(o.payments, func(p Payment) bool { return p.ID == f.Payment })
		if i < 0 {
			return fmt.Errorf("unknown payment %q", f.Payment)
		}
		if err := o.soundMoney(f.Amount); err != nil {
			return err
		}
		if _, err := o.payments[i].Refunded.Add(f.Amount); err != nil {
			return err
		}
	}
	return first(o.soundBlockN(b.Block), o.soundMoney(b.Amount))
}

func (b RefundOrdered) apply(o *Order, _ *Event) {
	block := &o.blocks[b.Block-1]
	block.Money, block.From, block.Attempts = status.MoneySent, b.From, b.Attempt
	for _, f := range b.From {
		i := slices.IndexFunc(o.payments, func(p Payment) bool { return p.ID == f.Payment })
		o.payments[i].Refunded, _ = o.payments[i].Refunded.Add(f.Amount)
	}
}

// SettleRefund is the gateway's answer to a refund: done, refused with a reason, or in doubt.
type SettleRefund struct {
	Block   int
	Outcome Outcome
}

// Kind implements Command.
func (SettleRefund) Kind() Kind { return KindSettleRefund }

func (c SettleRefund) decide(o *Order, _ By) ([]Body, error) {
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
		return nil, refuse(ErrInvalid, b.what(), "outcome %q does not settle a refund; applied, already-so, rejected, unsupported and in-doubt do", c.Outcome.Kind)
	}
	if b.Money == money {
		return nil, refuse(ErrAlready, b.what(), "its money is %s", money)
	}
	if b.Money != status.MoneySent && b.Money != status.MoneyInDoubt {
		return nil, refuse(ErrNotNow, b.what(), "its money is %s; no refund is under way", b.Money)
	}
	return []Body{RefundSettled{b.N, money, c.Outcome.Ref, c.Outcome.Text}}, nil
}

// RefundSettled says how a refund ended.
type RefundSettled struct {
	Block  int                `json:"block"`
	Money  status.ReturnMoney `json:"money"`
	Refund Ref                `json:"refund,omitzero"`
	Answer string             `json:"answer,omitzero"`
}

// Kind implements Body.
func (RefundSettled) Kind() string { return "refund-settled" }

func (b RefundSettled) sound(o *Order) error {
	if b.Money != status.MoneyRefunded && b.Money != status.MoneyRefused && b.Money != status.MoneyInDoubt {
		return fmt.Errorf("return money %q", b.Money)
	}
	if err := o.soundBlockN(b.Block); err != nil {
		return err
	}
	if len(o.blocks[b.Block-1].From) == 0 {
		return fmt.Errorf("no refund of block R%d was ordered", b.Block)
	}
	return nil
}

func (b RefundSettled) apply(o *Order, _ *Event) {
	block := &o.blocks[b.Block-1]
	block.Money, block.Answer = b.Money, b.Answer
	if !b.Refund.IsZero() {
		block.Refund = b.Refund
	}
	for _, f := range block.From {
		i := slices.IndexFunc(o.payments, func(p Payment) bool { return p.ID == f.Payment })
		p := &o.payments[i]
		switch b.Money {
		case status.MoneyRefused:
			p.Refunded, _ = p.Refunded.Sub(f.Amount)
		case status.MoneyRefunded:
			p.State = status.PaymentPartlyRefunded
			if p.Refunded == p.Amount {
				p.State = status.PaymentRefunded
			}
		}
	}
	if b.Money == status.MoneyRefused {
		block.From = nil
	}
}
