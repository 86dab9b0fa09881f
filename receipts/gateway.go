package receipts

import (
	"context"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Gateway holds the buyers' money: it tells how a payment stands and pays it back. It is safe for concurrent use.
type Gateway interface {
	// System names the service, e.g. "yookassa".
	System() string

	// Payment tells how a payment stands, by its reference there, ready for an order.PaymentReport: ID and Ref.ID are the
	// gateway's id, Refunded what it paid back of it so far. It changes nothing. A payment that it does not know is an
	// *ordo.Error of class NotFound.
	Payment(ctx context.Context, ref order.Ref) (order.Payment, error)

	// Refund ensures that a sum of a payment is paid back. It is "ensure": called again with the same Key and content it
	// finds what the first try did and never pays twice. If its state is RefundWaiting, ReadRefund tells more.
	//
	// What Check refuses is not sent: the error is that *RuleError. What the gateway refuses is no error but a
	// RefundRefused with its reason; to try again is then a new order with a new key. Retry and RateLimited mean that
	// nothing was paid and the same order may be given again, Auth that a person must act. InDoubt means that the money may
	// be gone: the same order under the same key is the one thing that may be given then. A gateway that forgets keys must
	// look among its refunds of the payment before it pays; where it cannot know, it answers InDoubt for good.
	Refund(ctx context.Context, o RefundOrder) (Refund, error)

	// ReadRefund tells how a refund stands, by Refund.Ref. It changes nothing. A refund that it does not know is an
	// *ordo.Error of class NotFound.
	ReadRefund(ctx context.Context, ref order.Ref) (Refund, error)
}

// RefundOrder is an order to pay money back.
type RefundOrder struct {
	Key     string       `json:"key"`             // unique for ever; the same for every try of the same order
	Payment order.Ref    `json:"payment"`         // the payment there
	Amount  amount.Money `json:"amount"`          // more than nothing
	Reason  string       `json:"reason,omitzero"` // for the buyer and for people at the gateway, up to 250 characters
	// Receipt goes along with gateways that register receipts of what they pay back; its total is Amount. It may be nil:
	// then the receipt is registered by itself, after the money is back.
	Receipt *Receipt `json:"receipt,omitzero"`
}

// Check tells all that is wrong with the order, its receipt included, as a *[RuleError].
func (o RefundOrder) Check() error {
	c := &rules{position: -1}
	c.text(0, "Key", o.Key, 1, MaxKey)
	c.must(o.Payment.ID != "", 0, "Payment", "names no payment")
	c.must(o.Amount.Sign() > 0, 0, "Amount", "%q is not more than nothing", o.Amount)
	c.text(0, "Reason", o.Reason, 0, 250)
	if o.Receipt != nil {
		c.must(o.Receipt.Kind == SellRefund, 1054, "Receipt.Kind", "is %q, of money paid back it is %q", o.Receipt.Kind, SellRefund)
		c.must(o.Receipt.Total == o.Amount, 1020, "Receipt.Total", "is %s, what is paid back is %s", o.Receipt.Total, o.Amount)
		if err, ok := o.Receipt.Check().(*RuleError); ok { //nolint:errorlint // it is made by Check itself
			for _, p := range err.Problems {
				p.Field = "Receipt." + p.Field
				c.broken = append(c.broken, p)
			}
		}
	}
	return c.err("refund", o.Key)
}

// RefundState is how far a refund has come.
type RefundState uint8

// The states.
const (
	RefundWaiting RefundState = iota + 1 // taken, not done yet
	RefundDone                           // the money is on its way to the buyer; never changes
	RefundRefused                        // nothing was paid back and nothing will be
)

var refundStates = [...]string{"", "waiting", "done", "refused"}

// String returns a readable code.
func (s RefundState) String() string {
	if int(s) < len(refundStates) {
		return refundStates[s]
	}
	return "state " + strconv.Itoa(int(s))
}

// Refund is money paid back, or not.
type Refund struct {
	Key     string    // of the order, if the gateway tells
	Ref     order.Ref // of the refund there
	Payment order.Ref
	State   RefundState
	Amount  amount.Money
	Code    string // why it was refused, in the gateway's words
	Text    string
	Receipt *Document // the receipt that went along, as far as the gateway tells
}

// Outcome is the refund as the answer that order.SettleRefund wants. It is false while the refund waits: then nothing is
// settled.
func (r Refund) Outcome() (order.Outcome, bool) {
	switch r.State {
	case RefundDone:
		return order.Outcome{Kind: order.Applied, Ref: r.Ref, Text: r.Text}, true
	case RefundRefused:
		return order.Outcome{Kind: order.Rejected, Ref: r.Ref, Code: r.Code, Text: r.Text}, true
	}
	return order.Outcome{}, false
}

// Webhooker is a registrar or gateway that calls us.
type Webhooker = ordo.Webhooker[News]

// News says what has changed, and nothing of how. Services do not sign what they send, so whoever acts on it reads the
// thing afresh, by Registrar.Read, Gateway.Payment or Gateway.ReadRefund. One field is set, or Refund with its Payment.
type News struct {
	Document order.Ref
	Payment  order.Ref
	Refund   order.Ref
}
