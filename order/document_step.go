package order

import (
	"cmp"
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// documentKinds are the commands that a document may stand for, in the order of stepOf.
var documentKinds = []Kind{
	KindConfirm, KindSendTransfer, KindPostTransfer, KindReceiveTransfer, KindDropTransfer, KindAssemble, KindRelease, KindHandOver, KindArrive, KindDeliver, KindComplete, KindCancel,
}

// stepOf builds a command that a document stands for. It is nil when there is nothing to do: nothing to reserve at,
// nothing to release, or an order that others of its documents complete.
func (o *Order) stepOf(k Kind, d Document, picks Picks, place string) (Command, error) {
	if picks == nil {
		picks = o.picksFor(k, d)
	}
	switch k {
	case KindConfirm:
		return Confirm{Picks: picks}, nil
	case KindSendTransfer, KindPostTransfer, KindReceiveTransfer, KindDropTransfer:
		return o.transferStep(k, d, picks)
	case KindAssemble:
		if place == "" {
			return nil, nil
		}
		return Assemble{Picks: picks, Warehouse: place}, nil
	case KindRelease:
		if st, _ := o.rules.scheme.step(KindRelease); !o.someOf(d, st.From) {
			return nil, nil
		}
		return Release{Picks: picks}, nil
	case KindHandOver:
		return o.handOverBy(d, picks, place)
	case KindArrive:
		n, picks := o.travels(d, picks)
		return Arrive{Shipment: n, Picks: picks, Place: place}, nil
	case KindDeliver:
		n, picks := o.travels(d, picks)
		return Deliver{Shipment: n, Picks: picks, Place: place}, nil
	case KindComplete:
		if part := d.Shipment != 0 || len(d.Units) > 0 || o.shipmentOf(d) != 0; part &&
			o.state != status.OrderDelivered && o.state != status.OrderPartlyDelivered && o.state != status.OrderCompleted {
			return nil, nil
		}
		return Complete{}, nil
	case KindCancel:
		return Cancel{Picks: picks, Reason: status.ReasonOther, Text: d.Voided}, nil
	}
	return nil, nil
}

// handOverBy builds the hand-over of a document: of its shipment, by the carrier's number on it or, without a carrier,
// by the seller's own courier.
func (o *Order) handOverBy(d Document, picks Picks, place string) (Command, error) {
	c := HandOver{Shipment: o.shipmentOf(d), Picks: picks, Waybill: d.Waybill, Place: place}
	if len(picks) == 0 {
		c.Shipment = cmp.Or(d.Shipment, c.Shipment)
	}
	if c.Shipment == 0 {
		var err error
		if c.Shipment, err = o.leavingShipment(d, picks); err != nil {
			return nil, err
		}
	}
	carried := d.Waybill != ""
	if c.Shipment > 0 && c.Shipment <= len(o.shipments) {
		s := o.shipments[c.Shipment-1]
		carried, c.Picks = carried || s.Waybill != "" || !s.Carrier.IsZero(), nil
	}
	c.Courier = !carried
	return c, nil
}

// travels names what a document on the way is about: its shipment, or its units.
func (o *Order) travels(d Document, picks Picks) (int, Picks) {
	if len(picks) > 0 {
		return 0, picks
	}
	return cmp.Or(d.Shipment, o.shipmentOf(d)), nil
}

// shipmentOf returns the shipment with the carrier's number that is on a document, or 0.
func (o *Order) shipmentOf(d Document) int {
	if d.Waybill == "" {
		return 0
	}
	return 1 + slices.IndexFunc(o.shipments, func(s Shipment) bool {
		return s.Waybill == d.Waybill && s.State != status.ShipmentCancelled
	})
}

// leavingShipment returns the shipment that a document is about that names none: the one that holds the units that may
// leave, and no others; 0 if they are in no shipment, or leave with all goods in any case.
func (o *Order) leavingShipment(d Document, picks Picks) (int, error) {
	st, _ := o.rules.scheme.step(KindHandOver)
	mayLeave := func(l *line, p Portion) bool {
		return st.From.Has(p.State) && o.tally.of(l) == o.tally.counted()
	}
	ms, err := o.pick(picks, "handed over", nearestBuyer, mayLeave)
	if err != nil || len(ms) == 0 {
		return 0, nil // the command says why not
	}
	n, all := ms[0].Shipment, st.Whole && len(picks) == 0
	if slices.ContainsFunc(ms, func(m Move) bool { return m.Shipment != n }) {
		if all {
			return 0, nil
		}
		return 0, refuse(ErrNotNow, d.what(), "the order has goods in several shipments, or some in none: say which units or which shipment it is about")
	}
	if n != 0 && len(without(o.inShipment(n), ms)) > 0 {
		return 0, refuse(ErrNotNow, d.what(), "shipment S%d holds other goods as well; take them out of it first", n)
	}
	return n, nil
}

// picksFor chooses the units that a document names, without those that are past the step already.
func (o *Order) picksFor(k Kind, d Document) Picks {
	if len(d.Units) == 0 {
		return nil
	}
	past := 0
	if st, ok := o.rules.scheme.step(k); ok && k != KindRelease {
		past = st.reach()
	}
	var all, open Picks
	for _, u := range d.Units {
		all = append(all, PickUnits(u.Line, u.From, u.To)...)
		o.lines[o.index[u.Line]].each(u.From, u.To, func(p Portion) {
			if !endedStates.Has(p.State) && (past == 0 || rank(p.State) < past) {
				open = append(open, PickUnits(u.Line, p.From, p.To)...)
			}
		})
	}
	if open == nil {
		return all // the command says why not
	}
	return open
}

// unitsOf calls f for the portions that a document is about; all goods of the order, of its shipment or transfer,
// without units.
func (o *Order) unitsOf(d Document, f func(*line, Portion)) {
	for _, u := range d.Units {
		l := o.lines[o.index[u.Line]]
		l.each(u.From, u.To, func(p Portion) { f(l, p) })
	}
	if len(d.Units) > 0 {
		return
	}
	if d.Transfer != 0 {
		d.Units = o.transfers[d.Transfer-1].Units
		if len(d.Units) > 0 {
			o.unitsOf(d, f)
		}
		return
	}
	shipment := cmp.Or(d.Shipment, o.shipmentOf(d))
	for _, l := range o.lines {
		for _, p := range l.portions {
			if o.tally.of(l) == o.tally.counted() && (shipment == 0 || p.Shipment == shipment) {
				f(l, p)
			}
		}
	}
}

// someOf reports whether some units of a document are in a set of states.
func (o *Order) someOf(d Document, set status.ItemSet) (found bool) {
	o.unitsOf(d, func(_ *line, p Portion) { found = found || set.Has(p.State) && p.Block == 0 })
	return found
}
