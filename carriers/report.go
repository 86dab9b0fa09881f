package carriers

import (
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Report returns the state of the shipment according to the parcel, for order.Order.Observe with By.Occurred set to
// Parcel.Occurred. An unknown code, or a state that moves backwards, holds the order. Report returns false for a parcel
// that could not be read, and for a parcel from the buyer, which belongs to a return block (see Custody).
//
// Two parcels may belong to one shipment, and each keeps its last state: the outgoing parcel is still "not delivered"
// after the other has returned the goods, and a parcel that the carrier has not scanned is still "requested" after it
// has left the seller. Such a state leaves the shipment as it is.
func (p Parcel) Report(s order.Shipment) (order.ShipmentReport, bool) {
	if p.Problem != nil || p.Direction == DirectionFromBuyer {
		return order.ShipmentReport{}, false
	}
	r := order.ShipmentReport{Shipment: s.N, Waybill: p.Number, State: p.Shipment, Code: p.Code, Text: p.Text}
	if p.Direction == DirectionBack {
		r.Waybill = ""
	}
	if p.overtaken(s.State) {
		r.State = s.State
	}
	return r, true
}

// overtaken reports whether the shipment is further than the parcel's state, without a contradiction.
func (p Parcel) overtaken(by status.ShipmentState) bool {
	onItsWay := by == status.ShipmentArrived || by == status.ShipmentComingBack || by == status.ShipmentPartlyHandedOut
	if p.AtLeast && onItsWay && status.Shipments().Reaches(p.Shipment, by) {
		return true
	}
	switch p.Shipment {
	case status.ShipmentRequested:
		return by != status.ShipmentAssembling && status.Shipments().Reaches(p.Shipment, by)
	case status.ShipmentComingBack, status.ShipmentPartlyHandedOut:
		return by == status.ShipmentCameBack || by == status.ShipmentComingBack
	}
	return false
}

// Custody returns where the goods that this parcel returns are, for their return block. It is zero for a parcel to the
// buyer, and if the state is unknown.
func (p Parcel) Custody() status.ReturnCustody {
	if p.Direction != DirectionBack && p.Direction != DirectionFromBuyer {
		return 0
	}
	switch p.Shipment {
	case status.ShipmentRequested:
		return status.CustodyRequested
	case status.ShipmentComingBack:
		return status.CustodyInTransit
	case status.ShipmentCameBack:
		return status.CustodyReceived
	case status.ShipmentLost:
		return status.CustodyLost
	}
	return 0
}
