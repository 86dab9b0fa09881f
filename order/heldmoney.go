package order

import (
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// HeldMoney is what was ordered last of money that is held, and how that stands. It is zero for a payment that is not
// held, or of which nothing was ordered.
type HeldMoney struct {
	Ordered Kind         `json:"ordered,omitzero"` // KindCapture or KindReleaseHold
	Amount  amount.Money `json:"amount,omitzero"`  // to be captured; unset for a release
	State   HeldState    `json:"state,omitzero"`
	Attempt int          `json:"attempt,omitzero"` // of either kind, from 1
	Reason  string       `json:"reason,omitzero"`  // of a release, for people
	Answer  string       `json:"answer,omitzero"`  // the gateway's, in its own words
}

// UnderWay reports whether the gateway has not answered yet, or nobody knows what it did.
func (h HeldMoney) UnderWay() bool { return h.State == HeldSent || h.State == HeldInDoubt }

// HeldState is how an order to capture or release held money stands.
type HeldState string

// The states. When it is done, the payment is not held any more.
const (
	HeldSent    HeldState = "sent"     // the gateway is asked
	HeldInDoubt HeldState = "in-doubt" // it may have been done
	HeldRefused HeldState = "refused"  // it was not done, and may be ordered again
)

// capturing reports whether held money is to be taken.
func (p Payment) capturing() bool { return p.Held.Ordered == KindCapture && p.Held.UnderWay() }

// releasing reports whether held money is to be given back.
func (p Payment) releasing() bool { return p.Held.Ordered == KindReleaseHold && p.Held.UnderWay() }

// heldTotal is the sum of all payments that are held.
func (o *Order) heldTotal() amount.Money {
	sum := o.zero()
	for _, p := range o.payments {
		if p.State == status.PaymentAuthorized {
			sum = addOr(sum, p.Amount)
		}
	}
	return sum
}

// isCovered reports whether the payments, with the held money that can be taken, cover the total.
func (o *Order) isCovered() bool {
	kept, err := o.paid.Sub(o.owed)
	for _, p := range o.payments {
		if p.State != status.PaymentAuthorized || p.releasing() || err != nil {
			continue
		}
		if p.capturing() {
			kept, err = kept.Add(p.Held.Amount)
		} else {
			kept, err = kept.Add(p.Amount)
		}
	}
	return err == nil && !greater(o.total, kept)
}

// isSecured reports whether there is money enough for a step of a prepaid scheme: it was received or, before the goods
// leave, is held where the scheme says that this suffices.
func (o *Order) isSecured(k Kind) bool {
	return o.isPaid() || o.rules.scheme.HeldSuffices && k != KindHandOver && o.isCovered()
}

// holdsEnd is when the first of the holds ends that are not being released; zero for never or unknown.
func (o *Order) holdsEnd() time.Time {
	var first time.Time
	for _, p := range o.payments {
		if p.State != status.PaymentAuthorized || p.releasing() || p.Expires.IsZero() {
			continue
		}
		if first.IsZero() || p.Expires.Before(first) {
			first = p.Expires
		}
	}
	return first
}
