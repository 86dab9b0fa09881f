package bridge

import (
	"slices"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// A channel whose orders are worked elsewhere is told of what changes here, as an ERP is (erpTold).

// toldKinds are the effects by which a channel is told what an order is.
var toldKinds = []order.EffectKind{order.EffectLines, order.EffectDetails, order.EffectPayment, order.EffectReturn, order.EffectStatus}

// isTold reports whether a channel is told of changes here.
func isTold(a *account, scheme order.SchemeCode) bool {
	return slices.ContainsFunc(toldKinds, func(k order.EffectKind) bool { return a.channel.Can(k, scheme) })
}

// sendTold adds what a channel is to be told of new events.
func (h *channelHandler) sendTold(j *job, a *account, es []order.Event) {
	if len(es) == 0 || !isTold(a, j.view().Scheme) {
		return
	}
	for _, e := range es {
		for _, c := range h.toldOf(j, a, e) {
			h.tell(j, a, e, c)
		}
	}
	h.sendStatus(j, a, es)
}

// toldOf returns what a channel is to be told of an event: nothing of what it reported itself, and all again that it
// shows and was refused.
func (h *channelHandler) toldOf(j *job, a *account, e order.Event) []erpChange {
	if b, is := e.Body.(order.IntentDeclined); is && b.System == a.name {
		return refusedChange(b.Intent)
	}
	if isEcho(e, a, true) {
		return nil
	}
	var out []erpChange
	for _, c := range changesOf(e) {
		scheme := j.view().Scheme
		switch c.kind { //nolint:exhaustive // the others are sent as they are
		case order.EffectMoveDate:
			continue // derive sends it
		case order.EffectCancel, order.EffectReturn:
			switch {
			case c.kind == order.EffectReturn && a.channel.Can(order.EffectReturn, scheme):
			case c.kind == order.EffectCancel && h.cancels(a, e, scheme):
				continue // derive sends it
			default: // the lines are what is left
				c = erpChange{kind: order.EffectLines}
			}
		}
		out = append(out, c)
	}
	return out
}

// cancels reports whether a channel is told of cancelled units as such.
func (h *channelHandler) cancels(a *account, e order.Event, scheme order.SchemeCode) bool {
	switch b := e.Body.(type) {
	case order.Cancelled:
		if b.Before {
			return a.channel.Can(order.EffectRefuse, scheme)
		}
	case order.Delivered:
		return a.channel.Can(order.EffectClose, scheme)
	}
	return a.channel.Can(order.EffectCancel, scheme)
}

// refusedChange is what brings a channel back to what the order is after it showed something that was refused.
func refusedChange(intent order.Kind) []erpChange {
	switch intent { //nolint:exhaustive // the others are about the status
	case order.KindEdit, order.KindReprice, order.KindChangeLine, order.KindCancel:
		return []erpChange{{kind: order.EffectLines}}
	case order.KindChangeDetails:
		return []erpChange{{kind: order.EffectDetails}}
	}
	return nil
}

// tell adds one change, unless one that is not sent yet will show it.
func (h *channelHandler) tell(j *job, a *account, cause order.Event, c erpChange) {
	v := j.view()
	if !a.channel.Can(c.kind, v.Scheme) {
		return
	}
	e := order.Effect{Kind: c.kind, Target: v.Ref, N: cause.N, Units: c.units, Block: c.block, Payment: c.payment}
	if !slices.ContainsFunc(j.pending(), func(w PendingEffect) bool { return isFresh(w) && isSameThing(w, e) }) {
		h.enqueue(j, e, thingKey(c))
	}
}

// sendStatus adds the status of the order once it is another one here, or was refused there, and the channel does not
// show it.
func (h *channelHandler) sendStatus(j *job, a *account, es []order.Event) {
	v := j.view()
	i := slices.IndexFunc(es, func(e order.Event) bool {
		b, is := e.Body.(order.IntentDeclined)
		return is && b.System == a.name && refusedChange(b.Intent) == nil || e.State != 0 && !isEcho(e, a, true)
	})
	if i < 0 || !a.channel.Can(order.EffectStatus, v.Scheme) {
		return
	}
	if m, is := a.channel.(channels.Mirror); is {
		if want := m.StatusFor(v); want == "" || want == v.Labels[a.name] {
			return
		}
	}
	if slices.ContainsFunc(j.pending(), func(w PendingEffect) bool {
		cancels := w.Kind == order.EffectCancel && v.State == status.OrderCancelled
		return isFresh(w) && w.Target.Account == a.name && (w.Kind == order.EffectStatus || cancels)
	}) {
		return // it will show the order as it stands then
	}
	h.enqueue(j, order.Effect{Kind: order.EffectStatus, Target: v.Ref, N: es[i].N}, "")
}

// repairs reports whether something is pending for a channel, or follows from events that are not saved yet, that
// brings its sums to those of the order.
func (h *channelHandler) repairs(j *job, a *account) bool {
	if slices.ContainsFunc(j.pending(), func(w PendingEffect) bool {
		return w.Target.Account == a.name && (changesSums(w.Kind) || w.Kind == order.EffectRefuse || w.Kind == order.EffectClose)
	}) {
		return true
	}
	return slices.ContainsFunc(j.newEvents(), func(e order.Event) bool {
		return slices.ContainsFunc(h.toldOf(j, a, e), func(c erpChange) bool { return changesSums(c.kind) && a.channel.Can(c.kind, j.view().Scheme) })
	})
}
