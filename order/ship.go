package order

import (
	"cmp"
	"fmt"

	"github.com/ordo-sdk/ordo/status"
)

// CreateShipment puts units together that are to travel together.
type CreateShipment struct {
	Picks   Picks
	Carrier Ref  // the carrier's account; zero without a carrier
	Courier bool // the seller's own courier takes it
	To      string
}

// Kind implements Command.
func (CreateShipment) Kind() Kind { return KindCreateShipment }

func (c CreateShipment) decide(o *Order, _ By) ([]Body, error) {
	if c.Courier && !c.Carrier.IsZero() {
		return nil, refuse(ErrInvalid, "shipment", "it goes with the carrier %s or with an own courier, not both", c.Carrier)
	}
	ms, _, err := o.stepMoves(KindCreateShipment, c.Picks, "put into a new shipment", func(_ *line, p Portion) bool { return p.Shipment == 0 })
	if err != nil {
		return nil, err
	}
	n := len(o.shipments) + 1
	for i := range ms {
		ms[i].Shipment = n
		if rank(ms[i].State) < rank(status.ItemAssembling) {
			ms[i].State = status.ItemAssembling
		}
	}
	s := Shipment{N: n, State: status.ShipmentAssembling, Carrier: c.Carrier, Courier: c.Courier, To: c.To}
	return []Body{ShipmentCreated{s, ms}}, nil
}

// ShipmentCreated records that units travel together.
type ShipmentCreated struct {
	Shipment Shipment `json:"shipment"`
	Moves    []Move   `json:"moves"`
}

// Kind implements Body.
func (ShipmentCreated) Kind() string { return "shipment-created" }

func (b ShipmentCreated) check(o *Order) error {
	n := len(o.shipments) + 1
	if b.Shipment.N != n {
		return fmt.Errorf("shipment S%d where S%d is next", b.Shipment.N, n)
	}
	return o.checkMovesWith(b.Moves, n, len(o.blocks))
}

func (b ShipmentCreated) apply(o *Order, _ *Event) {
	o.shipments = append(o.shipments, b.Shipment)
	o.moveAll(b.Moves)
}

// HandOver records that a shipment left the seller. With Shipment 0, all units that may leave and are in no shipment
// go as a new one; where all goods must leave together, the other shipments leave as well.
type HandOver struct {
	Shipment int
	Picks    Picks  // only these units, as a new shipment
	Waybill  string // the tracking number, where a carrier takes it
	Courier  bool   // the seller's own courier takes it
	Place    string // the warehouse that it is written off from; where it was reserved without
}

// Kind implements Command.
func (HandOver) Kind() Kind { return KindHandOver }

func (c HandOver) decide(o *Order, _ By) ([]Body, error) {
	if c.Shipment != 0 {
		s, err := o.shipment(c.Shipment)
		if err != nil {
			return nil, err
		}
		switch s.State {
		case status.ShipmentAssembling, status.ShipmentRequested:
		case status.ShipmentCancelled:
			return nil, refuse(ErrNotNow, s.what(), "it is cancelled")
		default:
			return nil, refuse(ErrAlready, s.what(), "it is %s", s.State)
		}
	}
	if c.Shipment != 0 && len(c.Picks) > 0 {
		return nil, refuse(ErrInvalid, "picks", "name a shipment or units, not both")
	}
	st, _ := o.rules.scheme.step(KindHandOver)
	ms, st, err := o.stepMoves(KindHandOver, c.Picks, "handed over", func(_ *line, p Portion) bool {
		return p.Shipment == c.Shipment || c.Shipment == 0 && st.Whole
	})
	if err != nil {
		return nil, err
	}
	if err := o.checkMarked(KindHandOver, ms); err != nil {
		return nil, err
	}
	if ms, err = o.writtenOff(ms, c.Place); err != nil {
		return nil, err
	}
	var bodies []Body
	leaving := make([][]Move, len(o.shipments)+1)
	for _, m := range ms {
		leaving[m.Shipment] = append(leaving[m.Shipment], m)
	}
	behind := o.leftBehind(leaving, ms)
	for n, of := range leaving {
		if len(of) == 0 {
			continue
		}
		s := Shipment{N: len(o.shipments) + 1, State: status.ShipmentAssembling, Courier: c.Courier}
		if n > 0 {
			s = o.shipments[n-1]
		} else {
			for i := range of {
				of[i].Shipment = s.N
			}
			bodies = append(bodies, ShipmentCreated{s, of})
		}
		if s, err = c.leave(s); err != nil {
			return nil, err
		}
		bodies = append(bodies, HandedOver{s, append(moveTo(st.To, of), behind[n]...)})
	}
	return bodies, nil
}

// writtenOff sets the place that units leave which are still with the seller; "" is the one where they are reserved.
func (o *Order) writtenOff(ms []Move, place string) ([]Move, error) {
	if place == "" {
		return ms, nil
	}
	if own := o.own; own != nil && place != own.place {
		return nil, refuse(ErrRole, "By.Actor.Place", "it would be written off at %s; %s may give %s only at its own place, %s", place, own.role, own.kind, own.place)
	}
	for i := range ms {
		if withSeller.Has(ms[i].State) {
			ms[i].Warehouse = place
		}
	}
	return ms, nil
}

// leave checks what a shipment needs to leave.
func (c HandOver) leave(s Shipment) (Shipment, error) {
	if c.Waybill != "" && (c.Courier || s.Courier) || c.Courier && s.Waybill != "" {
		return s, refuse(ErrInvalid, "waybill", "a shipment with an own courier has none")
	}
	if c.Waybill != "" && s.Waybill != "" && c.Waybill != s.Waybill {
		return s, refuse(ErrInvalid, s.what(), "its waybill is %s, not %s; if the second is right, cancel the request to the carrier first", s.Waybill, c.Waybill)
	}
	s.State, s.Waybill, s.Courier = status.ShipmentSent, cmp.Or(c.Waybill, s.Waybill), s.Courier || c.Courier
	if !s.Carrier.IsZero() && s.Waybill == "" {
		return s, refuse(ErrInvalid, "waybill", "carrier %s takes it, but there is no waybill number", s.Carrier)
	}
	return s, nil
}

// leftBehind takes units out of the shipments that leave without them, by shipment.
func (o *Order) leftBehind(leaving [][]Move, gone []Move) [][]Move {
	behind := make([][]Move, len(leaving))
	taken := groupByLine(gone)
	for _, l := range o.lines {
		for _, p := range l.portions {
			n := p.Shipment
			if n == 0 || len(leaving[n]) == 0 || !withSeller.Has(p.State) {
				continue
			}
			for _, f := range untaken(p, taken[l.id]) {
				f.Shipment = 0
				behind[n] = append(behind[n], Move{l.id, f})
			}
		}
	}
	return behind
}

// HandedOver records that a shipment left the seller.
type HandedOver struct {
	Shipment Shipment `json:"shipment"`
	Moves    []Move   `json:"moves"`
}

// Kind implements Body.
func (HandedOver) Kind() string { return "handed-over" }

func (b HandedOver) check(o *Order) error {
	return firstError(o.checkShipment(b.Shipment.N), o.checkMoves(b.Moves))
}

func (b HandedOver) apply(o *Order, e *Event) {
	o.shipments[b.Shipment.N-1] = b.Shipment
	o.courier = b.Shipment.Courier
	o.moveAll(b.Moves)
	o.markReported(e, b.Moves)
}
