package bridge

import (
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// Why an order does not go to the books yet: the text of its label.
const (
	waitsForPayment       = "unpaid"
	waitsForConfirmations = "open"
	waitsForHold          = "held"
	waitsForTime          = "young"
	waitsForName          = "name-taken" // another order has its name there
	leftOut               = "left-out"   // the system does not take it, or people have decided so
)

// isGated reports whether an order does not simply go to a system when it is placed.
func (h *erpHandler) isGated(j *job, a *account) bool {
	return a.name == j.route.booksAt() && (j.route.Books != "" || j.route.Export != Export{})
}

// act finds out whether the order may go to the systems of the route now, and says why not. It compares what those that
// have it showed.
func (h *erpHandler) act(j *job) {
	for _, a := range h.systems(j) {
		h.compareSums(j, a, h.repairs(j, a))
		if !h.has(j, a) && !h.isLeftOut(j, a) && a.system.Can(order.EffectUpsert, j.view().Scheme) {
			h.openGate(j, a)
		}
	}
}

// openGate finds out whether the order may go to a system that does not have it.
func (h *erpHandler) openGate(j *job, a *account) {
	st, was := j.erpAt(a.name), j.view().Labels[waitLabel(a.name)]
	why := ""
	if !isGone(j.view().State) {
		if h.isGated(j, a) {
			why, _ = h.waitsFor(j)
		}
		if why == "" && (j.saved > 0 || h.isGated(j, a)) && h.nameTakenBy(j, a) != "" {
			why = waitsForName
		}
	}
	st.waitsFor, st.waited = why, was != ""
	if why == was {
		return
	}
	h.keepWaitLabel(j, a, why)
	if why != "" {
		level := LevelInfo
		if why == waitsForName {
			level = LevelError
		}
		j.note(level, a.name, "export", "the order is not sent yet: %s", h.waitText(j, a, why))
		j.once("export", j.stored.ID, a.name, why)
	}
}

// keepWaitLabel keeps beside the order why a system does not have it.
func (h *erpHandler) keepWaitLabel(j *job, a *account, why string) {
	if _, err := j.order.Do(order.Label{Key: waitLabel(a.name), Text: why}, j.fromBridge()); err != nil {
		j.note(LevelWarning, a.name, "label", "status %q cannot be kept beside the order: %v", why, err)
	}
}

// isLeftOut reports whether a system will never have the order.
func (h *erpHandler) isLeftOut(j *job, a *account) bool {
	return j.view().Labels[waitLabel(a.name)] == leftOut
}

// leaveOut keeps that sending the order to a system is settled though the system has no name for it: it refused it for
// good, or people have decided so. It would be sent again at each change.
func (h *erpHandler) leaveOut(j *job, a *account) {
	if a == nil || a.system == nil || h.isLeftOut(j, a) || slices.ContainsFunc(j.refs(), func(r order.Ref) bool { return r.Account == a.name }) {
		return
	}
	h.keepWaitLabel(j, a, leftOut)
	j.note(LevelWarning, a.name, "export", "the order is not sent there any more, and nothing about it either; remove its label %q to send it again", waitLabel(a.name))
}

// isUnsent reports whether the order is to be sent to a system, and no attempt was made yet.
func (h *erpHandler) isUnsent(j *job, a *account) bool {
	return slices.ContainsFunc(j.pending(), func(w PendingEffect) bool {
		return w.Kind == order.EffectUpsert && w.Target.Account == a.name && w.Phase == PhasePending && w.Attempts == 0
	})
}

// withdraw takes back that an order is sent to a system which has nothing of it yet, and gives up its name there.
func (h *erpHandler) withdraw(j *job, a *account) {
	for _, w := range j.pending() {
		if w.Target.Account == a.name {
			h.end(j, w, PhaseDone, order.Outcome{Kind: order.AlreadySo, Text: "overtaken: the order ended before it was sent"})
		}
	}
	if r := a.system.Ref(j.view()); !r.IsZero() {
		j.dropRef(a.ref(r))
	}
}

// waitsFor returns what the order waits for on its way to the books, and until when, if time is all that it waits for.
func (h *erpHandler) waitsFor(j *job) (why string, until time.Time) {
	v, export := j.view(), j.route.Export
	switch {
	case j.order.Held() && j.route.Books != "":
		return waitsForHold, time.Time{}
	case export.When == ExportWhenPaid && !isPaid(v):
		return waitsForPayment, time.Time{}
	case export.When == ExportWhenNothingOpen && len(v.Open) > 0:
		return waitsForConfirmations, time.Time{}
	}
	if until = bornAt(j).Add(export.After); until.After(h.now()) {
		return waitsForTime, until
	}
	return "", time.Time{}
}

// waitText says what an order waits for.
func (h *erpHandler) waitText(j *job, a *account, why string) order.Text {
	switch why {
	case waitsForName:
		return order.Textf("order %s has its name there: two orders would be one; find out which of them it is", h.nameTakenBy(j, a))
	case waitsForPayment:
		return order.Textf("%s is still to be paid", j.view().Due)
	case waitsForConfirmations:
		return order.Textf("it waits for confirmations: %v", j.view().Open)
	case waitsForHold:
		return order.Textf("it is on hold")
	}
	_, until := h.waitsFor(j)
	return order.Textf("it may still be changed until %s", stamp(until))
}

// wakesAt implements waker: an order that waits for nothing but the time goes out by itself.
func (h *erpHandler) wakesAt(j *job) time.Time {
	a := h.accounts[j.route.booksAt()]
	if a == nil || a.system == nil || !h.isGated(j, a) || h.has(j, a) || isGone(j.view().State) {
		return time.Time{}
	}
	_, until := h.waitsFor(j)
	return until
}

// isPaid reports whether nothing of the order is left to be paid.
func isPaid(v order.View) bool { return !v.Due.IsUnset() && v.Due.Sign() <= 0 }

// bornAt returns when the order was placed by its own time, but not later than it was first known here.
func bornAt(j *job) time.Time {
	at := j.view().Placed
	for e := range j.order.Events(order.Filter{}) {
		if at.IsZero() || e.At.Before(at) {
			at = e.At
		}
		break
	}
	return at
}
