package bridge_test

import (
	"context"
	"iter"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// fault: R3
func TestOrdersAreFoundThoughTheClockWasTenDaysAheadAtTheFirstPass(t *testing.T) {
	for name, orders := range map[string]func(w *town) []string{
		"nothing was placed before": func(w *town) []string { return []string{w.stall.buy(monday.Add(time.Minute))} },
		"before and after": func(w *town) []string {
			return []string{w.stall.buy(monday.Add(-time.Hour)), w.stall.buy(monday.Add(time.Minute))}
		},
		"a week long, and a day after": func(w *town) []string {
			return []string{w.stall.buy(monday.Add(-7 * 24 * time.Hour)), w.stall.buy(monday.Add(23 * time.Hour))}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t, order.Standard)
			w.clock.pass(10 * 24 * time.Hour)
			w.sync()
			w.clock.pass(-10*24*time.Hour + 24*time.Hour)
			ids := orders(w)
			w.sync()
			for _, id := range ids {
				require.Equal(t, "new", w.books.status("L"+id))
			}
			require.Len(t, w.journal(bridge.JournalFilter{What: "cursor", Levels: []bridge.Level{bridge.LevelWarning}}), 1)
			next := w.buy()
			w.clock.pass(time.Minute)
			w.sync()
			require.Equal(t, "new", w.books.status("L"+next))
			require.Len(t, w.journal(bridge.JournalFilter{What: "cursor"}), 1, "it goes on from there")
		})
	}
}

// fault: R3
func TestAnOrderOfTheFutureDoesNotHideThoseOfThePresent(t *testing.T) {
	w := newTown(t, order.Standard)
	w.stall.buy(monday.Add(20 * time.Hour))
	w.sync()
	for range 5 {
		w.clock.pass(12 * time.Hour)
		id := w.buy()
		w.clock.pass(time.Minute)
		w.sync()
		require.Equal(t, "new", w.books.status("L"+id))
	}
}

// stepped is a clock that is put right or wrong while it runs.
type stepped struct {
	mu  sync.Mutex
	off time.Duration
}

func (c *stepped) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return time.Now().Add(c.off) }

func (c *stepped) step(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.off += d }

// runs lets a bridge run on a town whose clock can be put wrong.
func runs(t *testing.T, f func(w *town, c *stepped), opts ...bridge.Option) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w, c := newTown(t, order.Standard), &stepped{}
		w.start(append([]bridge.Option{bridge.WithClock(c)}, opts...)...)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- w.b.Run(ctx) }()
		time.Sleep(time.Second)
		synctest.Wait()
		f(w, c)
		stop()
		require.ErrorIs(t, <-ended, context.Canceled)
	})
}

// soon is when whatever is to be done must have been: two of the usual intervals.
func soon() { time.Sleep(2*bridgeEvery + time.Second); synctest.Wait() }

// slowPull is a stall that is slow to be searched.
type slowPull struct {
	*stall
	during func()
}

func (s *slowPull) Changed(ctx context.Context, w channels.Window) iter.Seq2[channels.Found, error] {
	if s.during != nil {
		s.during()
		s.during = nil
	}
	return s.stall.Changed(ctx, w)
}

// fault: R5
func TestAClockThatStepsBackDuringAPullSilencesNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := newTown(t, order.Standard), &stepped{}
		slow := &slowPull{stall: w.stall, during: func() { time.Sleep(time.Second); c.step(-2 * time.Hour) }}
		b, err := bridge.New(w.store, bridge.Account("stall-1", slow), bridge.Account("books-1", w.books),
			bridge.Route{Channel: "stall-1", ERP: "books-1"}, bridge.WithClock(c))
		require.NoError(t, err)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- b.Run(ctx) }()
		time.Sleep(2 * time.Second)
		id := w.stall.buy(c.Now())
		soon()
		require.Equal(t, "new", w.books.status("L"+id))
		stop()
		require.ErrorIs(t, <-ended, context.Canceled)
	})
}

// fault: R5
func TestWhatWasPutOffWhileTheClockWasAheadIsDoneSoonAfterItIsPutRight(t *testing.T) {
	const ahead = 48 * time.Hour
	for _, c := range []struct {
		name  string
		ahead time.Duration
		prove func(w *town, c *stepped, wrong, right func())
	}{
		{"a retry", ahead, func(w *town, _ *stepped, wrong, right func()) {
			id := w.stall.buy(time.Now())
			soon()
			wrong()
			w.stall.fault = func(string) error { return &ordo.Error{System: "stall", Class: ordo.Retry, Text: "busy"} }
			w.books.sets("L"+id, "confirmed", order.Confirm{})
			soon()
			w.stall.fault = nil
			right()
			soon()
			require.Equal(w.t, []string{"confirm " + id + " 1 2 3"}, w.stall.done())
		}},
		{"a retry, half an hour ahead", 30 * time.Minute, func(w *town, _ *stepped, wrong, right func()) {
			id := w.stall.buy(time.Now())
			soon()
			wrong()
			w.stall.fault = func(string) error { return &ordo.Error{System: "stall", Class: ordo.Retry, Text: "busy"} }
			w.books.sets("L"+id, "confirmed", order.Confirm{})
			soon()
			w.stall.fault = nil
			right()
			soon()
			require.Equal(w.t, []string{"confirm " + id + " 1 2 3"}, w.stall.done())
		}},
		{"a message that is tried again", ahead, func(w *town, _ *stepped, wrong, right func()) {
			id := w.stall.buy(time.Now())
			soon()
			wrong()
			w.books.fails(true)
			w.books.sets("L"+id, "confirmed", order.Confirm{})
			soon()
			w.books.fails(false)
			right()
			soon()
			require.Equal(w.t, status.OrderConfirmed, w.order(id).State())
		}},
		{"a message that nobody has worked on", ahead, func(w *town, _ *stepped, wrong, right func()) {
			id := w.stall.buy(time.Now().Add(-100 * time.Hour)) // no search finds it
			wrong()
			require.NoError(w.t, w.store.Receive(w.t.Context(), bridge.Incoming{
				Messages: []bridge.Message{{Account: "stall-1", Order: "stall-1/" + id, Key: "k", Kind: "news", Data: []byte(`{"ID":"` + id + `"}`)}},
				Due:      time.Now().Add(ahead),
			}))
			right()
			w.start(bridge.WithClock(machine{})) // by another process
			_, err := w.b.Sync(w.t.Context())
			require.NoError(w.t, err)
			require.Equal(w.t, "new", w.books.status("L"+id))
		}},
		{"the hourly look", ahead, func(w *town, _ *stepped, wrong, right func()) {
			id := w.stall.buy(time.Now())
			soon()
			wrong()
			soon() // it is looked at, by the wrong clock
			right()
			w.stall.set(id, status.ItemCancelled, "1", "2", "3")
			time.Sleep(time.Hour)
			soon()
			require.Equal(w.t, status.OrderCancelled, w.order(id).State())
		}},
		{"a claim of a process that died", ahead, func(w *town, _ *stepped, wrong, right func()) {
			id := w.stall.buy(time.Now())
			soon()
			wrong()
			require.NoError(w.t, w.store.Receive(w.t.Context(), bridge.Incoming{Messages: []bridge.Message{{Account: "x", Order: "stall-1/" + id, Key: "k", Kind: "x"}}, Due: time.Now()}))
			cs, err := w.store.Claim(w.t.Context(), time.Now().Add(ahead), time.Now().Add(ahead+5*time.Minute), 1)
			require.NoError(w.t, err)
			require.Len(w.t, cs, 1)
			right()
			w.books.sets("L"+id, "confirmed", order.Confirm{})
			soon()
			require.Equal(w.t, []string{"confirm " + id + " 1 2 3"}, w.stall.done())
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			runs(t, func(w *town, k *stepped) {
				c.prove(w, k, func() { k.step(c.ahead); soon() }, func() { k.step(-c.ahead) })
			})
		})
	}
}

// checked is a ledger that is slow and asks many things when it is checked.
type checked struct {
	*ledger
	calls int
}

func (c *checked) Check(ctx context.Context) error {
	for range 12 {
		c.calls++
		select {
		case <-time.After(25 * time.Second):
		case <-ctx.Done():
			return &ordo.Error{System: "ledger", Class: ordo.Retry, Err: ctx.Err()}
		}
	}
	return nil
}

// locked is a ledger that lets nobody in.
type locked struct {
	*ledger
	checks int
	err    error
}

func (l *locked) Check(context.Context) error { l.checks++; return l.err }

// fault: R5
func TestAFailedCheckIsMadeAgainSoonThoughTheClockWasAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := newTown(t, order.Standard), &stepped{off: 48 * time.Hour}
		books := &locked{ledger: w.books, err: &ordo.Error{System: "ledger", Class: ordo.Auth, Text: "wrong token"}}
		b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", books),
			bridge.Route{Channel: "stall-1", ERP: "books-1"}, bridge.WithClock(c))
		require.NoError(t, err)
		_, err = b.Sync(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, books.checks)
		c.step(-48 * time.Hour)
		books.err = nil
		id := w.stall.buy(c.Now())
		_, err = b.Sync(t.Context())
		require.NoError(t, err)
		require.Equal(t, "new", w.books.status("L"+id))
	})
}

// fault: R13
func TestASystemThatAnswersIn25SecondsIsSlowAndWorks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, order.Standard)
		slow := &checked{ledger: w.books}
		b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", slow),
			bridge.Route{Channel: "stall-1", ERP: "books-1"}, bridge.WithClock(machine{}))
		require.NoError(t, err)
		w.b = b
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- b.Run(ctx) }()
		id := w.stall.buy(time.Now())
		time.Sleep(8 * time.Minute)
		synctest.Wait()
		require.Equal(t, 12, slow.calls, "it is checked once")
		w.books.sets("L"+id, "confirmed", order.Confirm{})
		soon()
		require.Equal(t, []string{"confirm " + id + " 1 2 3"}, w.stall.done())
		require.Empty(t, w.journal(bridge.JournalFilter{Levels: []bridge.Level{bridge.LevelError}}))
		stop()
		require.ErrorIs(t, <-ended, context.Canceled)
	})
}

// fault: R6
// fault: U1
func TestNoTwoOrdersShareAnID(t *testing.T) {
	t.Run("names that would make orders one are refused", func(t *testing.T) {
		for _, name := range []string{"shop/ru", "/", "a/", "shop\x00", "shop\xff", "shop\n", " shop", strings.Repeat("x", 300), "", "mm 1", "mü-1"} {
			_, err := bridge.New(memory.New(), bridge.Account(name, newStall(order.Standard)), bridge.Route{Channel: name})
			var c *bridge.ConfigError
			require.ErrorAs(t, err, &c, "%q", name)
			require.ErrorContains(t, err, "account ")
		}
		_, err := bridge.New(memory.New(), bridge.Account("shop/ru", newStall(order.Standard)), bridge.Route{Channel: "shop/ru"})
		require.ErrorContains(t, err, `account "shop/ru": a name consists of letters a to z, digits`)
	})
	t.Run("an id may have a slash", func(t *testing.T) {
		w := newTown(t, order.Standard)
		w.stall.rename(w.buy(), "ru/7")
		w.stall.rename(w.buy(), "ru%2F7")
		w.sync()
		require.Equal(t, "new", w.books.status("Lru/7"))
		require.Equal(t, "new", w.books.status("Lru%2F7"))
		require.Equal(t, "ru/7", w.order("ru/7").View().Ref.ID)
	})
	t.Run("ids that are no text do not become one order", func(t *testing.T) {
		w := newTown(t, order.Standard)
		for _, id := range []string{"\xff7", "\xfe7", "7\x00", "\uFFFD8"} {
			w.stall.rename(w.buy(), id)
		}
		good := w.buy()
		w.sync()
		require.Len(t, w.journal(bridge.JournalFilter{What: "bad-record"}), 4, "each is told")
		require.Equal(t, "new", w.books.status("L"+good))
		for s, err := range w.store.Orders(t.Context(), bridge.OrderFilter{}) {
			require.NoError(t, err)
			require.Equal(t, "stall-1/"+good, s.ID)
		}
	})
	t.Run("an order that a call announces under an id that is no text is kept for a person", func(t *testing.T) {
		w := newTown(t, order.Standard)
		require.Equal(t, 200, w.call(`{"Key":"a","ID":"`+"\xff"+`7","Placed":{}}`, "good").Code)
		require.Equal(t, 200, w.call(`{"Key":"b","ID":"`+"\xfe"+`7","Placed":{}}`, "good").Code)
		w.sync()
		require.Empty(t, w.books.done())
		d, err := w.store.Load(t.Context(), "stall-1/\uFFFD7")
		require.NoError(t, err)
		require.Empty(t, d.Events)
		require.Len(t, d.Messages, 2, "none is lost")
		require.Contains(t, d.Messages[0].Problem, "not plain text")
	})
}
