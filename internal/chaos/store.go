package chaos

import (
	"context"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/order"
)

// Stores begins with an empty store, for one test, and returns how a process opens it. Opening it again takes it away
// from the process before, as its end does: what was not written by then is lost.
type Stores func(t *testing.T) (open func() bridge.Store)

// Memory are stores in memory, which here outlives the process.
func Memory(*testing.T) func() bridge.Store {
	s := memory.New()
	return func() bridge.Store { return s }
}

// Keeping is the way to the store.
func (p *Process) Keeping(s bridge.Store) bridge.Store {
	if p == nil {
		return s
	}
	return mortalStore{s, p}
}

// mortalStore is a store that a process reaches as long as it lives.
type mortalStore struct {
	bridge.Store
	p *Process
}

// writing counts a write, and makes it if the process lives to do so.
func (s mortalStore) writing(write func() error) error {
	s.p.mu.Lock()
	s.p.Writes++
	n := s.p.Writes
	s.p.dead = s.p.dead || n == s.p.End.BeforeWrite
	dead := s.p.dead
	s.p.mu.Unlock()
	if dead {
		return errEnded
	}
	err := write()
	s.p.mu.Lock()
	defer s.p.mu.Unlock()
	if s.p.dead = s.p.dead || n == s.p.End.AfterWrite; s.p.dead {
		return errEnded
	}
	return err
}

// Save implements bridge.Store.
func (s mortalStore) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	return s.writing(func() error { return s.Store.Save(ctx, id, rev, b) })
}

// Receive implements bridge.Store.
func (s mortalStore) Receive(ctx context.Context, mail bridge.Incoming) error {
	return s.writing(func() error { return s.Store.Receive(ctx, mail) })
}

// Write implements bridge.Store.
func (s mortalStore) Write(ctx context.Context, es ...bridge.Entry) error {
	return s.writing(func() error { return s.Store.Write(ctx, es...) })
}

// Swap implements bridge.Store.
func (s mortalStore) Swap(ctx context.Context, bucket, key string, old, value []byte) error {
	return s.writing(func() error { return s.Store.Swap(ctx, bucket, key, old, value) })
}

// Ran implements bridge.Store.
func (s mortalStore) Ran(ctx context.Context, r bridge.Run) error {
	return s.writing(func() error { return s.Store.Ran(ctx, r) })
}

// Erase implements bridge.Store.
func (s mortalStore) Erase(ctx context.Context, id string, rev int, e bridge.Erasure) error {
	return s.writing(func() error { return s.Store.Erase(ctx, id, rev, e) })
}

// Head implements bridge.Store.
func (s mortalStore) Head(ctx context.Context, id string) (bridge.Head, error) {
	if s.p.Over() {
		return bridge.Head{}, errEnded
	}
	return s.Store.Head(ctx, id)
}

// Load implements bridge.Store.
func (s mortalStore) Load(ctx context.Context, id string) (bridge.StoredOrder, error) {
	if s.p.Over() {
		return bridge.StoredOrder{}, errEnded
	}
	return s.Store.Load(ctx, id)
}

// Find implements bridge.Store.
func (s mortalStore) Find(ctx context.Context, refs ...order.Ref) (map[order.Ref]string, error) {
	if s.p.Over() {
		return nil, errEnded
	}
	return s.Store.Find(ctx, refs...)
}

// Cursor implements bridge.Store.
func (s mortalStore) Cursor(ctx context.Context, account, stream string) (string, error) {
	if s.p.Over() {
		return "", errEnded
	}
	return s.Store.Cursor(ctx, account, stream)
}

// Claim implements bridge.Store.
func (s mortalStore) Claim(ctx context.Context, now, until time.Time, n int, ids ...string) ([]bridge.Claim, error) {
	if s.p.Over() {
		return nil, errEnded
	}
	return s.Store.Claim(ctx, now, until, n, ids...)
}

// Release implements bridge.Store.
func (s mortalStore) Release(ctx context.Context, c bridge.Claim) error {
	if s.p.Over() {
		return errEnded
	}
	return s.Store.Release(ctx, c)
}
