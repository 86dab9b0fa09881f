package receipts

import (
	"context"
	"strconv"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Holder is a Gateway whose payments may be held on the buyer's account before they are taken: payments in two stages.
// Payment reports a held one as status.PaymentAuthorized, with Expires.
//
// Capture and Release are idempotent as Refund is, and their errors have the same classes. A payment that was captured
// or released before, by whomever, is not an error: the result says what it came to. If the state is HoldWaiting, poll
// Gateway.Payment, and read it with CaptureOrder.Result or ReleaseOrder.Result.
type Holder interface {
	Gateway

	// Capture ensures that held money is taken, all of it or less; the gateway gives the rest back.
	Capture(ctx context.Context, o CaptureOrder) (Hold, error)
	// Release ensures that held money is given back.
	Release(ctx context.Context, o ReleaseOrder) (Hold, error)
}

// CaptureOrder is an order to take held money.
type CaptureOrder struct {
	Key     string       `json:"key"`     // idempotency key: unique, and the same for every repetition of the order
	Payment order.Ref    `json:"payment"` // reference of the payment in the gateway
	Amount  amount.Money `json:"amount"`  // more than 0, at most what is held
	// Receipt is the receipt of the captured sum, whose total is Amount, for gateways that register receipts. A gateway
	// may leave it out where it has none to correct: it is then registered separately, after the capture.
	Receipt *Receipt `json:"receipt,omitzero"`
}

// Check returns nil or a *[RuleError] that lists every rule the order or its receipt breaks.
func (o CaptureOrder) Check() error {
	c := &rules{position: -1}
	c.text(0, "Key", o.Key, 1, MaxKey)
	c.must(o.Payment.ID != "", 0, "Payment", "the reference of the payment is missing")
	c.must(!o.Amount.IsUnset(), 0, "Amount", "the sum to be captured is missing")
	c.must(o.Amount.IsUnset() || o.Amount.Sign() > 0, 0, "Amount", "is %s: it must be more than 0", o.Amount)
	if o.Receipt != nil {
		c.must(o.Receipt.Kind == Sell, 1054, "Receipt.Kind", "%s: the receipt of a capture is %q", is(string(o.Receipt.Kind)), Sell)
		c.must(o.Receipt.Total == o.Amount, 1020, "Receipt.Total", "%s, but the capture is of %s", is(o.Receipt.Total.String()), o.Amount)
		if err, ok := o.Receipt.Check().(*RuleError); ok { //nolint:errorlint // Check returns no other error
			for _, p := range err.Problems {
				p.Field = "Receipt." + p.Field
				c.broken = append(c.broken, p)
			}
		}
	}
	return c.err("capture", o.Key)
}

// Result returns how the order ended for a payment as the gateway has it. A payment that is not held any more, but not
// captured as ordered, is refused: the order did not do that.
func (o CaptureOrder) Result(p order.Payment) Hold {
	h := Hold{State: HoldRefused, Payment: p}
	switch {
	case p.State == status.PaymentAuthorized:
		h.State = HoldWaiting
	case isReceived(p) && p.Amount == o.Amount:
		h.State = HoldDone
	case isReceived(p):
		h.Code, h.Text = p.State.String(), "another sum was captured there: "+p.Amount.String()
	default:
		h.Code, h.Text = p.State.String(), "the payment is "+p.State.String()+" there"
	}
	return h
}

// ReleaseOrder is an order to give held money back.
type ReleaseOrder struct {
	Key     string    `json:"key"`
	Payment order.Ref `json:"payment"`
}

// Check returns nil or a *[RuleError] that lists every rule the order breaks.
func (o ReleaseOrder) Check() error {
	c := &rules{position: -1}
	c.text(0, "Key", o.Key, 1, MaxKey)
	c.must(o.Payment.ID != "", 0, "Payment", "the reference of the payment is missing")
	return c.err("release", o.Key)
}

// Result returns how the order ended for a payment as the gateway has it; see [CaptureOrder.Result].
func (o ReleaseOrder) Result(p order.Payment) Hold {
	h := Hold{State: HoldRefused, Payment: p}
	switch p.State { //nolint:exhaustive // the others are not released
	case status.PaymentAuthorized:
		h.State = HoldWaiting
	case status.PaymentCancelled, status.PaymentFailed:
		h.State = HoldDone
	default:
		h.Code, h.Text = p.State.String(), "the payment is "+p.State.String()+" there"
	}
	return h
}

// HoldState is the state of an order to capture or release held money.
type HoldState uint8

// The states.
const (
	HoldWaiting HoldState = iota + 1 // accepted, not done yet
	HoldDone                         // final
	HoldRefused                      // not done; final
)

var holdStates = [...]string{"", "waiting", "done", "refused"}

// String returns a readable code.
func (s HoldState) String() string {
	if int(s) < len(holdStates) {
		return holdStates[s]
	}
	return "state " + strconv.Itoa(int(s))
}

// Hold is a held payment of which a capture or release was ordered.
type Hold struct {
	State   HoldState
	Payment order.Payment // as the gateway has it now
	Code    string        // the gateway's code and text for a refusal
	Text    string
}

// Outcome returns the hold as the outcome for order.SettleHold. It returns false while it is waiting.
func (h Hold) Outcome() (order.Outcome, bool) {
	switch h.State {
	case HoldDone:
		return order.Outcome{Kind: order.Applied, Ref: h.Payment.Ref, Text: h.Text}, true
	case HoldRefused:
		return order.Outcome{Kind: order.Rejected, Ref: h.Payment.Ref, Code: h.Code, Text: h.Text}, true
	}
	return order.Outcome{}, false
}
