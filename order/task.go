package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// Task is an effect with what is needed to carry it out: what is owed, what it follows from, and the order as it stands.
type Task struct {
	Effect
	// Cause is the event that the effect follows from. It holds the details: reasons, boxes, dates, answers.
	Cause Event
	// Order is the order as it stands when the effect is carried out.
	Order View
	// Shown is the status that the target showed when it was read a moment ago, in its own code; empty if it was not, and
	// whoever needs it must read it.
	Shown string
}

// Task completes an effect. Units that meanwhile do not live any more are left out of what brings units on (confirm, pack,
// ship, arrive, move the date); it is false when none is left, so that nothing is to be done. It is false, too, for a
// refund that is not under way any more, and for a document about a parcel that the carrier has not any more.
func (o *Order) Task(e Effect) (Task, bool) {
	t := Task{Effect: e, Order: o.View()}
	if e.N >= 1 && e.N <= len(o.log) {
		t.Cause = o.log[e.N-1]
	}
	switch e.Kind {
	case EffectConfirm, EffectPack, EffectShip, EffectArrive, EffectMoveDate:
	case EffectRefund:
		return t, o.refunding(t.Cause)
	case EffectDocument:
		return t, o.sending(t.Cause)
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

// refunding tells whether the refund that an event ordered is under way. Of other causes it knows nothing.
func (o *Order) refunding(e Event) bool {
	r, ok := e.Body.(RefundOrdered)
	if !ok {
		return true
	}
	b := o.blocks[r.Block-1]
	return b.Attempts == r.Attempt && (b.Money == status.MoneySent || b.Money == status.MoneyInDoubt)
}

// sending tells whether the parcel is still the carrier's that an event says it accepted. Of other causes it knows nothing.
func (o *Order) sending(e Event) bool {
	p, ok := e.Body.(ParcelSettled)
	return !ok || o.shipments[p.Shipment.N-1].Waybill == p.Shipment.Waybill
}
