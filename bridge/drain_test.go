package bridge_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// sluggishStall is a stall that takes two minutes to confirm one order.
type sluggishStall struct {
	*stall
	slow atomic.Value // id of the order
}

func (s *sluggishStall) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	if t.Kind == order.EffectConfirm && t.Target.ID == s.slow.Load() {
		time.Sleep(2 * time.Minute)
	}
	return s.stall.Apply(ctx, t)
}

func TestASlowCallKeepsNoOtherOrderWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, order.Standard)
		slow := &sluggishStall{stall: w.stall}
		b, err := bridge.New(w.store, bridge.Account("stall-1", slow), bridge.Account("books-1", w.books),
			bridge.Route{Channel: "stall-1", ERP: "books-1"}, bridge.WithClock(machine{}), bridge.WithPollEvery(time.Hour))
		require.NoError(t, err)
		id := w.stall.buy(time.Now())
		slow.slow.Store(id)
		run := startRun(t, b)
		synctest.Wait()
		_, err = b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}})
		require.NoError(t, err)
		synctest.Wait()

		other := w.stall.buy(time.Now())
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(news(t, channels.News{Key: "n", ID: other, Placed: &order.Draft{}})))
		r.Header.Set("Authorization", "good")
		b.Webhook("stall-1").ServeHTTP(httptest.NewRecorder(), r)
		synctest.Wait()
		require.Equal(t, "new", w.books.status("L"+other), "what a call brings")
		fails := true
		w.books.fault = func(string) error {
			if fails {
				fails = false
				return errDisk
			}
			return nil
		}
		_, err = b.Do(t.Context(), "stall-1/"+other, order.Confirm{}, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}})
		require.NoError(t, err)
		synctest.Wait()
		require.Equal(t, "new", w.books.status("L"+other))
		time.Sleep(6 * time.Second)
		require.Equal(t, "confirmed", w.books.status("L"+other), "and what becomes due")

		require.Equal(t, []string{"confirm " + other + " 1 2 3"}, w.stall.done())
		time.Sleep(2 * time.Minute)
		require.Len(t, w.stall.done(), 2)
		run.stop()
		require.ErrorIs(t, <-run.ended, context.Canceled)
	})
}

// What comes in just as the last save ends the claim is another worker's, which does not wait for the end of a claim.
func TestAnOrderThatIsDueAgainAsItsClaimEndsIsWorkedOnAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, order.Standard)
		s := &savedStore{Store: w.store}
		w.store = s
		w.start(bridge.WithClock(machine{}))
		id := w.stall.buy(time.Now())
		w.sync()
		_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}})
		require.NoError(t, err)
		worked := make(chan error, 1)
		s.ended = func() {
			s.ended = nil
			_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Cancel{Reason: "out-of-stock"}, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}})
			require.NoError(t, err)
			go func() { worked <- w.b.Work(t.Context(), "stall-1/"+id) }()
			time.Sleep(time.Second) // it has claimed the order
		}
		began := time.Now()
		require.NoError(t, w.b.Work(t.Context(), "stall-1/"+id))
		require.NoError(t, <-worked)
		require.Equal(t, []string{"confirm " + id + " 1 2 3", "cancel " + id + " 1 2 3"}, w.stall.done())
		require.Less(t, time.Since(began), time.Minute)
	})
}
