package bridge

import (
	"cmp"
	"errors"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// settle decides what becomes of an effect after a call.
func (x *outbox) settle(j *job, w PendingEffect, got answer) {
	a, h := x.accounts[w.Target.Account], x.handlerOf(j, w)
	if got.atOnce {
		startOver(&w, x.now())
		j.put(w)
		got.learn(j, w)
		return
	}
	got.out.Text, got.out.Code = clip(got.out.Text, maxReason), clip(got.out.Code, maxReason)
	if got.err != nil {
		x.failed(j, w, h, got.err)
	} else {
		x.answered(j, a, w, got.out)
	}
	if got.learn != nil {
		got.learn(j, w)
	}
	switch got.out.Kind {
	case order.Applied, order.AlreadySo, order.Rejected, order.Unsupported, order.InDoubt:
		h.settle(j, a, w, got.out)
	}
}

// answered decides what becomes of an effect that got an answer.
func (x *outbox) answered(j *job, a *account, w PendingEffect, out order.Outcome) {
	w.Problem = ""
	switch out.Kind {
	case order.Applied, order.AlreadySo, order.Unsupported:
		x.end(j, w, PhaseDone, out)
		if !out.Ref.IsZero() {
			j.addRef(a.ref(out.Ref))
		}
		if out.Kind == order.Unsupported {
			x.reportFailed(j, w, cmp.Or(out.Text, "it cannot do that"))
		}
	case order.Waiting:
		x.await(j, a, w, out)
	case order.InDoubt:
		x.end(j, w, PhaseInDoubt, out)
	case order.Rejected, order.Parked:
		x.rejected(j, w, out)
	default:
		x.end(j, w, PhaseInDoubt, order.Outcome{Kind: order.InDoubt, Text: j.say(a.name, "%s answered with the outcome %q, which the bridge does not know", a.vendor(), out.Kind)})
	}
}

// await keeps an effect that the outside system has accepted and not finished, and asks for it later.
func (x *outbox) await(j *job, a *account, w PendingEffect, out order.Outcome) {
	if w.Phase != PhaseWaiting {
		j.note(LevelInfo, a.name, out.Kind.String(), "%s: accepted, not finished yet", describe(w))
		j.about(w)
		if !out.Ref.IsZero() {
			j.addRef(a.ref(out.Ref))
		}
	}
	pause := x.rulesOf(j, w).every
	if pause == 0 {
		pause = x.pause(w.Polls+1, nil)
	}
	w.Phase, w.Outcome, w.Due = PhaseWaiting, out, x.now().Add(pause)
	j.put(w)
}

// end ends an effect, or leaves it to a person.
func (x *outbox) end(j *job, w PendingEffect, p Phase, out order.Outcome) {
	w.Phase, w.Outcome, w.Due = p, out, time.Time{}
	level := LevelInfo
	text := j.say(w.Target.Account, "%s: %s", describe(w), out.Kind)
	if out.Text != "" {
		text += ": " + j.translate(w.Target.Account, out.Text)
	}
	switch {
	case p.Open():
		level = LevelError
		if !x.rulesOf(j, w).aside {
			text += "; " + j.say(w.Target.Account, "later effects for this account wait until Retry or Resolve")
		}
		w.Problem = out.Text
	case out.Kind == order.Unsupported || out.Kind == order.Rejected:
		level = LevelWarning
	case w.Attempts > 1:
		text += ", " + j.say(w.Target.Account, "at attempt %d", w.Attempts)
	}
	if !p.Open() {
		w.Ended = x.now()
	}
	j.put(w)
	j.noteText(level, w.Target.Account, out.Kind.String(), text)
	j.about(w)
	if p.Open() {
		x.reportFailed(j, w, cmp.Or(out.Text, out.Kind.String()))
	}
}

// rejected leaves a refused effect to a person. What its handler can take back here is taken back, so that people may
// order it again; the channel is read again then.
func (x *outbox) rejected(j *job, w PendingEffect, out order.Outcome) {
	r := x.rulesOf(j, w)
	if r.orderedAgain && out.Kind == order.Rejected { // another order of people's is another effect
		x.end(j, w, PhaseDone, out)
		x.reportFailed(j, w, cmp.Or(out.Text, out.Code, "it gives no reason"))
		return
	}
	w.Outcome = out
	if h, can := x.handlerOf(j, w).(reverter); !can || !h.revert(j, w) {
		x.end(j, w, PhaseParked, out)
		return
	}
	x.end(j, w, PhaseDone, out)
	if len(out.Lacks) > 0 { // of the books' stock, which the channel knows nothing of; its handler has told people
		return
	}
	x.reportFailed(j, w, cmp.Or(out.Text, "it gives no reason"))
	j.readNext = true
}

// reportFailed notes for the people who work in the ERP that an effect needs them. What is wrong with the ERP itself
// stands in the journal only: a note might not reach anybody. That the books did not take the order, they are told.
func (x *outbox) reportFailed(j *job, w PendingEffect, reason string) {
	if r := x.rulesOf(j, w); r.note || r.silent && w.Target.Account == j.route.peopleAt() {
		return
	}
	j.notifyFailed(w, "%s did not accept %s: %s; correct it there or here and try again", w.Target.Account, w.Kind, j.translate(j.route.peopleAt(), reason))
}

// maxMoneyChecks is how often money in doubt is checked before it waits for a person, which takes about 40 minutes.
const maxMoneyChecks = 10

// failed decides what becomes of an effect whose call failed.
func (x *outbox) failed(j *job, w PendingEffect, h handler, err error) {
	whole := clip(err.Error(), maxReason)
	text := whole
	var e *ordo.Error
	if errors.As(err, &e) && e.Text != "" {
		text = clip(e.Text, maxReason)
	}
	a, money := x.accounts[w.Target.Account], x.rulesOf(j, w).money
	switch class := x.classOf(j, w, err); class {
	case ordo.Invalid, ordo.Unsupported, ordo.NotFound: // a port for which "not found" means "not yet" says Retry
		out := order.Outcome{Kind: order.Rejected, Text: whole}
		x.rejected(j, w, out)
		h.settle(j, a, w, out)
		return
	case ordo.InDoubt:
		// An effect is "ensure": another try finds out whether it was done.
		out := order.Outcome{Kind: order.InDoubt, Text: whole}
		if w.Attempts >= x.maxAttempts || money && max(w.Attempts, w.Polls) >= maxMoneyChecks {
			x.end(j, w, PhaseInDoubt, out)
			h.settle(j, a, w, out)
			return
		}
		if money {
			w.Outcome.Kind, w.Outcome.Text = out.Kind, out.Text
			h.settle(j, a, w, out)
		}
	case ordo.Conflict:
		j.readNext = w.Target.Account == j.route.Channel // something else happened there: read it, then try again
	case ordo.Auth:
		if w.Phase != PhaseWaiting {
			w.Attempts-- // it says nothing about the effect
		}
		x.waitForAccount(j, w, order.Textf("it does not accept the credentials: %v", err))
		return
	}
	if w.Attempts >= x.maxAttempts {
		phase, out := PhaseParked, order.Outcome{Kind: order.Parked, Text: j.say(w.Target.Account, "given up after %d {1:attempt|attempts}: %s", w.Attempts, whole)}
		if money && w.Outcome.Kind == order.InDoubt { // by an earlier attempt, which no later one undoes
			phase, out.Kind = PhaseInDoubt, order.InDoubt
		}
		x.end(j, w, phase, out)
		return
	}
	x.retryAt(j, w, x.nextTry(j, max(w.Attempts, w.Polls), err), whole)
	j.note(LevelWarning, w.Target.Account, "retry", "%s failed at attempt %d: %s", describe(w), w.Attempts, text)
	j.about(w)
}

// classOf returns the class of a failure. With money, what is not understood may have been done, and so may what is
// refused after an attempt in doubt.
func (x *outbox) classOf(j *job, w PendingEffect, err error) ordo.Class {
	class := ordo.ClassOf(err)
	if !x.rulesOf(j, w).money {
		return class
	}
	switch class {
	case 0, ordo.Conflict:
		return ordo.InDoubt
	case ordo.Invalid, ordo.Unsupported, ordo.NotFound:
		if w.Outcome.Kind == order.InDoubt || w.Phase == PhaseWaiting {
			return ordo.InDoubt
		}
	}
	return class
}

// revive starts refused effects of an account over, because people have changed the order.
func (x *outbox) revive(j *job, account string) {
	for _, w := range j.pending() {
		if w.Phase == PhaseParked && w.Outcome.Kind == order.Rejected && w.Target.Account == account {
			startOver(&w, x.now())
			j.put(w)
			j.note(LevelInfo, account, "retried", "%s is tried again, as the order has changed", describe(w))
		}
	}
}

// enqueue adds a new effect, and ends those that it makes pointless.
func (x *outbox) enqueue(j *job, e order.Effect, more string) PendingEffect {
	for _, w := range j.pending() {
		if by := x.rulesOf(j, w).overtakenBy; by != nil && by(w, e) {
			x.end(j, w, PhaseDone, order.Outcome{Kind: w.Outcome.Kind, Text: "overtaken by a later change"})
		}
	}
	return j.add(e, more)
}

// nothingLeft is the outcome of an effect whose units were cancelled or settled otherwise.
var nothingLeft = order.Outcome{Kind: order.AlreadySo, Text: "overtaken: nothing is left to do"}
