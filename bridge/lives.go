package bridge

import (
	"context"

	"github.com/ordo-sdk/ordo/order"
)

// An order that is forgotten here may still be in its channel, and is loaded again as another order: its next life,
// under an id and a log of its own. The lives of one order of a channel never have a reference at the same time.

// forgotten reports whether the order was forgotten here.
func (j *job) forgotten() bool { return j.known() && j.view().Forgotten != nil }

// checkForget refuses to forget an order about which something is on its way, in either direction.
func (x *outbox) checkForget(j *job, c order.Command) error {
	switch c.(type) {
	case order.Forget, *order.Forget:
	default:
		return nil
	}
	if j.forgotten() {
		return nil // the order says so itself
	}
	refused := func(why order.Text) error {
		return &order.Refused{
			Kind: order.KindForget, What: order.Textf("order"), State: order.Textf("order is %s", j.view().State), Problem: order.ErrNotNow, Why: why,
		}
	}
	for _, w := range j.pending() {
		switch {
		case w.Phase == PhaseSending, w.Phase == PhaseWaiting:
			return refused(order.Textf("%s is being sent to %s; wait until that is settled", describe(w), w.Target.Account))
		case w.Phase == PhaseInDoubt:
			return refused(order.Textf("it is not known whether %s was done in %s; settle that first", describe(w), w.Target.Account))
		case x.rulesOf(j, w).needed:
			return refused(order.Textf("%s still has to be done in %s", describe(w), w.Target.Account))
		}
	}
	if len(j.unworked()) > 0 {
		return refused(order.Textf("there is news about it that is not applied yet: wait, or dismiss it"))
	}
	return nil
}

// endedByForgetting is the outcome of an effect that was pending when its order was forgotten.
var endedByForgetting = order.Outcome{Kind: order.AlreadySo, Text: "overtaken: the order was forgotten here"}

// letGo ends what is pending for an order that is being forgotten, and gives up its names.
func (x *outbox) letGo(j *job, es []order.Event) {
	j.batch.Events = es
	if len(es) == 0 {
		return
	}
	x.report(j, es)
	for _, w := range j.pending() {
		x.end(j, w, PhaseDone, endedByForgetting)
	}
	j.batch.Refs, j.batch.Free = nil, j.stored.Refs
}

// errForgotten says that a message came for an order that was forgotten here.
type errForgotten struct{}

// Text returns the error as a text for people.
func (errForgotten) Text() order.Text {
	return order.Textf("the order was forgotten here, and this news came after that: find out what it means, then dismiss it")
}

func (e errForgotten) Error() string { return e.Text().String() }

// receiveLate takes messages for an order that was forgotten here.
func (x *outbox) receiveLate(ctx context.Context, h handler, j *job, a *account, ms []Message) error {
	f, can := h.(forwarder)
	if !can {
		return &badMessage{errForgotten{}}
	}
	return f.forward(ctx, j, a, ms)
}
