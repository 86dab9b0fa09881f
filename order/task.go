package order

import (
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// Task is an effect with what is needed to carry it out: the event that caused it, and the order.
type Task struct {
	Effect
	// Cause is the event that the effect follows from. It holds the details: reasons, boxes, dates, answers.
	Cause Event
	// Order is the order at the moment when the effect is carried out.
	Order View
	// Shown is the status that the target showed when it was read a moment ago, in its own code; empty if it was not,
	// and whoever needs it must read it.
	Shown string

	// The following are set for an EffectShow only, as they are at the moment when it is carried out.

	// Log are the events of the order that people are to read, oldest first. The port keeps which of them it has shown.
	Log []LogEntry
	// Forms are those of shipments that a carrier may still be asked to take.
	Forms []ShipmentForm
	// Stock is what the books have of the goods; nil once all of them have left, and without books that tell it.
	Stock []StockLine
}

// Task prepares an effect for a port. Units that are no longer living are left out of effects that move units on
// (confirm, pack, ship, arrive, move the date). It returns false if there is nothing left to do: no units are left, the
// refund, capture or release is no longer under way, the carrier no longer has the parcel that a document is about, the
// addressee of a notice was told otherwise, the shipment of a requested document is cancelled, or an order that has
// ended was to be taken into work or its buyer called.
func (o *Order) Task(e Effect) (Task, bool) {
	t := Task{Effect: e, Order: o.View()}
	if e.N >= 1 && e.N <= len(o.log) {
		t.Cause = o.log[e.N-1]
	}
	switch e.Kind {
	case EffectConfirm, EffectPack, EffectShip, EffectArrive, EffectMoveDate:
	case EffectRefund:
		return t, o.refunding(t.Cause)
	case EffectCapture, EffectRelease:
		return t, o.isHoldUnderWay(t.Cause)
	case EffectDocument:
		return t, o.sending(t.Cause) && o.wanted(t.Cause)
	case EffectNote:
		return t, o.untold(t.Cause)
	case EffectTake, EffectContact:
		return t, !o.ended()
	default:
		return t, true
	}
	t.Units = nil
	us := e.Units
	if len(us) == 0 {
		us = o.allUnits()
	}
	for _, u := range us {
		i, ok := o.index[u.Line]
		if !ok {
			continue
		}
		o.lines[i].each(u.From, u.To, func(p Portion) {
			if !endedStates.Has(p.State) {
				t.Units = append(t.Units, Units{u.Line, p.From, p.To})
			}
		})
	}
	t.Units = joinUnits(t.Units)
	return t, len(t.Units) > 0
}

// refunding reports whether the refund that an event ordered is under way. It is true for other events.
func (o *Order) refunding(e Event) bool {
	r, ok := e.Body.(RefundOrdered)
	if !ok {
		return true
	}
	b := o.blocks[r.Block-1]
	return b.Attempts == r.Attempt && (b.Money == status.MoneySent || b.Money == status.MoneyInDoubt)
}

// isHoldUnderWay reports whether the capture or release that an event ordered is under way. It is true for other
// events.
func (o *Order) isHoldUnderWay(e Event) bool {
	var id string
	var attempt int
	switch b := e.Body.(type) {
	case CaptureOrdered:
		id, attempt = b.Payment, b.Attempt
	case ReleaseOrdered:
		id, attempt = b.Payment, b.Attempt
	default:
		return true
	}
	return slices.ContainsFunc(o.payments, func(p Payment) bool { return p.ID == id && p.Held.Attempt == attempt && p.Held.UnderWay() })
}

// sending reports whether the carrier still has the parcel that an event accepted. It is true for other events.
func (o *Order) sending(e Event) bool {
	p, ok := e.Body.(ParcelSettled)
	return !ok || o.shipments[p.Shipment.N-1].Waybill == p.Shipment.Waybill
}

// untold reports whether the addressee of the notice that an event made is still to be told. It is true for other
// events.
func (o *Order) untold(e Event) bool {
	b, ok := e.Body.(Notified)
	return !ok || o.notices[b.N-1].State == NoticeStateOpen
}

// wanted reports whether the shipment is still to be sold of which a document was requested. It is true for other
// events.
func (o *Order) wanted(e Event) bool {
	b, ok := e.Body.(DocumentRequested)
	return !ok || o.shipments[b.Shipment-1].State != status.ShipmentCancelled
}
