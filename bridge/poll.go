package bridge

import (
	"context"
	"errors"
	"sync"
	"time"
)

// pollLimit bounds one poll of an account. What could not be read in that time is read by the next poll.
const pollLimit = 15 * time.Minute

// pollAll asks all accounts for changes, side by side.
func (s *scheduler) pollAll(ctx context.Context) error {
	var wg sync.WaitGroup
	errs := make([]error, len(s.names))
	for i, name := range s.names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			errs[i] = s.poll(ctx, s.accounts[name])
		}()
	}
	wg.Wait()
	return errors.Join(errs...)
}

// poll asks one account for changes. The error is that of the store or the context; what is wrong with the account
// stands in the journal, once an hour.
func (s *scheduler) poll(ctx context.Context, a *account) error {
	s.reportRejected(ctx, a)
	if err := s.ensureChecked(ctx, a); err != nil {
		return s.pollFailed(ctx, a, &outsideError{err})
	}
	lctx, cancel := context.WithTimeout(ctx, pollLimit)
	defer cancel()
	var errs []error
	for _, h := range s.handlers {
		if !h.serves(a) {
			continue
		}
		err := h.intake(lctx, a)
		if err != nil && lctx.Err() != nil {
			err = &outsideError{err}
		}
		errs = append(errs, s.pollFailed(ctx, a, err)) // one port that fails does not stop the others
	}
	return errors.Join(errs...)
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
