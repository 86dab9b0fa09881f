package bridge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Pass is what one [Bridge.Sync] did.
type Pass struct {
	Began, Ended time.Time
	// Entries are the entries of the journal that the pass wrote, in the order in which things happened.
	Entries []Entry
	// Runs are the records of the accounts that have orders.
	Runs []Run
}

// Problems returns the entries that a person must look at.
func (p *Pass) Problems() []Entry {
	var out []Entry
	for _, e := range p.Entries {
		if e.Level == LevelError {
			out = append(out, e)
		}
	}
	return out
}

// Sync makes one pass: it works on what has come in, asks all accounts for changes, and works on those. It may be
// stopped at any instant, by its context or by the end of the process, and the next pass goes on where it was.
//
// The error is not nil only if the pass could not run: the store failed or the context ended. What failed for single
// orders and accounts is in [Pass.Problems]; read it, or use [WithObserver] or the journal.
func (b *Bridge) Sync(ctx context.Context) (Pass, error) {
	if ctx == nil {
		return Pass{}, errNilContext
	}
	c := &collector{}
	ctx = context.WithValue(ctx, collectorKey{}, c)
	p := Pass{Began: b.now()}
	err := b.drain(ctx) // first, so that what was announced is not searched for
	if err == nil {
		p.Runs, err = b.pollAll(ctx)
	}
	if derr := b.drain(ctx); err == nil {
		err = derr
	}
	if err == nil {
		err = b.writeAllWaiting(ctx) // what the other accounts brought while these had their passes
	}
	if p.Ended, p.Entries = b.now(), c.es; len(c.es) > 0 {
		b.journal(ctx, Entry{
			Level: LevelInfo, What: "pass", Text: b.say("", "a pass that began at %s: %d {2:entry|entries}, %d {3:error|errors}", stamp(p.Began), len(c.es), len(p.Problems())),
		})
	}
	return p, err
}

// Work works on these orders, without ids on all, as far as they are due and nobody else works on them. An engine that
// has its own way to wake workers calls it instead of [Bridge.Run]: for an order when something about it was stored or
// has become due (see [Queue]), and for all from time to time, to find what nobody was woken for. To be called too
// often, too late or several times at once does no harm. The error is that of the store or the context.
func (b *Bridge) Work(ctx context.Context, ids ...string) error {
	if ctx == nil {
		return errNilContext
	}
	return b.drain(ctx, ids...)
}

// Run makes passes until the context ends, and works at once on what webhooks bring and on what becomes due. Each
// account is asked in its own time, so that a slow one keeps none of the others waiting. Passes that could not run
// are logged and tried again. The error is that of the context. With a store that is a [Waker] the store says when
// this process works on what; Run then also returns if the Waker cannot go on.
func (b *Bridge) Run(ctx context.Context) error {
	if ctx == nil {
		return errNilContext
	}
	if w, can := b.store.(Waker); can {
		return b.leaveTo(ctx, w)
	}
	return b.loop(ctx)
}

// loop is what Run does over a store that wakes nobody.
func (b *Bridge) loop(ctx context.Context) error {
	var wg sync.WaitGroup
	for _, name := range b.names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			b.keepPolling(ctx, b.accounts[name])
		}()
	}
	for _, f := range b.flows {
		if f.runs() {
			wg.Go(func() { b.keepExchanging(ctx, f) })
		}
	}
	b.keepWorking(ctx)
	wg.Wait()
	return ctx.Err()
}

// leaveTo leaves the waking of workers to the store.
func (b *Bridge) leaveTo(ctx context.Context, w Waker) error {
	err := w.Wake(ctx, b.duties())
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err == nil:
		err = errors.New("it has ended before its context")
	}
	return fmt.Errorf("bridge: the store wakes no workers: %w", err)
}

// duties are what a Waker has this process do.
func (b *Bridge) duties() Duties {
	return Duties{
		Work: b.Work, Accounts: slices.Concat(b.names, b.flowNames()), Poll: b.pollInTurn, Loop: b.loop,
		Workers: b.workers, PollEvery: b.pollEvery, Log: b.log,
	}
}

// Poll makes one pass over an account, as [Bridge.Run] does when its time has come, and returns the record; it is empty
// for an account that has no orders, such as a carrier. What came in is worked on by [Bridge.Work], Run or Sync. The
// error is ErrUnknown for an account that is not connected, or that of the store or the context; what is wrong with the
// account stands in the record.
func (b *Bridge) Poll(ctx context.Context, account string) (Run, error) {
	if ctx == nil {
		return Run{}, errNilContext
	}
	a := b.accounts[account]
	if a == nil {
		return Run{}, fmt.Errorf("bridge: account %q: %w", account, ErrUnknown)
	}
	run, err := b.pass(ctx, a, false)
	b.wake()
	return run, err
}

// pollInTurn asks an account in turn with the other processes.
func (b *Bridge) pollInTurn(ctx context.Context, account string) (again time.Duration, err error) {
	if ctx == nil {
		return 0, errNilContext
	}
	began := time.Now() // not the bridge's clock, which may be changed meanwhile
	if f, is := b.flowNamed(account); is {
		wait, err := b.exchangeWhenDue(ctx, f)
		return max(wait-time.Since(began), 0), err
	}
	a := b.accounts[account]
	if a == nil {
		return 0, fmt.Errorf("bridge: account %q: %w", account, ErrUnknown)
	}
	wait, err := b.pollWhenDue(ctx, a)
	return max(wait-time.Since(began), 0), err
}

// keepPolling asks one account for changes, again and again.
func (b *Bridge) keepPolling(ctx context.Context, a *account) {
	for ctx.Err() == nil {
		began := time.Now() // not the bridge's clock, which may be changed meanwhile
		wait, err := b.pollEvery, error(nil)
		if a.schedule == nil {
			_, err = b.pass(ctx, a, false) // each process by itself
		} else {
			wait, err = b.pollWhenDue(ctx, a)
		}
		if err != nil && ctx.Err() == nil {
			b.log.ErrorContext(ctx, "an account could not be asked", "account", a.name, "err", err)
		}
		b.wake()
		rest(ctx, wait-time.Since(began), nil)
	}
}

// pollWhenDue asks an account if the time has come and no other process does, and returns how long to wait before this
// is looked at again.
func (b *Bridge) pollWhenDue(ctx context.Context, a *account) (time.Duration, error) {
	due, wait, err := b.passDue(ctx, a)
	if len(due) > 0 && err == nil {
		_, err = b.pass(ctx, a, false)
	}
	if err != nil {
		b.giveBack(ctx, due)
		wait = min(wait, b.pollEvery)
	}
	return wait, err
}

// keepWorking works on what is due whenever something is.
func (b *Bridge) keepWorking(ctx context.Context) {
	for ctx.Err() == nil {
		err := b.drain(ctx)
		if ctx.Err() != nil {
			return
		}
		wait := b.pollEvery
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
