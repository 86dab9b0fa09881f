package order

import (
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// PaymentForm is what a payment is made with.
type PaymentForm string

// The forms. Only money is receipted when it is paid; the others are named in the receipt of the goods.
const (
	FormMoney PaymentForm = "" // cash or cashless, as Payment.Method says
	// FormGiftCard is a gift card or certificate. It was paid for when it was sold, with a receipt of its own: what it
	// pays is the offset of that advance (1215).
	FormGiftCard PaymentForm = "gift-card"
	// FormBonus is bonus points that pay a part of an unchanged price: consideration in kind (1217). The Federal Tax
	// Service takes bonuses for a discount first, which lowers the price (letters ЕД-3-20/6387@ of 26 September 2017 and
	// АБ-4-20/6093 of 30 April 2021: AdjustBonus), and for consideration where the buyer earned them by a purchase and
	// the price stays; which of the two a loyalty programme is, its rules say.
	FormBonus PaymentForm = "bonus"
	// FormExchange is goods that the buyer gave back and that pay for others (1217).
	FormExchange PaymentForm = "exchange"
)

func (f PaymentForm) valid() bool {
	switch f {
	case FormMoney, FormGiftCard, FormBonus, FormExchange:
		return true
	}
	return false
}

// text names a form for people.
func (f PaymentForm) text() Text {
	switch f {
	case FormGiftCard:
		return Textf("gift card")
	case FormBonus:
		return Textf("bonus points")
	case FormExchange:
		return Textf("exchange of goods")
	}
	return Textf("money")
}

// last orders payments for a refund: what the buyer paid in money comes first.
func (f PaymentForm) last() int {
	switch f {
	case FormGiftCard:
		return 1
	case FormExchange:
		return 2
	case FormBonus:
		return 3
	}
	return 0
}

// Payment is money received, or held, for an order.
type Payment struct {
	// ID names the payment within the order and is unique there: what the host calls it, or the gateway's id. A report
	// with the same ID is about the same payment.
	ID     string              `json:"id"`
	State  status.PaymentState `json:"state"`           // PaymentPaid when zero
	Amount amount.Money        `json:"amount"`          // more than none
	Method string              `json:"method,omitzero"` // cash, card, transfer ... as the host names it
	// Form is what it is made with; once received it does not change.
	Form    PaymentForm `json:"form,omitzero"`
	Till    string      `json:"till,omitzero"`    // the till or bank account it belongs to
	Ref     Ref         `json:"ref,omitzero"`     // the payment at the gateway (Kind "payment") or marketplace
	Receipt *Document   `json:"receipt,omitzero"` // the fiscal receipt, once attached
	// Refunded is what was paid back or is ordered to be; Reported is what the gateway reported as paid back.
	Refunded amount.Money `json:"refunded"`
	Reported amount.Money `json:"said"`
	// Expires is when the gateway gives held money back by itself; zero if that is unknown, or no money is held.
	Expires time.Time `json:"expires,omitzero"`
	// Held is what was ordered of held money.
	Held HeldMoney `json:"held,omitzero"`
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
