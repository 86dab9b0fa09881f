package order

import (
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Payment is money received, or held, for an order.
type Payment struct {
	// ID names the payment within the order and is unique there: what the host calls it, or the gateway's id. A report
	// with the same ID is about the same payment.
	ID      string              `json:"id"`
	State   status.PaymentState `json:"state"`            // PaymentPaid when zero
	Amount  amount.Money        `json:"amount"`           // more than none
	Method  string              `json:"method,omitzero"`  // cash, card, transfer ... as the host names it
	Till    string              `json:"till,omitzero"`    // the till or bank account it belongs to
	Ref     Ref                 `json:"ref,omitzero"`     // the payment at the gateway (Kind "payment") or marketplace
	Receipt *Document           `json:"receipt,omitzero"` // the fiscal receipt, once attached
	// Refunded is what was paid back or is ordered to be; Reported is what the gateway reported as paid back.
	Refunded amount.Money `json:"refunded"`
	Reported amount.Money `json:"said"`
}

// counts reports whether the money was received.
func (p Payment) counts() bool {
	return p.State == status.PaymentPaid || p.State == status.PaymentPartlyRefunded || p.State == status.PaymentRefunded
}

// PaymentShare is a part of a refund that goes back through one payment.
type PaymentShare struct {
	Payment string       `json:"payment"`
	Amount  amount.Money `json:"amount"`
}
