package status

// ShipmentState is the state of a shipment.
// The zero value means unset.
type ShipmentState uint8

// The shipment states, in the usual order.
const (
	ShipmentAssembling      ShipmentState = iota + 1 // created, being put together
	ShipmentRequested                                // requested from the carrier, not accepted yet
	ShipmentSent                                     // handed over
	ShipmentArrived                                  // at the pick-up point
	ShipmentHandedOut                                // given to the buyer
	ShipmentPartlyHandedOut                          // given to the buyer in part, the rest was refused
	ShipmentComingBack                               // on the way back to the sender
	ShipmentCameBack                                 // back at the sender
	ShipmentLost                                     // lost by the carrier
	ShipmentCancelled                                // cancelled before it was handed over
)

var shipmentStateCodes = []string{
	"",
	"assembling",
	"requested",
	"sent",
	"arrived",
	"handed-out",
	"partly-handed-out",
	"coming-back",
	"came-back",
	"lost",
	"cancelled",
}

// String returns the stable text code.
func (s ShipmentState) String() string { return text(shipmentStateCodes, s) }

// MarshalText implements encoding.TextMarshaler.
func (s ShipmentState) MarshalText() ([]byte, error) {
	return marshal("shipment state", shipmentStateCodes, s)
}

// UnmarshalText implements encoding.TextUnmarshaler; an unknown code is an *UnknownCodeError.
func (s *ShipmentState) UnmarshalText(b []byte) (err error) {
	*s, err = ParseShipmentState(string(b))
	return err
}

// ParseShipmentState returns the shipment state with the given code, or an *UnknownCodeError.
func ParseShipmentState(code string) (ShipmentState, error) {
	return parse[ShipmentState]("shipment state", shipmentStateCodes, code)
}
