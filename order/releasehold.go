package order

import "github.com/ordo-sdk/ordo/status"

// ReleaseHold orders held money to be given back to the buyer. It is given once, as a Capture is.
type ReleaseHold struct {
	Payment string
	Reason  string // for people
}

// Kind implements Command.
func (ReleaseHold) Kind() Kind { return KindReleaseHold }

func (c ReleaseHold) decide(o *Order, _ By) ([]Body, error) {
	p, err := o.heldPayment(c.Payment, func(p Payment) bool { return p.State == status.PaymentCancelled })
	if err != nil {
		return nil, err
	}
	return []Body{ReleaseOrdered{p.ID, c.Reason, p.Held.Attempt + 1}}, nil
}

// ReleaseOrdered records that held money is to be given back.
type ReleaseOrdered struct {
	Payment string `json:"payment"`
	Reason  string `json:"reason,omitzero"`
	Attempt int    `json:"attempt"`
}

// Kind implements Body.
func (ReleaseOrdered) Kind() string { return "release-ordered" }

func (b ReleaseOrdered) check(o *Order) error { return o.checkHeld(b.Payment) }

func (b ReleaseOrdered) apply(o *Order, _ *Event) {
	o.held(b.Payment, HeldMoney{Ordered: KindReleaseHold, State: HeldSent, Attempt: b.Attempt, Reason: b.Reason})
}
