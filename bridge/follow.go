package bridge

import (
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// unknownFor is how long a carrier may not know a waybill that was not requested here: some know one only after they
// have scanned the parcel.
const unknownFor = 7 * 24 * time.Hour

// follow tracks a parcel that left with a waybill that was not requested here: at the carrier that the shipment names,
// or else at all carriers of the route, until one of them knows the number. more tells it from other shipments of the
// event.
func (h *carrierHandler) follow(j *job, e order.Event, s order.Shipment, more string) {
	if !j.routed || s.Waybill == "" || s.Courier || !s.Parcel.IsZero() || slices.ContainsFunc(j.pending(), func(w PendingEffect) bool {
		return w.Kind == order.EffectTrack && w.Shipment == s.N
	}) {
		return
	}
	for _, name := range h.names {
		a := h.accounts[name]
		if a.carrier == nil || !j.route.takesCarrier(name) || s.Carrier.Account != "" && s.Carrier.Account != name {
			continue
		}
		w := carrierEffect(order.EffectTrack, s, e)
		w.Target.System, w.Target.Account = a.vendor(), name
		w.Text = j.say(name, "parcel %s", s.Waybill)
		p := j.add(w, more)
		p.Phase, p.Due = PhaseWaiting, h.now().Add(soonAfter)
		p.Outcome = order.Outcome{Kind: order.Waiting, Ref: a.ref(carriers.ByNumber(a.vendor(), s.Waybill))}
		j.put(p)
	}
}

// isFollowed reports whether no carrier has said yet that it has the parcel of a waybill.
func isFollowed(w PendingEffect) bool { return w.Outcome.Ref.Kind == carriers.KindNumber }

// isKnownElsewhere reports whether another carrier has the parcel.
func isKnownElsewhere(j *job, w PendingEffect) bool {
	return slices.ContainsFunc(j.pending(), func(x PendingEffect) bool {
		return x.Kind == order.EffectTrack && x.Shipment == w.Shipment && x.Key != w.Key && !isFollowed(x)
	})
}

// notKnownYet asks again later for a waybill that a carrier does not know. The last carrier that gives up tells people.
func (h *carrierHandler) notKnownYet(a *account, w PendingEffect) answer {
	if h.now().Sub(w.Since) <= unknownFor {
		return answer{out: order.Outcome{Kind: order.Waiting, Ref: w.Outcome.Ref}}
	}
	return answer{
		out: order.Outcome{Kind: order.AlreadySo, Text: h.say(a.name, "the carrier does not know the waybill")},
		learn: func(j *job, w PendingEffect) {
			if slices.ContainsFunc(j.pending(), func(x PendingEffect) bool {
				return x.Kind == order.EffectTrack && x.Shipment == w.Shipment && x.Key != w.Key
			}) {
				return
			}
			j.note(LevelWarning, a.name, "parcel", "no carrier knows waybill %s of S%d: check the number; the parcel is not tracked", w.Outcome.Ref.ID, w.Shipment)
			j.once("unknown-waybill", j.stored.ID, w.Outcome.Ref.ID)
		},
	}
}

// ownsOnlyArrival reports whether a carrier's word counts up to the pick-up point and no further.
func ownsOnlyArrival(a order.Authority) bool {
	return a&order.CarrierOwnsArrival != 0 && a&order.CarrierOwnsFulfilment == 0
}

// takeReceipts delivers what carriers report as received, where the route says so and nothing is on hold.
func (h *carrierHandler) takeReceipts(j *job) {
	if !j.route.AutoReceive || j.order.Held() {
		return
	}
	for _, s := range j.view().Shipments {
		if s.Reported != status.ShipmentHandedOut || s.State != status.ShipmentSent && s.State != status.ShipmentArrived {
			continue
		}
		if _, err := j.order.Do(h.receipt(j, s), j.fromBridge()); err != nil {
			j.note(LevelWarning, s.Carrier.Account, "parcel", "the buyer has S%d, but %v", s.N, err)
			j.once("parcel", j.stored.ID, s.Waybill, err.Error())
		}
	}
}

// receipt is what a receipt does: the waybill document of the shipment is received, where the scheme has a rule for
// that, and otherwise the shipment is delivered.
func (h *carrierHandler) receipt(j *job, s order.Shipment) order.Command {
	const received = "received"
	v := j.view()
	scheme, _ := v.Scheme.Rules(h.orders...)
	for _, d := range v.Documents {
		if d.Voided == "" && s.Waybill != "" && (d.Waybill == s.Waybill || d.Number == s.Waybill) && slices.ContainsFunc(scheme.Documents, func(r order.DocumentRule) bool {
			return r.Kind == d.Kind && r.State == received
		}) {
			return order.IssueDocument{Document: order.Document{Kind: d.Kind, Number: d.Number, Date: d.Date, Ref: d.Ref, State: received}}
		}
	}
	return order.Deliver{Shipment: s.N}
}
