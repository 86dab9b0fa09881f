package bridge

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
)

// freshFor is how long what an ERP showed need not be read again.
const freshFor = time.Minute

// callLimit is how long one effect may take, waiting for the outside system included. It is shorter than a lease.
const callLimit = 3 * time.Minute

// carryOut carries out an effect. That it is being sent is saved before the call, what came of it after it: whoever finds
// it being sent knows that somebody was stopped in the middle.
func (k *desk) carryOut(ctx context.Context, w PendingEffect) error {
	a := k.b.accounts[w.Target.Account]
	if a == nil {
		k.refused(w, "the account is not connected here", nil)
		return k.save(ctx)
	}
	if k.urgent(w) {
		ctx = ordo.WithoutPause(ctx)
	}
	cctx, cancel := context.WithTimeout(ctx, callLimit)
	err := k.b.inOrder(cctx, a)
	waited := cctx.Err()
	cancel()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case waited != nil: // somebody checks it just now; the effect finds out itself
	case err != nil && !passing(err):
		k.refused(w, "the account is not in order", err)
		return k.save(ctx)
	}
	if !a.takes(w.Kind) {
		k.refused(w, "the account takes no "+string(w.Kind), nil)
		return k.save(ctx)
	}
	if _, some := k.o.Task(w.Effect); !some {
		k.end(w, PhaseDone, order.Outcome{Kind: order.AlreadySo, Text: "overtaken: nothing that it is about lives on"})
		return k.save(ctx)
	}
	if w.Target.ID == "" && a == k.erp() {
		w.Target = k.inERP() // what an earlier effect brought into being has its name now
	}
	if w.Phase == PhaseWaiting {
		asked := w
		asked.Polls++
		return k.finish(ctx, a, w, asked, k.b.call(ctx, a, asked, order.Task{}, k.wants(w)))
	}
	w.Phase = PhaseSending
	w.Attempts++
	k.write(w)
	if err := k.save(ctx); err != nil {
		return err
	}
	t, _ := k.o.Task(w.Effect)
	if a == k.erp() && !past(k.b.now(), k.shownAt, freshFor) {
		t.Shown = k.shown
	}
	return k.finish(ctx, a, w, w, k.b.call(ctx, a, w, t, k.wants(w)))
}

// takes tells whether the account has the port that an effect goes to.
func (a *account) takes(kind order.EffectKind) bool {
	switch kind {
	case order.EffectReceipt:
		return a.registrar != nil
	case order.EffectRefund:
		return a.gateway != nil
	case order.EffectParcel, order.EffectDrop, order.EffectTrack:
		return a.carrier != nil
	}
	return a.channel != nil || a.system != nil
}

// answer is what came of a call.
type answer struct {
	out   order.Outcome
	err   error
	learn func(k *desk, w PendingEffect) // what it says besides; called when the effect has been dealt with
}

// finish stores what came of a call, whoever has written about the order meanwhile. stored is the effect as it was when the
// call began.
func (k *desk) finish(ctx context.Context, a *account, stored, w PendingEffect, got answer) error {
	sctx := context.WithoutCancel(ctx)
	for tries := 0; ; tries++ {
		k.settle(a, w, got)
		err := k.saveOr(sctx, func(taken *RefTaken) {
			out := got.out
			out.Kind, out.Text = order.Parked, "it was done, but "+taken.Error()+": two orders share one there; find out which it is"
			k.end(w, PhaseParked, out)
		})
		if !errors.Is(err, ErrConflict) || tries == 9 {
			return err
		}
		if err := k.reopen(sctx); err != nil {
			return err
		}
		if tries > 0 {
			k.token = "" // it may be the claim that is lost; what was done is to be stored even so
		}
		if !slices.ContainsFunc(k.d.Effects, func(x PendingEffect) bool {
			return x.Key == w.Key && x.Phase == stored.Phase && x.Attempts == stored.Attempts && x.Polls == stored.Polls
		}) {
			return nil // somebody else has settled it
		}
	}
}

// passing tells whether a check failed only because the account could not be reached: then the effect finds out itself.
func passing(err error) bool {
	c := ordo.ClassOf(err)
	return c == ordo.Retry || c == ordo.RateLimited
}

// call applies an effect; want is what is known of the parcel that it is about. When the context ends, a call that is
// under way is awaited for a while.
func (b *Bridge) call(ctx context.Context, a *account, w PendingEffect, t order.Task, want carriers.Parcel) answer {
	cctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callLimit)
	defer cancel()
	stop := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(b.grace, cancel)
		context.AfterFunc(cctx, func() { timer.Stop() })
	})
	defer stop()
	var got answer
	switch w.Kind {
	case order.EffectReceipt:
		return b.register(cctx, a, w)
	case order.EffectRefund:
		return b.payBack(cctx, a, w)
	case order.EffectParcel:
		return b.request(cctx, a, w, want)
	case order.EffectDrop:
		return b.drop(cctx, a, w)
	case order.EffectTrack:
		return b.trace(cctx, a, w, want)
	}
	if a.channel != nil {
		got.out, got.err = a.channel.Apply(cctx, t)
	} else {
		got.out, got.err = a.system.Apply(cctx, t)
	}
	return got
}
