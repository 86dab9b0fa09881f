package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// Arrive records that a shipment waits for the buyer at the pick-up point. Shipment 0 means all shipments on the way.
type Arrive struct {
	Shipment int
	Picks    Picks  // only these units
	Place    string // the warehouse that units are written off from which were never handed over
}

// Kind implements Command.
func (Arrive) Kind() Kind { return KindArrive }

func (c Arrive) decide(o *Order, _ By) ([]Body, error) {
	if c.Shipment != 0 {
		if _, err := o.shipment(c.Shipment); err != nil {
			return nil, err
		}
	}
	ms, st, err := o.stepMoves(KindArrive, c.Picks, "at the pick-up point", func(_ *line, p Portion) bool {
		return c.Shipment == 0 || p.Shipment == c.Shipment
	})
	if err != nil {
		return nil, err
	}
	if ms, err = o.writtenOff(ms, c.Place); err != nil {
		return nil, err
	}
	ms = moveTo(st.To, ms)
	return []Body{Arrived{o.shipmentsIn(ms, status.ShipmentArrived), ms}}, nil
}

// Arrived records that shipments are at the pick-up point.
type Arrived struct {
	Shipments []Shipment `json:"shipments,omitzero"`
	Moves     []Move     `json:"moves"`
}

// Kind implements Body.
func (Arrived) Kind() string { return "arrived" }

func (b Arrived) check(o *Order) error {
	return firstError(o.checkShipmentStates(b.Shipments), o.checkMoves(b.Moves))
}

func (b Arrived) apply(o *Order, e *Event) {
	o.setShipmentStates(b.Shipments)
	o.moveAll(b.Moves)
	o.markReported(e, b.Moves)
}
