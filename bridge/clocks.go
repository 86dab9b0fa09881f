package bridge

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// skew is how far clocks may differ that work on the same store.
const skew = time.Minute

// past tells whether something happened at least so long ago. What is said to have happened later than now was said by a
// clock that was wrong, and counts as long ago.
func past(now, then time.Time, ago time.Duration) bool {
	since := now.Sub(then)
	return since >= ago || since < -skew
}

// within brings a time that something waits for back to now if no wait can be that long: a clock that was ahead has set it.
func within(due, now time.Time, longest time.Duration) time.Time {
	if due.After(now.Add(longest + skew)) {
		return now
	}
	return due
}

// longest is how long an effect may wait at most for its next try, or to be asked for.
func (b *Bridge) longest(w PendingEffect) time.Duration {
	if w.Kind == order.EffectTrack {
		return max(b.track, soonAfter)
	}
	return b.longestPause(max(w.Attempts, w.Polls))
}

// longestPause is how long something may wait at most that was tried so often.
func (b *Bridge) longestPause(tries int) time.Duration {
	return max(b.pause(tries+1, nil), b.wait, lookAgainAfter)
}

// sane takes back what a clock that was ahead has put off.
func (b *Bridge) sane(d *StoredOrder, now time.Time) {
	for i := range d.Effects {
		w := &d.Effects[i]
		w.Due = within(w.Due, now, b.longest(*w))
	}
	for i := range d.Messages {
		m := &d.Messages[i]
		m.Due = within(m.Due, now, b.longestPause(m.Attempts))
	}
	if d.Refreshed.After(now.Add(skew)) {
		d.Refreshed = now.Add(-max(b.look, 0))
	}
}

// sweepEvery is how often is looked for orders that wait for a time that no wait can reach.
const sweepEvery = time.Hour

// hours is what the bridge knows of its clock.
type hours struct {
	mu            sync.Mutex
	latest, swept time.Time
}

// sweep tells whether it is time to look for orders that a clock put off which was ahead: at first, every hour, and when
// the clock has been put back. Orders count that are due after a time.
func (h *hours) sweep(now time.Time, longest time.Duration) (after time.Time, is bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	back := now.Before(h.latest.Add(-skew))
	if h.latest = now; !back && !past(now, h.swept, sweepEvery) {
		return time.Time{}, false
	}
	h.swept = now
	if back {
		return now, true
	}
	return now.Add(longest), true
}

// setRight lets orders be due again when they should be that a clock put off which was ahead.
func (b *Bridge) setRight(ctx context.Context) error {
	now := b.now()
	after, is := b.hours.sweep(now, max(time.Hour, b.look, b.wait)+skew)
	if !is {
		return nil
	}
	var ids []string
	for s, err := range b.store.Orders(ctx, OrderFilter{DueAfter: after}) {
		if err != nil {
			return err
		}
		ids = append(ids, s.ID)
	}
	for _, id := range ids {
		if err := b.setOneRight(ctx, id, now); err != nil && !errors.Is(err, ErrConflict) { // or somebody works on it
			return err
		}
	}
	return nil
}

func (b *Bridge) setOneRight(ctx context.Context, id string, now time.Time) error {
	k, err := b.open(ctx, id)
	var damaged *damagedError
	switch {
	case errors.As(err, &damaged):
		if !damaged.d.Wake.After(now.Add(damagedAgainAfter + skew)) {
			return nil
		}
		return b.unworkable(ctx, Claim{ID: id}, damaged)
	case err != nil:
		return err
	}
	if at := k.wake(now); at.IsZero() || !at.Before(k.d.Wake) {
		return nil
	}
	k.note(LevelWarning, "", "clock", "it waited for "+stamp(k.d.Wake)+", as a clock was wrong, and goes on now")
	return k.save(ctx)
}
