package durable

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// ErrClosed is the error of every call that comes after Close, and of one that Close could not wait for.
var ErrClosed = errors.New("durable: the store is closed")

const (
	// closeWait is how long Close waits for calls that are under way before it ends them.
	closeWait = 10 * time.Second
	// endWait is how long it then waits for them to end.
	endWait = 5 * time.Second
)

// gate is what every call to the database goes through: it lets none in any more when the store is closed, or must not
// be written to.
type gate struct {
	wait    time.Duration // closeWait, but in tests
	mu      sync.Mutex
	refusal error // of calls that come
	calls   sync.WaitGroup
	end     context.Context // ends the calls that are under way
	endNow  context.CancelCauseFunc
}

func newGate(wait time.Duration) *gate {
	end, endNow := context.WithCancelCause(context.Background())
	return &gate{wait: wait, end: end, endNow: endNow}
}

// refuse refuses all calls that come from now on. The first reason counts.
func (g *gate) refuse(why error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.refusal == nil {
		g.refusal = why
	}
}

// pass makes a call.
func (g *gate) pass(ctx context.Context, call func(context.Context) error) error {
	if err := g.enter(); err != nil {
		return err
	}
	defer g.calls.Done()
	within, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(g.end, func() { cancel(ErrClosed) })()
	err := call(within)
	switch {
	case err == nil || within.Err() == nil:
		return err
	case ctx.Err() == nil:
		return fmt.Errorf("%w: %w", ErrClosed, err)
	case !errors.Is(err, ctx.Err()): // a driver has words of its own for that
		return fmt.Errorf("%w: %w", ctx.Err(), err)
	}
	return err
}

func (g *gate) enter() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.refusal != nil {
		return g.refusal
	}
	g.calls.Add(1)
	return nil
}

// finish refuses all calls that come and waits for those that are under way. It ends those that take too long.
func (g *gate) finish() error {
	g.refuse(ErrClosed)
	done := make(chan struct{})
	go func() { g.calls.Wait(); close(done) }()
	for _, wait := range []time.Duration{g.wait, endWait} {
		select {
		case <-done:
			return nil
		case <-time.After(wait):
			g.endNow(ErrClosed)
		}
	}
	return errors.New("durable: a call does not end, and so the database stays open")
}
