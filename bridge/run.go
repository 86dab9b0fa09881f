package bridge

import (
	"context"
	"fmt"
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

// Sync makes one pass: it works on what has come in, asks all accounts for what is new, and works on that. It may be
// stopped at any instant, by its context or by the end of the process, and the next pass goes on where it was. The
// error is not nil only if the pass could not run: the store failed or the context ended. What happened to single
// orders and accounts is in the journal, and in the Pass.
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
	if p.Ended, p.Entries = b.now(), c.es; len(c.es) > 0 {
		b.write(ctx, Entry{Level: LevelInfo, What: "pass", Text: fmt.Sprintf("a pass that began at %s: %d entries, %d of them errors", stamp(p.Began), len(c.es), len(p.Problems()))})
	}
	return p, err
}

// Run makes passes until the context ends, and works at once on what webhooks bring and on what becomes due. The accounts
// are asked each in its own time, so that a slow one keeps none of the others waiting. What could not run is told by
// the log and tried again. The error is that of the context.
func (b *Bridge) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	for _, name := range b.names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			b.ask(ctx, b.accounts[name])
		}()
	}
	b.keepWorking(ctx)
	wg.Wait()
	return ctx.Err()
}

// ask asks one account for what is new, again and again.
func (b *Bridge) ask(ctx context.Context, a *account) {
	for ctx.Err() == nil {
		began := time.Now() // not by the bridge's clock, which may be put right meanwhile
		if err := b.pullOne(ctx, a); err != nil && ctx.Err() == nil {
			b.log.ErrorContext(ctx, "an account could not be asked", "account", a.name, "err", err)
		}
		b.wake()
		rest(ctx, b.every-time.Since(began), nil)
	}
}

// keepWorking works on what is due whenever something is.
func (b *Bridge) keepWorking(ctx context.Context) {
	for ctx.Err() == nil {
		err := b.drain(ctx)
		if ctx.Err() != nil {
			return
		}
		wait := b.every
		if err != nil {
			b.log.ErrorContext(ctx, "the bridge could not work", "err", err)
			wait = min(wait, 5*time.Second)
		} else if due, err := b.store.Next(ctx); err == nil && !due.IsZero() {
			wait = min(wait, due.Sub(b.now()))
		}
		rest(ctx, wait, b.nudge)
	}
}

// rest waits for a while, or until it is nudged.
func rest(ctx context.Context, d time.Duration, nudge <-chan struct{}) {
	timer := time.NewTimer(max(d, 10*time.Millisecond))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-nudge:
	}
}
