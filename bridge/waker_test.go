package bridge_test

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// bellStore is a store that wakes workers by bells, one for each order that may be due: whoever hears it works.
type bellStore struct {
	bridge.Store
	bells chan string // ids of orders
	fails error       // of Wake
}

func newBellStore() *bellStore { return &bellStore{Store: memory.New(), bells: make(chan string, 100)} }

func (s *bellStore) ring(id string) {
	select {
	case s.bells <- id:
	default: // the sweep finds it
	}
}

func (s *bellStore) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	defer s.ring(id)
	return s.Store.Save(ctx, id, rev, b)
}

func (s *bellStore) Receive(ctx context.Context, in bridge.Incoming) error {
	defer func() {
		for _, m := range in.Messages {
			s.ring(m.Order)
		}
	}()
	return s.Store.Receive(ctx, in)
}

func (s *bellStore) Release(ctx context.Context, c bridge.Claim) error {
	defer s.ring(c.ID)
	return s.Store.Release(ctx, c)
}

func (s *bellStore) Wake(ctx context.Context, d bridge.Duties) error {
	if s.fails != nil {
		return s.fails
	}
	said := func(err error) {
		if err != nil && ctx.Err() == nil {
			d.Log.ErrorContext(ctx, "it could not be done", "err", err)
		}
	}
	var wg sync.WaitGroup
	for range d.Workers {
		wg.Go(func() {
			for ctx.Err() == nil {
				select {
				case <-ctx.Done():
				case id := <-s.bells:
					said(d.Work(ctx, id))
				}
			}
		})
	}
	every := func(f func() time.Duration) {
		wg.Go(func() {
			for ctx.Err() == nil {
				select {
				case <-ctx.Done():
				case <-time.After(f()):
				}
			}
		})
	}
	for _, account := range d.Accounts {
		every(func() time.Duration {
			again, err := d.Poll(ctx, account)
			said(err)
			return again
		})
	}
	every(func() time.Duration { said(d.Work(ctx)); return min(5*time.Second, d.PollEvery) })
	wg.Wait()
	return ctx.Err()
}

// running is a process with a bridge that runs.
type running struct {
	stop  context.CancelFunc
	ended chan error
}

func startRun(t *testing.T, b *bridge.Bridge) running {
	ctx, stop := context.WithCancel(t.Context())
	r := running{stop, make(chan error, 1)}
	go func() { r.ended <- b.Run(ctx) }()
	return r
}

// searches counts how often a stall was searched.
func (s *stall) searches() (n int) {
	for _, c := range s.calls() {
		if c == "search" {
			n++
		}
	}
	return n
}

// deafStall is a stall that may not answer who searches it.
type deafStall struct {
	*stall
	deaf atomic.Bool
}

func (s *deafStall) Changed(ctx context.Context, w channels.Window) iter.Seq2[channels.Found, error] {
	found := s.stall.Changed(ctx, w)
	return func(yield func(channels.Found, error) bool) {
		found(yield)
		if s.deaf.Load() {
			<-ctx.Done()
		}
	}
}

func TestAStoreThatWakesWorkersHasOrdersFlowAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, order.Standard)
		w.store = newBellStore()
		w.start(bridge.WithClock(machine{}))
		run := startRun(t, w.b)
		synctest.Wait()

		id := w.stall.buy(time.Now())
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(news(t, channels.News{Key: "n", ID: id, Placed: &order.Draft{}})))
		r.Header.Set("Authorization", "good")
		w.b.Webhook("stall-1").ServeHTTP(httptest.NewRecorder(), r)
		synctest.Wait()
		require.Equal(t, "new", w.books.status("L"+id), "what a call brings does not wait for a pass")
		_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}})
		require.NoError(t, err)
		synctest.Wait()
		require.Equal(t, []string{"confirm " + id + " 1 2 3"}, w.stall.done(), "nor does what a person wants")

		fails := 1
		w.stall.fault = func(string) error {
			if fails--; fails == 0 {
				return errDisk
			}
			return nil
		}
		w.books.sets("L"+id, "", order.Pack{Boxes: []order.Box{{Picks: order.PickAll("1", "2", "3")}}})
		time.Sleep(bridgeEvery)
		synctest.Wait()
		require.Len(t, w.stall.done(), 1)
		time.Sleep(10 * time.Second)
		require.Len(t, w.stall.done(), 2, "what becomes due is found without a bell")

		run.stop()
		require.ErrorIs(t, <-run.ended, context.Canceled)
		after := w.stall.searches()
		time.Sleep(time.Hour)
		require.Equal(t, after, w.stall.searches(), "nothing goes on")
	})
}

// Of three processes, one makes each pass; when it ends or hangs, another makes the next.
func TestProcessesThatAreWokenShareThePasses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, order.Standard)
		store, stall := newBellStore(), &deafStall{stall: w.stall}
		w.store = store
		var procs []running
		for range 3 {
			b, err := bridge.New(store, bridge.WithClock(machine{}), bridge.Account("stall-1", stall), bridge.Account("books-1", w.books),
				bridge.Route{Channel: "stall-1", ERP: "books-1"})
			require.NoError(t, err)
			procs = append(procs, startRun(t, b))
			time.Sleep(7 * time.Second)
		}
		passes := func(d time.Duration) int {
			before := w.stall.searches()
			time.Sleep(d)
			synctest.Wait()
			return w.stall.searches() - before
		}
		synctest.Wait()
		require.Equal(t, 1, w.stall.searches(), "at the start")
		require.Equal(t, 10, passes(10*bridgeEvery))
		var ids []string
		for range 40 {
			ids = append(ids, w.stall.buy(time.Now()))
		}
		time.Sleep(2 * bridgeEvery)
		synctest.Wait()
		for _, id := range ids {
			require.Equal(t, "new", w.books.status("L"+id))
		}
		require.Len(t, w.books.done(), len(ids), "none is told twice")

		procs[0].stop() // each takes its turn
		require.ErrorIs(t, <-procs[0].ended, context.Canceled)
		require.Equal(t, 10, passes(10*bridgeEvery))

		stall.deaf.Store(true) // whoever makes the next pass is not heard of again
		require.Equal(t, 1, passes(bridgeEvery))
		stall.deaf.Store(false)
		require.Equal(t, 5, passes(5*bridgeEvery), "the other makes them")
		for _, p := range procs[1:] {
			p.stop()
			require.ErrorIs(t, <-p.ended, context.Canceled)
		}
	})
}

func TestAWakerThatCannotGoOnIsTold(t *testing.T) {
	w := newTown(t, order.Standard)
	store := newBellStore()
	store.fails = errors.New("its tables are missing")
	w.store = store
	w.start()
	require.ErrorIs(t, w.b.Run(t.Context()), store.fails)
	over, end := context.WithCancel(t.Context())
	end()
	require.ErrorIs(t, w.b.Run(over), context.Canceled)
}

// A store may call Work many times at once: the bridge works on no more orders together than it is told.
func TestWorkIsBoundedHoweverOftenItIsCalled(t *testing.T) {
	w := newTown(t, order.Standard)
	var mu sync.Mutex
	now, most := 0, 0
	s := &watchedStore{Store: w.store, save: func(string, bridge.Batch) error {
		mu.Lock()
		now++
		most = max(most, now)
		mu.Unlock()
		time.Sleep(time.Millisecond)
		mu.Lock()
		now--
		mu.Unlock()
		return nil
	}}
	w.store = s
	w.start(bridge.WithWorkers(2))
	var ids []string
	for range 20 {
		id := w.buy()
		ids = append(ids, "stall-1/"+id)
		w.call(news(t, channels.News{Key: id, ID: id, Placed: &order.Draft{}}), "good")
	}
	var wg sync.WaitGroup
	for _, id := range ids {
		wg.Go(func() { require.NoError(t, w.b.Work(t.Context(), id)) })
	}
	wg.Wait()
	require.Equal(t, 2, most)
}
