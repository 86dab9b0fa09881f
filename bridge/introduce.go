package bridge

import (
	"context"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// systems returns the systems of the route beside the channel: where people work, then where the books are.
func (h *erpHandler) systems(j *job) []*account {
	var as []*account
	for _, name := range j.route.systems() {
		if a := h.accounts[name]; a != nil && a.system != nil {
			as = append(as, a)
		}
	}
	return as
}

// has reports whether a system has the order, or gets it as soon as it can be reached. One that takes no orders counts
// as having them all.
func (h *erpHandler) has(j *job, a *account) bool {
	return !a.system.Can(order.EffectUpsert, j.view().Scheme) || h.isNew(j, a) ||
		slices.ContainsFunc(j.refs(), func(r order.Ref) bool { return r.Account == a.name })
}

// isNew reports whether the order is still on its way to a system.
func (h *erpHandler) isNew(j *job, a *account) bool {
	return slices.ContainsFunc(j.pending(), func(w PendingEffect) bool { return w.Kind == order.EffectUpsert && w.Target.Account == a.name })
}

// introduce gives the order to a system that does not have it: at once, when its gate opens, or when it comes into the
// route. It reports whether the system is to be told of new events: what was before is in the order as it comes.
func (h *erpHandler) introduce(j *job, a *account, es []order.Event) bool {
	first := slices.IndexFunc(es, isFirst)
	gated, state := h.isGated(j, a), j.view().State
	switch {
	case !a.system.Can(order.EffectUpsert, j.view().Scheme):
		return true
	case gated && isGone(state) && h.isUnsent(j, a):
		h.withdraw(j, a)
		return false
	case first < 0 && h.has(j, a):
		return true
	case h.isLeftOut(j, a):
		return false
	case !gated && first >= 0:
		h.nameOrder(j, a)
		h.send(j, a, es[first], order.EffectUpsert, nil)
		return true
	case j.erpAt(a.name).waitsFor != "" || gated && isGone(state):
		return false
	case first < 0 && isFinal(state) && !j.erpAt(a.name).waited: // it ended before the system came into the route
		return false
	}
	h.nameOrder(j, a)
	for _, w := range j.pending() {
		if w.Target.Account == a.name && w.Phase == PhasePending && w.Kind != order.EffectNote && w.Kind != order.EffectDocument && w.Kind != order.EffectGoods {
			h.end(j, w, PhaseDone, order.Outcome{Kind: order.AlreadySo, Text: "the order is sent as it is now"})
		}
	}
	h.enqueue(j, order.Effect{Kind: order.EffectUpsert, Target: h.target(j, a), N: 1}, "")
	h.sendStanding(j, a)
	h.sendSales(j, a)
	h.sendNotices(j, a)
	return false
}

// isGone reports whether an order ended without a sale.
func isGone(s status.OrderState) bool {
	return s == status.OrderCancelled || s == status.OrderRefused || s == status.OrderReturned
}

// sendStanding adds what happened to the goods before the system had the order: transfers, reservations, and documents
// that it was asked for.
func (h *erpHandler) sendStanding(j *job, a *account) {
	for _, t := range j.view().Transfers {
		if a.name == j.route.booksAt() && a.system.Can(order.EffectTransfer, j.view().Scheme) && t.State != status.TransferDropped {
			h.enqueue(j, order.Effect{Kind: order.EffectTransfer, Target: h.target(j, a), N: 1, Transfer: t.N}, strconv.Itoa(t.N))
		}
	}
	if h.reserves(j, a) && len(erp.ReservedOf(j.view())) > 0 {
		h.enqueueReserve(j, a, 1)
	}
	for e := range j.order.Events(order.Filter{}) {
		if b, is := e.Body.(order.DocumentRequested); is && !hasSale(j, h.keeper(j), b.Shipment) {
			h.sendRequested(j, a, []order.Event{e})
		}
	}
}

// sendSales adds the documents of sale for parcels that were accepted before the system had the order.
func (h *erpHandler) sendSales(j *job, a *account) {
	for e := range j.order.Events(order.Filter{}) {
		if b, is := e.Body.(order.ParcelSettled); is && b.Accepted && !hasSale(j, h.keeper(j), b.Shipment.N) {
			h.sendSale(j, a, e, b)
		}
	}
}

// sendNotices passes on the notices that are open since before the system of the people had the order.
func (h *erpHandler) sendNotices(j *job, a *account) {
	if a.name != j.route.peopleAt() {
		return
	}
	for e := range j.order.Events(order.Filter{}) {
		if b, is := e.Body.(order.Notified); is && e.N <= j.saved && j.view().Notices[b.N-1].State == order.NoticeStateOpen {
			h.noteNotice(j, e, b)
		}
	}
}

// ---- its name there -------------------------------------------------------------------------------------------------

// nameOrder gives the order its name in a system, if the system does not give it itself.
func (h *erpHandler) nameOrder(j *job, a *account) {
	if r := a.system.Ref(j.view()); !r.IsZero() {
		j.addRef(a.ref(r))
	}
}

// nameTakenBy returns the order that has the name which a system would give this one; "" if none has. A store that
// cannot be asked counts as none: then the save says so.
func (h *erpHandler) nameTakenBy(j *job, a *account) string {
	r := a.system.Ref(j.view())
	if r.IsZero() {
		return ""
	}
	ctx, cancel := context.WithTimeout(context.Background(), h.grace)
	defer cancel()
	known, err := h.store.Find(ctx, a.ref(r))
	if by := known[a.ref(r)]; err == nil && by != j.stored.ID {
		return by
	}
	return ""
}

// nameTargets completes the targets of effects that were added before the order had its name in a system.
func (h *erpHandler) nameTargets(j *job, a *account) {
	for _, w := range j.pending() {
		if w.Target.Account == a.name && w.Target.ID == "" && w.Phase != PhaseSending {
			if h.nameTarget(j, &w); w.Target.ID != "" {
				j.put(w)
			}
		}
	}
}

// nameTarget completes the target of one effect for a system of the route.
func (h *erpHandler) nameTarget(j *job, w *PendingEffect) {
	for _, a := range h.systems(j) {
		if w.Target.ID == "" && w.Target.Account == a.name {
			w.Target = h.target(j, a)
		}
	}
}

// target names the order in a system: documents there have names too.
func (h *erpHandler) target(j *job, a *account) order.Ref {
	v := j.view()
	r := a.system.Ref(v)
	if r.IsZero() {
		for _, x := range j.refs() {
			if x.Account == a.name && !slices.ContainsFunc(v.Documents, func(d order.Document) bool { return d.Ref == x }) {
				r = x
			}
		}
	}
	return a.ref(r)
}
