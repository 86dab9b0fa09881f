package bridge

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// refusals counts the calls that an account's webhook refused: anybody can make them, so that the journal gets one entry
// a minute and not one a call.
type refusals struct {
	mu    sync.Mutex
	since time.Time // the last entry
	count int       // after it
	last  string    // why the last of them was refused
}

const refusalsTold = time.Minute

// refuse counts a call that was refused. The first is told at once.
func (b *Bridge) refuse(ctx context.Context, a *account, err error) {
	r := &a.refusals
	r.mu.Lock()
	r.count++
	r.last = clip(err.Error(), longestReason)
	r.mu.Unlock()
	b.tellRefusals(ctx, a)
}

// tellRefusals writes how many calls were refused, at most once a minute.
func (b *Bridge) tellRefusals(ctx context.Context, a *account) {
	r := &a.refusals
	r.mu.Lock()
	now := b.now()
	if age := now.Sub(r.since); r.count == 0 || age >= 0 && age < refusalsTold {
		r.mu.Unlock()
		return
	}
	text := "a call was refused: " + r.last
	if r.count > 1 {
		text = fmt.Sprintf("%d calls were refused since %s; the last: %s", r.count, stamp(r.since), r.last)
	}
	r.since, r.count, r.last = now, 0, ""
	r.mu.Unlock()
	b.write(ctx, Entry{Level: LevelWarning, Account: a.name, What: "refused-call", Text: text})
}
