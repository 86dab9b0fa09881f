package bridge

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// isMoney tells whether doing an effect twice costs money or breaks the law. The ports of money ensure by key: the same may
// be given again under the same key, and never under another one before it is known to have failed.
func isMoney(k order.EffectKind) bool {
	return k == order.EffectRefund || k == order.EffectReceipt
}

// doubtTries is how often money in doubt is looked after by itself, which takes about 40 minutes.
const doubtTries = 10

// unsettled says what becomes of an effect whose try failed.
func (k *desk) unsettled(w PendingEffect, err error) {
	whole := clip(err.Error(), longestReason)
	text := whole
	var e *ordo.Error
	if errors.As(err, &e) && e.Text != "" {
		text = clip(e.Text, longestReason)
	}
	switch class := k.classOf(w, err); class {
	case ordo.Invalid, ordo.Unsupported, ordo.NotFound: // a port for which "not found" means "not yet" says Retry
		out := order.Outcome{Kind: order.Rejected, Text: whole}
		k.reject(w, out)
		k.settleInOrder(w, out)
		return
	case ordo.InDoubt:
		// What is ensured finds out by being tried again whether it was done.
		out := order.Outcome{Kind: order.InDoubt, Text: whole}
		if w.Attempts >= k.b.most || isMoney(w.Kind) && max(w.Attempts, w.Polls) >= doubtTries {
			k.end(w, PhaseInDoubt, out)
			k.settleRefund(w, out)
			return
		}
		if isMoney(w.Kind) {
			w.Outcome.Kind, w.Outcome.Text = out.Kind, out.Text
			k.settleRefund(w, out)
		}
	case ordo.Conflict:
		k.look = k.b.accounts[w.Target.Account] == k.channel() // something else happened there: read it, then try again
	case ordo.Auth:
		if w.Phase != PhaseWaiting {
			w.Attempts-- // it says nothing about the effect
		}
		k.refused(w, "the account does not let us in", err)
		return
	}
	if w.Attempts >= k.b.most {
		phase, out := PhaseParked, order.Outcome{Kind: order.Parked, Text: fmt.Sprintf("given up after %d tries: %s", w.Attempts, whole)}
		if isMoney(w.Kind) && w.Outcome.Kind == order.InDoubt { // by an earlier try, which no later one undoes
			phase, out.Kind = PhaseInDoubt, order.InDoubt
		}
		k.end(w, phase, out)
		return
	}
	k.again(w, k.nextTry(max(w.Attempts, w.Polls), err), whole)
	k.note(LevelWarning, w.Target.Account, "retry", fmt.Sprintf("%s failed at try %d: %s", name(w), w.Attempts, text))
	k.about(w)
}

// classOf is the class of a failure. With money, what is not understood may have been done, and so may what is refused
// after a try that was in doubt.
func (k *desk) classOf(w PendingEffect, err error) ordo.Class {
	class := ordo.ClassOf(err)
	if !isMoney(w.Kind) {
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

// again lets an effect be tried, or asked for, at a time.
func (k *desk) again(w PendingEffect, at time.Time, problem string) {
	if w.Phase != PhaseWaiting {
		w.Phase = PhasePending
	}
	w.Problem, w.Due = clip(problem, longestReason), at
	k.write(w)
}

// refused keeps an effect until the account is in order again. That is told once an hour, not for each effect.
func (k *desk) refused(w PendingEffect, why string, err error) {
	if err != nil {
		why += ": " + clip(err.Error(), longestReason)
	}
	k.again(w, k.b.now().Add(lookAgainAfter), why)
	k.note(LevelError, w.Target.Account, "auth", "what it is owed waits: "+why)
	k.once("auth", w.Target.Account, k.b.now().Format(hourly))
}

// lastTry is how long before a deadline of the order what fails is tried once more, whatever it waits for.
const lastTry = 5 * time.Minute

// nextTry is when something is tried again that failed at one of the order's tries: after the pause, but before a deadline
// passes.
func (k *desk) nextTry(tries int, err error) time.Time {
	now := k.b.now()
	pause := k.b.pause(tries, err)
	at := now.Add(pause)
	if !k.known() {
		return at
	}
	for _, d := range k.deadlines() {
		if last := d.At.Add(-lastTry); d.At.After(now) && last.Before(at) {
			soon := now.Add(min(pause, k.b.pause(tries, nil), time.Minute))
			at = laterOf(last, soon)
		}
	}
	return at
}

// urgent tells whether an effect cannot wait for a pause that an outside system asked for: a person wants it now, or a
// deadline of the order is about to pass.
func (k *desk) urgent(w PendingEffect) bool {
	if _, person := k.b.urged.LoadAndDelete(w.Key); person {
		return true
	}
	now := k.b.now()
	return slices.ContainsFunc(k.deadlines(), func(d order.Deadline) bool {
		return d.At.After(now) && !now.Before(d.At.Add(-lastTry))
	})
}

// deadlines are those that outside systems set, also if they are met here: the others may still be to be told.
func (k *desk) deadlines() []order.Deadline {
	var out []order.Deadline
	for e := range k.o.Events(order.Filter{}) {
		switch b := e.Body.(type) {
		case order.Placed:
			out = b.Deadlines
		case order.Imported:
			out = b.Deadlines
		case order.DeadlinesSet:
			out = b.Deadlines
		}
	}
	return out
}

func laterOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// pause is how long to wait before the next try: 5, 10, 20 ... seconds, at most an hour, or as long as the system asks, if
// that is not too long.
func (b *Bridge) pause(tries int, err error) time.Duration {
	const first, most = 5 * time.Second, time.Hour
	d := most
	if tries < 10 {
		d = min(first<<max(tries-1, 0), most)
	}
	var e *ordo.Error
	if errors.As(err, &e) && e.RetryAfter > d {
		return max(d, min(e.RetryAfter, b.wait))
	}
	if ordo.ClassOf(err) == ordo.Conflict && tries < 3 {
		return 0
	}
	return d
}
