package bridge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// settle says what becomes of an effect after a try.
func (k *desk) settle(a *account, w PendingEffect, got answer) {
	got.out.Text, got.out.Code = clip(got.out.Text, longestReason), clip(got.out.Code, longestReason)
	if got.err != nil {
		k.unsettled(w, got.err)
	} else {
		k.settled(a, w, got.out)
	}
	if got.learn != nil {
		got.learn(k, w)
	}
	k.settleInOrder(w, got.out)
}

// settleInOrder says to the order how an effect ended of which it keeps account.
func (k *desk) settleInOrder(w PendingEffect, out order.Outcome) {
	switch out.Kind {
	case order.Applied, order.AlreadySo, order.Rejected, order.Unsupported, order.InDoubt:
		k.settleRefund(w, out)
		k.settleParcel(w, out, "")
	}
}

// settled says what becomes of an effect that got an answer.
func (k *desk) settled(a *account, w PendingEffect, out order.Outcome) {
	w.Problem = ""
	switch out.Kind {
	case order.Applied, order.AlreadySo, order.Unsupported:
		k.end(w, PhaseDone, out)
		k.learn(a, w, out)
	case order.Waiting:
		k.await(a, w, out)
	case order.InDoubt:
		k.end(w, PhaseInDoubt, out)
	case order.Rejected, order.Parked:
		k.reject(w, out)
	default:
		k.end(w, PhaseInDoubt, order.Outcome{Kind: order.InDoubt, Text: fmt.Sprintf("%s answered with the outcome %q", a.vendor(), out.Kind)})
	}
}

// await keeps an effect that the outside system has taken and not ended, to ask for it later: soon at first.
func (k *desk) await(a *account, w PendingEffect, out order.Outcome) {
	if w.Phase != PhaseWaiting {
		k.note(LevelInfo, a.name, out.Kind.String(), name(w)+": taken, and not done yet")
		k.about(w)
		k.name(a, out.Ref)
	}
	pause := k.b.pause(w.Polls+1, nil)
	if w.Kind == order.EffectTrack {
		pause = k.b.track // the carrier calls when there is news
	}
	w.Phase, w.Outcome, w.Due = PhaseWaiting, out, k.b.now().Add(pause)
	k.write(w)
}

// end settles an effect, or leaves it to a person.
func (k *desk) end(w PendingEffect, p Phase, out order.Outcome) {
	w.Phase, w.Outcome, w.Due = p, out, time.Time{}
	l, what := LevelInfo, out.Kind.String()
	text := name(w) + ": " + out.Kind.String()
	if out.Text != "" {
		text += ": " + out.Text
	}
	switch {
	case p.Open():
		l = LevelError
		text += "; nothing more goes there until Retry or Resolve"
		w.Problem = out.Text
	case out.Kind == order.Unsupported || out.Kind == order.Rejected:
		l = LevelWarning
	case w.Attempts > 1:
		text += fmt.Sprintf(", at try %d", w.Attempts)
	}
	if !p.Open() {
		w.Ended = k.b.now()
	}
	k.write(w)
	k.note(l, w.Target.Account, what, text)
	k.about(w)
	if p.Open() {
		k.failed(w, cmp.Or(out.Text, out.Kind.String()), k.b.now())
	}
}

// reject leaves a refused effect to a person. What can be taken back is taken back instead, so that people may put it right
// where they work: a date, as the channel's own stands and is read again, and a packing, of which the units are free again.
func (k *desk) reject(w PendingEffect, out order.Outcome) {
	if (w.Kind == order.EffectRefund || w.Kind == order.EffectParcel) && out.Kind == order.Rejected { // people order it again, which is another order
		k.end(w, PhaseDone, out)
		k.failed(w, cmp.Or(out.Text, out.Code, "it gives no reason"), k.b.now())
		return
	}
	a := k.channel()
	if a == nil || w.Target.Account != a.name || w.Kind != order.EffectMoveDate && w.Kind != order.EffectPack {
		k.end(w, PhaseParked, out)
		return
	}
	if w.Kind == order.EffectPack && !k.unpack(w) {
		k.end(w, PhaseParked, out)
		return
	}
	k.end(w, PhaseDone, out)
	k.failed(w, cmp.Or(out.Text, "it gives no reason"), k.b.now())
	k.look = true
}

// unpack frees the units of a packing that was refused, and remembers what expressed it, so that it is not tried again
// before people have changed something.
func (k *desk) unpack(w PendingEffect) bool {
	var ps order.Picks
	for _, u := range w.Units {
		if l, known := k.o.Line(u.Line); known && l.Kind == order.LineGoods {
			ps = ps.And(order.PickUnits(u.Line, u.From, u.To))
		}
	}
	if _, err := k.o.Do(order.Release{Picks: ps, Refused: true}, k.by()); err != nil {
		return false // something has left or was cancelled meanwhile
	}
	for e := range k.o.Events(order.Filter{}) {
		if e.N == w.N && e.Code != "" {
			if _, err := k.o.Do(order.Label{Key: order.RefusedLabel(e.Code), Text: "yes"}, k.by()); err != nil {
				k.note(LevelWarning, w.Target.Account, "label", err.Error())
			}
		}
	}
	return true
}

// revive lets what the channel refused be tried again, because people have put something right.
func (k *desk) revive() {
	for _, w := range k.reckon() {
		if w.Phase == PhaseParked && w.Outcome.Kind == order.Rejected && w.Target.Account == k.route.Channel {
			w.Phase, w.Attempts, w.Due, w.Problem = PhasePending, 0, k.b.now(), ""
			k.write(w)
			k.note(LevelInfo, w.Target.Account, "retried", name(w)+" is tried again, as people have changed the order")
		}
	}
}

// learn takes up what an outcome says besides: how the thing is named there, what it shows now.
func (k *desk) learn(a *account, w PendingEffect, out order.Outcome) {
	k.name(a, out.Ref)
	if a.system != nil && out.Code != "" {
		k.label(a, order.RoleERP, out.Code)
		k.shown, k.shownAt = out.Code, k.b.now()
	}
	if w.Kind == order.EffectDocument && out.Done() {
		k.filed(a, w, out)
	}
	if a.channel != nil && w.Kind == order.EffectMoveDate && out.Done() {
		k.look = true // the channel may have corrected the date
	}
	if out.Kind == order.Unsupported {
		k.failed(w, cmp.Or(out.Text, "it cannot do that"), k.b.now())
	}
}

// name lets the order be found by the name of a thing outside that was made for it.
func (k *desk) name(a *account, r order.Ref) {
	if r.IsZero() {
		return
	}
	if r = a.named(r); !slices.Contains(k.d.Refs, r) && !slices.Contains(k.batch.Refs, r) {
		k.batch.Refs = append(k.batch.Refs, r)
	}
}

// name names an effect for people.
func name(w PendingEffect) string {
	s := string(w.Kind)
	switch {
	case isMoney(w.Kind), w.Shipment != 0:
		s = strings.TrimSpace(s + " " + w.Text)
	case len(w.Units) > 0:
		s += " " + units(w.Units)
	}
	return s
}
