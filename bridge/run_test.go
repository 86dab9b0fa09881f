package bridge_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

type machine struct{}

func (machine) Now() time.Time { return time.Now() }

func TestRunWorksAtOnceOnWhatComesInAndEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, order.Standard)
		w.start(bridge.WithClock(machine{}))
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- w.b.Run(ctx) }()
		synctest.Wait()

		id := w.stall.buy(time.Now())
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(news(t, channels.News{Key: "n", ID: id, Placed: &order.Draft{}})))
		r.Header.Set("Authorization", "good")
		w.b.Webhook("stall-1").ServeHTTP(httptest.NewRecorder(), r)
		synctest.Wait()
		require.Equal(t, "new", w.books.status("L"+id), "without waiting for the next pass")

		w.books.sets("L"+id, "confirmed", order.Confirm{})
		time.Sleep(bridgeEvery + time.Second)
		synctest.Wait()
		require.Equal(t, []string{"confirm " + id + " 1 2 3"}, w.stall.done(), "the next pass finds it")

		stop()
		require.ErrorIs(t, <-ended, context.Canceled)
	})
}

const bridgeEvery = time.Minute

func TestACallThatIsUnderWayWhenTheProgramStopsIsAwaited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, order.Standard)
		w.start(bridge.WithClock(machine{}))
		id := w.stall.buy(time.Now())
		_, err := w.b.Sync(t.Context())
		require.NoError(t, err)
		w.books.sets("L"+id, "confirmed", order.Confirm{})
		ctx, stop := context.WithCancel(t.Context())
		w.stall.fault = func(string) error {
			time.Sleep(3 * time.Second)
			return nil
		}
		time.AfterFunc(time.Second, stop)
		_, err = w.b.Sync(ctx)
		require.ErrorIs(t, err, context.Canceled)
		require.Len(t, w.stall.done(), 1)
		require.Empty(t, w.owed(bridge.EffectFilter{Kind: order.EffectConfirm, Phases: []bridge.Phase{bridge.PhaseSending}}), "what came of it is stored")
		w.stall.fault = nil
		_, err = w.b.Sync(t.Context())
		require.NoError(t, err)
		require.Len(t, w.stall.done(), 1)
	})
}

func TestTwoBridgesOnOneStoreDoNothingTwice(t *testing.T) {
	w := newTown(t, order.Standard, bridge.WithWorkers(4))
	first := w.b
	w.start(bridge.WithWorkers(4))
	second := w.b
	var ids []string
	for range 50 {
		ids = append(ids, w.buy())
	}
	both := func() {
		var wg sync.WaitGroup
		for _, b := range []*bridge.Bridge{first, second} {
			wg.Go(func() {
				for range 3 {
					_, err := b.Sync(t.Context())
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
	}
	both()
	for _, id := range ids {
		w.books.sets("L"+id, "confirmed", order.Confirm{})
	}
	both()
	require.Len(t, w.stall.done(), 50)
	upserts := 0
	for _, d := range w.books.done() {
		if strings.HasPrefix(d, "upsert") {
			upserts++
		}
	}
	require.Equal(t, 50, upserts)
	for _, id := range ids {
		require.Equal(t, status.OrderConfirmed, w.order(id).State())
	}
}

func TestWhatWasBeingSentWhenTheProgramDiedIsEnsuredAfterwards(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	w.books.sets("L"+id, "confirmed", order.Confirm{})
	// The process dies after the call and before what came of it is stored.
	d := &dying{Store: w.store}
	w.store = d
	w.start()
	w.stall.fault = func(string) error { d.set(true); return nil }
	_, err := w.b.Sync(t.Context())
	require.Error(t, err)
	require.Len(t, w.stall.done(), 1)

	d.set(false)
	w.stall.fault = nil
	w.start()
	w.clock.pass(10 * time.Minute)
	require.Len(t, w.owed(bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseSending}}), 1)
	w.sync()
	require.Len(t, w.stall.done(), 1, "it was ensured, not done again")
	require.Empty(t, w.owed(bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhasePending, bridge.PhaseSending}}))
}

// A store that was away for a while holds up no order until a claim is over.
func TestWorkGoesOnAtOnceWhenTheStoreIsBack(t *testing.T) {
	w := newTown(t, order.Standard)
	d := &dying{Store: w.store}
	w.store = d
	w.start()
	id := w.stall.buy(monday)
	w.sync()
	_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}})
	require.NoError(t, err)
	w.stall.fault = func(string) error { d.set(true); return nil }
	require.Error(t, w.b.Work(t.Context()))

	d.set(false)
	w.stall.fault = nil
	require.NoError(t, w.b.Work(t.Context()))
	require.Len(t, w.stall.done(), 1, "it was ensured, not done again")
	require.Empty(t, w.owed(bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhasePending, bridge.PhaseSending}}))
}

// dying is a store that a dead process cannot reach any more.
type dying struct {
	bridge.Store
	mu   sync.Mutex
	dead bool
}

func (d *dying) set(dead bool) { d.mu.Lock(); defer d.mu.Unlock(); d.dead = dead }

func (d *dying) err() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.dead {
		return errDisk
	}
	return nil
}

func (d *dying) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	if err := d.err(); err != nil {
		return err
	}
	return d.Store.Save(ctx, id, rev, b)
}

func (d *dying) Release(ctx context.Context, c bridge.Claim) error {
	if err := d.err(); err != nil {
		return err
	}
	return d.Store.Release(ctx, c)
}

func TestSettingsThatCannotWorkAreToldAtOnce(t *testing.T) {
	_, err := bridge.New(nil,
		bridge.Account("a", newStall(order.Standard)), bridge.Account("a", newLedger()), bridge.Account("x", "nonsense"),
		bridge.Route{Channel: "none", ERP: "a"}, bridge.Route{Channel: "a", ERP: "none"})
	var c *bridge.ConfigError
	require.ErrorAs(t, err, &c)
	for _, part := range []string{"no store is given", `"a" is given twice`, "string is no port", `Channel "none" is not among the accounts`} {
		require.ErrorContains(t, err, part)
	}
	_, err = bridge.New(memory.New(), bridge.Account("a", newStall(order.Standard)))
	require.ErrorContains(t, err, "no route says where its orders go")
}

func TestAccountsSideBySideDoNotMix(t *testing.T) {
	s1, s2, l1, l2 := newStall(order.Standard), newStall(order.MerchantDelivery), newLedger(), newLedger()
	c := &clock{t: monday}
	b, err := bridge.New(memory.New(), bridge.WithClock(c),
		bridge.Account("s1", s1), bridge.Account("s2", s2), bridge.Account("l1", l1), bridge.Account("l2", l2),
		bridge.Route{Channel: "s1", ERP: "l1"}, bridge.Route{Channel: "s2", ERP: "l2", Scheme: order.MerchantDelivery})
	require.NoError(t, err)
	one, two := s1.buy(monday), s2.buy(monday)
	require.Equal(t, one, two, "both stalls count from the same number")
	_, err = b.Sync(t.Context())
	require.NoError(t, err)
	l2.sets("L"+two, "confirmed", order.Confirm{})
	_, err = b.Sync(t.Context())
	require.NoError(t, err)
	require.Empty(t, s1.done())
	require.Len(t, s2.done(), 1)
	require.Equal(t, "new", l1.status("L"+one))
}

func TestTwoOrdersNeverShareOneInTheBooks(t *testing.T) {
	w := newTown(t, order.Standard)
	s2 := newStall(order.Standard)
	b, err := bridge.New(w.store, bridge.WithClock(w.clock),
		bridge.Account("stall-1", w.stall), bridge.Account("stall-2", s2), bridge.Account("books-1", w.books),
		bridge.Route{Channel: "stall-1", ERP: "books-1"}, bridge.Route{Channel: "stall-2", ERP: "books-1"})
	require.NoError(t, err)
	w.b = b
	id := w.buy()
	w.sync()
	require.Equal(t, id, s2.buy(monday), "the other stall has the same number")
	w.sync()
	require.Equal(t, []string{"upsert L" + id}, w.books.done())
	bad := w.journal(bridge.JournalFilter{What: "bad-message"})
	require.Len(t, bad, 1)
	require.Contains(t, bad[0].Text, "belongs to order stall-1/"+id)
	for x, err := range w.store.Orders(t.Context(), bridge.OrderFilter{Flags: []bridge.Flag{bridge.FlagStuck}}) {
		require.NoError(t, err)
		require.Equal(t, "stall-2/"+id, x.ID)
	}
}
