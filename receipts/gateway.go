package receipts

import (
	"context"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Gateway is a payment service: it reports payments and pays refunds. It is safe for concurrent use.
type Gateway interface {
	// System returns the name of the service, such as "yookassa".
	System() string

	// Payment returns a payment by its reference in the service, as an order.PaymentReport needs it: ID and Ref.ID
	// are the gateway's id, Refunded is the sum paid back so far. It changes nothing. If the payment is unknown, the
	// error is an *ordo.Error of class NotFound.
	Payment(ctx context.Context, ref order.Ref) (order.Payment, error)

	// Refund ensures that a sum of a payment is paid back. It is idempotent: called again with the same Key and
	// content, it returns the first refund and never pays twice. If the state is RefundWaiting, poll ReadRefund.
	//
	// An order that Check refuses is not sent: the error is its *RuleError. If the gateway refuses the refund, the
	// result is RefundRefused with the reason and no error; another attempt needs a new key. Errors are *ordo.Error
	// by class: after Retry and RateLimited nothing was paid and the same order may be repeated; Auth means that a
	// person must act. After InDoubt the money may have been paid: only the same order under the same key may be
	// repeated. A gateway that forgets keys must search the refunds of the payment before it pays; if it cannot find
	// out, it returns InDoubt every time.
	Refund(ctx context.Context, o RefundOrder) (Refund, error)

	// ReadRefund returns a refund by its Refund.Ref. It changes nothing. If the refund is unknown, the error is an
	// *ordo.Error of class NotFound.
	ReadRefund(ctx context.Context, ref order.Ref) (Refund, error)
}

// RefundOrder is an order to pay money back.
type RefundOrder struct {
	Key     string       `json:"key"`             // idempotency key: unique, and the same for every repetition of the order
	Payment order.Ref    `json:"payment"`         // reference of the payment in the gateway
	Amount  amount.Money `json:"amount"`          // more than 0
	Reason  string       `json:"reason,omitzero"` // for the buyer and the staff of the gateway, up to 250 characters
	// Receipt is for gateways that register the receipt of a refund; its total is Amount. If it is nil, the receipt is
	// registered separately, after the refund is paid.
	Receipt *Receipt `json:"receipt,omitzero"`
}

// Check returns nil or a *[RuleError] that lists every rule the order or its receipt breaks.
func (o RefundOrder) Check() error {
	c := &rules{position: -1}
	c.text(0, "Key", o.Key, 1, MaxKey)
	c.must(o.Payment.ID != "", 0, "Payment", "the reference of the payment is missing")
	c.must(!o.Amount.IsUnset(), 0, "Amount", "the sum to be paid back is missing")
	c.must(o.Amount.IsUnset() || o.Amount.Sign() > 0, 0, "Amount", "is %s: it must be more than 0", o.Amount)
	c.text(0, "Reason", o.Reason, 0, 250)
	if o.Receipt != nil {
		c.must(o.Receipt.Kind == SellRefund, 1054, "Receipt.Kind", "%s: the receipt of a refund is %q", is(string(o.Receipt.Kind)), SellRefund)
		c.must(o.Receipt.Total == o.Amount, 1020, "Receipt.Total", "%s, but the refund is of %s", is(o.Receipt.Total.String()), o.Amount)
		if err, ok := o.Receipt.Check().(*RuleError); ok { //nolint:errorlint // Check returns no other error
			for _, p := range err.Problems {
				p.Field = "Receipt." + p.Field
				c.broken = append(c.broken, p)
			}
		}
	}
	return c.err("refund", o.Key)
}

// RefundState is the state of a refund.
type RefundState uint8

// The states of a refund.
const (
	RefundWaiting RefundState = iota + 1 // accepted, not done yet
	RefundDone                           // paid; final
	RefundRefused                        // not paid; final
)

var refundStates = [...]string{"", "waiting", "done", "refused"}

// String returns a readable code.
func (s RefundState) String() string {
	if int(s) < len(refundStates) {
		return refundStates[s]
	}
	return "state " + strconv.Itoa(int(s))
}

// Refund is a refund of a payment.
type Refund struct {
	Key     string    // RefundOrder.Key, if the gateway returns it
	Ref     order.Ref // reference of the refund in the gateway
	Payment order.Ref
	State   RefundState
	Amount  amount.Money
	Code    string // the gateway's code and text for a refusal
	Text    string
	Receipt *Document // the receipt of the refund, if the gateway returns it
}

// Outcome returns the refund as the outcome for order.SettleRefund. It returns false while the refund is waiting.
func (r Refund) Outcome() (order.Outcome, bool) {
	switch r.State {
	case RefundDone:
		return order.Outcome{Kind: order.Applied, Ref: r.Ref, Text: r.Text}, true
	case RefundRefused:
		return order.Outcome{Kind: order.Rejected, Ref: r.Ref, Code: r.Code, Text: r.Text}, true
	}
	return order.Outcome{}, false
}

// Webhooker is a registrar or gateway with webhooks.
type Webhooker = ordo.Webhooker[News]

// News names the receipt, payment or refund that has changed. It has no content, because services do not sign their
// calls: read the current state with Registrar.Read, Gateway.Payment or Gateway.ReadRefund. One field is set, or Refund
// and its Payment.
type News struct {
	Document order.Ref
	Payment  order.Ref
	Refund   order.Ref
}
