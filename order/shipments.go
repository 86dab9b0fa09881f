package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// shipment finds a shipment by number.
func (o *Order) shipment(n int) (Shipment, error) {
	if n < 1 || n > len(o.shipments) {
		return Shipment{}, refuse(ErrUnknown, Textf("shipment S%d", n), "the order has %d {1:shipment|shipments}", len(o.shipments))
	}
	return o.shipments[n-1], nil
}

// shipmentsIn lists the shipments that moves touch, with their new state.
func (o *Order) shipmentsIn(ms []Move, state status.ShipmentState) []Shipment {
	var out []Shipment
	seen := map[int]bool{0: true}
	for _, m := range ms {
		if !seen[m.Shipment] {
			seen[m.Shipment] = true
			out = append(out, Shipment{N: m.Shipment, State: state})
		}
	}
	return out
}

func (o *Order) setShipmentStates(ss []Shipment) {
	for _, s := range ss {
		o.shipments[s.N-1].State = s.State
	}
}

// isEmpty reports whether a shipment has no living units.
func (o *Order) isEmpty(shipment int) bool {
	for _, l := range o.lines {
		for _, p := range l.portions {
			if p.Shipment == shipment && !endedStates.Has(p.State) {
				return false
			}
		}
	}
	return true
}
