package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// showParcel takes over the tracking number that the owner of the fulfilment shows for all goods: somebody gave it
// there. Goods that are in no shipment become one; another number than that of a parcel here holds the order.
func (o *Order) showParcel(by By, code, waybill string) {
	blank := 0
	for _, s := range o.shipments {
		switch {
		case s.State == status.ShipmentCancelled:
		case s.Waybill == waybill:
			return
		case len(o.inShipment(s.N)) == 0:
		case s.Waybill != "" || s.Courier || !s.Parcel.IsZero() || !s.Carrier.IsZero() || blank != 0:
			o.conflict(by, factFulfilment, code, nil, Textf("%s shows the waybill number %s, but here the goods are in S%d, which is another parcel: find out which is right", by.Actor.name(), waybill, s.N))
			return
		default:
			blank = s.N
		}
	}
	if blank != 0 {
		next := o.shipments[blank-1]
		next.Waybill = waybill
		o.commitReported(by, Tracked{next, nil})
		return
	}
	n := len(o.shipments) + 1
	var ms []Move
	for _, m := range o.inShipment(0) {
		if m.Block != 0 || !withSeller.Has(m.State) && !inTransit.Has(m.State) {
			continue
		}
		m.Shipment = n
		if rank(m.State) < rank(status.ItemAssembling) {
			m.State = status.ItemAssembling
		}
		ms = append(ms, m)
	}
	if len(ms) > 0 {
		o.commitReported(by, ShipmentCreated{Shipment{N: n, State: status.ShipmentAssembling, Waybill: waybill}, ms})
	}
}

// leaving returns the hand-over of parcels whose waybill was typed, and not requested from a carrier: such a parcel
// leaves with the last of its units, as their owner reports. The other units are returned, too.
func (o *Order) leaving(ms []Move) (parcels []Body, others []Move) {
	in := make([][]Move, len(o.shipments)+1)
	for _, m := range ms {
		in[m.Shipment] = append(in[m.Shipment], m)
	}
	for n, of := range in {
		if n == 0 || len(of) == 0 || !o.shipments[n-1].isTyped() || len(without(o.inShipment(n), of)) > 0 {
			others = append(others, of...)
			continue
		}
		s := o.shipments[n-1]
		s.State = status.ShipmentSent
		parcels = append(parcels, HandedOver{s, moveTo(status.ItemSent, of)})
	}
	return parcels, others
}

// isTyped reports whether the shipment is with the seller and has a waybill that no carrier gave on request.
func (s Shipment) isTyped() bool {
	return s.State == status.ShipmentAssembling && s.Waybill != "" && s.Parcel.IsZero() && s.Carrier.IsZero()
}
