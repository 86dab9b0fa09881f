package bridge

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"time"
)

// pollLimit bounds the time in which one pass reads an account. What could not be read in that time is read by the
// next.
const pollLimit = 15 * time.Minute

// pollAll makes a pass over all accounts, side by side, that a person or the host wanted.
func (s *scheduler) pollAll(ctx context.Context) ([]Run, error) {
	var wg sync.WaitGroup
	runs, errs := make([]Run, len(s.names)), make([]error, len(s.names))
	for i, name := range s.names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			runs[i], errs[i] = s.pass(ctx, s.accounts[name], true)
		}()
	}
	wg.Wait()
	return slices.DeleteFunc(runs, func(r Run) bool { return r.Key == "" }), errors.Join(errs...)
}

// pass makes a pass over one account, one at a time: it asks for changes, writes what has waited for the pass, and
// keeps a record, if the account has orders. The error is that of the store or the context; what is wrong with the
// account stands in the record and, once an hour, in the journal.
func (s *scheduler) pass(ctx context.Context, a *account, manual bool) (Run, error) {
	select {
	case a.passing <- struct{}{}:
		defer func() { <-a.passing }()
	case <-ctx.Done():
		return Run{}, ctx.Err()
	}
	began := s.now()
	a.passes++
	r := &recorder{record: Run{
		Key: joinKey("pass", a.name, stamp(began), s.process, strconv.Itoa(a.passes)), Account: a.name, Began: began, Manual: manual,
	}}
	if a.channel == nil && a.system == nil {
		_, err := s.poll(ctx, a)
		return Run{}, err
	}
	rctx := context.WithValue(ctx, recorderKey{}, r)
	problem, err := s.poll(rctx, a)
	if err == nil && a.schedule != nil && a.schedule.WritesWait {
		err = s.writeWaiting(rctx, a)
	}
	if err != nil {
		return Run{}, err
	}
	result, text := ResultOK, ""
	if problem != nil {
		result, text = ResultFailed, clip(problem.Error(), maxReason)
	}
	run := r.ended(result, text)
	run.Ended = s.now()
	if err := s.store.Ran(ctx, run); err != nil {
		return Run{}, err
	}
	if n := len(run.Loaded); a.schedule != nil && !manual && n > 0 {
		s.journal(ctx, Entry{Level: LevelNotice, Account: a.name, What: "pass", Text: s.say(a.name, "%s: %d {2:order|orders}", a.name, n), Key: run.Key})
	}
	return run, nil
}

// poll asks one account for changes. problem is what is wrong with the account, err with the store or the context.
func (s *scheduler) poll(ctx context.Context, a *account) (problem, err error) {
	s.reportRejected(ctx, a)
	if err := s.ensureChecked(ctx, a); err != nil {
		return err, s.pollFailed(ctx, a, &outsideError{err})
	}
	lctx, cancel := context.WithTimeout(ctx, pollLimit)
	defer cancel()
	var errs []error
	for _, h := range s.handlers {
		if !h.serves(a) {
			continue
		}
		err := s.guard(lctx, func() error { return h.intake(lctx, a) })
		if p := (*panicError)(nil); errors.As(err, &p) || err != nil && lctx.Err() != nil {
			err = &outsideError{err}
		}
		problem = errors.Join(problem, err)
		errs = append(errs, s.pollFailed(ctx, a, err)) // one port that fails does not stop the others
	}
	return problem, errors.Join(errs...)
}

// pollFailed writes an error of the outside system to the journal, and returns any other.
func (s *scheduler) pollFailed(ctx context.Context, a *account, err error) error {
	var outside *outsideError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &outside):
		s.journal(ctx, Entry{
			Level: LevelError, Account: a.name, What: "account", Text: s.say(a.name, "the account cannot be read now, and is asked again: %v", err),
			Key: joinKey("account", a.name, s.now().Format(hourly)),
		})
		return nil
	}
	return err
}

// writeWaiting carries out what has waited for a pass of the account.
func (s *scheduler) writeWaiting(ctx context.Context, a *account) error {
	var ids []string
	for w, err := range s.store.Effects(ctx, EffectFilter{Account: a.name, Phases: []Phase{PhasePending, PhaseSending, PhaseWaiting}}) {
		if err != nil {
			return err
		}
		if !slices.Contains(ids, w.Order) {
			ids = append(ids, w.Order)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	a.writing.Add(1)
	defer a.writing.Add(-1)
	for _, id := range ids {
		if err := s.wakeForPass(ctx, id); err != nil && !errors.Is(err, ErrConflict) { // or somebody works on it
			return err
		}
	}
	return s.drain(ctx, ids...)
}

// writeAllWaiting carries out what waits for passes, in all accounts.
func (s *scheduler) writeAllWaiting(ctx context.Context) error {
	for _, name := range s.names {
		if a := s.accounts[name]; a.schedule != nil && a.schedule.WritesWait {
			if err := s.writeWaiting(ctx, a); err != nil {
				return err
			}
		}
	}
	return nil
}

// wakeForPass makes an order due whose effects have waited for a pass.
func (s *scheduler) wakeForPass(ctx context.Context, id string) error {
	j, err := s.open(ctx, id)
	var damaged *damagedError
	if errors.As(err, &damaged) {
		return nil // whoever works on it says so
	}
	if err != nil {
		return err
	}
	return s.commit(ctx, j)
}
