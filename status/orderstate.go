package status

// OrderState is the state of an order as a whole. From OrderConfirmed on it follows from portions, shipments
// and payments. The zero value means unset.
type OrderState uint8

// The order states, in the usual order.
const (
	OrderAwaitingConfirmation OrderState = iota + 1 // at least one confirmation is open
	OrderNew                                        // placed, not processed yet
	OrderInWork                                     // a person works on it: agreeing details, reaching the buyer
	OrderAwaitingConsent                            // changes were proposed and the other side has not answered
	OrderAwaitingPayment                            // confirmed, to be paid before anything is assembled
	OrderPaid                                       // paid before assembly, not yet processed
	OrderConfirmed                                  // every unit that was ordered is confirmed
	OrderPartlyConfirmed                            // confirmed after some units were refused
	OrderAssembling                                 // goods are being reserved or assembled
	OrderPacked                                     // every remaining unit is packed
	OrderHandedToCarrier                            // under way with a carrier (there is a waybill)
	OrderOutWithCourier                             // under way with the seller's own courier
	OrderArrived                                    // waits for the buyer at the pick-up point
	OrderDelivered                                  // the buyer has every unit that was under way
	OrderPartlyDelivered                            // the buyer took some units and refused others
	OrderCompleted                                  // closed: nothing further is expected
	OrderRefused                                    // nothing was taken: the buyer refused everything at hand-over
	OrderReturned                                   // everything that was handed out came back
	OrderCancelled                                  // every unit is cancelled; by whom, why and when is in the log
)

var orderStateCodes = []string{
	"",
	"awaiting-confirmation",
	"new",
	"in-work",
	"awaiting-consent",
	"awaiting-payment",
	"paid",
	"confirmed",
	"partly-confirmed",
	"assembling",
	"packed",
	"handed-to-carrier",
	"out-with-courier",
	"arrived",
	"delivered",
	"partly-delivered",
	"completed",
	"refused",
	"returned",
	"cancelled",
}

// String returns the stable text code.
func (s OrderState) String() string { return text(orderStateCodes, s) }

// MarshalText implements encoding.TextMarshaler.
func (s OrderState) MarshalText() ([]byte, error) { return marshal("order state", orderStateCodes, s) }

// UnmarshalText implements encoding.TextUnmarshaler; an unknown code is an *UnknownCodeError.
func (s *OrderState) UnmarshalText(b []byte) (err error) {
	*s, err = ParseOrderState(string(b))
	return err
}

// ParseOrderState returns the order state with the given code, or an *UnknownCodeError.
func ParseOrderState(code string) (OrderState, error) {
	return parse[OrderState]("order state", orderStateCodes, code)
}
