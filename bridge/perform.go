package bridge

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// freshFor is how long what an ERP showed need not be read again.
const freshFor = time.Minute

// callLimit is how long one effect may take, waiting for the outside system included. It is shorter than a lease.
const callLimit = 3 * time.Minute

// carryOut carries out an effect. That it is being sent is saved before the call, what came of it after it: whoever finds
// it being sent knows that somebody was stopped in the middle.
func (k *desk) carryOut(ctx context.Context, w Owed) error {
	a := k.b.accounts[w.Target.Account]
	if a == nil {
		k.refused(w, "the account is not connected here", nil)
		return k.save(ctx)
	}
	if err := k.b.inOrder(ctx, a); ctx.Err() != nil {
		return ctx.Err()
	} else if err != nil && !passing(err) {
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
		asked.Asked++
		return k.finish(ctx, a, w, asked, k.b.call(ctx, a, asked, order.Task{}))
	}
	w.Phase = PhaseSending
	w.Tries++
	k.write(w)
	if err := k.save(ctx); err != nil {
		return err
	}
	t, _ := k.o.Task(w.Effect)
	if a == k.erp() && k.b.now().Sub(k.shownAt) < freshFor {
		t.Shown = k.shown
	}
	return k.finish(ctx, a, w, w, k.b.call(ctx, a, w, t))
}

// takes tells whether the account has the port that an effect goes to.
func (a *account) takes(kind order.EffectKind) bool {
	switch kind {
	case order.EffectReceipt:
		return a.registrar != nil
	case order.EffectRefund:
		return a.gateway != nil
	}
	return a.channel != nil || a.system != nil
}

// answer is what came of a call.
type answer struct {
	out   order.Outcome
	err   error
	learn func(k *desk, w Owed) // what it says besides; called when the effect has been dealt with
}

// finish stores what came of a call, whoever has written about the order meanwhile. stored is the effect as it was when the
// call began.
func (k *desk) finish(ctx context.Context, a *account, stored, w Owed, got answer) error {
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
		if !slices.ContainsFunc(k.d.Owed, func(x Owed) bool {
			return x.Key == w.Key && x.Phase == stored.Phase && x.Tries == stored.Tries && x.Asked == stored.Asked
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

// isMoney tells whether doing an effect twice costs money or breaks the law. The ports of money ensure by key: the same may
// be given again under the same key, and never under another one before it is known to have failed.
func isMoney(k order.EffectKind) bool {
	return k == order.EffectRefund || k == order.EffectReceipt
}

// doubtTries is how often money in doubt is looked after by itself, which takes about 40 minutes.
const doubtTries = 10

// call applies an effect. When the context ends, a call that is under way is awaited for a while.
func (b *Bridge) call(ctx context.Context, a *account, w Owed, t order.Task) answer {
	cctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callLimit)
	defer cancel()
	stop := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(b.grace, cancel)
		context.AfterFunc(cctx, func() { timer.Stop() })
	})
	defer stop()
	var got answer
	switch {
	case w.Kind == order.EffectReceipt:
		return b.register(cctx, a, w)
	case w.Kind == order.EffectRefund:
		return b.payBack(cctx, a, w)
	case a.channel != nil:
		got.out, got.err = a.channel.Apply(cctx, t)
	default:
		got.out, got.err = a.system.Apply(cctx, t)
	}
	return got
}

// settle says what becomes of an effect after a try.
func (k *desk) settle(a *account, w Owed, got answer) {
	if got.err != nil {
		k.unsettled(w, got.err)
	} else {
		k.settled(a, w, got.out)
	}
	if got.learn != nil {
		got.learn(k, w)
	}
	switch got.out.Kind {
	case order.Applied, order.AlreadySo, order.Rejected, order.Unsupported, order.InDoubt:
		k.settleRefund(w, got.out)
	}
}

// settled says what becomes of an effect that got an answer.
func (k *desk) settled(a *account, w Owed, out order.Outcome) {
	w.Problem = ""
	switch out.Kind {
	case order.Applied, order.AlreadySo, order.Unsupported:
		k.end(w, PhaseDone, out)
		k.learn(a, w, out)
	case order.Waiting:
		k.await(a, w, out)
	case order.InDoubt:
		k.end(w, PhaseInDoubt, out)
	case order.Rejected, order.Parked:
		k.reject(w, out)
	default:
		k.end(w, PhaseInDoubt, order.Outcome{Kind: order.InDoubt, Text: fmt.Sprintf("%s answered with the outcome %q", a.vendor(), out.Kind)})
	}
}

// await keeps an effect that the outside system has taken and not ended, to ask for it later: soon at first.
func (k *desk) await(a *account, w Owed, out order.Outcome) {
	if w.Phase != PhaseWaiting {
		k.note(LevelInfo, a.name, out.Kind.String(), name(w)+": taken, and not done yet")
		k.batch.Journal[len(k.batch.Journal)-1].Effect = w.Key
		k.name(a, out.Ref)
	}
	w.Phase, w.Outcome, w.Due = PhaseWaiting, out, k.b.now().Add(k.b.pause(w.Asked+1, nil))
	k.write(w)
}

// reject leaves a refused effect to a person. What can be taken back is taken back instead, so that people may put it right
// where they work: a date, as the channel's own stands and is read again, and a packing, of which the units are free again.
func (k *desk) reject(w Owed, out order.Outcome) {
	if w.Kind == order.EffectRefund && out.Kind == order.Rejected { // people order it again, which is another order
		k.end(w, PhaseDone, out)
		k.failed(w, cmp.Or(out.Text, out.Code, "it gives no reason"), k.b.now())
		return
	}
	a := k.channel()
	if a == nil || w.Target.Account != a.name || w.Kind != order.EffectMoveDate && w.Kind != order.EffectPack {
		k.end(w, PhaseParked, out)
		return
	}
	if w.Kind == order.EffectPack && !k.unpack(w) {
		k.end(w, PhaseParked, out)
		return
	}
	k.end(w, PhaseDone, out)
	k.failed(w, cmp.Or(out.Text, "it gives no reason"), k.b.now())
	k.look = true
}

// unpack frees the units of a packing that was refused, and remembers what expressed it, so that it is not tried again before
// people have changed something.
func (k *desk) unpack(w Owed) bool {
	var ps order.Picks
	for _, u := range w.Units {
		if l, known := k.o.Line(u.Line); known && l.Kind == order.LineGoods {
			ps = ps.And(order.PickUnits(u.Line, u.From, u.To))
		}
	}
	if _, err := k.o.Do(order.Release{Picks: ps, Refused: true}, k.by()); err != nil {
		return false // something has left or was cancelled meanwhile
	}
	for e := range k.o.Events(order.Filter{}) {
		if e.N == w.N && e.Code != "" {
			if _, err := k.o.Do(order.Label{Key: order.RefusedLabel(e.Code), Text: "yes"}, k.by()); err != nil {
				k.note(LevelWarning, w.Target.Account, "label", err.Error())
			}
		}
	}
	return true
}

// revive lets what the channel refused be tried again, because people have put something right.
func (k *desk) revive() {
	for _, w := range k.reckon() {
		if w.Phase == PhaseParked && w.Outcome.Kind == order.Rejected && w.Target.Account == k.route.Channel {
			w.Phase, w.Tries, w.Due, w.Problem = PhaseOwed, 0, k.b.now(), ""
			k.write(w)
			k.note(LevelInfo, w.Target.Account, "retried", name(w)+" is tried again, as people have changed the order")
		}
	}
}

// learn takes up what an outcome says besides: how the thing is named there, what it shows now.
func (k *desk) learn(a *account, w Owed, out order.Outcome) {
	k.name(a, out.Ref)
	if a.system != nil && out.Code != "" {
		k.label(a, order.RoleERP, out.Code)
		k.shown, k.shownAt = out.Code, k.b.now()
	}
	if a.channel != nil && w.Kind == order.EffectMoveDate && out.Done() {
		k.look = true // the channel may have corrected the date
	}
	if out.Kind == order.Unsupported {
		k.failed(w, cmp.Or(out.Text, "it cannot do that"), k.b.now())
	}
}

// name lets the order be found by the name of a thing outside that was made for it.
func (k *desk) name(a *account, r order.Ref) {
	if r.IsZero() {
		return
	}
	if r = a.named(r); !slices.Contains(k.d.Refs, r) && !slices.Contains(k.batch.Refs, r) {
		k.batch.Refs = append(k.batch.Refs, r)
	}
}

// unsettled says what becomes of an effect whose try failed.
func (k *desk) unsettled(w Owed, err error) {
	text := err.Error()
	var e *ordo.Error
	if errors.As(err, &e) && e.Text != "" {
		text = e.Text
	}
	switch class := k.classOf(w, err); class {
	case ordo.Invalid, ordo.Unsupported, ordo.NotFound: // a port for which "not found" means "not yet" says Retry
		out := order.Outcome{Kind: order.Rejected, Text: err.Error()}
		k.reject(w, out)
		k.settleRefund(w, out)
		return
	case ordo.InDoubt:
		// What is ensured finds out by being tried again whether it was done.
		out := order.Outcome{Kind: order.InDoubt, Text: err.Error()}
		if w.Tries >= k.b.most || isMoney(w.Kind) && max(w.Tries, w.Asked) >= doubtTries {
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
			w.Tries-- // it says nothing about the effect
		}
		k.refused(w, "the account does not let us in", err)
		return
	}
	if w.Tries >= k.b.most {
		k.end(w, PhaseParked, order.Outcome{Kind: order.Parked, Text: fmt.Sprintf("given up after %d tries: %v", w.Tries, err)})
		return
	}
	k.again(w, k.b.pause(max(w.Tries, w.Asked), err), err.Error())
	k.note(LevelWarning, w.Target.Account, "retry", fmt.Sprintf("%s failed at try %d: %s", name(w), w.Tries, text))
	k.batch.Journal[len(k.batch.Journal)-1].Effect = w.Key
}

// classOf is the class of a failure. With money, what is not understood may have been done, and so may what is refused after
// a try that was in doubt.
func (k *desk) classOf(w Owed, err error) ordo.Class {
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

// again lets an effect be tried, or asked for, later.
func (k *desk) again(w Owed, after time.Duration, problem string) {
	if w.Phase != PhaseWaiting {
		w.Phase = PhaseOwed
	}
	w.Problem, w.Due = problem, k.b.now().Add(after)
	k.write(w)
}

// refused keeps an effect until the account is in order again. That is told once an hour, not for each effect.
func (k *desk) refused(w Owed, why string, err error) {
	if err != nil {
		why += ": " + err.Error()
	}
	k.again(w, lookAgainAfter, why)
	k.note(LevelError, w.Target.Account, "auth", "what it is owed waits: "+why)
	k.once("auth/" + w.Target.Account + "/" + k.b.now().Format(hourly))
}

// end settles an effect, or leaves it to a person.
func (k *desk) end(w Owed, p Phase, out order.Outcome) {
	w.Phase, w.Outcome, w.Due = p, out, time.Time{}
	l, what := LevelInfo, out.Kind.String()
	text := name(w) + ": " + out.Kind.String()
	if out.Text != "" {
		text += ": " + out.Text
	}
	switch {
	case p.Open():
		l = LevelError
		text += "; nothing more goes there until Retry or Resolve"
		w.Problem = out.Text
	case out.Kind == order.Unsupported || out.Kind == order.Rejected:
		l = LevelWarning
	case w.Tries > 1:
		text += fmt.Sprintf(", at try %d", w.Tries)
	}
	if !p.Open() {
		w.Ended = k.b.now()
	}
	k.write(w)
	k.note(l, w.Target.Account, what, text)
	k.batch.Journal[len(k.batch.Journal)-1].Effect = w.Key
	if p.Open() {
		k.failed(w, cmp.Or(out.Text, out.Kind.String()), k.b.now())
	}
}

// name names an effect for people.
func name(w Owed) string {
	s := string(w.Kind)
	switch {
	case isMoney(w.Kind):
		s += " " + w.Text
	case len(w.Units) > 0:
		s += " " + units(w.Units)
	}
	return s
}

// pause is how long to wait before the next try: 5, 10, 20 ... seconds, at most an hour, or as long as the system asks.
func (b *Bridge) pause(tries int, err error) time.Duration {
	const first, most = 5 * time.Second, time.Hour
	d := most
	if tries < 10 {
		d = min(first<<max(tries-1, 0), most)
	}
	var e *ordo.Error
	if errors.As(err, &e) && e.RetryAfter > d {
		return e.RetryAfter
	}
	if ordo.ClassOf(err) == ordo.Conflict && tries < 3 {
		return 0
	}
	return d
}
