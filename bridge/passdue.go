package bridge

import (
	"context"
	"errors"
	"time"
)

// passBucket has when the passes of each interval of an account were made last.
const passBucket = "pass"

// passTaken is an interval whose pass this process makes.
type passTaken struct {
	key      string
	was, now []byte // when its pass was made last, and this one
}

// passDue returns which intervals of an account are over, and takes their pass for this process: of several that share
// a store, one makes it. It also returns how long to wait before it is to be asked again.
func (s *scheduler) passDue(ctx context.Context, a *account) (due []passTaken, wait time.Duration, err error) {
	intervals := []time.Duration{s.pollEvery}
	if a.schedule != nil {
		intervals = a.schedule.intervals()
	}
	return s.takeDue(ctx, a.name, intervals...)
}

// takeDue is passDue for whatever has intervals, by its name.
func (s *scheduler) takeDue(ctx context.Context, name string, intervals ...time.Duration) (due []passTaken, wait time.Duration, err error) {
	now := s.now()
	wait = time.Hour
	for _, every := range intervals {
		key := joinKey(name, every.String())
		kept, err := s.store.Values(ctx, passBucket, key)
		if err != nil {
			return due, s.pollEvery, err
		}
		last, _ := time.Parse(time.RFC3339Nano, string(kept[key])) // zero for the first time
		if since := now.Sub(last); !elapsed(now, last, every) {
			wait = min(wait, every-since)
			continue
		}
		p := passTaken{key, kept[key], []byte(now.Format(time.RFC3339Nano))}
		err = s.store.Swap(ctx, passBucket, key, p.was, p.now)
		switch {
		case err == nil:
			due = append(due, p)
		case !errors.Is(err, ErrConflict):
			return due, s.pollEvery, err
		}
		wait = min(wait, every)
	}
	return due, max(wait, min(time.Second, s.pollEvery)), nil
}

// giveBack gives back passes that could not be made, so that nobody waits for the next interval.
func (s *scheduler) giveBack(ctx context.Context, ps []passTaken) {
	sctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.grace)
	defer cancel()
	for _, p := range ps {
		if err := s.store.Swap(sctx, passBucket, p.key, p.now, p.was); err != nil {
			s.log.ErrorContext(ctx, "a pass that was not made waits for its next interval", "pass", p.key, "err", err)
		}
	}
}
