package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// ShipmentReport is the state of a shipment, as its carrier reports it, with the carrier's own status. Where the
// carrier owns only the arrival, that the buyer has the goods is kept in Shipment.Reported and changes nothing else.
type ShipmentReport struct {
	Shipment int    // its number, or 0 to find it by Waybill
	Waybill  string // the tracking number
	State    status.ShipmentState
	Code     string // the carrier's code and text, as received
	Text     string
}

func (ShipmentReport) name() string { return "shipment" }

func (r ShipmentReport) observe(o *Order, by By) error {
	o.observing.code = r.Code
	s, err := o.findShipment(r)
	if err != nil {
		return err
	}
	if !o.authority.owns(by.Actor.Role, factArrival) {
		return o.tryShipment(r, by, s)
	}
	if o.stale(by, factFulfilment, s.what().String()) {
		return nil
	}
	if !o.erased.IsZero() { // a carrier's words may name the buyer
		r.Text = ""
	}
	next := s
	if r.Code != "" || r.Text != "" {
		next.CarrierCode, next.CarrierText = r.Code, r.Text
	}
	if next.Waybill == "" && !next.Courier {
		next.Waybill = r.Waybill
	}
	var behind bool
	switch {
	case r.State == 0 || r.State == s.State:
	case buyerHas(r.State) && !o.authority.owns(by.Actor.Role, factFulfilment):
		next.Reported = r.State
	default:
		if status.Shipments().Reaches(s.State, r.State) {
			next.State, next.Reported = r.State, 0
		} else {
			behind = true
		}
	}
	if r.State == 0 && r.Code != "" {
		return o.holdUnknown(by, r.Code, r.Text)
	}
	if next == s {
		return nil
	}
	moves, err := o.shipmentMoves(next, s)
	if err != nil {
		return err
	}
	if len(moves) > 0 {
		o.settleConfirmations(by, itemAt(next.State))
	}
	if target := itemAt(next.State); target == status.ItemHandedOut && len(moves) > 0 {
		bs, err := o.delivered(moveTo(target, without(moves, refusedAtDoor(moves))), refusedAtDoor(moves))
		if err != nil {
			return err
		}
		next.State = handedOut(bs)
		o.commitReported(by, append([]Body{Tracked{next, nil}}, bs...)...)
		return nil
	}
	o.commitReported(by, Tracked{next, moveTo(itemAt(next.State), moves)})
	if behind || next.State == status.ShipmentPartlyHandedOut || next.State == status.ShipmentLost || next.State == status.ShipmentCameBack || next.State == status.ShipmentComingBack {
		o.holdUndelivered(r, by, next)
	}
	return nil
}

// buyerHas reports whether a state says that the buyer got goods of the shipment.
func buyerHas(s status.ShipmentState) bool {
	return s == status.ShipmentHandedOut || s == status.ShipmentPartlyHandedOut
}

// findShipment finds the shipment that a report is about.
func (o *Order) findShipment(r ShipmentReport) (Shipment, error) {
	if r.Shipment != 0 {
		return o.shipment(r.Shipment)
	}
	for _, s := range o.shipments {
		if s.Waybill == r.Waybill && r.Waybill != "" {
			return s, nil
		}
	}
	if r.Waybill == "" {
		return Shipment{}, refuse(ErrInvalid, "shipment", "neither its number nor its waybill is given")
	}
	return Shipment{}, refuse(ErrUnknown, Textf("waybill %s", r.Waybill), "no shipment of the order has this waybill")
}

// itemAt is the state of units in a shipment.
func itemAt(s status.ShipmentState) status.ItemState {
	switch s {
	case status.ShipmentSent:
		return status.ItemSent
	case status.ShipmentArrived:
		return status.ItemArrived
	case status.ShipmentHandedOut:
		return status.ItemHandedOut
	}
	return 0
}

// shipmentMoves moves the units of a shipment as far as it has come.
func (o *Order) shipmentMoves(next, was Shipment) ([]Move, error) {
	target := itemAt(next.State)
	if target == 0 || next.State == was.State {
		return nil, nil
	}
	ms, err := o.pick(nil, "carried", nil, func(_ *line, p Portion) bool {
		return p.Shipment == next.N && p.Block == 0 && further(p.State, target) && status.Items().Can(p.State, target)
	})
	return ms, err
}

// handedOut is the state that a delivery gives the shipment.
func handedOut(bs []Body) status.ShipmentState {
	for _, b := range bs {
		if d, ok := b.(Delivered); ok && len(d.Refused) > 0 {
			return status.ShipmentPartlyHandedOut
		}
	}
	return status.ShipmentHandedOut
}

// refusedAtDoor returns the units that were refused at the door.
func refusedAtDoor(ms []Move) []Move {
	var out []Move
	for _, m := range ms {
		if m.Door != "" {
			out = append(out, m)
		}
	}
	return out
}

// holdUndelivered holds the order when a shipment does not reach the buyer, or its carrier contradicts what is known
// here.
func (o *Order) holdUndelivered(r ShipmentReport, by By, s Shipment) {
	var us []Move
	for _, l := range o.lines {
		for _, p := range l.portions {
			if p.Shipment == s.N && inTransit.Has(p.State) {
				us = append(us, Move{l.id, p})
			}
		}
	}
	if len(us) == 0 && s.State == r.State {
		return // no units of it are still to be delivered
	}
	text := Textf("%s reports that %s is %s: send it again, or take its units back", by.Actor.name(), s.what(), r.State)
	switch {
	case s.State != r.State:
		text = Textf("%s reports that %s is %s, but here it is %s: find out where it is", by.Actor.name(), s.what(), r.State, s.State)
	case r.State == status.ShipmentPartlyHandedOut:
		text = Textf("%s reports that %s is %s, but not which units were taken: give Deliver with those that were refused", by.Actor.name(), s.what(), r.State)
	}
	o.conflict(by, factFulfilment, r.Code, rangesOf(us), text)
}

// tryShipment tries the report of a system that does not own the fulfilment as a command.
func (o *Order) tryShipment(r ShipmentReport, by By, s Shipment) error {
	var cmd Command
	switch r.State {
	case status.ShipmentSent:
		cmd = HandOver{Shipment: s.N, Waybill: r.Waybill}
	case status.ShipmentArrived:
		cmd = Arrive{Shipment: s.N}
	case status.ShipmentHandedOut:
		cmd = Deliver{Shipment: s.N}
	default:
		return nil
	}
	return Intent{Commands: []Command{cmd}, Code: r.Code}.observe(o, by)
}

// Tracked records the state of a shipment, as its carrier reports it.
type Tracked struct {
	Shipment Shipment `json:"shipment"`
	Moves    []Move   `json:"moves,omitzero"`
}

// Kind implements Body.
func (Tracked) Kind() string { return "tracked" }

func (b Tracked) check(o *Order) error {
	return firstError(o.checkShipment(b.Shipment.N), o.checkMoves(b.Moves))
}

func (b Tracked) apply(o *Order, e *Event) {
	o.shipments[b.Shipment.N-1] = b.Shipment
	if b.Shipment.State == status.ShipmentSent {
		o.courier = b.Shipment.Courier
	}
	o.moveAll(b.Moves)
	o.markReported(e, b.Moves)
	o.markSeen(e, factFulfilment, b.Shipment.what().String())
}
