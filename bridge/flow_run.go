package bridge

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange"
)

// changesOfExchange is how many entries the record of an exchange holds. The journal has all.
const changesOfExchange = 100

// exchangeAll exchanges all kinds of a flow, one after another, and keeps a record. problem is what is wrong with the
// accounts, err with the store or the context, or errBusy.
func (s *scheduler) exchangeAll(ctx context.Context, f Flow, full, hand bool) (run Run, problem, err error) {
	began := s.now()
	r := &recorder{most: changesOfExchange, record: Run{
		Key: joinKey("exchange", f.name(), stamp(began), s.process, strconv.FormatInt(s.exchanges.Add(1), 10)), Account: f.To, From: f.From, Began: began, Manual: hand,
	}}
	rctx := context.WithValue(ctx, recorderKey{}, r)
	problem, err = s.exchangeKinds(rctx, f, full, hand, r)
	if err != nil {
		return Run{}, nil, err
	}
	result, text := ResultOK, ""
	if problem != nil {
		result, text = ResultFailed, clip(problem.Error(), maxReason)
	}
	for _, n := range r.record.Kinds {
		if n.Refused > 0 && result == ResultOK {
			result = ResultWarnings
		}
	}
	run = r.ended(result, text)
	run.Ended = s.now()
	return run, problem, s.store.Ran(ctx, run)
}

func (s *scheduler) exchangeKinds(ctx context.Context, f Flow, full, hand bool, r *recorder) (problem, err error) {
	from, to := s.accounts[f.From], s.accounts[f.To]
	for _, a := range []*account{from, to} {
		if err := s.ensureChecked(ctx, a); err != nil {
			return err, s.pollFailed(ctx, a, &outsideError{err})
		}
	}
	for _, kind := range f.Kinds {
		x := &flowKind{scheduler: s, Flow: f, kind: kind, from: from, to: to, full: full, hand: hand, n: Exchanged{Kind: kind}}
		err := x.exchange(ctx, joinKey(r.key(), string(kind)))
		if err == nil || x.n.Read+x.n.Again > 0 {
			r.change(func(run *Run) { run.Kinds = append(run.Kinds, x.n); run.Found += x.n.Read })
		}
		var outside *outsideError
		switch {
		case err == nil:
			continue
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.As(err, &outside):
			s.journal(ctx, Entry{
				Level: LevelError, Account: f.To, What: "exchange", Key: joinKey("exchange", x.key(), s.now().Format(hourly)),
				Text: s.say(f.To, "%s cannot be exchanged from %s to %s now; that goes on where it was: %v", kind, f.From, f.To, outside.err),
			})
			return outside.err, nil
		}
		return nil, err
	}
	return nil, nil
}

// exchange exchanges a kind: it brings over what is new, and then what was refused before.
func (x *flowKind) exchange(ctx context.Context, token string) error {
	x.mark = digestOf(token)
	if err := x.take(ctx, token); err != nil {
		return err
	}
	lctx, lost := context.WithCancelCause(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		x.renew(lctx, func() { lost(errBusy) })
	}()
	err := x.exchangeHeld(lctx)
	if cause := context.Cause(lctx); errors.Is(cause, errBusy) {
		err = cause
	}
	lost(nil)
	<-done
	if !errors.Is(err, errBusy) {
		x.drop(ctx)
	}
	return err
}

func (x *flowKind) exchangeHeld(ctx context.Context) error {
	switch s, now := x.sofar(), x.now(); {
	case x.full || s.Cursor == "":
		if err := x.fromScratch(ctx); err != nil {
			return err
		}
	case s.At.After(now.Add(skew)):
		err := x.startOver(ctx, x.say(x.To, "%s from %s are known up to %s, but it is %s: a clock was wrong; everything is read again", x.kind, x.From, stamp(s.At), stamp(now)))
		if err != nil {
			return err
		}
	}
	err := x.guarded(ctx, x.read)
	if x.sofar().Cursor != "" && x.n.Read == 0 && errors.Is(err, exchange.ErrCursor) {
		err = x.startOver(ctx, x.say(x.To, "%s does not know any more how far its records were read (%s); everything is read again", x.From, x.kind))
		if err == nil {
			err = x.guarded(ctx, x.read)
		}
	}
	if err == nil {
		err = x.guarded(ctx, x.sweep)
	}
	if err != nil {
		return err
	}
	return x.guarded(ctx, x.again)
}

// guarded calls f. A panic of the source or the sink is an error of theirs.
func (x *flowKind) guarded(ctx context.Context, f func(context.Context) error) error {
	err := x.guard(ctx, func() error { return f(ctx) })
	if p := (*panicError)(nil); errors.As(err, &p) {
		return &outsideError{err}
	}
	return err
}

// startOver notes in the journal why everything is read again.
func (x *flowKind) startOver(ctx context.Context, why string) error {
	x.journal(ctx, Entry{Level: LevelNotice, Account: x.To, What: "cursor", Text: why})
	return x.fromScratch(ctx)
}

// fromScratch makes everything be read, and what does not come any more be found. An exchange that stops after that
// goes on with the rest.
func (x *flowKind) fromScratch(ctx context.Context) error {
	if err := x.dropUnread(ctx); err != nil {
		return err
	}
	return x.set(ctx, func(s *flowState) {
		s.Cursor, s.At = "", x.now()
		if s.All = x.isWhole(); s.All {
			if s.Told.Lists > 0 {
				s.Before = append(slices.Clone(s.Before), s.Told)
			}
			s.Told = toldLists{Of: s.Told.Of + 1}
		}
	})
}

// exchangeWhenDue makes the exchange of a flow if its time has come and no other process does, and returns how long to
// wait before this is looked at again. One that failed for a while is made again before its next time.
func (s *scheduler) exchangeWhenDue(ctx context.Context, f Flow) (time.Duration, error) {
	due, wait, err := s.takeDue(ctx, f.name(), f.Every)
	if err == nil && len(due) > 0 {
		var problem error
		if _, problem, err = s.exchangeAll(ctx, f, false, false); problem != nil && isTemporary(problem) {
			s.giveBack(ctx, due)
			return min(wait, tryAgainAfter), nil
		}
		if errors.Is(err, errBusy) {
			return wait, nil
		}
	}
	if err != nil {
		s.giveBack(ctx, due)
		wait = min(wait, s.pollEvery)
	}
	return wait, err
}

// isTemporary reports whether a failure passes without anybody doing something.
func isTemporary(err error) bool {
	switch ordo.ClassOf(err) {
	case ordo.Auth, ordo.Invalid, ordo.NotFound, ordo.Unsupported:
		return false
	}
	return true
}
