package bridge_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
)

// savedStore counts the saves, and those with an outcome and a next effect that is being sent.
type savedStore struct {
	bridge.Store
	mu          sync.Mutex
	saves, both int
	during      func(b bridge.Batch) // called before a save that has both
}

func (s *savedStore) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	var done, sending bool
	for _, w := range b.Effects {
		done, sending = done || w.Phase == bridge.PhaseDone, sending || w.Phase == bridge.PhaseSending
	}
	s.mu.Lock()
	s.saves++
	during := s.during
	if done && sending {
		s.both++
	} else {
		during = nil
	}
	s.mu.Unlock()
	if during != nil {
		during(b)
	}
	return s.Store.Save(ctx, id, rev, b)
}

func TestTheOutcomeOfAnEffectAndTheNextBeingSentAreOneSave(t *testing.T) {
	w := newTown(t, order.Standard)
	s := &savedStore{Store: w.store}
	w.store = s
	w.start()
	id := w.buy()
	w.sync()
	_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, anna)
	require.NoError(t, err)
	s.saves, s.both = 0, 0
	w.sync()
	require.Equal(t, []string{"confirm " + id + " 1 2 3"}, w.stall.done())
	require.Equal(t, "confirmed", w.books.status("L"+id))
	require.Equal(t, 1, s.both, "of %d saves", s.saves)
	for _, e := range w.owed(bridge.EffectFilter{}) {
		require.Equal(t, bridge.PhaseDone, e.Phase)
		require.Equal(t, 1, e.Attempts)
	}
}

// What comes in before the write is applied before the next effect goes out, which then may have nothing left to do.
func TestNewsThatComesBeforeTheNextEffectGoesFirst(t *testing.T) {
	w := newTown(t, order.Standard)
	s := &savedStore{Store: w.store}
	w.store = s
	w.start()
	id := w.buy()
	w.sync()
	_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, anna)
	require.NoError(t, err)
	s.during = func(bridge.Batch) { // another process has a person cancel the order: the save meets a conflict
		s.mu.Lock()
		s.during = nil
		s.mu.Unlock()
		_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Cancel{Reason: "out-of-stock"}, anna)
		require.NoError(t, err)
	}
	w.sync()
	w.clock.pass(time.Minute)
	w.sync()
	require.Equal(t, []string{"confirm " + id + " 1 2 3", "cancel " + id + " 1 2 3"}, w.stall.done())
	require.Equal(t, "cancelled", w.books.status("L"+id))
}
