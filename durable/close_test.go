package durable_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/order"
)

// calls are one call of every method.
func calls(s *durable.Store) map[string]func(context.Context) error {
	failed := func(seq func(func(error) bool)) error {
		var last error
		seq(func(err error) bool { last = err; return true })
		return last
	}
	return map[string]func(context.Context) error{
		"Load": func(ctx context.Context) error { _, err := s.Load(ctx, "A"); return err },
		"Head": func(ctx context.Context) error { _, err := s.Head(ctx, "A"); return err },
		"Find": func(ctx context.Context) error { _, err := s.Find(ctx, ref("A")); return err },
		"Save": func(ctx context.Context) error {
			return s.Save(ctx, "B", 0, bridge.Batch{Refs: []order.Ref{ref("B")}, Effects: []bridge.PendingEffect{effect("B", "e")}, Journal: []bridge.Entry{entry("B", "x")}})
		},
		"Erase": func(ctx context.Context) error { return s.Erase(ctx, "A", 1, bridge.Erasure{Text: "erased"}) },
		"Receive": func(ctx context.Context) error {
			return s.Receive(ctx, bridge.Incoming{Messages: []bridge.Message{message("A", "k2")}, Due: morning, Account: "shop-1", Stream: "orders", To: "7"})
		},
		"Cursor": func(ctx context.Context) error { _, err := s.Cursor(ctx, "shop-1", "orders"); return err },
		"Values": func(ctx context.Context) error { _, err := s.Values(ctx, "till", "phone"); return err },
		"Swap":   func(ctx context.Context) error { return s.Swap(ctx, "till", "phone", nil, []byte("7")) },
		"Write":  func(ctx context.Context) error { return s.Write(ctx, entry("A", "x")) },
		"Ran":    func(ctx context.Context) error { return s.Ran(ctx, bridge.Run{Key: "r", Began: morning}) },
		"Claim": func(ctx context.Context) error {
			_, err := s.Claim(ctx, morning, morning.Add(time.Hour), 1)
			return err
		},
		"Release": func(ctx context.Context) error { return s.Release(ctx, bridge.Claim{ID: "A", Token: "x"}) },
		"Next":    func(ctx context.Context) error { _, err := s.Next(ctx); return err },
		"Journal": func(ctx context.Context) error {
			return failed(func(y func(error) bool) {
				s.Journal(ctx, bridge.JournalFilter{})(func(_ bridge.Entry, err error) bool { return y(err) })
			})
		},
		"Orders": func(ctx context.Context) error {
			return failed(func(y func(error) bool) {
				s.Orders(ctx, bridge.OrderFilter{})(func(_ bridge.Summary, err error) bool { return y(err) })
			})
		},
	}
}

func TestAfterCloseEveryCallSaysThatTheStoreIsClosed(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := open(t, db.dsn)
		keep(t, s, "A")
		before := db.rows(t)
		require.NoError(t, s.Close())
		require.NoError(t, s.Close())
		for name, call := range calls(s) {
			require.ErrorIs(t, call(t.Context()), durable.ErrClosed, name)
		}
		require.Equal(t, before, db.rows(t))
	})
}

func TestCloseWaitsForWhatIsUnderWay(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := open(t, db.dsn)
		var wg sync.WaitGroup
		var mu sync.Mutex
		kept := map[string]bool{}
		for w := range 20 {
			wg.Go(func() {
				for n := 0; ; n++ {
					id := fmt.Sprintf("%d-%d", w, n)
					err := s.Save(t.Context(), id, 0, bridge.Batch{Refs: []order.Ref{ref(id)}})
					if err != nil {
						assert.ErrorIs(t, err, durable.ErrClosed)
						return
					}
					mu.Lock()
					kept[id] = true
					mu.Unlock()
				}
			})
		}
		time.Sleep(100 * time.Millisecond)
		require.NoError(t, s.Close())
		wg.Wait()
		again := db.open(t)
		found := list(t, again.Orders(t.Context(), bridge.OrderFilter{}))
		require.Len(t, found, len(kept))
		for _, o := range found {
			require.True(t, kept[o.ID], o.ID)
		}
	})
}

func TestCloseEndsACallThatTakesTooLong(t *testing.T) {
	db := testDB{dsn: postgres(t)}
	s := open(t, db.dsn, durable.CloseWait(100*time.Millisecond))
	keep(t, s, "A")
	tx, err := db.beside(t).BeginTx(t.Context(), nil)
	require.NoError(t, err)
	_, err = tx.ExecContext(t.Context(), "SELECT num FROM orders WHERE id = 'A' FOR UPDATE")
	require.NoError(t, err)
	saved := make(chan error, 1)
	go func() {
		saved <- s.Save(t.Context(), "A", 1, bridge.Batch{Journal: []bridge.Entry{entry("A", "late")}})
	}()
	<-waits(t, db)
	require.NoError(t, s.Close())
	require.ErrorIs(t, <-saved, durable.ErrClosed)
	require.NoError(t, tx.Rollback())
	require.Len(t, list(t, db.open(t).Journal(t.Context(), bridge.JournalFilter{})), 1)
}

// fault: a call on SQLite that waited for its turn did not end with its context, and one that was given up at its end
// failed although it was written.
func TestAWriteThatIsGivenUpIsWrittenWholeOrNot(t *testing.T) {
	eachDatabase(t, func(t *testing.T, db testDB) {
		s := db.open(t)
		var wg sync.WaitGroup
		for w := range 8 {
			wg.Go(func() {
				id, rev := fmt.Sprint(w), 0
				for n := range 30 {
					ctx, cancel := context.WithTimeout(t.Context(), time.Duration(n*200)*time.Microsecond)
					err := s.Save(ctx, id, rev, bridge.Batch{Journal: []bridge.Entry{entry(id, "x"), entry(id, "y")}})
					cancel()
					// PostgreSQL may write what was given up a moment later: then the next write comes too late.
					if !errors.Is(err, context.DeadlineExceeded) && (db.path != "" || !errors.Is(err, bridge.ErrConflict)) {
						assert.NoError(t, err)
					}
					h, lost := s.Head(t.Context(), id)
					assert.NoError(t, lost)
					if err == nil {
						assert.Equal(t, rev+1, h.Rev)
					}
					rev = h.Rev
				}
			})
		}
		wg.Wait()
		require.NoError(t, s.Close())
		after := db.open(t)
		for w := range 8 {
			h, err := after.Head(t.Context(), fmt.Sprint(w))
			require.NoError(t, err)
			require.Len(t, list(t, after.Journal(t.Context(), bridge.JournalFilter{Order: fmt.Sprint(w)})), 2*h.Rev)
		}
	})
}
