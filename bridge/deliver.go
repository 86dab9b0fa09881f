package bridge

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// deliver carries out an effect. That it is being sent is saved before the call, the outcome after it: whoever finds it
// in PhaseSending knows that a process was stopped in the middle. The outcome of one effect, and that the next is being
// sent, are one write where they can be: see beginNext.
func (x *outbox) deliver(ctx context.Context, j *job, w PendingEffect) error {
	a := x.accounts[w.Target.Account]
	if a == nil {
		x.waitForAccount(j, w, order.Textf("it is not connected; add it with bridge.Account"))
		return x.commit(ctx, j)
	}
	if x.isUrgent(j, w) {
		ctx = ordo.WithoutPause(ctx)
	}
	checked, err := x.checkedWithin(ctx, callLimit, a)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case !checked: // it is still being checked; the effect itself finds out
	case err != nil && !isTransient(err):
		x.waitForAccount(j, w, order.Textf("its check failed: %v", err))
		return x.commit(ctx, j)
	}
	h := x.handlerOf(j, w)
	if h == nil || !h.serves(a) {
		x.waitForAccount(j, w, order.Textf("it has no port for %s", w.Kind))
		return x.commit(ctx, j)
	}
	if _, some := j.order.Task(w.Effect); !some {
		x.end(j, w, PhaseDone, nothingLeft)
		return x.commit(ctx, j)
	}
	if n, can := h.(namer); can {
		n.nameTarget(j, &w)
	}
	stored := w
	switch {
	case w.Phase == PhaseWaiting:
		w.Polls++
	case w.Phase == PhaseSending && j.begun == w.Key:
		j.begun = "" // it was saved with the outcome of the one before
	default:
		w.Phase = PhaseSending
		w.Attempts++
		j.put(w)
		if err := x.commit(ctx, j); err != nil {
			return err
		}
		stored = w
	}
	return x.finish(ctx, j, stored, w, x.call(ctx, h, j, a, w))
}

// asksFirst asks the target of an effect for news of the order that the effect would overwrite, and reports whether
// there are any: they go first. If it cannot be asked, the effect itself finds out.
func (x *outbox) asksFirst(ctx context.Context, j *job, w PendingEffect) (news bool, err error) {
	a, h := x.accounts[w.Target.Account], x.handlerOf(j, w)
	f, can := h.(asker)
	if a == nil || !can || !h.serves(a) || !f.overwrites(j, a, w) {
		return false, nil
	}
	actx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	var outside *outsideError
	var fault *panicError
	err = x.guard(actx, func() error { return h.intake(actx, a) })
	if err != nil && !errors.As(err, &outside) && !errors.As(err, &fault) {
		return false, err
	}
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	current, err := x.takeNewMessages(ctx, j)
	return !current, err
}

// call performs an effect. When the context ends, a call in progress is awaited for a while.
func (x *outbox) call(ctx context.Context, h handler, j *job, a *account, w PendingEffect) answer {
	cctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callLimit)
	defer cancel()
	stop := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(x.grace, cancel)
		context.AfterFunc(cctx, func() { timer.Stop() })
	})
	defer stop()
	return h.perform(cctx, j, a, w)
}

// finish stores what came of a call, even if somebody else has changed the order meanwhile. stored is the effect as
// it was in the store when the call began.
func (x *outbox) finish(ctx context.Context, j *job, stored, w PendingEffect, got answer) error {
	sctx := context.WithoutCancel(ctx)
	for tries := 0; ; tries++ {
		x.settle(j, w, got)
		j.beforeSave = func() { x.beginNext(ctx, j) }
		err := x.commitOr(sctx, j, func(taken *RefTaken) {
			out := got.out
			out.Kind = order.Parked
			out.Text = j.say(w.Target.Account, "it was done, but %v: two orders share one there; find out which of them it is", taken)
			x.end(j, w, PhaseParked, out)
		})
		if !errors.Is(err, ErrConflict) || tries == 9 {
			return err
		}
		if err := x.reopen(sctx, j); err != nil {
			return err
		}
		if tries > 0 {
			j.token = "" // the claim may be lost; the outcome is stored even so
		}
		if !slices.ContainsFunc(j.stored.Effects, func(e PendingEffect) bool {
			return e.Key == w.Key && e.Phase == stored.Phase && e.Attempts == stored.Attempts && e.Polls == stored.Polls
		}) {
			return nil // somebody else has settled it
		}
	}
}

// isTransient reports whether a check failed only because the account could not be reached: then the effect finds out.
func isTransient(err error) bool {
	c := ordo.ClassOf(err)
	return c == ordo.Retry || c == ordo.RateLimited
}

// beginNext marks the effect that is carried out next as being sent, in the batch with what came before: a message, a
// reading, the outcome of another effect. Nothing is marked that must be looked at first: news about the order, a check
// of the account. Money is not either: the process may end between the write and the call.
func (x *outbox) beginNext(ctx context.Context, j *job) {
	now := x.now()
	if ctx.Err() != nil || j.token == "" || !j.known() || j.forgotten() || len(x.dueMessages(j, now)) > 0 {
		return
	}
	if due := x.refreshDue(j, now); !due.IsZero() && !due.After(now) {
		return
	}
	for _, w := range x.front(j) {
		if w.Due.After(now) {
			continue
		}
		a, h := x.accounts[w.Target.Account], x.handlerOf(j, w)
		if w.Phase != PhasePending || a == nil || h == nil || !h.serves(a) || !a.passed() || x.rulesOf(j, w).money {
			return
		}
		if _, some := j.order.Task(w.Effect); !some {
			return
		}
		if head, err := x.store.Head(ctx, j.stored.ID); err != nil || head != (Head{j.stored.Rev, lastMessage(j.stored.Messages)}) {
			return
		}
		if n, can := h.(namer); can {
			n.nameTarget(j, &w)
		}
		w.Phase = PhaseSending
		w.Attempts++
		j.put(w)
		j.begun, j.compared = w.Key, true
		return
	}
}

// takeBack makes an effect pending again that was marked as being sent and not called, since something else went first
// or the context has ended.
func (x *outbox) takeBack(ctx context.Context, j *job) error {
	ctx = context.WithoutCancel(ctx)
	for tries := 0; ; tries++ {
		w, open := j.stored.effect(j.begun)
		if !open || w.Phase != PhaseSending {
			return nil
		}
		w.Phase = PhasePending
		w.Attempts--
		j.put(w)
		err := x.commit(ctx, j)
		if !errors.Is(err, ErrConflict) || tries == 9 {
			return err
		}
		if err := x.reopen(ctx, j); err != nil {
			return err
		}
	}
}
