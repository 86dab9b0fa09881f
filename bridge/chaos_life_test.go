package bridge_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// errDead is what everybody meets who works for a process that has ended.
var errDead = errors.New("the process has ended")

// death says when a process ends. The numbers count from 1; 0 is never.
type death struct {
	exchange    int // right after this exchange took effect: its answer reaches nobody
	beforeWrite int
	afterWrite  int
}

// life is one process that works over a store: it counts what it does, and may end anywhere. A nil life counts
// nothing and never ends.
type life struct {
	mu        sync.Mutex
	end       death
	heir      func() death // when the next one ends
	dead      bool
	shaken    bool // it took over from one that ended, and has not come to rest yet
	exchanges int
	writes    int
}

// reborn starts another process over the same store if the one that worked has ended.
func (m *market) reborn() bool {
	if !m.life.over() {
		return false
	}
	next := &life{shaken: true, heir: m.life.heir}
	if next.heir != nil {
		next.end = next.heir()
	}
	m.life = next
	m.open()
	return true
}

// over tells whether the process has ended.
func (l *life) over() bool {
	if l == nil {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dead
}

// recovering tells, once, whether the process took over from one that ended.
func (l *life) recovering() bool {
	if l == nil {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	was := l.shaken
	l.shaken = false
	return was
}

// exchanged counts an exchange. It is an error if the process has ended by then.
func (l *life) exchanged() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.exchanges++; l.exchanges == l.end.exchange {
		l.dead = true
	}
	if l.dead {
		return errDead
	}
	return nil
}

// calling is the way out.
func (l *life) calling(rt http.RoundTripper) http.RoundTripper {
	if l == nil {
		return rt
	}
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		if l.over() {
			return nil, errDead
		}
		resp, err := rt.RoundTrip(r)
		if dead := l.exchanged(); dead != nil {
			if err == nil {
				_ = resp.Body.Close()
			}
			return nil, dead
		}
		return resp, err
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answering is the way in. A process that has ended is answered for by the gateway before it.
func (l *life) answering(h http.Handler) http.Handler {
	if l == nil {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if l.over() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		if l.exchanged() != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		for name, values := range rec.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes())
	})
}

// mortalSystem is the way out to a system in memory.
type mortalSystem struct {
	system
	l *life
}

// system is erp.System under a name that none of its methods has.
type system = erp.System

// Apply implements erp.System.
func (s mortalSystem) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	if s.l.over() {
		return order.Outcome{}, errDead
	}
	out, err := s.system.Apply(ctx, t)
	if s.l != nil {
		if dead := s.l.exchanged(); dead != nil {
			return order.Outcome{}, dead
		}
	}
	return out, err
}

// keeping is the way to the store.
func (l *life) keeping(s bridge.Store) bridge.Store {
	if l == nil {
		return s
	}
	return mortalStore{s, l}
}

// mortalStore is a store that a process reaches as long as it lives.
type mortalStore struct {
	bridge.Store
	l *life
}

// writing counts a write, and makes it if the process lives to do so.
func (s mortalStore) writing(write func() error) error {
	s.l.mu.Lock()
	s.l.writes++
	n := s.l.writes
	s.l.dead = s.l.dead || n == s.l.end.beforeWrite
	dead := s.l.dead
	s.l.mu.Unlock()
	if dead {
		return errDead
	}
	err := write()
	s.l.mu.Lock()
	defer s.l.mu.Unlock()
	if s.l.dead = s.l.dead || n == s.l.end.afterWrite; s.l.dead {
		return errDead
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
	if s.l.over() {
		return bridge.Head{}, errDead
	}
	return s.Store.Head(ctx, id)
}

// Load implements bridge.Store.
func (s mortalStore) Load(ctx context.Context, id string) (bridge.StoredOrder, error) {
	if s.l.over() {
		return bridge.StoredOrder{}, errDead
	}
	return s.Store.Load(ctx, id)
}

// Find implements bridge.Store.
func (s mortalStore) Find(ctx context.Context, refs ...order.Ref) (map[order.Ref]string, error) {
	if s.l.over() {
		return nil, errDead
	}
	return s.Store.Find(ctx, refs...)
}

// Cursor implements bridge.Store.
func (s mortalStore) Cursor(ctx context.Context, account, stream string) (string, error) {
	if s.l.over() {
		return "", errDead
	}
	return s.Store.Cursor(ctx, account, stream)
}

// Claim implements bridge.Store.
func (s mortalStore) Claim(ctx context.Context, now, until time.Time, n int, ids ...string) ([]bridge.Claim, error) {
	if s.l.over() {
		return nil, errDead
	}
	return s.Store.Claim(ctx, now, until, n, ids...)
}

// Release implements bridge.Store.
func (s mortalStore) Release(ctx context.Context, c bridge.Claim) error {
	if s.l.over() {
		return errDead
	}
	return s.Store.Release(ctx, c)
}
