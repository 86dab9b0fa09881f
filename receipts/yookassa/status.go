package yookassa

import "github.com/ordo-sdk/ordo/wire"

// Status is the state of a payment, a refund or a receipt. Values that are not listed here are kept as they came.
type Status string

// The statuses.
const (
	Pending           Status = "pending"             // the buyer, the bank or the register is processing it
	WaitingForCapture Status = "waiting_for_capture" // payments: the money is held; capture or cancel it before ExpiresAt
	Succeeded         Status = "succeeded"           // paid, sent back, or registered
	Canceled          Status = "canceled"            // not paid, refused, or not registered
)

// IsFinal reports whether the status will not change.
func (s Status) IsFinal() bool { return s == Succeeded || s == Canceled }

// Cancellation is who cancelled a payment or refused a refund, and why.
type Cancellation struct {
	Party  string     `json:"party"`  // yoo_money, payment_network, refund_network or merchant
	Reason string     `json:"reason"` // see PaymentReason and RefundReason
	Extra  wire.Extra `json:"-"`
}

// The parties to a cancellation.
const (
	PartyYooMoney       = "yoo_money"
	PartyPaymentNetwork = "payment_network"
	PartyRefundNetwork  = "refund_network"
	PartyMerchant       = "merchant"
)

// Remedy is what may help after a cancellation. A new try needs a new idempotence key.
type Remedy uint8

// The remedies.
const (
	RemedyUnknown     Remedy = iota // the reason is not documented
	RemedyRetry                     // an unchanged retry may work
	RemedyLater                     // it may work tomorrow, or when there is money
	RemedyOtherMethod               // a payment: with another card or method
	RemedyNone                      // a refund: return the money another way
	RemedyCorrect                   // correct the data
	RemedyAskSupport                // ask YooKassa's support
)

var remedyCodes = [...]string{"unknown", "retry", "later", "other-method", "none", "correct", "ask-support"}

// String returns a code such as "other-method".
func (r Remedy) String() string {
	if int(r) < len(remedyCodes) {
		return remedyCodes[r]
	}
	return remedyCodes[RemedyUnknown]
}

// Reason is the meaning of a code in Cancellation.Reason.
type Reason struct {
	Code    string
	Meaning string
	Remedy  Remedy
}

// PaymentReason returns why a payment was cancelled. ok is false for a code that is not documented.
func PaymentReason(code string) (r Reason, ok bool) { return reason(paymentReasons, code) }

// RefundReason returns why a refund was refused, by the code of its cancellation or of the error. ok is false for a
// code that is not documented.
func RefundReason(code string) (r Reason, ok bool) { return reason(refundReasons, code) }

func reason(all []Reason, code string) (Reason, bool) {
	for _, r := range all {
		if r.Code == code {
			return r, true
		}
	}
	return Reason{Code: code}, false
}

var paymentReasons = []Reason{
	{"3d_secure_failed", "3-D Secure was not passed", RemedyRetry},
	{"call_issuer", "the bank refused without detail", RemedyOtherMethod},
	{"canceled_by_merchant", "cancelled through the API", RemedyRetry},
	{"card_expired", "the card has expired", RemedyOtherMethod},
	{"country_forbidden", "cards of this country are not accepted", RemedyOtherMethod},
	{"deal_expired", "the safe deal has ended", RemedyRetry},
	{"expired_on_capture", "the shop did not capture in time", RemedyRetry},
	{"expired_on_confirmation", "the buyer did not confirm in time", RemedyRetry},
	{"fraud_suspected", "blocked as fraud", RemedyOtherMethod},
	{"general_decline", "refused without detail", RemedyOtherMethod},
	{"identification_required", "the wallet's limit is reached", RemedyOtherMethod},
	{"insufficient_funds", "not enough money", RemedyOtherMethod},
	{"internal_timeout", "YooKassa did not process it in 30 s", RemedyRetry},
	{"invalid_card_number", "wrong card number", RemedyCorrect},
	{"invalid_csc", "wrong CVC", RemedyCorrect},
	{"issuer_unavailable", "the bank cannot be reached", RemedyLater},
	{"loan_declined", "the loan was refused", RemedyOtherMethod},
	{"payment_method_limit_exceeded", "a limit of the method or of the shop is reached", RemedyOtherMethod},
	{"payment_method_restricted", "the card is blocked", RemedyOtherMethod},
	{"permission_revoked", "the buyer no longer allows automatic payments", RemedyCorrect},
	{"unsupported_mobile_operator", "the mobile operator is not supported", RemedyOtherMethod},
}

var refundReasons = []Reason{
	{"general_decline", "refused without detail", RemedyAskSupport},
	{"insufficient_funds", "the day's income is less than the refund", RemedyLater},
	{"rejected_by_payee", "the buyer's bank refused", RemedyNone},
	{"rejected_by_timeout", "a technical failure", RemedyRetry},
	{"yoo_money_account_closed", "the buyer's wallet is closed", RemedyNone},
	{"payment_expired", "the payment is too old (15 months for cards)", RemedyNone},
	{"payment_basket_id_not_found", "wrong data of the electronic certificate", RemedyCorrect},
	{"payment_article_number_not_found", "wrong data of the electronic certificate", RemedyCorrect},
	{"payment_tru_code_not_found", "wrong data of the electronic certificate", RemedyCorrect},
	{"too_many_refunding_articles", "wrong data of the electronic certificate", RemedyCorrect},
	{"some_articles_already_refunded", "wrong data of the electronic certificate", RemedyCorrect},
	{CodeInvalidRequest, "the request was refused", RemedyCorrect},
	{CodeNotFound, "the shop has no such payment", RemedyCorrect},
	{CodeGone, "the payment is not kept any longer", RemedyNone},
}
