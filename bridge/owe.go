package bridge

import (
	"cmp"
	"fmt"
	"slices"
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
	var answered []order.Units // cancelled by an answer, which tells the channel
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
			if ms := beside(gone(b.Parts), answered); len(ms) > 0 {
				k.toChannel(e, kind, ms, now)
			}
			back := e
			if len(beside(gone(b.Parts), answered)) == 0 {
				back.By = order.Actor{} // who answered yes has not cancelled it where he works
			}
			k.toERP(back, order.EffectCancel, gone(b.Parts), now)
		case order.Returned: // units that are paid for leave in a block; those that never left the seller are cancelled
			if ms := cancelled(b.Moves); len(ms) > 0 {
				k.toChannel(e, order.EffectCancel, ms, now)
				k.toERP(e, order.EffectCancel, ms, now)
			}
		case order.Packed:
			k.toChannel(e, order.EffectPack, b.Moves, now)
		case order.HandedOver:
			k.toChannel(e, order.EffectShip, b.Moves, now)
		case order.Arrived:
			k.toChannel(e, order.EffectArrive, b.Moves, now)
		case order.Delivered:
			k.toChannel(e, order.EffectClose, b.Moves, now)
		case order.Progressed:
			k.progressed(b.Moves, e, now)
		case order.Tracked:
			k.progressed(b.Moves, e, now)
		case order.DateMoved:
			k.toChannel(e, order.EffectMoveDate, nil, now)
			k.toERP(e, order.EffectMoveDate, nil, now)
		case order.ParcelRequested:
			k.oweRequest(b, e, now)
		case order.ParcelSettled:
			k.oweSale(b, e, now)
		case order.ParcelDropped:
			k.oweDrop(b, e, now)
		case order.RefundOrdered:
			k.oweRefund(b, e, now)
		case order.IntentDeclined:
			k.declined(b, e, now)
		case order.Held:
			k.tellERP(NoteHold, e, b.Text, now)
		case order.CancelRequested:
			if k.route.Answers == AnswerByMerchant {
				k.tellERP(NoteRequest, e, "the buyer wants to cancel "+units(b.Units)+": answer it", now)
			}
		case order.CancelRequestAnswered:
			if a := k.channel(); a != nil && a.channel.Can(order.EffectAnswer, k.view().Scheme) {
				answered = append(answered, b.Accepted...)
			}
			k.toChannel(e, order.EffectAnswer, nil, now)
			if len(b.Declined) > 0 {
				k.tellERP(NoteTooLate, e, "the buyer wanted to cancel "+units(b.Declined)+"; it was too late", now)
			}
		}
	}
	k.show(es, now)
}

// gone are the units that an event cancelled: its moves may also hand out what only followed them.
func gone(parts []order.Part) []order.Move {
	var ms []order.Move
	for _, p := range parts {
		ms = append(ms, order.Move{Line: p.Line, Portion: order.Portion{From: p.From, To: p.To}})
	}
	return ms
}

// cancelled are those units that moves cancel.
func cancelled(ms []order.Move) []order.Move {
	return slices.DeleteFunc(slices.Clone(ms), func(m order.Move) bool { return m.State != status.ItemCancelled })
}

// beside leaves out the moves whose units are all among others.
func beside(ms []order.Move, others []order.Units) []order.Move {
	return slices.DeleteFunc(ms, func(m order.Move) bool {
		return slices.ContainsFunc(others, func(u order.Units) bool {
			return u.Line == m.Line && u.From.Cmp(m.From) <= 0 && m.To.Cmp(u.To) <= 0
		})
	})
}

// progressed tells the channel how far units have come by the word of somebody who owns that fact.
func (k *desk) progressed(moves []order.Move, e order.Event, now time.Time) {
	for _, way := range []struct {
		state status.ItemState
		kind  order.EffectKind
	}{
		{status.ItemConfirmed, order.EffectConfirm},
		{status.ItemPacked, order.EffectPack},
		{status.ItemSent, order.EffectShip},
		{status.ItemArrived, order.EffectArrive},
	} {
		ms := slices.DeleteFunc(slices.Clone(moves), func(m order.Move) bool { return m.State != way.state })
		if len(ms) > 0 {
			k.toChannel(e, way.kind, ms, now)
		}
	}
}

// declined brings a refused wish back to who made it; a date that was refused is set back there.
func (k *desk) declined(b order.IntentDeclined, e order.Event, now time.Time) {
	if b.System != k.route.ERP || k.erp() == nil {
		return
	}
	k.tellERP(NoteDeclined, e, fmt.Sprintf("%s is refused: %s", b.Intent, b.Why), now)
	if b.Intent == order.KindMoveDate {
		e.By = order.Actor{} // nobody's: it goes back to where it came from
		k.toERP(e, order.EffectMoveDate, nil, now)
	}
}

// toChannel owes the channel an effect, unless it is the channel's own news or nothing that it knows.
func (k *desk) toChannel(e order.Event, kind order.EffectKind, ms []order.Move, now time.Time) {
	a := k.channel()
	v := k.view()
	if a == nil || echo(e, order.RoleChannel, a) || !a.channel.Can(kind, v.Scheme) {
		return
	}
	k.add(order.Effect{Kind: kind, Target: v.Ref, N: e.N, Units: ranges(ms)}, "", now)
}

// echo tells whether an event is what an account told itself.
func echo(e order.Event, r order.Role, a *account) bool {
	return e.By.Role == r && e.By.System == a.name
}

// introduce owes the ERP the order itself if it never was, as when the ERP came into the route later.
func (k *desk) introduce(now time.Time) {
	a := k.erp()
	if a == nil || ended(k.view().State) || !a.system.Can(order.EffectUpsert, k.view().Scheme) {
		return
	}
	if slices.ContainsFunc(slices.Concat(k.d.Refs, k.batch.Refs), func(r order.Ref) bool { return r.Account == a.name }) {
		return
	}
	if slices.ContainsFunc(k.reckon(), func(w PendingEffect) bool { return w.Kind == order.EffectUpsert && w.Target.Account == a.name }) {
		return
	}
	k.nameInERP()
	// What the ERP was owed before it had the order is in the order as it comes.
	for _, w := range k.reckon() {
		if w.Target.Account == a.name && w.Kind != order.EffectNote && w.Phase == PhasePending {
			k.end(w, PhaseDone, order.Outcome{Kind: order.AlreadySo, Text: "the order comes as it is"})
		}
	}
	k.add(order.Effect{Kind: order.EffectUpsert, Target: k.inERP(), N: 1}, "", now)
}

// toERP owes the ERP an effect, unless it is the ERP's own news or nothing that it knows.
func (k *desk) toERP(e order.Event, kind order.EffectKind, ms []order.Move, now time.Time) {
	a := k.erp()
	v := k.view()
	if a == nil || echo(e, order.RoleERP, a) || !a.system.Can(kind, v.Scheme) {
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
	want := a.system.StatusFor(v)
	// People set what an order cannot be any more, or used its status to answer about a part of it.
	again := k.corrects && (ended(v.State) || slices.ContainsFunc(es, func(e order.Event) bool { _, is := e.Body.(order.CancelRequestAnswered); return is }))
	if want == "" || want == k.wanted && !again || want == v.Labels[a.name] {
		return
	}
	for _, w := range k.reckon() {
		fresh := w.Phase == PhasePending && w.Attempts == 0 && w.Target.Account == a.name
		if fresh && (w.Kind == order.EffectStatus || w.Kind == order.EffectUpsert || w.Kind == order.EffectCancel && v.State == status.OrderCancelled) {
			return // it will show how the order stands then
		}
	}
	k.add(order.Effect{Kind: order.EffectStatus, Target: k.inERP(), N: es[len(es)-1].N}, "", now)
}

// supersedes tells whether an effect makes an earlier one pointless that was refused: the ERP's status is that of the
// moment.
func supersedes(e order.Effect, w PendingEffect) bool {
	return w.Kind == order.EffectStatus && !w.Phase.goesOn() && w.Target.Account == e.Target.Account &&
		(e.Kind == order.EffectStatus || e.Kind == order.EffectCancel)
}

// add puts an effect among those that are owed, once.
func (k *desk) add(e order.Effect, more string, now time.Time) {
	for _, w := range k.reckon() {
		if supersedes(e, w) {
			k.end(w, PhaseDone, order.Outcome{Kind: w.Outcome.Kind, Text: "overtaken by what came later"})
		}
	}
	e.Order = k.o.ID()
	e.Key = key(e.Target, e.Order, e.Kind, e.N, more)
	k.write(PendingEffect{Effect: e, Phase: PhasePending, Since: now, Due: now})
}

// ranges strips moves to the ranges of units they are about.
func ranges(ms []order.Move) []order.Units {
	var us []order.Units
	for _, m := range ms {
		us = append(us, order.Units{Line: m.Line, From: m.From, To: m.To})
	}
	return us
}

// units names ranges of units for people: "lines 1, 2 and 4".
func units(us []order.Units) string {
	us = slices.Clone(us)
	slices.SortStableFunc(us, func(a, b order.Units) int {
		return cmp.Or(cmp.Compare(len(a.Line), len(b.Line)), cmp.Compare(a.Line, b.Line), a.From.Cmp(b.From))
	})
	var parts []string
	for _, u := range us {
		part := u.Line
		if u.From.Sign() > 0 {
			part += fmt.Sprintf(" (units %s to %s)", u.From, u.To)
		}
		parts = append(parts, part)
	}
	switch n := len(parts); n {
	case 0:
		return "no lines"
	case 1:
		return "line " + parts[0]
	default:
		return "lines " + strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
	}
}
