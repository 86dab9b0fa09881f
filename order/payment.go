package order

import (
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Payment is money received, or held, for an order.
type Payment struct {
	ID      string              `json:"id"`               // unique within the order
	State   status.PaymentState `json:"state"`            // PaymentPaid when zero
	Amount  amount.Money        `json:"amount"`           // more than none
	Method  string              `json:"method,omitzero"`  // cash, card, transfer ... as the host names it
	Till    string              `json:"till,omitzero"`    // the till or bank account it belongs to
	Ref     Ref                 `json:"ref,omitzero"`     // the payment at the gateway or marketplace
	Receipt *Document           `json:"receipt,omitzero"` // the fiscal receipt, once attached
	// Refunded is what was paid back of it or has been ordered to be, Said what the gateway itself reported as refunded.
	Refunded amount.Money `json:"refunded"`
	Reported amount.Money `json:"said"`
}

// counts tells whether the money is there.
func (p Payment) counts() bool {
	return p.State == status.PaymentPaid || p.State == status.PaymentPartlyRefunded || p.State == status.PaymentRefunded
}

// PaymentShare is a part of a refund that goes back through one payment.
type PaymentShare struct {
	Payment string       `json:"payment"`
	Amount  amount.Money `json:"amount"`
}

// Document is a document of an outside system that belongs to the order: an invoice, a sale, a transfer, a receipt.
type Document struct {
	Kind   string `json:"kind"` // "invoice", "sale", "transfer", "return-note", "receipt" ... or a host's own
	Number string `json:"number"`
	Date   string `json:"date,omitzero"` // as the document says, ISO 8601
	Ref    Ref    `json:"ref,omitzero"`
	Posted bool   `json:"posted,omitzero"` // false for a draft
	Basis  string `json:"basis,omitzero"`  // the document it was made from
	// Shipment or Block it belongs to, 0 for the order.
	Shipment int `json:"shipment,omitzero"`
	Block    int `json:"block,omitzero"`
}

// sameThing tells whether two records are about the same document.
func (d Document) sameThing(e Document) bool {
	return d.Kind == e.Kind && d.Number == e.Number && d.Ref == e.Ref
}

func (d Document) check() error {
	if d.Kind == "" || d.Number == "" {
		return refuse(ErrInvalid, "document", "kind %q, number %q: both are needed", d.Kind, d.Number)
	}
	return nil
}
