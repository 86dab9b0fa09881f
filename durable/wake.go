package durable

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
)

var _ bridge.Waker = (*Store)(nil)

// Wake implements bridge.Waker. On PostgreSQL River wakes the workers of all processes: a hint that an order is due is
// a job, inserted in the transaction that made it due. It may be late, come twice or be lost, as the order's row is the
// truth, and a sweep in every process finds what no hint woke. On SQLite, and with [WithoutRiver], the bridge's own
// loop does.
func (s *Store) Wake(ctx context.Context, d bridge.Duties) error {
	s.wakes.Add(1)
	defer s.wakes.Done()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(s.closing, stop)()
	err := s.wake(ctx, d)
	if s.closing.Err() != nil {
		return fmt.Errorf("%w: it was closed while a bridge ran", ErrClosed)
	}
	return err
}

func (s *Store) wake(ctx context.Context, d bridge.Duties) error {
	if s.hints {
		return s.ride(ctx, s.shared, d)
	}
	var wg sync.WaitGroup
	defer wg.Wait()
	beside, stop := context.WithCancel(ctx)
	defer stop()
	failed := func(err error) { d.Log.ErrorContext(beside, "the bridge could not work", "err", err) }
	wg.Go(func() { every(beside, time.Minute, func() error { return s.upkeep(beside) }, failed) })
	if s.shared != nil {
		wg.Go(func() { every(beside, lookEvery, func() error { return s.look(beside, d) }, failed) })
	}
	return d.Loop(ctx)
}

// lookEvery is how often a process without River looks for what others have made due.
const lookEvery = time.Second

// look has the bridge work on orders that other processes have made due.
func (s *Store) look(ctx context.Context, d bridge.Duties) error {
	due, err := s.Next(ctx)
	if err != nil || due.IsZero() || due.After(time.Now()) {
		return err
	}
	return d.Work(ctx)
}

// every calls do again and again until the context ends, and tells failed of its errors.
func every(ctx context.Context, period time.Duration, do func() error, failed func(error)) {
	tick := time.NewTicker(period)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := do(); err != nil && ctx.Err() == nil {
			failed(err)
		}
	}
}
