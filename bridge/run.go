package bridge

import (
	"context"
	"sync"
	"time"
)

// Pass is what one [Bridge.Sync] did.
type Pass struct {
	Began, Ended time.Time
	// Entries are what the journal tells of it, in the order in which things happened.
	Entries []Entry
}

// Problems are the entries that need somebody's eyes.
func (p *Pass) Problems() []Entry {
	var out []Entry
	for _, e := range p.Entries {
		if e.Level == LevelError {
			out = append(out, e)
		}
	}
	return out
}

// collector collects the entries of a pass.
type collector struct {
	mu sync.Mutex
	es []Entry
}

func (c *collector) add(e Entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.es = append(c.es, e)
}

type passKey struct{}

func passOf(ctx context.Context) *collector {
	c, _ := ctx.Value(passKey{}).(*collector)
	return c
}

// Sync makes one pass: it works on what has come in, asks all accounts for what is new, and works on that. It may be stopped at
// any instant, by its context or by the end of the process, and the next pass goes on where it was. The error is not nil
// only if the pass could not run: the store failed or the context ended. What happened to single orders and accounts is in
// the journal, and in the Pass.
func (b *Bridge) Sync(ctx context.Context) (Pass, error) {
	c := &collector{}
	ctx = context.WithValue(ctx, passKey{}, c)
	p := Pass{Began: b.now()}
	err := b.drain(ctx) // first, so that nothing is searched for that was announced
	if err == nil {
		err = b.pull(ctx)
	}
	if derr := b.drain(ctx); err == nil {
		err = derr
	}
	p.Ended, p.Entries = b.now(), c.es
	return p, err
}

// Run makes passes until the context ends, and between them works at once on what webhooks bring and on what becomes due.
// A pass that could not run is told by the log and tried again. The error is that of the context.
func (b *Bridge) Run(ctx context.Context) error {
	next := b.now()
	for {
		var err error
		if !b.now().Before(next) {
			_, err = b.Sync(ctx)
			next = b.now().Add(b.every)
		} else {
			err = b.drain(ctx)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		wait := next.Sub(b.now())
		if err != nil {
			b.log.ErrorContext(ctx, "the bridge could not work", "err", err)
			wait = min(wait, 5*time.Second)
		} else if due, err := b.store.Next(ctx); err == nil && !due.IsZero() {
			wait = min(wait, due.Sub(b.now()))
		}
		if err := b.rest(ctx, max(wait, 10*time.Millisecond)); err != nil {
			return err
		}
	}
}

// rest waits until something may be due.
func (b *Bridge) rest(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
	case <-b.nudge:
	}
	return nil
}
