package receipttest

import (
	"net/http"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
)

// Registrar is a registrar without receipts, and what a test may look at and do there behind its back.
type Registrar struct {
	// Port is the registrar. Needed.
	Port receipts.Registrar
	// Count counts the receipts that the service took. Needed.
	Count func() int

	// Format of the receipts that the checks register, receipts.FFD120 when zero.
	Format receipts.Format
	// About makes a payment, or for receipts of refunds a refund, that receipts of a kind can be about, where the service
	// registers only receipts of its own payments.
	About func(k receipts.Kind) order.Ref

	// Process lets the registers print what waits.
	Process func()
	// Refuses makes the next receipt fail, as a register does that has taken it: its key is then spent.
	Refuses func(key string)
	// FailsOnce makes the next receipt fail before anything is done, in a way that passes.
	FailsOnce func()
	// LosesAnswer makes the service take the next receipt and lose its answer.
	LosesAnswer func()
	// BadCredentials is the same registrar with credentials that the service does not take.
	BadCredentials receipts.Registrar
	// Call makes a genuine call of the service about a receipt: the request without its body, and the body. Port must be a
	// receipts.Webhooker.
	Call func(ref order.Ref) (*http.Request, []byte)
	// Forged makes such a call with wrong credentials. Without it all headers are removed.
	Forged func(ref order.Ref) (*http.Request, []byte)
}

// Gateway is a gateway without payments, and what a test may look at and do there behind its back.
type Gateway struct {
	// Port is the gateway. Needed.
	Port receipts.Gateway
	// Pays lets a buyer pay a sum, and returns the payment. Needed.
	Pays func(sum amount.Money) order.Ref
	// Refunded is what the gateway paid back of a payment. Needed.
	Refunded func(payment order.Ref) amount.Money

	// Process lets the gateway do what waits.
	Process func()
	// Refuses makes the gateway refuse the next refund for good.
	Refuses func(key string)
	// FailsOnce makes the next refund fail before anything is done, in a way that passes.
	FailsOnce func()
	// LosesAnswer makes the gateway do the next refund and lose its answer.
	LosesAnswer func()
	// BadCredentials is the same gateway with credentials that it does not take.
	BadCredentials receipts.Gateway
	// Call makes a genuine call of the gateway about a payment: the request without its body, and the body. Port must be a
	// receipts.Webhooker.
	Call func(ref order.Ref) (*http.Request, []byte)
	// Forged makes such a call with wrong credentials. Without it all headers are removed.
	Forged func(ref order.Ref) (*http.Request, []byte)
}
