package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// subscribeEvery is how often a carrier is reminded that it is to call: some drop those who once did not answer well.
const subscribeEvery = time.Hour

// trackedFor is how long a parcel is followed at most.
const trackedFor = 90 * 24 * time.Hour

// trackedTimes is how often a parcel is asked for before it is given up: a clock that was wrong once ends nothing.
const trackedTimes = 30

// subscribe ensures that a carrier calls.
func (b *Bridge) subscribe(ctx context.Context, a *account) error {
	s, can := a.carrier.(carriers.Subscriber)
	if !can || !past(b.now(), b.deep.get(a.name), subscribeEvery) {
		return nil
	}
	if err := s.Subscribe(ctx); err != nil {
		return &outsideError{err}
	}
	b.deep.set(a.name, b.now())
	return nil
}

// parcelNews makes one message for each order that a carrier's call is about. A parcel that no order here has is none
// of ours.
func (b *Bridge) parcelNews(ctx context.Context, a *account, call ordo.Call[order.Ref]) ([]Message, error) {
	var refs []order.Ref
	for _, r := range call.News {
		refs = append(refs, a.named(r))
	}
	if len(refs) == 0 {
		return nil, nil
	}
	known, err := b.store.Find(ctx, refs...)
	if err != nil {
		return nil, err
	}
	by := map[string][]order.Ref{}
	for _, r := range refs {
		if id, here := known[r]; here {
			by[id] = append(by[id], r)
			continue
		}
		b.write(ctx, Entry{
			Level: LevelNotice, Account: a.name, What: "unknown-parcel", Text: fmt.Sprintf("the carrier calls about parcel %s, which no order here has", r.ID),
			Key: joined("unknown-parcel", a.name, r.Kind, r.ID),
		})
	}
	var ms []Message
	for id, rs := range by {
		data, err := json.Marshal(rs)
		if err != nil {
			return nil, err
		}
		m := Message{Account: a.name, Order: id, Kind: kindParcels, Data: data, At: b.now()}
		if call.Key != "" {
			m.Key = joined("parcels", call.Key, id)
		}
		ms = append(ms, m)
	}
	return ms, nil
}

// parcelsTold reads the parcels that a carrier called about: at once where they are followed, and else once more, as even
// what was final may be taken back.
func (k *desk) parcelsTold(ctx context.Context, a *account, m Message) error {
	var refs []order.Ref
	if err := json.Unmarshal(m.Data, &refs); err != nil {
		return &badMessage{err}
	}
	if !k.known() {
		return &badMessage{errors.New("news of a parcel of an order that is not known here")}
	}
	for _, r := range refs {
		n := k.shipmentOf(a, r)
		if n == 0 || k.hasten(a, n) {
			continue
		}
		p, err := k.b.readParcel(ctx, a, r)
		if err != nil {
			return err
		}
		if text := notOurs(sameRef("id", r, p.Ref)); text != "" {
			return &ordo.Error{System: a.vendor(), Account: a.name, Op: "read", Class: ordo.Retry, Text: text}
		}
		k.tracked(a, n, p)
	}
	return nil
}

// shipmentOf finds the shipment that a name of a parcel belongs to; 0 if it is none.
func (k *desk) shipmentOf(a *account, r order.Ref) int {
	for _, s := range k.view().Shipments {
		if s.Carrier.Account == a.name && (s.Parcel.ID == r.ID || s.Waybill == r.ID) {
			return s.N
		}
	}
	for _, w := range k.reckon() { // on its way back, or not accepted yet
		if w.Target.Account == a.name && w.Shipment != 0 && w.Outcome.Ref.ID == r.ID {
			return w.Shipment
		}
	}
	return 0
}

// hasten lets a parcel be read at once that is followed, or a request that waits for the carrier's answer.
func (k *desk) hasten(a *account, shipment int) bool {
	some := false
	for _, w := range k.reckon() {
		if w.Target.Account == a.name && w.Shipment == shipment && w.Phase == PhaseWaiting {
			w.Due, some = k.b.now(), true
			k.write(w)
		}
	}
	return some
}

// trace reads a parcel that is followed.
func (b *Bridge) trace(ctx context.Context, a *account, w PendingEffect, want carriers.Parcel) answer {
	p, err := b.readParcel(ctx, a, w.Outcome.Ref)
	if err != nil {
		return answer{err: err}
	}
	want.Ref = w.Outcome.Ref
	if text := checkParcel(want, p); text != "" { // it goes on being asked for
		return answer{out: order.Outcome{Kind: order.Waiting, Ref: w.Outcome.Ref}, learn: func(k *desk, w PendingEffect) {
			k.note(LevelError, a.name, "parcel", fmt.Sprintf("S%d: %s", w.Shipment, text))
			k.once("parcel", k.d.ID, w.Key, text)
		}}
	}
	out := order.Outcome{Kind: order.Waiting, Ref: a.named(p.Ref), Code: p.Code, Text: p.Text}
	switch {
	case len(p.Returns) > 0: // the goods go on with another
		out.Ref = a.named(p.Returns[0])
	case isOver(p), b.now().Sub(w.Since) > trackedFor && w.Polls > trackedTimes:
		out.Kind = order.Applied
	}
	return answer{out: out, learn: func(k *desk, w PendingEffect) {
		k.name(a, out.Ref)
		k.tracked(a, w.Shipment, p)
		if out.Kind == order.Waiting && out.Ref.ID != w.Outcome.Ref.ID {
			k.hasten(a, w.Shipment)
		}
	}}
}

// isOver tells whether a parcel has no more to say.
func isOver(p carriers.Parcel) bool {
	if p.State == carriers.ParcelRefused || p.State == carriers.ParcelCancelled {
		return true
	}
	switch p.Shipment {
	case status.ShipmentHandedOut, status.ShipmentCameBack, status.ShipmentLost, status.ShipmentCancelled:
		return true
	}
	return false
}

// tracked takes up what a carrier says of a parcel.
func (k *desk) tracked(a *account, shipment int, p carriers.Parcel) {
	i := slices.IndexFunc(k.view().Shipments, func(s order.Shipment) bool { return s.N == shipment })
	if i < 0 {
		return
	}
	s := k.view().Shipments[i]
	if (p.State == carriers.ParcelRefused || p.State == carriers.ParcelCancelled) && p.Direction == carriers.DirectionToBuyer {
		k.refusedLater(a, s, p)
		return
	}
	if p.Shipment == status.ShipmentPartlyHandedOut && s.State != p.Shipment {
		k.handedInPart(a, s, p)
		s = k.view().Shipments[i]
	}
	r, says := p.Report(s)
	if !says {
		return
	}
	occurred := p.Occurred
	if p.Direction != carriers.DirectionToBuyer {
		occurred = time.Time{} // its times are those of another parcel, which say nothing about the first one's
	}
	if _, err := k.o.Observe(r, k.from(a, order.RoleCarrier, occurred)); err != nil {
		k.note(LevelError, a.name, "bad-report", fmt.Sprintf("what the carrier says of S%d makes no sense here: %v", shipment, err))
		k.once("bad-report", k.d.ID, err.Error())
	}
}

// refusedLater takes up that a carrier thought better of what it had accepted, or that somebody called it off there.
func (k *desk) refusedLater(a *account, s order.Shipment, p carriers.Parcel) {
	out := order.Outcome{Kind: order.Rejected, Code: p.Code, Text: refusal(p)}
	if s.State == status.ShipmentRequested {
		if _, err := k.o.Do(order.SettleParcel{Shipment: s.N, Outcome: out}, k.by()); err == nil {
			k.note(LevelWarning, a.name, "parcel", fmt.Sprintf("parcel %s for S%d is refused after it was accepted: %s", s.Waybill, s.N, out.Text))
			return
		}
	}
	k.note(LevelError, a.name, "parcel", fmt.Sprintf("parcel %s for S%d, which is %s, is refused: %s", s.Waybill, s.N, s.State, out.Text))
	k.once("refused", k.d.ID, p.Ref.ID)
}

// handedInPart takes up what the buyer took of a parcel, where the carrier tells it piece by piece. Where it does not, the
// report that follows holds the order, and a person says it.
func (k *desk) handedInPart(a *account, s order.Shipment, p carriers.Parcel) {
	var values carriers.Values
	for e := range k.o.Events(order.Filter{}) {
		if r, ok := e.Body.(order.ParcelRequested); ok && r.Shipment.N == s.N {
			values = r.Values
		}
	}
	_, left, err := values.HandedOut(p)
	if err == nil && len(left) > 0 {
		var ps order.Picks
		for _, u := range left {
			ps = ps.And(order.PickUnits(u.Line, u.From, u.To))
		}
		reason := p.Reason
		if reason == "" {
			reason = status.ReasonUnwanted
		}
		_, err = k.o.Do(order.Deliver{Shipment: s.N, Refused: []order.Refusal{{Picks: ps, Reason: reason}}}, k.from(a, order.RoleCarrier, p.Occurred))
	}
	if err != nil {
		k.note(LevelWarning, a.name, "parcel", fmt.Sprintf("S%d was handed out in part, but which pieces is not clear: %v", s.N, err))
	}
}
