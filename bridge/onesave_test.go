package bridge_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// savedStore counts the saves, and those with an outcome and a next effect that is being sent.
type savedStore struct {
	bridge.Store
	mu          sync.Mutex
	saves, both int
	during      func(b bridge.Batch) // called before a save that has both
	after       func()               // called once, after a save
	ended       func()               // called after a save that ends the claim
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
	err := s.Store.Save(ctx, id, rev, b)
	s.mu.Lock()
	after := s.after
	s.after = nil
	s.mu.Unlock()
	if after != nil {
		after()
	}
	if s.ended != nil && b.Token != "" && b.Claim.IsZero() {
		s.ended()
	}
	return err
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

// numberedBooks is a ledger that numbers orders itself.
type numberedBooks struct{ *ledger }

func (numberedBooks) Ref(order.View) order.Ref { return order.Ref{} }

func (n numberedBooks) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	t.Target.ID = "L" + t.Order.Ref.ID
	out, err := n.ledger.Apply(ctx, t)
	if out.Done() {
		out.Ref = order.Ref{Kind: "order", ID: t.Target.ID}
	}
	return out, err
}

// One order was to go to the books next when the process was told to stop, and is put on hold then: it was not sent, and
// what people change in the others there is still read.
func TestWhatWasNotSentAfterAllIsPendingAgain(t *testing.T) {
	w := newPair(t, bridge.Export{})
	s := &savedStore{Store: w.store}
	restart := func() {
		b, err := bridge.New(s, bridge.Account("stall-1", w.stall), bridge.Account("crm-1", w.books), bridge.Account("books-1", numberedBooks{w.accounts}),
			bridge.Route{Channel: "stall-1", ERP: "crm-1", Books: "books-1"}, bridge.WithClock(w.clock), bridge.WithPeople(people))
		require.NoError(t, err)
		w.b = b
	}
	restart()
	other := w.buy()
	w.sync()
	id := w.buy()
	ctx, stop := context.WithCancel(t.Context())
	s.during = func(b bridge.Batch) { // somebody finds in the channel what nobody understands: the order is on hold
		s.mu.Lock()
		s.during = nil
		s.mu.Unlock()
		w.stall.set(id, status.ItemCancelled+1, "2")
		s.after = func() {
			stop()
			_, err := w.b.Do(t.Context(), "stall-1/"+id, order.WriteComment{Text: "call"}, anna, bridge.Fresh)
			require.NoError(t, err)
		}
	}
	_, err := w.b.Sync(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.True(t, w.order(id).Held())
	require.NotContains(t, w.accounts.done(), "upsert L"+id)
	sending := w.owed(bridge.EffectFilter{Account: "books-1", Phases: []bridge.Phase{bridge.PhaseSending}})
	require.Empty(t, sending)
	w.accounts.setsBy("L"+other, "21", order.Confirm{})
	w.sync()
	require.Equal(t, status.OrderConfirmed, w.order(other).State())
	for _, e := range w.owed(bridge.EffectFilter{Order: "stall-1/" + id, Account: "books-1"}) {
		require.Zero(t, e.Attempts)
	}
}
