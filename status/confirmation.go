package status

// Confirmation is a confirmation that an order may wait for.
// The zero value means unset.
type Confirmation uint8

// The confirmations, in the usual order.
const (
	ConfirmBuyer                Confirmation = iota + 1 // the buyer confirms the order
	ConfirmShop                                         // the shop confirms the order
	ConfirmPaymentService                               // the online payment service confirms
	ConfirmInstalmentService                            // the instalment service confirms
	ConfirmShippingCostSet                              // the shop sets the cost of shipping
	ConfirmShippingCostAccepted                         // the buyer accepts the cost of shipping; only after it was set
)

var confirmationCodes = []string{
	"",
	"buyer",
	"shop",
	"payment-service",
	"instalment-service",
	"shipping-cost-set",
	"shipping-cost-accepted",
}

// String returns the stable text code.
func (s Confirmation) String() string { return text(confirmationCodes, s) }

// MarshalText implements encoding.TextMarshaler.
func (s Confirmation) MarshalText() ([]byte, error) {
	return marshal("confirmation", confirmationCodes, s)
}

// UnmarshalText implements encoding.TextUnmarshaler; an unknown code is an *UnknownCodeError.
func (s *Confirmation) UnmarshalText(b []byte) (err error) {
	*s, err = ParseConfirmation(string(b))
	return err
}

// ParseConfirmation returns the confirmation with the given code, or an *UnknownCodeError.
func ParseConfirmation(code string) (Confirmation, error) {
	return parse[Confirmation]("confirmation", confirmationCodes, code)
}

// ConfirmationSet is a set of confirmations.
type ConfirmationSet uint8

// Confirmations makes a set.
func Confirmations(cs ...Confirmation) ConfirmationSet {
	var s ConfirmationSet
	for _, c := range cs {
		s |= 1 << c
	}
	return s
}

// Has reports whether c is in the set.
func (s ConfirmationSet) Has(c Confirmation) bool { return s&(1<<c) != 0 }

// Without returns the set less c.
func (s ConfirmationSet) Without(c Confirmation) ConfirmationSet { return s &^ (1 << c) }

// List returns the members in the order of the constants.
func (s ConfirmationSet) List() []Confirmation {
	var cs []Confirmation
	for c := ConfirmBuyer; c <= ConfirmShippingCostAccepted; c++ {
		if s.Has(c) {
			cs = append(cs, c)
		}
	}
	return cs
}
