package order

import (
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// SettleHold records the gateway's answer to a Capture or ReleaseHold: done, refused with a reason, or in doubt.
// Attempt is the number of the order that it answers (HeldMoney.Attempt at that time), or 0 for the last one. A late
// answer to an earlier one changes nothing. A PaymentReport of the gateway that the money is taken or given back
// settles it as well.
type SettleHold struct {
	Payment string
	Attempt int
	Outcome Outcome
}

// Kind implements Command.
func (SettleHold) Kind() Kind { return KindSettleHold }

func (c SettleHold) decide(o *Order, _ By) ([]Body, error) {
	i := slices.IndexFunc(o.payments, func(p Payment) bool { return p.ID == c.Payment })
	what := Textf("payment %s", c.Payment)
	switch {
	case c.Payment == "":
		return nil, refuse(ErrUnknown, "payment", "it has no id")
	case i < 0:
		return nil, refuse(ErrUnknown, what, "the order has no such payment")
	}
	p := o.payments[i]
	b := HoldSettled{Payment: p.ID, Ordered: p.Held.Ordered, Amount: p.Held.Amount, Answer: c.Outcome.Text}
	switch c.Outcome.Kind {
	case Applied, AlreadySo:
	case Rejected, Unsupported:
		b.State = HeldRefused
	case InDoubt:
		b.State = HeldInDoubt
	default:
		return nil, refuse(ErrInvalid, what, "the outcome must be one of %v", []OutcomeKind{Applied, AlreadySo, Unsupported, Rejected, InDoubt})
	}
	switch {
	case p.State != status.PaymentAuthorized: // its answer came by a report
		return nil, refuse(ErrAlready, what, "it is %s: no money is held", p.State)
	case c.Attempt != 0 && c.Attempt != p.Held.Attempt:
		return nil, refuse(ErrAlready, what, "that answers an earlier order; this is number %d", p.Held.Attempt)
	case b.State != "" && b.State == p.Held.State:
		return nil, refuse(ErrAlready, what, "the gateway's answer is known")
	case !p.Held.UnderWay():
		return nil, refuse(ErrNotNow, what, "nothing is ordered of the money that is held")
	case b.State != "":
		return []Body{b}, nil
	}
	if p.State = status.PaymentCancelled; p.capturing() {
		p.State, p.Amount = status.PaymentPaid, p.Held.Amount
	}
	changed, err := o.payment(p)
	if err != nil {
		return nil, err
	}
	bodies, _, err := o.withSurplus(changed, changed.Paid, changed.Owed, o.total, true)
	return append([]Body{b}, bodies...), err
}

// HoldSettled records the answer to an order to capture or release held money. A PaymentChanged follows when it is
// done.
type HoldSettled struct {
	Payment string       `json:"payment"`
	Ordered Kind         `json:"ordered"`
	Amount  amount.Money `json:"amount,omitzero"` // captured, or to be
	State   HeldState    `json:"state,omitzero"`  // empty: done
	Answer  string       `json:"answer,omitzero"`
}

// Kind implements Body.
func (HoldSettled) Kind() string { return "hold-settled" }

func (b HoldSettled) check(o *Order) error {
	if b.State != "" && b.State != HeldInDoubt && b.State != HeldRefused {
		return fmt.Errorf("the answer %q to an order about held money", b.State)
	}
	return o.checkHeld(b.Payment)
}

func (b HoldSettled) apply(o *Order, _ *Event) {
	i := slices.IndexFunc(o.payments, func(p Payment) bool { return p.ID == b.Payment })
	o.payments[i].Held.State, o.payments[i].Held.Answer = b.State, b.Answer
}
