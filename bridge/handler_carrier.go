package bridge

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// carrierHandler works with the carriers that move parcels.
type carrierHandler struct{ *outbox }

// messageParcels are the messages of carriers: a list of order.Ref, the parcels that have changed.
const messageParcels = "parcels"

func (h *carrierHandler) serves(a *account) bool { return a.carrier != nil }

func (h *carrierHandler) messages() (kind string, together bool) { return messageParcels, false }

func (h *carrierHandler) effects(kind order.EffectKind) (rules, bool) {
	switch kind {
	case order.EffectParcel:
		return rules{orderedAgain: true}, true
	case order.EffectDrop:
		return rules{after: afterRequest, needed: true}, true
	case order.EffectTrack:
		return rules{aside: true, onHold: always, every: h.trackEvery, after: afterRequest}, true
	}
	return rules{}, false
}

// afterRequest: nothing is done with a parcel before the carrier has answered the request for it.
func afterRequest(w, x PendingEffect) bool {
	return x.Kind == order.EffectParcel && x.Shipment == w.Shipment && x.N < w.N
}

// isFor implements handler.
func (h *carrierHandler) isFor(*job, string) bool { return true }

// ---- intake ---------------------------------------------------------------------------------------------------------

func (h *carrierHandler) webhook(a *account) http.Handler {
	return serveCalls(h.outbox, a, h.calls)
}

// calls makes one message for each order that a carrier's call is about. A parcel that no order has is none of ours.
func (h *carrierHandler) calls(ctx context.Context, a *account, call ordo.Call[order.Ref]) ([]Message, error) {
	var refs []order.Ref
	for _, r := range call.News {
		refs = append(refs, a.ref(r))
	}
	if len(refs) == 0 {
		return nil, nil
	}
	known, err := h.store.Find(ctx, refs...)
	if err != nil {
		return nil, err
	}
	by := map[string][]order.Ref{}
	for _, r := range refs {
		if id, here := known[r]; here {
			by[id] = append(by[id], r)
			continue
		}
		h.journal(ctx, Entry{
			Level: LevelNotice, Account: a.name, What: "unknown-parcel", Text: h.say(a.name, "the carrier reports news of parcel %s, which no order here has", r.ID),
			Key: joinKey("unknown-parcel", a.name, r.Kind, r.ID),
		})
	}
	var ms []Message
	for id, rs := range by {
		data, err := json.Marshal(rs)
		if err != nil {
			return nil, err
		}
		m := Message{Account: a.name, Order: id, Kind: messageParcels, Data: data, At: h.now()}
		if call.Key != "" {
			m.Key = joinKey("parcels", call.Key, id)
		}
		ms = append(ms, m)
	}
	return ms, nil
}

// subscribeEvery is how often a carrier's subscription is renewed: some drop those whose receiver once did not answer.
const subscribeEvery = time.Hour

// intake ensures that a carrier calls. Carriers have no list of changes.
func (h *carrierHandler) intake(ctx context.Context, a *account) error {
	s, can := a.carrier.(carriers.Subscriber)
	if !can || !elapsed(h.now(), a.subscribed.get(), subscribeEvery) {
		return nil
	}
	if err := s.Subscribe(ctx); err != nil {
		return &outsideError{err}
	}
	a.subscribed.set(h.now())
	return nil
}

// ---- receive --------------------------------------------------------------------------------------------------------

// receive reads the parcels that a carrier reported: at once where they are tracked, and otherwise once more, as even
// what was final may be taken back.
func (h *carrierHandler) receive(ctx context.Context, j *job, a *account, ms []Message) error {
	var refs []order.Ref
	if err := json.Unmarshal(ms[0].Data, &refs); err != nil {
		return &badMessage{err}
	}
	if !j.known() {
		return &badMessage{errors.New("news of a parcel of an order that is not known here")}
	}
	for _, r := range refs {
		n := h.shipmentOf(j, a, r)
		if n == 0 || h.hastenShipment(j, a, n) {
			continue
		}
		p, err := h.readParcel(ctx, a, r)
		if err != nil {
			return err
		}
		if text := h.mismatch(a, refField("id", r, p.Ref)); text != "" {
			return &ordo.Error{System: a.vendor(), Account: a.name, Op: "read", Class: ordo.Retry, Text: text}
		}
		h.observe(j, a, n, p)
	}
	return nil
}

// shipmentOf returns the number of the shipment that has a parcel; 0 if none has.
func (h *carrierHandler) shipmentOf(j *job, a *account, r order.Ref) int {
	for _, s := range j.view().Shipments {
		if s.Carrier.Account == a.name && (s.Parcel.ID == r.ID || s.Waybill == r.ID) {
			return s.N
		}
	}
	for _, w := range j.pending() { // on its way back, or not accepted yet
		if w.Target.Account == a.name && w.Shipment != 0 && w.Outcome.Ref.ID == r.ID {
			return w.Shipment
		}
	}
	return 0
}

// hastenShipment makes a tracked parcel, or a request that waits for the carrier's answer, be read at once.
func (h *carrierHandler) hastenShipment(j *job, a *account, shipment int) bool {
	return h.hasten(j, func(w PendingEffect) bool { return w.Target.Account == a.name && w.Shipment == shipment })
}

// readParcel reads one parcel.
func (h *carrierHandler) readParcel(ctx context.Context, a *account, ref order.Ref) (carriers.Parcel, error) {
	for p, err := range a.carrier.Read(ctx, ref) {
		if err == nil {
			err = p.Problem
		}
		return p, err
	}
	return carriers.Parcel{}, &ordo.Error{System: a.vendor(), Account: a.name, Op: "read", Class: ordo.NotFound, Text: "parcel " + ref.ID + " is not there"}
}

// observe applies what a carrier reports of a parcel.
func (h *carrierHandler) observe(j *job, a *account, shipment int, p carriers.Parcel) {
	i := slices.IndexFunc(j.view().Shipments, func(s order.Shipment) bool { return s.N == shipment })
	if i < 0 {
		return
	}
	s := j.view().Shipments[i]
	if (p.State == carriers.ParcelRefused || p.State == carriers.ParcelCancelled) && p.Direction == carriers.DirectionToBuyer {
		h.refusedLater(j, a, s, p)
		return
	}
	if p.Shipment == status.ShipmentPartlyHandedOut && s.State != p.Shipment && !ownsOnlyArrival(j.route.Authority) {
		h.handedOutInPart(j, a, s, p)
		s = j.view().Shipments[i]
	}
	r, some := p.Report(s)
	if !some {
		return
	}
	occurred := p.Occurred
	if p.Direction != carriers.DirectionToBuyer {
		occurred = time.Time{} // its times are those of another parcel, and say nothing about the first one's
	}
	if _, err := j.order.Observe(r, j.from(a, order.RoleCarrier, occurred)); err != nil {
		j.note(LevelError, a.name, "bad-report", "the carrier's report about S%d cannot be applied: %v", shipment, err)
		j.once("bad-report", j.stored.ID, err.Error())
	}
}

// refusedLater applies that a carrier refused a parcel after it had accepted it, or that somebody cancelled it there.
func (h *carrierHandler) refusedLater(j *job, a *account, s order.Shipment, p carriers.Parcel) {
	out := order.Outcome{Kind: order.Rejected, Code: p.Code, Text: refusalOf(p)}
	if s.State == status.ShipmentRequested {
		if _, err := j.order.Do(order.SettleParcel{Shipment: s.N, Outcome: out}, j.fromBridge()); err == nil {
			j.note(LevelWarning, a.name, "parcel", "parcel %s for S%d was refused after it had been accepted: %s; request it again", s.Waybill, s.N, out.Text)
			return
		}
	}
	j.note(LevelError, a.name, "parcel", "parcel %s for S%d, which is %s, was refused: %s; ask the carrier where the goods are", s.Waybill, s.N, s.State, out.Text)
	j.once("refused", j.stored.ID, p.Ref.ID)
}

// handedOutInPart applies what the buyer took of a parcel, where the carrier reports it piece by piece. Where it does
// not, the report that follows puts the order on hold, and a person says it.
func (h *carrierHandler) handedOutInPart(j *job, a *account, s order.Shipment, p carriers.Parcel) {
	var values carriers.Values
	for e := range j.order.Events(order.Filter{}) {
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
		reason := cmp.Or(p.Reason, status.ReasonUnwanted)
		_, err = j.order.Do(order.Deliver{Shipment: s.N, Refused: []order.Refusal{{Picks: ps, Reason: reason}}}, j.from(a, order.RoleCarrier, p.Occurred))
	}
	if err != nil {
		j.note(LevelWarning, a.name, "parcel", "S%d was handed out in part, but it is not clear which pieces: %v; record them by hand", s.N, err)
	}
}

// ---- derive ---------------------------------------------------------------------------------------------------------

// act hands over the shipments that the carrier has accepted and the ERP has, and drops those requests that have
// nothing left to carry.
func (h *carrierHandler) act(j *job) {
	if !j.routed {
		return
	}
	h.takeReceipts(j)
	v := j.view()
	for _, s := range v.Shipments {
		if s.State != status.ShipmentRequested || s.Waybill == "" || s.Parcel.IsZero() {
			continue
		}
		var c order.Command = order.HandOver{Shipment: s.N}
		switch {
		case isEmpty(v, s.N):
			c = order.DropParcel{Shipment: s.N}
		case j.order.Held() || !hasSale(j, h.keeper(j), s.N):
			continue
		}
		if _, err := j.order.Do(c, j.fromBridge()); err != nil {
			j.note(LevelWarning, s.Carrier.Account, "parcel", "S%d was accepted as %s, but %v", s.N, s.Waybill, err)
			j.once("parcel", j.stored.ID, s.Waybill, err.Error())
		}
	}
}

// derive adds what carriers are to be asked because of new events.
func (h *carrierHandler) derive(j *job, es []order.Event) {
	for _, e := range es {
		switch b := e.Body.(type) {
		case order.ParcelRequested:
			w := carrierEffect(order.EffectParcel, b.Shipment, e)
			w.Text = j.say(w.Target.Account, "for S%d", b.Shipment.N)
			if j.carry(&w, carriers.Request{Key: b.Key, Values: b.Values}) {
				h.enqueue(j, w, "")
			}
		case order.ParcelSettled:
			if b.Accepted {
				h.track(j, e, b)
			}
		case order.HandedOver:
			h.follow(j, e, b.Shipment, "followed")
		case order.Imported: // it was on its way when the order was found
			for _, s := range b.Shipments {
				if s.State == status.ShipmentSent || s.State == status.ShipmentArrived {
					h.follow(j, e, s, "followed S"+strconv.Itoa(s.N))
				}
			}
		case order.ParcelDropped:
			h.drop(j, e, b.Shipment, b.Parcel, b.Waybill)
		case order.Reopened:
			for _, s := range b.Shipments {
				parcel, waybill := parcelBefore(j, e, s.N)
				h.drop(j, e, s, parcel, waybill)
			}
		}
	}
}

// parcelBefore returns the parcel that a carrier had accepted for a shipment before an event, and its number.
func parcelBefore(j *job, e order.Event, shipment int) (parcel order.Ref, waybill string) {
	for was := range j.order.Events(order.Filter{}) {
		if was.N >= e.N {
			break
		}
		switch b := was.Body.(type) {
		case order.ParcelSettled:
			if b.Shipment.N == shipment {
				parcel, waybill = b.Shipment.Parcel, b.Shipment.Waybill
			}
		case order.ParcelDropped:
			if b.Shipment.N == shipment {
				parcel, waybill = order.Ref{}, ""
			}
		}
	}
	return parcel, waybill
}

// carrierEffect returns an effect for the carrier of a shipment.
func carrierEffect(kind order.EffectKind, s order.Shipment, e order.Event) order.Effect {
	r := order.Ref{System: s.Carrier.System, Account: s.Carrier.Account, Kind: "shipment"}
	return order.Effect{Kind: kind, Target: r, N: e.N, Shipment: s.N}
}

// track tracks a parcel from now on.
func (h *carrierHandler) track(j *job, e order.Event, b order.ParcelSettled) {
	w := carrierEffect(order.EffectTrack, b.Shipment, e)
	w.Text = j.say(w.Target.Account, "parcel %s", b.Shipment.Waybill)
	p := j.add(w, "")
	p.Phase, p.Due, p.Outcome = PhaseWaiting, h.now().Add(soonAfter), order.Outcome{Kind: order.Waiting, Ref: b.Shipment.Parcel}
	j.put(p)
}

// drop asks the carrier not to carry a parcel that was requested here, and tracks it no more.
func (h *carrierHandler) drop(j *job, e order.Event, s order.Shipment, parcel order.Ref, name string) {
	for _, w := range j.pending() {
		if w.Kind == order.EffectTrack && w.Shipment == s.N {
			h.end(j, w, PhaseDone, order.Outcome{Kind: order.AlreadySo, Text: "the request was cancelled"})
		}
	}
	if parcel.IsZero() {
		return
	}
	w := carrierEffect(order.EffectDrop, s, e)
	w.Text = j.say(w.Target.Account, "parcel %s", name)
	if j.carry(&w, parcel) {
		h.enqueue(j, w, "")
	}
}

// ---- perform and settle ---------------------------------------------------------------------------------------------

func (h *carrierHandler) perform(ctx context.Context, j *job, a *account, w PendingEffect) answer {
	switch w.Kind {
	case order.EffectParcel:
		return h.performRequest(ctx, j, a, w)
	case order.EffectDrop:
		return h.performDrop(ctx, a, w)
	default:
		return h.performTrack(ctx, j, a, w)
	}
}

// performRequest asks the carrier for a parcel, or how the request stands.
func (h *carrierHandler) performRequest(ctx context.Context, j *job, a *account, w PendingEffect) answer {
	var r carriers.Request
	if err := json.Unmarshal(w.Data, &r); err != nil {
		return answer{out: order.Outcome{Kind: order.Rejected, Text: h.say(a.name, "the stored request cannot be read: %v", err)}}
	}
	var p carriers.Parcel
	var err error
	if w.Phase == PhaseWaiting {
		p, err = h.readParcel(ctx, a, w.Outcome.Ref)
	} else {
		p, err = a.carrier.Create(ctx, r)
	}
	switch {
	case w.Phase == PhaseWaiting && ordo.ClassOf(err) == ordo.NotFound: // it is gone there: the same key finds or makes another
		return answer{
			err:   &ordo.Error{System: a.vendor(), Account: a.name, Op: "request", Class: ordo.Retry, Text: "the request was accepted and is no longer there", Err: err},
			learn: h.requestAgain,
		}
	case err != nil:
		return answer{err: err}
	}
	want := expected(j, w)
	want.Ref = askedRef(w)
	if text := h.checkParcel(a, want, p); text != "" {
		return answer{out: order.Outcome{Kind: order.InDoubt, Text: text}}
	}
	out := order.Outcome{Ref: p.Ref, Text: p.Text}
	switch p.State {
	case carriers.ParcelAccepted:
		out.Kind = order.Applied
		return answer{out: out, learn: func(j *job, w PendingEffect) { h.accepted(j, a, w, p) }}
	case carriers.ParcelWaiting:
		out.Kind = order.Waiting
		return answer{out: out}
	case carriers.ParcelRefused, carriers.ParcelCancelled:
		if p.CanRetry {
			return answer{err: &ordo.Error{System: a.vendor(), Account: a.name, Op: "request", Class: ordo.Retry, Text: refusalOf(p)}, learn: h.requestAgain}
		}
		out.Kind, out.Code, out.Text = order.Rejected, p.Code, refusalOf(p)
		return answer{out: out}
	}
	return answer{out: order.Outcome{Kind: order.InDoubt, Ref: p.Ref, Text: h.say(a.name, "%s reports the parcel as %q", a.vendor(), p.State)}}
}

// requestAgain makes a request be sent again instead of being polled: what became of it has nothing to do with the
// parcel.
func (h *carrierHandler) requestAgain(j *job, w PendingEffect) {
	j.update(w.Key, func(w *PendingEffect) {
		if w.Phase == PhaseWaiting {
			w.Phase, w.Polls, w.Outcome = PhasePending, 0, order.Outcome{}
		}
	})
}

// refusalOf returns why a carrier refuses a parcel.
func refusalOf(p carriers.Parcel) string {
	var parts []string
	for _, x := range p.Problems {
		parts = append(parts, x.String())
	}
	if len(parts) == 0 {
		parts = append(parts, strings.TrimSpace(string(p.State)+" "+p.Text))
	}
	return strings.Join(parts, "; ")
}

// accepted applies that the carrier will carry a parcel.
func (h *carrierHandler) accepted(j *job, a *account, w PendingEffect, p carriers.Parcel) {
	j.addRef(a.ref(carriers.ByNumber(a.vendor(), p.Number)))
	if p.Key != "" {
		j.addRef(a.ref(carriers.ByKey(a.vendor(), p.Key)))
	}
	h.settleRequest(j, w, order.Outcome{Kind: order.Applied, Ref: a.ref(p.Ref)}, p.Number)
	h.observe(j, a, w.Shipment, p)
}

// settle tells the order what became of a request.
func (h *carrierHandler) settle(j *job, _ *account, w PendingEffect, out order.Outcome) {
	h.settleRequest(j, w, out, "")
}

func (h *carrierHandler) settleRequest(j *job, w PendingEffect, out order.Outcome, number string) {
	if w.Kind != order.EffectParcel || out.Kind == order.InDoubt || out.Done() && number == "" {
		return
	}
	if _, err := j.order.Do(order.SettleParcel{Shipment: w.Shipment, Outcome: out, Waybill: number}, j.fromBridge()); err != nil {
		j.note(LevelError, w.Target.Account, "parcel", "the carrier's answer about S%d is %s %s, which cannot be applied: %v", w.Shipment, out.Kind, number, err)
	}
}

// resolve applies what a person has found out about a request: the tracking number is the outcome's code.
func (h *carrierHandler) resolve(j *job, _ *account, w *PendingEffect, out order.Outcome) bool {
	h.settleRequest(j, *w, out, out.Code)
	return false
}

// performDrop cancels a request at the carrier.
func (h *carrierHandler) performDrop(ctx context.Context, a *account, w PendingEffect) answer {
	var ref order.Ref
	if err := json.Unmarshal(w.Data, &ref); err != nil {
		return answer{out: order.Outcome{Kind: order.Rejected, Text: h.say(a.name, "the stored parcel cannot be read: %v", err)}}
	}
	p, err := a.carrier.Cancel(ctx, ref)
	switch {
	case ordo.ClassOf(err) == ordo.Conflict: // it is on its way, and a person has to act
		return answer{out: order.Outcome{Kind: order.Rejected, Text: err.Error()}}
	case err != nil:
		return answer{err: err}
	}
	if text := h.checkParcel(a, carriers.Parcel{Ref: ref}, p); text != "" || p.State != carriers.ParcelCancelled {
		return answer{out: order.Outcome{Kind: order.InDoubt, Text: cmp.Or(text, h.say(a.name, "%s reports the parcel as %q", a.vendor(), p.State))}}
	}
	return answer{out: order.Outcome{Kind: order.Applied, Text: p.Text}}
}

// A parcel is tracked for at most maxTracked, and read at least minReads times before tracking ends: one wrong clock
// ends nothing.
const (
	maxTracked = 90 * 24 * time.Hour
	minReads   = 30
)

// performTrack reads a parcel that is tracked.
func (h *carrierHandler) performTrack(ctx context.Context, j *job, a *account, w PendingEffect) answer {
	if isFollowed(w) && isKnownElsewhere(j, w) {
		return answer{out: order.Outcome{Kind: order.AlreadySo, Text: h.say(a.name, "another carrier has the parcel")}}
	}
	p, err := h.readParcel(ctx, a, w.Outcome.Ref)
	if isFollowed(w) && ordo.ClassOf(err) == ordo.NotFound {
		return h.notKnownYet(a, w)
	}
	if err != nil {
		return answer{err: err}
	}
	want := expected(j, w)
	if want.Ref = w.Outcome.Ref; isFollowed(w) {
		want.Ref = order.Ref{} // it has another reference than its number
	}
	if text := h.checkParcel(a, want, p); text != "" { // it is read again later
		return answer{out: order.Outcome{Kind: order.Waiting, Ref: w.Outcome.Ref}, learn: func(j *job, w PendingEffect) {
			j.note(LevelError, a.name, "parcel", "S%d: %s", w.Shipment, text)
			j.once("parcel", j.stored.ID, w.Key, text)
		}}
	}
	out := order.Outcome{Kind: order.Waiting, Ref: a.ref(p.Ref), Code: p.Code, Text: p.Text}
	switch {
	case len(p.Returns) > 0: // the goods travel on as another parcel
		out.Ref = a.ref(p.Returns[0])
	case isOver(p), h.now().Sub(w.Since) > maxTracked && w.Polls > minReads:
		out.Kind = order.Applied
	}
	return answer{out: out, learn: func(j *job, w PendingEffect) {
		j.addRef(out.Ref)
		h.observe(j, a, w.Shipment, p)
		if out.Kind == order.Waiting && out.Ref.ID != w.Outcome.Ref.ID {
			h.hastenShipment(j, a, w.Shipment)
		}
	}}
}

// isOver reports whether no more news of a parcel will come.
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

// expected returns what is known here of the parcel that an effect is about.
func expected(j *job, w PendingEffect) carriers.Parcel {
	p := carriers.Parcel{}
	for e := range j.order.Events(order.Filter{}) {
		switch b := e.Body.(type) {
		case order.ParcelRequested:
			if b.Shipment.N == w.Shipment {
				p.Key, p.Number = b.Key, ""
			}
		case order.ParcelSettled:
			if b.Shipment.N == w.Shipment && w.Kind == order.EffectTrack {
				p.Number = b.Shipment.Waybill
			}
		case order.Imported:
			if n := w.Shipment; n > 0 && n <= len(b.Shipments) && w.Kind == order.EffectTrack {
				p.Number = b.Shipments[n-1].Waybill
			}
		case order.HandedOver: // also one that was not requested here
			if b.Shipment.N == w.Shipment && w.Kind == order.EffectTrack {
				p.Number = b.Shipment.Waybill
			}
		}
	}
	return p
}

// checkParcel compares a parcel with the one that was asked for. One on its way back has a number of its own.
func (h *carrierHandler) checkParcel(a *account, want, got carriers.Parcel) string {
	if got.Direction != "" && got.Direction != carriers.DirectionToBuyer {
		want.Key, want.Number = "", ""
	}
	return h.mismatch(a, refField("id", want.Ref, got.Ref), field{"number", want.Key, got.Key}, field{"tracking number", want.Number, got.Number})
}
