package bridge

import (
	"context"
	"errors"
	"time"
)

// passBucket has when the passes of each interval of an account were made last.
const passBucket = "pass"

// passDue reports whether one of the intervals of a scheduled account is over, and takes the pass for this process: of
// several that share a store, one makes it. It returns how long to wait before it is to be asked again.
func (s *scheduler) passDue(ctx context.Context, a *account) (due bool, wait time.Duration, err error) {
	now := s.now()
	wait = time.Hour
	for _, every := range a.schedule.intervals() {
		key := joinKey(a.name, every.String())
		kept, err := s.store.Values(ctx, passBucket, key)
		if err != nil {
			return due, s.pollEvery, err
		}
		last, _ := time.Parse(time.RFC3339Nano, string(kept[key])) // zero for the first time
		if since := now.Sub(last); !elapsed(now, last, every) {
			wait = min(wait, every-since)
			continue
		}
		err = s.store.Swap(ctx, passBucket, key, kept[key], []byte(now.Format(time.RFC3339Nano)))
		switch {
		case err == nil:
			due = true
		case !errors.Is(err, ErrConflict):
			return due, s.pollEvery, err
		}
		wait = min(wait, every)
	}
	return due, max(wait, time.Second), nil
}
