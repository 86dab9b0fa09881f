package receipttest

import (
	"net/http"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
)

// Registrar is a registrar without receipts, with the functions to inspect and drive the fake system.
type Registrar struct {
	// Port is the registrar. Required.
	Port receipts.Registrar
	// Count counts the receipts that the service has accepted. Required.
	Count func() int

	// Format is the format of the receipts of the checks; receipts.FFD120 if zero.
	Format receipts.Format
	// About makes a payment, or a refund for the receipts of refunds, if the service registers only receipts of its own
	// payments.
	About func(k receipts.Kind) order.Ref

	// Process lets the cash registers print all waiting receipts.
	Process func()
	// Refuses makes the next receipt fail after it was accepted; its key is then used up.
	Refuses func(key string)
	// FailsOnce makes the next receipt fail temporarily, before anything is done.
	FailsOnce func()
	// LosesAnswer makes the next registration succeed and lose its answer.
	LosesAnswer func()
	// BadCredentials is the same registrar with credentials that the service refuses.
	BadCredentials receipts.Registrar
	// Call returns a genuine call of the service about a receipt: the request without its body, and the body. Port
	// must be a receipts.Webhooker.
	Call func(ref order.Ref) (*http.Request, []byte)
	// Forged returns such a call with wrong credentials. If it is nil, the checks use Call without its headers.
	Forged func(ref order.Ref) (*http.Request, []byte)
}

// Gateway is a gateway without payments, with the functions to inspect and drive the fake system.
type Gateway struct {
	// Port is the gateway. Required.
	Port receipts.Gateway
	// Pays makes a payment of a buyer and returns it. Required.
	Pays func(sum amount.Money) order.Ref
	// Refunded returns what the gateway has paid back of a payment. Required.
	Refunded func(payment order.Ref) amount.Money

	// Holds makes a payment of a buyer that is held and not taken, and returns it. Set it where Port is a
	// receipts.Holder.
	Holds func(sum amount.Money) order.Ref
	// Taken returns what the gateway has taken of a payment that was held; 0 while it is held and when it was given back.
	Taken func(payment order.Ref) amount.Money

	// Process lets the gateway process all waiting refunds.
	Process func()
	// Refuses makes the gateway refuse the next refund for good.
	Refuses func(key string)
	// FailsOnce makes the next refund, capture or release fail temporarily, before anything is done.
	FailsOnce func()
	// LosesAnswer makes the next refund, capture or release succeed and lose its answer.
	LosesAnswer func()
	// BadCredentials is the same gateway with credentials that it refuses.
	BadCredentials receipts.Gateway
	// Call returns a genuine call of the gateway about a payment: the request without its body, and the body. Port
	// must be a receipts.Webhooker.
	Call func(ref order.Ref) (*http.Request, []byte)
	// Forged returns such a call with wrong credentials. If it is nil, the checks use Call without its headers.
	Forged func(ref order.Ref) (*http.Request, []byte)
}
