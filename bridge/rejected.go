package bridge

import (
	"sync"
	"time"
)

// rejectedCalls counts the webhook calls of an account that were refused: anybody can make them, so the journal gets
// one entry a minute and not one a call.
type rejectedCalls struct {
	mu    sync.Mutex
	since time.Time // of the last entry
	count int       // after it
	last  string    // why the last one was refused
}

const rejectedEvery = time.Minute

// add counts a call.
func (r *rejectedCalls) add(why string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.count, r.last = r.count+1, why
}

// take returns how many calls were refused since the last entry, and starts anew; none if the entry is not due.
func (r *rejectedCalls) take(now time.Time) (count int, since time.Time, last string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if age := now.Sub(r.since); r.count == 0 || age >= 0 && age < rejectedEvery {
		return 0, time.Time{}, ""
	}
	count, since, last = r.count, r.since, r.last
	r.since, r.count, r.last = now, 0, ""
	return count, since, last
}
