package status

// PaymentState is the state of a payment, or of all payments of an order.
// The zero value means unset.
type PaymentState uint8

// The payment states, in the usual order.
const (
	PaymentPending        PaymentState = iota + 1 // nothing has been received
	PaymentAuthorized                             // held on the buyer's account, not taken
	PaymentPartlyPaid                             // less than the sum has been received
	PaymentPaid                                   // the sum has been received
	PaymentPartlyRefunded                         // some of it was paid back
	PaymentRefunded                               // all of it was paid back
	PaymentFailed                                 // the payment did not go through
	PaymentCancelled                              // cancelled before anything was received
)

var paymentStateCodes = []string{
	"",
	"pending",
	"authorized",
	"partly-paid",
	"paid",
	"partly-refunded",
	"refunded",
	"failed",
	"cancelled",
}

// String returns the stable text code.
func (s PaymentState) String() string { return text(paymentStateCodes, s) }

// MarshalText implements encoding.TextMarshaler.
func (s PaymentState) MarshalText() ([]byte, error) {
	return marshal("payment state", paymentStateCodes, s)
}

// UnmarshalText implements encoding.TextUnmarshaler; an unknown code is an *UnknownCodeError.
func (s *PaymentState) UnmarshalText(b []byte) (err error) {
	*s, err = ParsePaymentState(string(b))
	return err
}

// ParsePaymentState returns the payment state with the given code, or an *UnknownCodeError.
func ParsePaymentState(code string) (PaymentState, error) {
	return parse[PaymentState]("payment state", paymentStateCodes, code)
}
