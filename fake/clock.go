package fake

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Clock is a clock that stands still until it is advanced. It is safe for concurrent use.
type Clock struct {
	mu     sync.Mutex
	now    time.Time
	timers []*timer // by time, then in the order they were set
}

type timer struct {
	at   time.Time
	fire func(time.Time)
}

// NewClock returns a clock that shows t.
func NewClock(t time.Time) *Clock { return &Clock{now: t} }

// Now returns the time that the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock and fires the timers on the way, each at its own time, in order. Functions of AfterFunc run
// within Advance and may set further timers, which fire too if their time comes.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	end := c.now.Add(d)
	for len(c.timers) > 0 && !c.timers[0].at.After(end) {
		t := c.timers[0]
		c.timers = c.timers[1:]
		if t.at.After(c.now) {
			c.now = t.at
		}
		now := c.now
		c.mu.Unlock()
		t.fire(now)
		c.mu.Lock()
	}
	if end.After(c.now) {
		c.now = end
	}
	c.mu.Unlock()
}

// After returns a channel that gets the time once d has passed.
func (c *Clock) After(d time.Duration) <-chan time.Time {
	ch := make(chan time.Time, 1)
	c.AfterFunc(d, func(now time.Time) { ch <- now })
	return ch
}

// AfterFunc calls f once d has passed, with the time that the clock then shows; at once if d is not positive. stop
// takes that back and reports whether it was in time.
func (c *Clock) AfterFunc(d time.Duration, f func(now time.Time)) (stop func() bool) {
	c.mu.Lock()
	if d <= 0 {
		now := c.now
		c.mu.Unlock()
		f(now)
		return func() bool { return false }
	}
	defer c.mu.Unlock()
	t := &timer{at: c.now.Add(d), fire: f}
	i, _ := slices.BinarySearchFunc(c.timers, t, func(a, b *timer) int {
		if a.at.After(b.at) {
			return 1
		}
		return -1 // equal times fire in the order they were set
	})
	c.timers = slices.Insert(c.timers, i, t)
	return func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		i := slices.Index(c.timers, t)
		if i >= 0 {
			c.timers = slices.Delete(c.timers, i, i+1)
		}
		return i >= 0
	}
}

// Sleep waits until d has passed on the clock, or returns the context's error when it ends first.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	ch := make(chan time.Time, 1)
	stop := c.AfterFunc(d, func(now time.Time) { ch <- now })
	select {
	case <-ch:
		return nil
	case <-ctx.Done():
		stop()
		return ctx.Err()
	}
}

// wait is Sleep, on the machine's time if there is no clock.
func (c *Clock) wait(ctx context.Context, d time.Duration) error {
	if c != nil {
		return c.Sleep(ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Timers returns how many timers are set: a test can see whether the code under test is waiting.
func (c *Clock) Timers() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.timers)
}
