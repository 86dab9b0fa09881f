package bridge

import (
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// wake is when the order is due next, once the batch is written; zero for never.
func (k *desk) wake(now time.Time) time.Time {
	var next time.Time
	at := func(t time.Time) {
		if !t.IsZero() && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	for _, m := range k.ready() {
		if m.Attempts == 0 {
			at(now)
		}
		at(m.Due)
	}
	if !k.known() {
		return next
	}
	for _, w := range k.front() {
		if w.Due.IsZero() {
			w.Due = now
		}
		at(w.Due)
	}
	for _, d := range k.unwarned() {
		at(d.At.Add(-k.b.warn))
	}
	at(k.lookDue(now))
	return next
}

// ready are the messages that may be worked on when they are due: for each account those before the first that waits.
// One that waits for a person holds up nothing.
func (k *desk) ready() []Message {
	waits := map[string]bool{}
	var out []Message
	for _, m := range k.left() {
		if m.Attempts > 0 && m.Due.IsZero() || waits[m.Account] {
			continue
		}
		out = append(out, m)
		waits[m.Account] = m.Attempts > 0
	}
	return out
}

// front are the effects that may be carried out when they are due: the first of each target that does not wait for another
// effect, and notes, which hold up nothing.
func (k *desk) front() []PendingEffect {
	held := k.o.Held()
	open := k.reckon()
	blocked := map[string]bool{} // by account
	var out []PendingEffect
	for _, w := range open {
		account, note := w.Target.Account, w.Kind == order.EffectNote
		if blocked[account] && !note && w.Kind != order.EffectTrack || dependent(w, open) {
			continue
		}
		blocked[account] = blocked[account] || !note && !passable(w)
		switch {
		case w.Phase == PhaseParked, w.Phase == PhaseInDoubt:
		case held && k.waitsForHold(w):
		default:
			out = append(out, w)
		}
	}
	return out
}

// dependent tells whether an effect cannot be done before another one is that is not done yet, wherever the two stand in
// the queue: what is told of an order where it has not come into being, what is done with a parcel before the carrier has
// answered the request for it.
func dependent(w PendingEffect, open []PendingEffect) bool {
	for _, x := range open {
		switch {
		case x.Key == w.Key || x.Target.Account != w.Target.Account:
		case x.Kind == order.EffectUpsert:
			return true
		case x.Kind == order.EffectParcel && x.Shipment == w.Shipment && x.N < w.N && (w.Kind == order.EffectTrack || w.Kind == order.EffectDrop):
			return true
		}
	}
	return false
}

// passable tells whether an effect holds up nothing that comes after it: a status that was refused, a refund that the
// buyer's bank is slow to make, a parcel that is under way.
func passable(w PendingEffect) bool {
	switch w.Kind {
	case order.EffectStatus:
		return !w.Phase.goesOn()
	case order.EffectRefund:
		return w.Phase == PhaseWaiting
	}
	return w.Kind == order.EffectTrack
}

// waitsForHold tells whether an effect is one that a hold stops: one that no person caused, to a system other than the one
// where the merchant's people look. A receipt waits for nobody: it tells what has happened.
func (k *desk) waitsForHold(w PendingEffect) bool {
	if w.Target.Account == k.route.ERP || w.Kind == order.EffectReceipt || w.Kind == order.EffectTrack {
		return false
	}
	for e := range k.o.Events(order.Filter{}) {
		if e.N != w.N {
			continue
		}
		switch e.By.Role {
		case order.RoleSystem, order.RoleChannel, order.RoleCarrier, order.RoleGateway:
			return true
		}
		return false
	}
	return false
}

// lookDue is when the order is to be read again in its channel; zero for never.
func (k *desk) lookDue(now time.Time) time.Time {
	if k.channel() == nil {
		return time.Time{}
	}
	if k.look {
		return now
	}
	if k.b.look < 0 || ended(k.view().State) {
		return time.Time{}
	}
	last := k.d.Refreshed
	if !k.batch.Refreshed.IsZero() {
		last = k.batch.Refreshed
	}
	if last.IsZero() {
		for e := range k.o.Events(order.Filter{}) {
			last = e.At
			break
		}
	}
	return within(last.Add(k.b.look), now, k.b.look)
}

// warned is the label that says of which deadline the merchant was warned.
func warned(k order.Kind) string { return "warned/" + string(k) }

// unwarned lists the deadlines that are not met and that the merchant was not warned of.
func (k *desk) unwarned() []order.Deadline {
	v := k.view()
	if ended(v.State) {
		return nil
	}
	var out []order.Deadline
	for _, d := range v.Deadlines {
		if v.Labels[warned(d.Kind)] != stamp(d.At) {
			out = append(out, d)
		}
	}
	return out
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// warn warns of deadlines that are near.
func (k *desk) warn(now time.Time) {
	for _, d := range k.unwarned() {
		if d.At.Add(-k.b.warn).After(now) {
			continue
		}
		evs, err := k.o.Do(order.Label{Key: warned(d.Kind), Text: stamp(d.At)}, k.by())
		if err != nil || len(evs) == 0 {
			continue
		}
		left := d.At.Sub(now).Round(time.Minute)
		text := fmt.Sprintf("%s is due at %s, in %s", d.Kind, stamp(d.At), left)
		if left < 0 {
			text = fmt.Sprintf("%s was due at %s", d.Kind, stamp(d.At))
		}
		k.note(LevelWarning, k.route.Channel, "deadline", text)
		k.tellERP(NoteDeadline, evs[0], text, now)
	}
}
