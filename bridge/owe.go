package bridge

import (
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// space is the namespace of the keys of effects. It never changes.
var space = uuid.MustParse("6f1d2c53-8f0e-5b1a-9a44-7a0f3f1f9c07")

// key names an effect for good: the same cause and target always give the same key.
func key(target order.Ref, id string, kind order.EffectKind, n int, more string) string {
	return uuid.NewSHA1(space, []byte(strings.Join([]string{target.Account, id, string(kind), fmt.Sprint(n), more}, "\x00"))).String()
}

// owe says what the outside systems are owed because of new events. An effect never goes back to where its cause came from.
func (k *desk) owe(es []order.Event, now time.Time) {
	answered := false
	for _, e := range es {
		switch b := e.Body.(type) {
		case order.Placed, order.Imported:
			k.toERP(e, order.EffectUpsert, nil, now)
		case order.Confirmed:
			k.toChannel(e, order.EffectConfirm, b.Moves, now)
		case order.Cancelled:
			kind := order.EffectCancel
			if b.Before {
				kind = order.EffectRefuse
			}
			if !answered { // the answer tells the channel
				k.toChannel(e, kind, gone(b), now)
			}
			k.toERP(e, order.EffectCancel, gone(b), now)
		case order.Packed:
			k.toChannel(e, order.EffectPack, b.Moves, now)
		case order.HandedOver:
			k.toChannel(e, order.EffectShip, b.Moves, now)
		case order.Arrived:
			k.toChannel(e, order.EffectArrive, b.Moves, now)
		case order.Delivered:
			k.toChannel(e, order.EffectClose, b.Moves, now)
		case order.DateMoved:
			k.toChannel(e, order.EffectMoveDate, nil, now)
			k.toERP(e, order.EffectMoveDate, nil, now)
		case order.WishDeclined:
			k.declined(b, e, now)
		case order.Held:
			k.tellERP(NoteHold, e, b.Text, now)
		case order.Requested:
			if k.route.Answers == AnswerByMerchant {
				k.tellERP(NoteRequest, e, "the buyer wants to cancel "+units(b.Units)+": answer it", now)
			}
		case order.RequestAnswered:
			answered = true
			k.toChannel(e, order.EffectAnswer, nil, now)
			if len(b.Declined) > 0 {
				k.tellERP(NoteTooLate, e, "the buyer wanted to cancel "+units(b.Declined)+"; it was too late", now)
			}
		}
	}
	k.show(es, now)
}

// gone are the units that an event cancelled: its moves may also hand out what only followed them.
func gone(b order.Cancelled) []order.Move {
	var ms []order.Move
	for _, p := range b.Parts {
		ms = append(ms, order.Move{Line: p.Line, Portion: order.Portion{From: p.From, To: p.To}})
	}
	return ms
}

// declined brings a refused wish back to who made it; a date that was refused is set back there.
func (k *desk) declined(b order.WishDeclined, e order.Event, now time.Time) {
	if b.System != k.route.ERP || k.erp() == nil {
		return
	}
	k.tellERP(NoteDeclined, e, fmt.Sprintf("%s is refused: %s", b.Wish, b.Why), now)
	if b.Wish == order.KindMoveDate {
		e.By = order.Actor{} // nobody's: it goes back to where it came from
		k.toERP(e, order.EffectMoveDate, nil, now)
	}
}

// toChannel owes the channel an effect, unless it is the channel's own news or nothing that it knows.
func (k *desk) toChannel(e order.Event, kind order.EffectKind, ms []order.Move, now time.Time) {
	a := k.channel()
	v := k.view()
	if a == nil || e.By.System == a.name || !a.channel.Can(kind, v.Scheme) {
		return
	}
	k.add(order.Effect{Kind: kind, Target: v.Ref, N: e.N, Units: ranges(ms)}, "", now)
}

// toERP owes the ERP an effect, unless it is the ERP's own news or nothing that it knows.
func (k *desk) toERP(e order.Event, kind order.EffectKind, ms []order.Move, now time.Time) {
	a := k.erp()
	v := k.view()
	if a == nil || e.By.System == a.name || !a.system.Can(kind, v.Scheme) {
		return
	}
	k.add(order.Effect{Kind: kind, Target: k.inERP(), N: e.N, Units: ranges(ms)}, "", now)
}

// inERP names the order in the ERP.
func (k *desk) inERP() order.Ref {
	a := k.erp()
	r := a.system.Ref(k.view())
	if r.IsZero() {
		for _, x := range k.d.Refs {
			if x.Account == a.name {
				r = x
			}
		}
	}
	r.System, r.Account = a.vendor(), a.name
	return r
}

// show owes the ERP the order's status if what it should show has changed and is not what it shows.
func (k *desk) show(es []order.Event, now time.Time) {
	a := k.erp()
	v := k.view()
	if a == nil || !a.system.Can(order.EffectStatus, v.Scheme) {
		return
	}
	want := a.system.Shows(v)
	if want == "" || want == k.wanted || want == v.Labels[a.name] {
		return
	}
	for _, w := range k.reckon() {
		fresh := w.Phase == PhaseOwed && w.Tries == 0 && w.Target.Account == a.name
		if fresh && (w.Kind == order.EffectStatus || w.Kind == order.EffectUpsert || w.Kind == order.EffectCancel && v.State == status.OrderCancelled) {
			return // it will show how the order stands then
		}
	}
	k.add(order.Effect{Kind: order.EffectStatus, Target: k.inERP(), N: es[len(es)-1].N}, "", now)
}

// add puts an effect among those that are owed, once.
func (k *desk) add(e order.Effect, more string, now time.Time) {
	e.Order = k.o.ID()
	e.Key = key(e.Target, e.Order, e.Kind, e.N, more)
	k.write(Owed{Effect: e, Phase: PhaseOwed, Since: now, Due: now})
}

// ranges strips moves to the ranges of units they are about.
func ranges(ms []order.Move) []order.Units {
	var us []order.Units
	for _, m := range ms {
		us = append(us, order.Units{Line: m.Line, From: m.From, To: m.To})
	}
	return us
}

// units names ranges of units for people.
func units(us []order.Units) string {
	var parts []string
	for _, u := range us {
		part := "line " + u.Line
		if u.From.Sign() > 0 {
			part += fmt.Sprintf(" units %s to %s", u.From, u.To)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}
