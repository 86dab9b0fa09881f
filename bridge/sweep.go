package bridge

import (
	"context"
	"errors"
	"sync"
	"time"
)

// sweepEvery is how often the store is searched for orders that wait for a time that no wait can reach.
const sweepEvery = time.Hour

// clockWatch remembers what the clock showed.
type clockWatch struct {
	mu            sync.Mutex
	latest, swept time.Time
}

// sweepDue reports whether it is time to search for orders that a wrong clock put off: at first, every hour, and when
// the clock was put back. Orders that are due later than after are meant.
func (c *clockWatch) sweepDue(now time.Time, longest time.Duration) (after time.Time, due bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	back := now.Before(c.latest.Add(-skew))
	if c.latest = now; !back && !elapsed(now, c.swept, sweepEvery) {
		return time.Time{}, false
	}
	c.swept = now
	if back {
		return now, true
	}
	return now.Add(longest), true
}

// wakeOverslept makes orders due that a clock which was ahead has put off.
func (s *scheduler) wakeOverslept(ctx context.Context) error {
	now := s.now()
	after, due := s.clockOf.sweepDue(now, max(time.Hour, s.refreshEvery, s.maxWait)+skew)
	if !due {
		return nil
	}
	var ids []string
	for o, err := range s.store.Orders(ctx, OrderFilter{DueAfter: after}) {
		if err != nil {
			return err
		}
		ids = append(ids, o.ID)
	}
	for _, id := range ids {
		if err := s.wakeOne(ctx, id, now); err != nil && !errors.Is(err, ErrConflict) { // or somebody works on it
			return err
		}
	}
	return nil
}

func (s *scheduler) wakeOne(ctx context.Context, id string, now time.Time) error {
	j, err := s.open(ctx, id)
	var damaged *damagedError
	switch {
	case errors.As(err, &damaged):
		if !damaged.stored.Wake.After(now.Add(damagedAgainAfter + skew)) {
			return nil
		}
		return s.setAside(ctx, Claim{ID: id}, damaged)
	case err != nil:
		return err
	}
	if at := s.dueAt(j, now); at.IsZero() || !at.Before(j.stored.Wake) {
		return nil
	}
	j.note(LevelWarning, "", "clock", "the order waited for %s because a clock was wrong, and goes on now", stamp(j.stored.Wake))
	return s.commit(ctx, j)
}
