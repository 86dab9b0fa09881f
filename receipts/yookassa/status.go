package yookassa

// Status is where a payment, a refund or a receipt stands. Values that are not listed here are kept as they came.
type Status string

// The statuses.
const (
	Pending           Status = "pending"             // the buyer, the bank or the register is at work
	WaitingForCapture Status = "waiting_for_capture" // payments: the money is held; capture or cancel it before ExpiresAt
	Succeeded         Status = "succeeded"           // paid, sent back, or registered
	Canceled          Status = "canceled"            // not paid, refused, or not registered
)

// Final reports whether the status stays for good.
func (s Status) Final() bool { return s == Succeeded || s == Canceled }

// Cancellation says who cancelled a payment or refused a refund, and why.
type Cancellation struct {
	Party  string `json:"party"`  // yoo_money, payment_network, refund_network or merchant
	Reason string `json:"reason"` // see PaymentReason and RefundReason
	Extra  Extra  `json:"-"`
}

// The parties to a cancellation.
const (
	PartyYooMoney       = "yoo_money"
	PartyPaymentNetwork = "payment_network"
	PartyRefundNetwork  = "refund_network"
	PartyMerchant       = "merchant"
)

// Again says whether the same may be tried again after a cancellation. A new try needs a new idempotence key.
type Again uint8

// The ways to try again.
const (
	AgainUnknown    Again = iota // the reason is not documented
	AgainAsBefore                // it may work the next time
	AgainLater                   // it may work tomorrow, or when there is money
	AgainOtherMeans              // a payment: by another card or another method
	AgainNever                   // a refund: the money must go back another way
	AgainCorrected               // with other data
	AgainAsk                     // ask YooKassa's support
)

var againCodes = [...]string{"unknown", "as-before", "later", "other-means", "never", "corrected", "ask"}

// String returns a code such as "other-means".
func (a Again) String() string {
	if int(a) < len(againCodes) {
		return againCodes[a]
	}
	return againCodes[AgainUnknown]
}

// Reason is what a code in Cancellation.Reason means.
type Reason struct {
	Code  string
	Gloss string
	Again Again
}

// PaymentReason explains why a payment was cancelled. ok is false for a code that is not documented.
func PaymentReason(code string) (r Reason, ok bool) { return reason(paymentReasons, code) }

// RefundReason explains why a refund was refused, by the code of its cancellation or of the error. ok is false for a code
// that is not documented.
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
	{"3d_secure_failed", "3-D Secure was not passed", AgainAsBefore},
	{"call_issuer", "the bank refused without detail", AgainOtherMeans},
	{"canceled_by_merchant", "cancelled through the API", AgainAsBefore},
	{"card_expired", "the card has expired", AgainOtherMeans},
	{"country_forbidden", "cards of this country are not accepted", AgainOtherMeans},
	{"deal_expired", "the safe deal has ended", AgainAsBefore},
	{"expired_on_capture", "the shop did not capture in time", AgainAsBefore},
	{"expired_on_confirmation", "the buyer did not confirm in time", AgainAsBefore},
	{"fraud_suspected", "blocked as fraud", AgainOtherMeans},
	{"general_decline", "refused without detail", AgainOtherMeans},
	{"identification_required", "the wallet's limit is reached", AgainOtherMeans},
	{"insufficient_funds", "not enough money", AgainOtherMeans},
	{"internal_timeout", "YooKassa did not process it in 30 s", AgainAsBefore},
	{"invalid_card_number", "wrong card number", AgainCorrected},
	{"invalid_csc", "wrong CVC", AgainCorrected},
	{"issuer_unavailable", "the bank cannot be reached", AgainLater},
	{"loan_declined", "the loan was refused", AgainOtherMeans},
	{"payment_method_limit_exceeded", "a limit of the method or of the shop is reached", AgainOtherMeans},
	{"payment_method_restricted", "the card is blocked", AgainOtherMeans},
	{"permission_revoked", "the buyer no longer allows automatic payments", AgainCorrected},
	{"unsupported_mobile_operator", "the mobile operator is not supported", AgainOtherMeans},
}

var refundReasons = []Reason{
	{"general_decline", "refused without detail", AgainAsk},
	{"insufficient_funds", "the day's income is less than the refund", AgainLater},
	{"rejected_by_payee", "the buyer's bank refused", AgainNever},
	{"rejected_by_timeout", "a technical failure", AgainAsBefore},
	{"yoo_money_account_closed", "the buyer's wallet is closed", AgainNever},
	{"payment_expired", "the payment is too old (15 months for cards)", AgainNever},
	{"payment_basket_id_not_found", "wrong data of the electronic certificate", AgainCorrected},
	{"payment_article_number_not_found", "wrong data of the electronic certificate", AgainCorrected},
	{"payment_tru_code_not_found", "wrong data of the electronic certificate", AgainCorrected},
	{"too_many_refunding_articles", "wrong data of the electronic certificate", AgainCorrected},
	{"some_articles_already_refunded", "wrong data of the electronic certificate", AgainCorrected},
	{CodeInvalidRequest, "the order was not taken", AgainCorrected},
	{CodeNotFound, "the shop has no such payment", AgainCorrected},
	{CodeGone, "the payment is not kept any more", AgainNever},
}
