package status

// ReturnCustody is the state of the goods of a return block.
// The zero value means unset.
type ReturnCustody uint8

// The states of custody, in the usual order.
const (
	CustodyNotNeeded ReturnCustody = iota + 1 // the goods never left the seller
	CustodyRequested                          // the buyer asks to return them
	CustodyInTransit                          // on the way back
	CustodyReceived                           // back, not yet examined
	CustodyAccepted                           // back and fit for sale
	CustodyDamaged                            // back and damaged
	CustodyWrongItem                          // something else came back
	CustodyLost                               // lost on the way back
	CustodyRejected                           // back, but the return is not accepted
	CustodyGivenBack                          // a rejected return is with the buyer again
	CustodyWithdrawn                          // the buyer keeps the goods after all
)

var returnCustodyCodes = []string{
	"",
	"not-needed",
	"requested",
	"in-transit",
	"received",
	"accepted",
	"damaged",
	"wrong-item",
	"lost",
	"rejected",
	"given-back",
	"withdrawn",
}

// String returns the stable text code.
func (s ReturnCustody) String() string { return text(returnCustodyCodes, s) }

// MarshalText implements encoding.TextMarshaler.
func (s ReturnCustody) MarshalText() ([]byte, error) {
	return marshal("return custody", returnCustodyCodes, s)
}

// UnmarshalText implements encoding.TextUnmarshaler; an unknown code is an *UnknownCodeError.
func (s *ReturnCustody) UnmarshalText(b []byte) (err error) {
	*s, err = ParseReturnCustody(string(b))
	return err
}

// ParseReturnCustody returns the return custody with the given code, or an *UnknownCodeError.
func ParseReturnCustody(code string) (ReturnCustody, error) {
	return parse[ReturnCustody]("return custody", returnCustodyCodes, code)
}

// ReturnMoney is the state of the money of a return block.
// The zero value means unset.
type ReturnMoney uint8

// The states of the money, in the usual order.
const (
	MoneyNothingOwed ReturnMoney = iota + 1 // no refund is due: nothing was paid, or another party pays it back
	MoneyOwed                               // a refund is due and not ordered yet
	MoneySent                               // a person ordered the refund; the gateway has not answered
	MoneyInDoubt                            // the gateway may or may not have done it; never repeated blindly
	MoneyRefunded                           // the buyer has it
	MoneyRefused                            // the gateway refused; it may be ordered again
)

var returnMoneyCodes = []string{
	"",
	"nothing-owed",
	"owed",
	"sent",
	"in-doubt",
	"refunded",
	"refused",
}

// String returns the stable text code.
func (s ReturnMoney) String() string { return text(returnMoneyCodes, s) }

// MarshalText implements encoding.TextMarshaler.
func (s ReturnMoney) MarshalText() ([]byte, error) {
	return marshal("return money", returnMoneyCodes, s)
}

// UnmarshalText implements encoding.TextUnmarshaler; an unknown code is an *UnknownCodeError.
func (s *ReturnMoney) UnmarshalText(b []byte) (err error) {
	*s, err = ParseReturnMoney(string(b))
	return err
}

// ParseReturnMoney returns the return money with the given code, or an *UnknownCodeError.
func ParseReturnMoney(code string) (ReturnMoney, error) {
	return parse[ReturnMoney]("return money", returnMoneyCodes, code)
}
