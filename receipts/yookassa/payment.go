package yookassa

import (
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// Payment is a payment as YooKassa returns it.
type Payment struct {
	ID                 string            `json:"id"`
	Status             Status            `json:"status"`
	Amount             amount.Money      `json:"amount"` // after a partial capture: what was captured
	IncomeAmount       amount.Money      `json:"income_amount,omitzero"`
	RefundedAmount     amount.Money      `json:"refunded_amount,omitzero"` // sum of the refunds that succeeded
	Description        string            `json:"description,omitzero"`
	Recipient          *Recipient        `json:"recipient,omitzero"`
	PaymentMethod      *PaymentMethod    `json:"payment_method,omitzero"`
	CreatedAt          time.Time         `json:"created_at,omitzero"`
	CapturedAt         time.Time         `json:"captured_at,omitzero"`
	ExpiresAt          time.Time         `json:"expires_at,omitzero"`   // until when a held payment can be captured
	Confirmation       *Confirmation     `json:"confirmation,omitzero"` // only while Pending
	Test               bool              `json:"test,omitzero"`
	Paid               bool              `json:"paid,omitzero"`
	Refundable         bool              `json:"refundable,omitzero"`
	Receipt            Status            `json:"receipt_registration,omitzero"` // empty: no receipt was asked for
	Metadata           map[string]string `json:"metadata,omitzero"`
	Cancellation       *Cancellation     `json:"cancellation_details,omitzero"`
	Authorization      *Authorization    `json:"authorization_details,omitzero"`
	MerchantCustomerID string            `json:"merchant_customer_id,omitzero"`
	Invoice            *Invoice          `json:"invoice_details,omitzero"`
	Extra              wire.Extra        `json:"-"` // among others transfers and deal
}

// complete returns an error if a required field is missing.
func (p *Payment) complete() error {
	return missingField([2]string{"id", p.ID}, [2]string{"status", string(p.Status)}, [2]string{"amount", p.Amount.Currency()})
}

// Remaining returns the amount that has not been refunded. Pending refunds are not subtracted.
func (p *Payment) Remaining() (amount.Money, error) { return p.Amount.Sub(p.RefundedAmount) }

// Recipient is the shop that gets the money.
type Recipient struct {
	AccountID string     `json:"account_id,omitzero"`
	GatewayID string     `json:"gateway_id,omitzero"` // a sub-account
	Extra     wire.Extra `json:"-"`
}

// PaymentMethod is what the buyer pays with.
type PaymentMethod struct {
	Type   string     `json:"type"` // such as "bank_card" or "sbp"
	ID     string     `json:"id"`
	Saved  bool       `json:"saved"`
	Status string     `json:"status,omitzero"` // pending, active, inactive
	Title  string     `json:"title,omitzero"`
	Card   *Card      `json:"card,omitzero"`
	Extra  wire.Extra `json:"-"`
}

// Card is a bank card, without its number.
type Card struct {
	First6        string     `json:"first6,omitzero"`
	Last4         string     `json:"last4"`
	ExpiryMonth   string     `json:"expiry_month"`
	ExpiryYear    string     `json:"expiry_year"`
	CardType      string     `json:"card_type"`
	IssuerCountry string     `json:"issuer_country,omitzero"`
	IssuerName    string     `json:"issuer_name,omitzero"`
	Extra         wire.Extra `json:"-"`
}

// Confirmation is how the buyer confirms a payment: the field for its Type is set.
type Confirmation struct {
	Type      string     `json:"type"`
	URL       string     `json:"confirmation_url,omitzero"`   // redirect, mobile_application: send the buyer there
	Data      string     `json:"confirmation_data,omitzero"`  // qr: what the code shows
	Token     string     `json:"confirmation_token,omitzero"` // embedded: for the widget
	ReturnURL string     `json:"return_url,omitzero"`
	Locale    string     `json:"locale,omitzero"`
	Enforce   bool       `json:"enforce,omitzero"`
	Extra     wire.Extra `json:"-"`
}

// The types of confirmation.
const (
	Redirect          = "redirect"
	External          = "external" // in the buyer's own app
	QR                = "qr"
	Embedded          = "embedded"
	MobileApplication = "mobile_application"
)

// Authorization is the bank's reference.
type Authorization struct {
	RRN          string       `json:"rrn,omitzero"`
	AuthCode     string       `json:"auth_code,omitzero"`
	ThreeDSecure ThreeDSecure `json:"three_d_secure,omitzero"`
	Extra        wire.Extra   `json:"-"`
}

// ThreeDSecure reports whether the buyer passed 3-D Secure.
type ThreeDSecure struct {
	Applied bool       `json:"applied"`
	Extra   wire.Extra `json:"-"`
}

// Invoice is the invoice that a payment belongs to.
type Invoice struct {
	ID    string     `json:"id"`
	Extra wire.Extra `json:"-"`
}

// NewPayment is a payment to be created.
type NewPayment struct {
	Amount             amount.Money       `json:"amount"`
	Description        string             `json:"description,omitzero"` // the buyer sees it; at most 128 characters
	Receipt            *ReceiptData       `json:"receipt,omitzero"`     // required or sent later, as the shop's settings demand
	Recipient          *Recipient         `json:"recipient,omitzero"`
	PaymentToken       string             `json:"payment_token,omitzero"`       // from the mobile SDK; excludes PaymentMethodData
	PaymentMethodID    string             `json:"payment_method_id,omitzero"`   // a saved method
	PaymentMethodData  *PaymentMethodData `json:"payment_method_data,omitzero"` // nil: the buyer chooses
	Confirmation       *NewConfirmation   `json:"confirmation,omitzero"`
	SavePaymentMethod  bool               `json:"save_payment_method,omitzero"`
	Capture            bool               `json:"capture"` // false: the money is held until Client.CapturePayment
	ClientIP           string             `json:"client_ip,omitzero"`
	Metadata           map[string]string  `json:"metadata,omitzero"` // at most 16 keys of 32 characters, values of 512
	MerchantCustomerID string             `json:"merchant_customer_id,omitzero"`
	Extra              wire.Extra         `json:"-"` // fields that are not typed here: transfers, deal, airline
}

// PaymentMethodData is how the buyer will pay.
type PaymentMethodData struct {
	Type  string     `json:"type"`
	Phone string     `json:"phone,omitzero"`
	Extra wire.Extra `json:"-"`
}

// NewConfirmation is how the buyer should confirm.
type NewConfirmation struct {
	Type      string     `json:"type"`
	ReturnURL string     `json:"return_url,omitzero"` // at most 2048 characters
	Locale    string     `json:"locale,omitzero"`     // ru_RU or en_US
	Enforce   bool       `json:"enforce,omitzero"`    // insist on 3-D Secure
	Extra     wire.Extra `json:"-"`
}

// Capture is the part of a held payment to be charged. The zero Capture charges all.
type Capture struct {
	Amount  amount.Money `json:"amount,omitzero"`  // at most what is held; the rest is released
	Receipt *ReceiptData `json:"receipt,omitzero"` // required for a part if the shop has receipts
	Extra   wire.Extra   `json:"-"`
}
