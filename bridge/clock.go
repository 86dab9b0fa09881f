package bridge

import (
	"sync/atomic"
	"time"
)

// skew is how far the clocks of processes that share a store may differ.
const skew = time.Minute

// hourly is the time format for keys of entries that are written once an hour.
const hourly = "2006-01-02T15"

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

// stamp returns a time as people and keys show it.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// elapsed reports whether at least d has passed since then. A time later than now was set by a wrong clock and counts
// as long ago.
func elapsed(now, then time.Time, d time.Duration) bool {
	since := now.Sub(then)
	return since >= d || since < -skew
}

// notAfter returns due, or now if due is later than any wait can reach: a clock that was ahead has set it.
func notAfter(due, now time.Time, longest time.Duration) time.Time {
	if due.After(now.Add(longest + skew)) {
		return now
	}
	return due
}

// later returns the later of two times.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// lastTime remembers when something was done last. It only saves calls: a new process starts with the zero time.
type lastTime struct{ v atomic.Pointer[time.Time] }

func (l *lastTime) get() time.Time {
	if t := l.v.Load(); t != nil {
		return *t
	}
	return time.Time{}
}

func (l *lastTime) set(t time.Time) { l.v.Store(&t) }
