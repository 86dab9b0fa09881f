package status

import "fmt"

// Axis is what a code of an outside system is about. The same text may be a code on several axes, with other meanings.
// The zero value means unset.
type Axis uint8

// The axes. The first five have canonical states; the rest are lists that vendors keep beside them.
const (
	AxisOrder        Axis = iota + 1 // OrderState
	AxisShipment                     // ShipmentState
	AxisItem                         // ItemState
	AxisReturn                       // ReturnCustody and ReturnMoney
	AxisPayment                      // PaymentState
	AxisSubStatus                    // more detail of a status
	AxisRefuseReason                 // why the seller refuses units
	AxisCloseReason                  // why the buyer refused units at the hand-over
	AxisGroup                        // the groups into which a vendor sorts its statuses
)

var axisCodes = []string{
	"",
	"order",
	"shipment",
	"item",
	"return",
	"payment",
	"sub-status",
	"refuse-reason",
	"close-reason",
	"group",
}

// String returns the stable text code.
func (s Axis) String() string { return text(axisCodes, s) }

// MarshalText implements encoding.TextMarshaler.
func (s Axis) MarshalText() ([]byte, error) { return marshal("axis", axisCodes, s) }

// UnmarshalText implements encoding.TextUnmarshaler; an unknown code is an *UnknownCodeError.
func (s *Axis) UnmarshalText(b []byte) (err error) {
	*s, err = ParseAxis(string(b))
	return err
}

// ParseAxis returns the axis with the given code, or an *UnknownCodeError.
func ParseAxis(code string) (Axis, error) { return parse[Axis]("axis", axisCodes, code) }

// State is a canonical state: an OrderState, ShipmentState, ItemState, ReturnCustody, ReturnMoney or PaymentState.
type State interface {
	fmt.Stringer
	Axis() Axis        // the axis of the state in a Table
	isIn(Meaning) bool // whether a meaning has the state
}

// Axis returns AxisOrder.
func (s OrderState) Axis() Axis { return AxisOrder }

// Axis returns AxisShipment.
func (s ShipmentState) Axis() Axis { return AxisShipment }

// Axis returns AxisItem.
func (s ItemState) Axis() Axis { return AxisItem }

// Axis returns AxisReturn.
func (s ReturnCustody) Axis() Axis { return AxisReturn }

// Axis returns AxisReturn.
func (s ReturnMoney) Axis() Axis { return AxisReturn }

// Axis returns AxisPayment.
func (s PaymentState) Axis() Axis { return AxisPayment }

func (s OrderState) isIn(m Meaning) bool    { return s != 0 && m.Order == s }
func (s ShipmentState) isIn(m Meaning) bool { return s != 0 && m.Shipment == s }
func (s ItemState) isIn(m Meaning) bool     { return s != 0 && m.Item == s }
func (s ReturnCustody) isIn(m Meaning) bool { return s != 0 && m.Custody == s }
func (s ReturnMoney) isIn(m Meaning) bool   { return s != 0 && m.Money == s }
func (s PaymentState) isIn(m Meaning) bool  { return s != 0 && m.Payment == s }

// StatesOf returns the canonical states of an axis in the usual order. An axis of a vendor's list has none.
func StatesOf(axis Axis) []State {
	switch axis {
	case AxisOrder:
		return listed(OrderCancelled)
	case AxisShipment:
		return listed(ShipmentCancelled)
	case AxisItem:
		return listed(ItemCancelled)
	case AxisReturn:
		return append(listed(CustodyWithdrawn), listed(MoneyRefused)...)
	case AxisPayment:
		return listed(PaymentCancelled)
	}
	return nil
}

// listed returns the states 1 to last.
func listed[S interface {
	~uint8
	State
}](last S) (all []State) {
	for s := S(1); s <= last; s++ {
		all = append(all, s)
	}
	return all
}
