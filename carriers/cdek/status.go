package cdek

import (
	"slices"
	"strings"
	"sync"

	"github.com/ordo-sdk/ordo/status"
)

// Phase groups the codes of statuses.
type Phase string

// The phases.
const (
	PhaseNew       Phase = "new"       // CDEK does not have the goods
	PhaseAccepted  Phase = "accepted"  // CDEK has taken the goods in
	PhaseTransit   Phase = "transit"   // on the way, or back at a warehouse for another attempt
	PhaseArrived   Phase = "arrived"   // waits for the client at an office or in a locker
	PhaseCourier   Phase = "courier"   // with the courier
	PhaseDelivered Phase = "delivered" // handed over, wholly or partly
	PhaseFailed    Phase = "failed"    // refused, not collected or lost: the goods go back by a return order
	PhaseCancelled Phase = "cancelled" // deleted before CDEK had the goods
	PhaseInvalid   Phase = "invalid"   // the order failed its checks: it will never exist
	PhaseUnknown   Phase = ""          // the code is not documented
)

// StatusInfo describes one status code.
type StatusInfo struct {
	Code    string
	Number  int    // the old numeric code in webhooks; 0 for none, 1000 for codes that never had one
	Same    string // the preferred spelling, if this is another one of the same status
	Name    string // CDEK's own
	Meaning string
	Phase   Phase
	Final   bool
	ByGet   bool // comes with orders that are asked for
	ByHook  bool // comes by webhook
}

// Statuses returns the documented statuses with all their spellings, including those of older documents. Names and
// phases are those of status.CDEK, which maps them to orders.
func Statuses() []StatusInfo { return slices.Clone(statusTable()) }

// StatusOf describes a code. For one that is not documented only Code is set.
func StatusOf(code string) StatusInfo {
	code = strings.TrimSpace(code) // old webhooks have a space at the end
	if i, ok := statusByCode()[code]; ok {
		return i
	}
	return StatusInfo{Code: code}
}

var statusTable = sync.OnceValue(func() []StatusInfo {
	var all []StatusInfo
	for _, s := range spellings {
		r, _ := status.CDEK().Row(status.AxisShipment, s.code)
		all = append(all, StatusInfo{
			Code: s.code, Number: s.number, Same: s.same, Name: r.Names.RU, Meaning: r.Names.EN, Phase: Phase(r.Category), Final: r.Final,
			ByGet: s.comes&byGet != 0, ByHook: s.comes&byHook != 0,
		})
	}
	return all
})

var statusByCode = sync.OnceValue(func() map[string]StatusInfo {
	m := map[string]StatusInfo{}
	for _, i := range statusTable() {
		m[i.Code] = i
	}
	return m
})

// Reason is why an order was not delivered, or delivered in part.
type Reason struct {
	Code    string
	Name    string // CDEK's own
	Meaning string
	Served  bool // the delivery counts as done, and is paid for
}

// reasonPartial comes with DELIVERED: the client accepted a part of the goods.
const reasonPartial = "20"

// Reasons returns the documented reasons.
func Reasons() []Reason {
	var all []Reason
	for _, code := range status.CDEK().Codes(status.AxisSubStatus) {
		all = append(all, ReasonOf(code))
	}
	return all
}

// served are the reasons with which the delivery counts as done.
var served = []string{"11", "12", "13", "14", "15", "16", "17", "18", "19", reasonPartial, "21", "22"}

// ReasonOf describes a reason's code; for one that is not documented only Code is set.
func ReasonOf(code string) Reason {
	code = strings.TrimSpace(code)
	r, _ := status.CDEK().Row(status.AxisSubStatus, code)
	return Reason{Code: code, Name: r.Names.RU, Meaning: r.Names.EN, Served: slices.Contains(served, code)}
}

// TroubleInfo describes one code of a [Trouble].
type TroubleInfo struct {
	Code    string
	Name    string // CDEK's own
	Meaning string
}

// Troubles returns the documented problems of delivery.
func Troubles() []TroubleInfo { return slices.Clone(troubleTable) }

// TroubleOf describes a problem's code; for one that is not documented only Code is set.
func TroubleOf(code string) TroubleInfo {
	for _, t := range troubleTable {
		if t.Code == code {
			return t
		}
	}
	return TroubleInfo{Code: code}
}

// Mode is the kind of origin and destination of a tariff. 5 is not used.
type Mode int

// The modes.
const (
	DoorDoor           Mode = 1
	DoorWarehouse      Mode = 2
	WarehouseDoor      Mode = 3
	WarehouseWarehouse Mode = 4
	DoorLocker         Mode = 6
	WarehouseLocker    Mode = 7
	LockerDoor         Mode = 8
	LockerWarehouse    Mode = 9
	LockerLocker       Mode = 10
)

// FromDoor reports whether a courier picks up the goods: the draft has From, and a pick-up must be ordered.
func (m Mode) FromDoor() bool { return m == DoorDoor || m == DoorWarehouse || m == DoorLocker }

// ToDoor reports whether a courier delivers the goods: the draft has To, not DeliveryPoint.
func (m Mode) ToDoor() bool { return m == DoorDoor || m == WarehouseDoor || m == LockerDoor }

// ToLocker reports whether the goods go to a parcel locker: one package, no partial delivery.
func (m Mode) ToLocker() bool { return m == DoorLocker || m == WarehouseLocker || m == LockerLocker }
