package carriers

import (
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Report is what the parcel says about its shipment, for order.Observe with By.Occurred of Parcel.Occurred. A code that
// is not known, or a state that moves backwards, holds the order. It is false for what says nothing about a shipment: a
// parcel that could not be read, and what the buyer sends back, which is a matter of a return block (see Custody).
//
// Two parcels may speak of one shipment, and both go on saying what they said: the one that went out says that it was not
// delivered when the other has long brought it back, and one that the carrier has not seen yet says so after it has left
// the seller. That contradicts nothing, and leaves the shipment where it is.
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

// overtaken tells whether a shipment is further than this parcel knows, without a contradiction.
func (p Parcel) overtaken(by status.ShipmentState) bool {
	switch p.Shipment {
	case status.ShipmentRequested:
		return by != status.ShipmentAssembling && status.Shipments().Reaches(p.Shipment, by)
	case status.ShipmentComingBack, status.ShipmentPartlyHandedOut:
		return by == status.ShipmentCameBack || by == status.ShipmentComingBack
	}
	return false
}

// Custody is where goods are that this parcel brings back, for the return block that they are in; zero for a parcel that
// goes to the buyer, and where it is not known.
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
