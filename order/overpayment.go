package order

import (
	"fmt"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// withSurplus returns the event b and, if then more is paid than the order costs and the seller pays back, an event
// that assigns the surplus: first to return blocks whose units were not paid for, then, if own is set, to a block of
// its own. It also returns what is left unassigned.
func (o *Order) withSurplus(b Body, paid, owed, total amount.Money, own bool) ([]Body, amount.Money, error) {
	bodies := []Body{b}
	rest, err := paid.Sub(owed)
	if err == nil {
		rest, err = rest.Sub(total)
	}
	if err != nil {
		return nil, amount.Money{}, moneyProblem("order", err)
	}
	if rest.Sign() <= 0 {
		return bodies, o.zero(), nil
	}
	if o.rules.scheme.ChannelRefunds {
		return bodies, o.zero(), nil
	}
	s := SurplusOwed{}
	for _, x := range o.blocks {
		if rest.IsZero() || x.Money != status.MoneyNothingOwed && x.Money != status.MoneyOwed && x.Money != status.MoneyRefused {
			continue
		}
		room, err := x.Sum.Sub(x.Owed)
		if err == nil {
			room, err = room.Sub(x.withheld())
		}
		if err != nil {
			return nil, amount.Money{}, moneyProblem(x.what(), err)
		}
		if room.Sign() <= 0 {
			continue
		}
		if greater(room, rest) {
			room = rest
		}
		more := BlockOwed{N: x.N, Money: x.Money}
		if more.Money == status.MoneyNothingOwed {
			more.Money = status.MoneyOwed
		}
		if more.Owed, err = x.Owed.Add(room); err == nil {
			rest, err = rest.Sub(room)
		}
		if err != nil {
			return nil, amount.Money{}, moneyProblem(x.what(), err)
		}
		s.Raised = append(s.Raised, more)
	}
	if own && rest.Sign() > 0 {
		s.Block = &Block{N: len(o.blocks) + 1, Parts: []Part{}, Sum: o.zero(), Owed: rest, Reason: status.ReasonOverpaid, Money: status.MoneyOwed}
	}
	if len(s.Raised) > 0 || s.Block != nil {
		bodies = append(bodies, s)
	}
	return bodies, rest, nil
}

// oweSurplus assigns the surplus of what is paid, as a part of a report that is being applied.
func (o *Order) oweSurplus(by By) error {
	bodies, _, err := o.withSurplus(nil, o.paid, o.owed, o.total, true)
	if err == nil {
		o.commitReported(by, bodies[1:]...)
	}
	return err
}

// booked returns the events of a refund that is booked. Where the buyer has paid anew what had gone back, more is paid
// then than the order costs, and the surplus is assigned.
func (o *Order) booked(by By, bodies ...Body) ([]Body, error) {
	c := o.Clone()
	for _, b := range bodies {
		b.apply(c, &Event{At: by.At, By: by.Actor, Body: b})
	}
	more, _, err := c.withSurplus(nil, c.paid, c.owed, c.total, true)
	if err != nil {
		return nil, err
	}
	return append(bodies, more[1:]...), nil
}

// SurplusOwed records that more was paid than the order costs, and which blocks the surplus is owed in.
type SurplusOwed struct {
	Raised []BlockOwed `json:"raised,omitzero"`
	Block  *Block      `json:"block,omitzero"` // a block of its own, without units
}

// Kind implements Body.
func (SurplusOwed) Kind() string { return "surplus-owed" }

func (b SurplusOwed) check(o *Order) error {
	owed := o.owed
	for _, r := range b.Raised {
		if err := firstError(o.checkBlock(r.N), o.checkSums(r.Owed)); err != nil {
			return err
		}
		if r.Money == 0 || r.Money > status.MoneyRefused {
			return fmt.Errorf("return money %q", r.Money)
		}
		rest, err := owed.Sub(o.blocks[r.N-1].Owed)
		if err == nil {
			owed, err = rest.Add(r.Owed)
		}
		if err != nil {
			return err
		}
	}
	if b.Block == nil {
		return nil
	}
	_, err := owed.Add(b.Block.Owed)
	return firstError(o.checkNewBlock(*b.Block), err)
}

func (b SurplusOwed) apply(o *Order, e *Event) {
	for _, r := range b.Raised {
		x := &o.blocks[r.N-1]
		o.owed, _ = o.owed.Sub(x.Owed)
		o.owed, _ = o.owed.Add(r.Owed)
		x.Owed, x.Money = r.Owed, r.Money
	}
	if b.Block != nil {
		o.addBlock(*b.Block, e)
	}
}

// BlockOwed is the sum that a block owes from now on.
type BlockOwed struct {
	N     int                `json:"n"`
	Owed  amount.Money       `json:"owed"`
	Money status.ReturnMoney `json:"money"`
}
