package bridge_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

var operator = order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}}

// What went wrong once: each comment says how it was, each test what must be.

// watchedStore is a store whose calls a test can watch and disturb.
type watchedStore struct {
	bridge.Store
	mu     sync.Mutex
	claims int
	most   int // after so many claims the pass is stopped: it spins
	stop   context.CancelFunc
	load   func(bridge.StoredOrder) (bridge.StoredOrder, error)
	save   func(id string, b bridge.Batch) error
}

func (s *watchedStore) Claim(ctx context.Context, now, until time.Time, n int, ids ...string) ([]bridge.Claim, error) {
	s.mu.Lock()
	if s.claims++; s.most > 0 && s.claims > s.most {
		s.stop()
	}
	s.mu.Unlock()
	return s.Store.Claim(ctx, now, until, n, ids...)
}

func (s *watchedStore) Load(ctx context.Context, id string) (bridge.StoredOrder, error) {
	d, err := s.Store.Load(ctx, id)
	if err == nil && s.load != nil {
		return s.load(d)
	}
	return d, err
}

func (s *watchedStore) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	if s.save != nil {
		if err := s.save(id, b); err != nil {
			return err
		}
	}
	return s.Store.Save(ctx, id, rev, b)
}

// bounded is a pass that is stopped when it claims orders without end.
func (w *town) boundedPass(s *watchedStore) error {
	ctx, stop := context.WithTimeout(w.t.Context(), 5*time.Second)
	defer stop()
	s.claims, s.most, s.stop = 0, 100, stop
	_, err := w.b.Sync(ctx)
	return err
}

// A message that waits behind one that is tried again later makes the order due at once, for ever.
func TestAMessageBehindOneThatFailsKeepsNobodyBusy(t *testing.T) {
	w := newTown(t, order.Standard)
	s := &watchedStore{Store: w.store}
	w.store = s
	w.start()
	c := &order.CancelReport{Picks: order.PickAll("2"), Done: true}
	w.call(news(t, channels.News{Key: "c1", ID: "1001", Cancelled: c}), "good") // the order is not there yet: NotFound
	w.call(news(t, channels.News{Key: "c2", ID: "1001", Cancelled: c}), "good")
	require.NoError(t, w.boundedPass(s), "the pass does not end (%d claims)", s.claims)
}

func TestChangesWhileTheBooksAreDownKeepNobodyBusy(t *testing.T) {
	w := newTown(t, order.Standard)
	s := &watchedStore{Store: w.store}
	w.store = s
	w.start()
	id := w.buy()
	w.sync()
	readFails := &unreadableBooks{ledger: w.books, err: &ordo.Error{Class: ordo.Retry, Text: "502"}}
	w.startWith(readFails)
	w.books.sets("L"+id, "confirmed", order.Confirm{})
	require.NoError(t, w.boundedPass(s))
	w.books.sets("L"+id, "confirmed", order.Confirm{})
	require.NoError(t, w.boundedPass(s), "the pass does not end (%d claims)", s.claims)
}

type unreadableBooks struct {
	*ledger
	err error
}

func (r *unreadableBooks) Read(ctx context.Context, cs []erp.Change, o order.View) (erp.Reading, error) {
	if r.err != nil {
		return erp.Reading{}, r.err
	}
	return r.ledger.Read(ctx, cs, o)
}

// startWith starts a bridge with other books.
func (w *town) startWith(books erp.System, opts ...bridge.Option) {
	b, err := bridge.New(w.store, append([]bridge.Option{
		bridge.Account("stall-1", w.stall), bridge.Account("books-1", books),
		bridge.Route{Channel: "stall-1", ERP: "books-1"},
		bridge.WithClock(w.clock),
	}, opts...)...)
	require.NoError(w.t, err)
	w.b = b
}

// A damaged order with a message spins, and so keeps every other order from being worked on.
func TestADamagedOrderWithAMessageKeepsNobodyBusy(t *testing.T) {
	w := newTown(t, order.Standard)
	s := &watchedStore{Store: w.store}
	w.store = s
	w.start()
	id := w.buy()
	w.sync()
	s.load = func(d bridge.StoredOrder) (bridge.StoredOrder, error) {
		if len(d.Events) > 0 {
			d.Events = d.Events[1:] // e.g. written by a newer version, after a roll-back
		}
		return d, nil
	}
	w.call(news(t, channels.News{Key: "c1", ID: id, Cancelled: &order.CancelReport{Done: true}}), "good")
	require.NoError(t, w.boundedPass(s), "the pass does not end (%d claims)", s.claims)
}

// A damaged order loses its place in all lists.
func TestADamagedOrderStaysInTheLists(t *testing.T) {
	w := newTown(t, order.Standard)
	s := &watchedStore{Store: w.store}
	w.store = s
	w.start()
	w.buy()
	w.sync()
	w.clock.pass(time.Hour + time.Second)
	s.load = func(d bridge.StoredOrder) (bridge.StoredOrder, error) {
		if len(d.Events) > 0 {
			d.Events = d.Events[1:]
		}
		return d, nil
	}
	_, err := w.b.Sync(t.Context())
	t.Log(err)
	n := 0
	for x, err := range w.store.Orders(t.Context(), bridge.OrderFilter{Account: "stall-1"}) {
		require.NoError(t, err)
		require.NotEmpty(t, x.Number)
		n++
	}
	require.Equal(t, 1, n, "still an order of stall-1")
}

// One failed read of the store makes a good order "damaged", puts it off for an hour and wipes its summary.
func TestAStoreThatHiccupsIsNoDamagedOrder(t *testing.T) {
	w := newTown(t, order.Standard)
	s := &watchedStore{Store: w.store}
	w.store = s
	w.start()
	id := w.buy()
	w.sync()
	_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, operator)
	require.NoError(t, err)
	once := true
	s.load = func(d bridge.StoredOrder) (bridge.StoredOrder, error) {
		if once {
			once = false
			return bridge.StoredOrder{}, errDisk
		}
		return d, nil
	}
	_, err = w.b.Sync(t.Context())
	t.Log("first:", err)
	w.clock.pass(time.Minute)
	w.sync()
	require.Empty(t, w.journal(bridge.JournalFilter{What: "damaged"}))
	require.Len(t, w.stall.done(), 1, "the confirmation waits for an hour")
}

// What came of a call is lost when anybody saves the order meanwhile; an effect in doubt is then repeated.
func TestAnOutcomeInDoubtIsKeptWhenAPersonActsMeanwhile(t *testing.T) {
	w := newTown(t, order.Standard, bridge.WithMaxAttempts(1))
	id := w.buy()
	w.sync()
	n := 0
	w.stall.fault = func(string) error {
		if n++; n == 1 {
			_, err := w.b.Do(t.Context(), "stall-1/"+id, order.WriteComment{Text: "looking at it"}, operator)
			require.NoError(t, err)
			return &ordo.Error{Class: ordo.InDoubt, Text: "the answer was lost"}
		}
		return nil
	}
	w.books.sets("L"+id, "confirmed", order.Confirm{})
	w.sync()
	require.Equal(t, 1, n, "an effect in doubt was sent again")
	require.Len(t, w.owed(bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseInDoubt}}), 1)
}

func TestARefusalIsKeptWhenAPersonActsMeanwhile(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	n := 0
	w.stall.fault = func(string) error {
		if n++; n == 1 {
			_, err := w.b.Do(t.Context(), "stall-1/"+id, order.WriteComment{Text: "looking at it"}, operator)
			require.NoError(t, err)
			return &ordo.Error{Class: ordo.RateLimited, Text: "slow down", RetryAfter: time.Hour}
		}
		return nil
	}
	w.books.sets("L"+id, "confirmed", order.Confirm{})
	w.sync()
	require.Equal(t, 1, n, "Retry-After was lost")
}

// A person's command ends the claim of the worker that has a call under way: another bridge sends the same effect
// beside it.
func TestTwoBridgesDoNotSendOneEffectAtTheSameTime(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, operator)
	require.NoError(t, err)
	apply := &busyStall{stall: w.stall, in: make(chan struct{}), out: make(chan struct{})}
	mk := func() *bridge.Bridge {
		b, err := bridge.New(w.store, bridge.Account("stall-1", apply), bridge.Account("books-1", w.books),
			bridge.Route{Channel: "stall-1", ERP: "books-1"}, bridge.WithClock(w.clock))
		require.NoError(t, err)
		return b
	}
	first, second := mk(), mk()
	done := make(chan struct{})
	go func() { defer close(done); _, _ = first.Sync(t.Context()) }()
	<-apply.in // the first bridge's call is under way
	_, err = second.Do(t.Context(), "stall-1/"+id, order.WriteComment{Text: "x"}, operator)
	require.NoError(t, err)
	done2 := make(chan struct{})
	go func() { defer close(done2); _, _ = second.Sync(t.Context()) }()
	select {
	case <-apply.in:
	case <-done2:
	case <-time.After(2 * time.Second):
	}
	most := apply.most()
	close(apply.out)
	<-done
	<-done2
	require.Equal(t, 1, most, "calls about one order at the same time")
}

type busyStall struct {
	*stall
	mu       sync.Mutex
	now, max int
	in, out  chan struct{}
}

func (b *busyStall) most() int { b.mu.Lock(); defer b.mu.Unlock(); return b.max }

func (b *busyStall) Apply(ctx context.Context, t order.Task) (order.Outcome, error) {
	b.mu.Lock()
	b.now++
	b.max = max(b.max, b.now)
	b.mu.Unlock()
	select {
	case b.in <- struct{}{}:
	case <-b.out:
	}
	<-b.out
	out, err := b.stall.Apply(ctx, t)
	b.mu.Lock()
	b.now--
	b.mu.Unlock()
	return out, err
}

// An order whose route is gone (its account is not) kills the process.
func TestAnOrderWithoutARouteDoesNotPanic(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, operator)
	require.NoError(t, err)
	w.stall.fault = func(string) error { return &ordo.Error{Class: ordo.Conflict, Text: "lot 2 is cancelled"} }
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", w.books), bridge.WithClock(w.clock),
		bridge.Route{Channel: "stall-1", ERP: "books-1", Scheme: order.MerchantDelivery})
	require.NoError(t, err)
	w.b = b
	w.sync()
}

// What the merchant does in the books is taken up and told to nobody when the route is gone.
func TestAWishOfAnOrderWithoutARouteIsNotSwallowed(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", w.books), bridge.WithClock(w.clock),
		bridge.Route{Channel: "stall-1", ERP: "books-1", Scheme: order.MerchantDelivery})
	require.NoError(t, err)
	w.b = b
	w.books.sets("L"+id, "confirmed", order.Confirm{})
	p, err := w.b.Sync(t.Context())
	require.NoError(t, err)
	require.NotEmpty(t, p.Problems(), "somebody hears of it")
	w.start() // the route is put right
	w.clock.pass(2 * time.Hour)
	w.sync()
	require.Equal(t, status.OrderConfirmed, w.order(id).State())
	require.Len(t, w.stall.done(), 1)
}

// pagedBooks is an ERP whose changes carry a cursor only where a page ends.
type pagedBooks struct {
	*ledger
	list []erp.Change
}

func (s *pagedBooks) Changes(_ context.Context, cursor string) iter.Seq2[erp.Change, error] {
	return func(yield func(erp.Change, error) bool) {
		if cursor != "" {
			return
		}
		for _, c := range s.list {
			if !yield(c, nil) {
				return
			}
		}
	}
}

func TestChangesThatShareACursorAreNotDropped(t *testing.T) {
	for _, cursor := range []string{"", "7"} {
		t.Run("first "+cursor, func(t *testing.T) {
			w := newTown(t, order.Standard)
			first, last := w.buy(), w.buy()
			w.sync()
			shop := &pagedBooks{ledger: w.books}
			for range 100 {
				shop.list = append(shop.list, erp.Change{Cursor: cursor, Ref: order.Ref{Kind: "order", ID: "L" + first}})
			}
			shop.list = append(shop.list, erp.Change{Cursor: "7", Ref: order.Ref{Kind: "order", ID: "L" + last}})
			w.books.wishes["L"+first] = []order.Command{order.Confirm{}}
			w.books.wishes["L"+last] = []order.Command{order.Confirm{}}
			w.startWith(shop)
			w.sync()
			w.sync()
			require.Len(t, w.stall.done(), 2, "%v", w.stall.done())
		})
	}
}

// numberingBooks is an ERP that gives the ids itself.
type numberingBooks struct {
	*ledger
	tasks  []order.Task
	before func(order.Task)
}

func (g *numberingBooks) Ref(order.View) order.Ref { return order.Ref{} }

func (g *numberingBooks) Apply(_ context.Context, t order.Task) (order.Outcome, error) {
	if g.before != nil {
		g.before(t)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.tasks = append(g.tasks, t)
	out := order.Outcome{Kind: order.Applied}
	if t.Kind == order.EffectUpsert {
		out.Ref = order.Ref{Kind: "order", ID: "G" + t.Order.Ref.ID}
	}
	return out, nil
}

func (g *numberingBooks) Read(context.Context, []erp.Change, order.View) (erp.Reading, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	r := erp.Reading{}
	for _, w := range g.wishes {
		r.Reports = []order.Observation{order.Intent{Commands: w}}
	}
	return r, nil
}

func TestAnEffectBehindTheUpsertKnowsWhereItGoes(t *testing.T) {
	w := newTown(t, order.Standard)
	g := &numberingBooks{ledger: w.books}
	w.startWith(g)
	id := w.buy()
	w.stall.set(id, status.ItemCancelled, "2") // imported and cancelled in one write
	w.sync()
	require.GreaterOrEqual(t, len(g.tasks), 2)
	for _, x := range g.tasks[1:] {
		require.Equal(t, "G"+id, x.Target.ID, "%s", x.Kind)
	}
}

// A change that is read while the ERP's id is not stored yet is dropped, and the cursor moves past it.
func TestAChangeBeforeTheIDIsStoredIsNotLost(t *testing.T) {
	w := newTown(t, order.Standard)
	g := &numberingBooks{ledger: w.books}
	w.startWith(g)
	other := w.b
	w.startWith(g)
	id := w.buy()
	g.before = func(x order.Task) {
		if x.Kind == order.EffectUpsert { // it is there; the merchant is quick; a pass of the other bridge comes by
			g.before = nil
			g.sets("G"+id, "confirmed", order.Confirm{})
			_, err := other.Sync(t.Context())
			require.NoError(t, err)
		}
	}
	w.sync()
	w.sync()
	require.Equal(t, status.OrderConfirmed, w.order(id).State())
}

// The note about a second refusal has the key of the first: it is never shown.
func TestASecondRefusalIsTold(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	text := "the shop is closed"
	w.stall.fault = func(string) error { return &ordo.Error{System: "stall", Class: ordo.Invalid, Text: text} }
	w.books.sets("L"+id, "confirmed", order.Confirm{})
	w.sync()
	first := w.owed(bridge.EffectFilter{Kind: order.EffectNote})
	require.Len(t, first, 1)
	text = "the price is wrong"
	require.NoError(t, w.b.Retry(t.Context(), w.owed(bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseParked}})[0].Key, operator.Actor))
	w.sync()
	require.Len(t, w.owed(bridge.EffectFilter{Kind: order.EffectNote}), 2, "erp.System shows a note once for each key")
}

// Notes hold up nothing, but are held up: the note that says that the books refused a status waits behind that status.
func TestANoteIsNotHeldUpByAParkedStatus(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	w.books.fault = func(call string) error {
		if call == "status L"+id {
			return &ordo.Error{Class: ordo.Invalid, Text: "no such status"}
		}
		return nil
	}
	_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, operator)
	require.NoError(t, err)
	w.sync()
	w.books.sets("L"+id, "", order.HandOver{}) // refused: the merchant must hear of it
	w.sync()
	require.NotEmpty(t, w.books.noted("L"+id))
}

// A message of an order that is not known and that waits for a person is not in the list of what is stuck.
func TestAStuckMessageOfAnUnknownOrderIsListed(t *testing.T) {
	w := newTown(t, order.Standard)
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", w.books), bridge.WithClock(w.clock),
		bridge.Route{Channel: "stall-1", ERP: "books-1", Scheme: order.MerchantDelivery})
	require.NoError(t, err)
	w.b = b
	id := w.buy()
	w.call(news(t, channels.News{Key: "n", ID: id, Placed: &order.Draft{}}), "good")
	w.sync()
	d, err := w.store.Load(t.Context(), "stall-1/"+id)
	require.NoError(t, err)
	require.Len(t, d.Messages, 1)
	w.clock.pass(2 * time.Hour)
	w.sync()
	n := 0
	for _, err := range w.store.Orders(t.Context(), bridge.OrderFilter{Flags: []bridge.Flag{bridge.FlagStuck}}) {
		require.NoError(t, err)
		n++
	}
	require.Equal(t, 1, n)
}

// An order that could not be taken up leaves the window when newer ones come, and is never tried again.
func TestABadOrderIsNotLeftBehind(t *testing.T) {
	w := newTown(t, order.Standard)
	bad := w.buy()
	w.stall.bad[bad] = true
	w.sync()
	w.clock.pass(25 * time.Hour)
	w.buy()
	w.sync()
	w.clock.pass(time.Hour)
	w.stall.bad[bad] = false // put right
	w.sync()
	w.sync()
	_, err := w.b.Order(t.Context(), "stall-1/"+bad)
	require.NoError(t, err)
}

// One damaged order ends every deep pass of its channel: new orders are not found any more.
func TestADamagedOrderDoesNotKeepNewOnesOut(t *testing.T) {
	w := newTown(t, order.Standard)
	s := &watchedStore{Store: w.store}
	w.store = s
	w.start()
	bad := w.buy()
	w.sync()
	s.load = func(d bridge.StoredOrder) (bridge.StoredOrder, error) {
		if len(d.Events) > 0 && d.ID == "stall-1/"+bad {
			d.Events = d.Events[1:]
		}
		return d, nil
	}
	w.clock.pass(time.Hour)
	id := w.buy()
	for range 3 {
		_, err := w.b.Sync(t.Context())
		t.Log(err)
		w.clock.pass(time.Minute)
	}
	_, err := w.b.Order(t.Context(), "stall-1/"+id)
	require.NoError(t, err)
}

// A store that cannot read one order says so, and the others go on.
func TestAnOrderThatTheStoreCannotReadIsShownAndKeepsNobodyElseWaiting(t *testing.T) {
	w := newTown(t, order.Standard)
	s := &watchedStore{Store: w.store}
	w.store = s
	w.start()
	bad := w.buy()
	w.sync()
	s.load = func(d bridge.StoredOrder) (bridge.StoredOrder, error) {
		if d.ID == "stall-1/"+bad {
			d.Events = nil
			return d, fmt.Errorf("%w: a row of a newer program", bridge.ErrDamaged)
		}
		return d, nil
	}
	w.call(news(t, channels.News{Key: "c1", ID: bad, Cancelled: &order.CancelReport{Done: true}}), "good")
	id := w.buy()
	w.clock.pass(time.Hour)
	require.NoError(t, w.boundedPass(s), "the pass does not end (%d claims)", s.claims)
	_, err := w.b.Order(t.Context(), "stall-1/"+id)
	require.NoError(t, err)
	shown := 0
	for x, err := range w.store.Orders(t.Context(), bridge.OrderFilter{Flags: []bridge.Flag{bridge.FlagStuck}}) {
		require.NoError(t, err)
		require.Equal(t, "stall-1/"+bad, x.ID)
		shown++
	}
	require.Equal(t, 1, shown)
	require.Len(t, w.journal(bridge.JournalFilter{What: "damaged"}), 1)
}

// During a roll-out one process knows an account that the other does not: the other must leave its orders alone.
func TestABridgeLeavesOrdersOfOthersAlone(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, operator)
	require.NoError(t, err)
	w.call(news(t, channels.News{Key: "c", ID: id, Cancelled: &order.CancelReport{Picks: order.PickAll("2"), Done: true}}), "good")
	old, err := bridge.New(w.store, bridge.Account("stall-2", newStall(order.Standard)), bridge.Account("books-2", newLedger()), bridge.WithClock(w.clock),
		bridge.Route{Channel: "stall-2", ERP: "books-2"})
	require.NoError(t, err)
	_, err = old.Sync(t.Context())
	require.NoError(t, err)
	w.clock.pass(5 * time.Minute)
	w.sync()
	require.Empty(t, w.owed(bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseParked}}), "parked by a bridge that does not know the account")
	d, err := w.store.Load(t.Context(), "stall-1/"+id)
	require.NoError(t, err)
	require.Empty(t, d.Messages, "given up by a bridge that does not know the account")
}

// A pass that finds an order which was taken up meanwhile saves it for nothing, and so ends the claim of who works on
// it.
func TestAPullOfAnOrderThatCameMeanwhileDisturbsNobody(t *testing.T) {
	w := newTown(t, order.Standard)
	g := &numberingBooks{ledger: w.books}
	in, out := make(chan struct{}), make(chan struct{})
	upserts := 0
	g.before = func(x order.Task) {
		if x.Kind == order.EffectUpsert {
			g.mu.Lock()
			upserts++
			first := upserts == 1
			g.mu.Unlock()
			if first {
				close(in)
				<-out
			}
		}
	}
	w.startWith(g)
	first := w.b
	id := w.buy()
	done := make(chan struct{})
	late := &lateBooks{stall: w.stall, meanwhile: func() {
		w.call(news(t, channels.News{Key: "n", ID: id, Placed: &order.Draft{}}), "good")
		go func() { defer close(done); _, _ = first.Sync(t.Context()) }()
		<-in // the other bridge makes it in the books just now
	}}
	second, err := bridge.New(w.store, bridge.Account("stall-1", late), bridge.Account("books-1", g),
		bridge.Route{Channel: "stall-1", ERP: "books-1"}, bridge.WithClock(w.clock))
	require.NoError(t, err)
	_, err = second.Sync(t.Context())
	require.NoError(t, err)
	close(out)
	<-done
	require.Equal(t, 1, upserts, "made twice, at the same time")
}

type lateBooks struct {
	*stall
	once      sync.Once
	meanwhile func()
}

func (l *lateBooks) Orders(ctx context.Context, ids ...string) iter.Seq2[channels.Reading, error] {
	l.once.Do(l.meanwhile)
	return l.stall.Orders(ctx, ids...)
}

// What an ERP says that owns the fulfilment is a fact; the channel is not told.
func TestAFactOfTheBooksIsToldToTheChannel(t *testing.T) {
	w := newTown(t, order.Standard)
	p := &pickyBooks{ledger: w.books}
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", p), bridge.WithClock(w.clock),
		bridge.Route{Channel: "stall-1", ERP: "books-1", Authority: order.ChannelOwnsCancellation | order.ERPOwnsFulfilment})
	require.NoError(t, err)
	w.b = b
	id := w.buy()
	w.sync()
	p.says = status.Meaning{Order: status.OrderConfirmed}
	w.books.sets("L"+id, "confirmed")
	w.sync()
	require.Equal(t, status.OrderConfirmed, w.order(id).State())
	require.Len(t, w.stall.done(), 1)
}

type pickyBooks struct {
	*ledger
	says status.Meaning
}

func (r *pickyBooks) Read(_ context.Context, cs []erp.Change, o order.View) (erp.Reading, error) {
	out := erp.Reading{Status: r.status(r.Ref(o).ID)}
	if len(cs) > 0 {
		out.Reports = []order.Observation{order.StatusReport{Code: out.Status, Says: r.says}}
	}
	return out, nil
}

// One report that makes no sense hides the others of the same reading.
func TestOneBadReportDoesNotHideTheOthers(t *testing.T) {
	w := newTown(t, order.Standard)
	odd := &oddStall{stall: w.stall}
	b, err := bridge.New(w.store, bridge.Account("stall-1", odd), bridge.Account("books-1", w.books), bridge.WithClock(w.clock),
		bridge.Route{Channel: "stall-1", ERP: "books-1"})
	require.NoError(t, err)
	w.b = b
	id := w.buy()
	w.sync()
	odd.on = true
	w.stall.set(id, status.ItemCancelled, "1", "2", "3")
	w.clock.pass(time.Hour)
	w.sync()
	require.Equal(t, status.OrderCancelled, w.order(id).State())
}

type oddStall struct {
	*stall
	on bool
}

func (o *oddStall) Orders(ctx context.Context, ids ...string) iter.Seq2[channels.Reading, error] {
	return func(yield func(channels.Reading, error) bool) {
		for r, err := range o.stall.Orders(ctx, ids...) {
			if o.on { // the channel has put a lot in since
				r.Reports = append([]order.Observation{order.StatusReport{Code: "new", Says: status.Meaning{Item: status.ItemConfirmed}, Picks: order.PickAll("4")}}, r.Reports...)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func TestSettingsThatWouldSpinOrDoNothingAreRefused(t *testing.T) {
	for _, o := range []bridge.Option{
		bridge.WithRefreshEvery(0), bridge.WithShutdownGrace(0), bridge.WithPollEvery(0), bridge.WithMaxAttempts(0), bridge.WithWorkers(0), bridge.WithOverlap(-1), bridge.WithDeadlineWarning(-1), bridge.WithTrackEvery(0), bridge.WithMaxWait(0),
	} {
		s := newStall(order.Standard)
		_, err := bridge.New(memory.New(), bridge.Account("s", s), bridge.Route{Channel: "s"}, o)
		var c *bridge.ConfigError
		require.ErrorAs(t, err, &c)
	}
}

// A channel whose search hangs keeps Run from working on what comes from the others.
func TestASlowChannelDoesNotStopTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, order.Standard)
		slow := &slowStall{stall: newStall(order.Standard)}
		b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("slow", slow), bridge.Account("books-1", w.books),
			bridge.Route{Channel: "stall-1", ERP: "books-1"}, bridge.Route{Channel: "slow"}, bridge.WithClock(machine{}))
		require.NoError(t, err)
		w.b = b
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- b.Run(ctx) }()
		synctest.Wait()
		id := w.stall.buy(time.Now())
		w.call(news(t, channels.News{Key: "n", ID: id, Placed: &order.Draft{}}), "good")
		time.Sleep(30 * time.Minute)
		synctest.Wait()
		got := w.books.status("L" + id)
		stop()
		require.ErrorIs(t, <-ended, context.Canceled)
		require.Equal(t, "new", got, "half an hour after the webhook")
	})
}

type slowStall struct{ *stall }

func (s *slowStall) Changed(ctx context.Context, _ channels.Window) iter.Seq2[channels.Found, error] {
	return func(yield func(channels.Found, error) bool) {
		select {
		case <-ctx.Done():
		case <-time.After(time.Hour): // e.g. a Retry-After that the client sits out
		}
		yield(channels.Found{}, &ordo.Error{Class: ordo.Retry})
	}
}

// Claims of orders that were not opened yet when the context ended stay for five minutes.
func TestClaimsAreReleasedWhenTheContextEnds(t *testing.T) {
	w := newTown(t, order.Standard)
	s := &watchedStore{Store: w.store}
	w.store = s
	w.start()
	for range 5 {
		w.buy()
	}
	w.sync()
	w.clock.pass(time.Hour)
	ctx, stop := context.WithCancel(t.Context())
	s.load = func(d bridge.StoredOrder) (bridge.StoredOrder, error) { stop(); return d, nil }
	_, err := w.b.Sync(ctx)
	require.ErrorIs(t, err, context.Canceled)
	ids, err := s.Store.Claim(t.Context(), w.clock.Now(), w.clock.Now().Add(time.Minute), 10)
	require.NoError(t, err)
	require.Len(t, ids, 5)
}

// Nothing was bought on the first day; then the program stands still for three.
func TestOrdersOfALongPauseAreFoundWhereNoneCameBefore(t *testing.T) {
	w := newTown(t, order.Standard)
	w.sync()
	w.clock.pass(time.Hour)
	id := w.buy()
	w.clock.pass(72 * time.Hour)
	w.start()
	w.sync()
	_, err := w.b.Order(t.Context(), "stall-1/"+id)
	require.NoError(t, err)
}

// A token that has run out over the weekend: effects wait, messages are given up.
func TestMessagesWaitWhileTheCredentialsAreWrong(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	books := &unreadableBooks{ledger: w.books, err: &ordo.Error{Class: ordo.Auth, Text: "token"}}
	w.startWith(books)
	w.books.sets("L"+id, "confirmed", order.Confirm{})
	for range 60 {
		w.sync()
		w.clock.pass(time.Hour)
	}
	books.err = nil
	for range 3 {
		w.sync()
		w.clock.pass(time.Hour)
	}
	require.Equal(t, status.OrderConfirmed, w.order(id).State())
}

// A store that fails while an order is taken up is told as a bad record; the pass says that all is well.
func TestAStoreThatFailsInAPullEndsThePass(t *testing.T) {
	w := newTown(t, order.Standard)
	f := &failing{Store: w.store, fail: true}
	w.store = f
	w.start()
	w.buy()
	_, err := w.b.Sync(t.Context())
	require.ErrorIs(t, err, errDisk)
}

// An error of a port that has no class: an effect is tried again, a message is given up at once.
func TestAnErrorWithoutAClassIsTriedAgain(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	books := &unreadableBooks{ledger: w.books, err: errors.New("read tcp: connection reset by peer")}
	w.startWith(books)
	w.books.sets("L"+id, "confirmed", order.Confirm{})
	w.sync()
	books.err = nil
	w.clock.pass(time.Minute)
	w.sync()
	require.Equal(t, status.OrderConfirmed, w.order(id).State())
}

// A person whose Actor names the account he works for.
func TestAPersonIsNoEcho(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator, System: "stall-1"}})
	require.NoError(t, err)
	w.sync()
	require.Len(t, w.stall.done(), 1)
}

// Deadline notes are written a minute late; so is every effect that is owed within that minute.
func TestAWarningGoesOutAtOnce(t *testing.T) {
	w := newTown(t, order.Standard, bridge.WithRefreshEvery(-1))
	id := w.buy()
	w.sync()
	w.clock.pass(7 * time.Hour)
	w.sync()
	require.Len(t, w.books.noted("L"+id), 1)
}

// A cancellation of what is paid for already, in a shop's own scheme.
func TestACancellationOfAPaidOrderIsTold(t *testing.T) {
	w := newTown(t, order.OwnPickup)
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", w.books), bridge.WithClock(w.clock),
		bridge.Route{Channel: "stall-1", ERP: "books-1", Authority: order.OwnShop | order.ChannelOwnsPayment})
	require.NoError(t, err)
	w.b = b
	id := w.buy()
	w.sync()
	_, err = w.b.Do(t.Context(), "stall-1/"+id, order.Pay{Payment: order.Payment{ID: "p", State: status.PaymentPaid, Amount: amount.RUB(30000)}}, operator)
	require.NoError(t, err)
	w.books.sets("L"+id, "cancelled", order.Cancel{Reason: status.ReasonOutOfStock})
	w.sync()
	t.Log(w.order(id).State(), w.books.noted("L"+id))
	require.NotEmpty(t, w.stall.done(), "the channel goes on selling it")
}

// An order that its channel does not have any more: how often is that told?
func TestALookThatFailsIsNotToldForEver(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	delete(w.stall.lots, id)
	for range 24 * 12 {
		w.clock.pass(5 * time.Minute)
		w.sync()
	}
	require.Less(t, len(w.journal(bridge.JournalFilter{What: "look"})), 30, "a day")
}

// After an answer, every other cancellation of the same write is taken for a part of it and not told.
func TestACancellationBesideAnAnswerIsTold(t *testing.T) {
	w := newTown(t, order.MerchantDelivery)
	p := &reportingBooks{ledger: w.books}
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", p), bridge.WithClock(w.clock),
		bridge.Route{Channel: "stall-1", ERP: "books-1", Answers: bridge.AnswerByMerchant})
	require.NoError(t, err)
	w.b = b
	id := w.buy()
	w.sync()
	w.call(news(t, channels.News{Key: "c", ID: id, Cancelled: &order.CancelReport{Picks: order.PickAll("2")}}), "good")
	w.sync()
	p.reports = []order.Observation{
		order.Intent{Commands: []order.Command{order.AnswerCancelRequest{Request: 1, Verdict: order.VerdictAccept}}},
		order.Intent{Commands: []order.Command{order.Cancel{Picks: order.PickAll("1"), Reason: status.ReasonOutOfStock}}},
	}
	w.books.sets("L"+id, "")
	w.sync()
	l, _ := w.order(id).Line("1")
	require.Equal(t, status.ItemCancelled, l.Portions[0].State)
	require.Contains(t, w.stall.done(), "refuse "+id+" 1")
}

type reportingBooks struct {
	*ledger
	reports []order.Observation
}

func (r *reportingBooks) Read(_ context.Context, cs []erp.Change, o order.View) (erp.Reading, error) {
	out := erp.Reading{Status: r.status(r.Ref(o).ID)}
	if len(cs) > 0 {
		out.Reports, r.reports = r.reports, nil
	}
	return out, nil
}

// TestCheckAsksEveryTime that were good once are never looked at again.
func TestCheckAsksEveryTime(t *testing.T) {
	c := &checkedStall{stall: newStall(order.Standard)}
	b, err := bridge.New(memory.New(), bridge.Account("s", c), bridge.Route{Channel: "s"}, bridge.WithClock(&clock{t: monday}))
	require.NoError(t, err)
	require.NoError(t, b.Check(t.Context()))
	c.err = errors.New("the token was withdrawn")
	require.Error(t, b.Check(t.Context()))
}

type checkedStall struct {
	*stall
	err error
}

func (c *checkedStall) Check(context.Context) error { return c.err }

// A channel that says it cannot do what it is owed: the confirmation is lost, and nobody is told.
func TestAnUnsupportedConfirmationIsSeen(t *testing.T) {
	w := newTown(t, order.Standard)
	u := &unableStall{stall: w.stall}
	b, err := bridge.New(w.store, bridge.Account("stall-1", u), bridge.Account("books-1", w.books), bridge.WithClock(w.clock),
		bridge.Route{Channel: "stall-1", ERP: "books-1"})
	require.NoError(t, err)
	w.b = b
	id := w.buy()
	w.sync()
	w.books.sets("L"+id, "confirmed", order.Confirm{})
	p := w.sync()
	require.True(t, len(p.Problems()) > 0 || len(w.books.noted("L"+id)) > 0)
}

type unableStall struct{ *stall }

func (u *unableStall) Apply(context.Context, order.Task) (order.Outcome, error) {
	return order.Outcome{Kind: order.Unsupported, Text: "not in this contract"}, nil
}

// The merchant is told in the books that an order with an invoice was cancelled.
func TestACancellationNamesTheInvoiceToTheMerchant(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Attach{Document: order.Document{Kind: "invoice", Number: "A-17", Date: "2026-03-02", Ref: order.Ref{System: "ledger", Account: "books-1", Kind: "invoice", ID: "17"}}}, operator)
	require.NoError(t, err)
	w.stall.set(id, status.ItemCancelled, "1", "2", "3")
	w.clock.pass(time.Hour)
	w.sync()
	require.Equal(t, "cancelled", w.books.status("L"+id))
	require.NotEmpty(t, w.books.noted("L"+id))
	require.Contains(t, w.books.noted("L" + id)[0], "take back invoice A-17 of 2026-03-02 in books-1")
}

// A time of placing that lies ahead moves the cursor ahead: what is missed now is never searched for.
func TestAnOrderFromTheFutureDoesNotMoveTheWindow(t *testing.T) {
	w := newTown(t, order.Standard)
	w.stall.buy(w.clock.Now().Add(23*time.Hour + 30*time.Minute)) // its clock, or its zone, is wrong
	w.sync()
	missed := w.stall.buy(w.clock.Now().Add(-2 * time.Hour)) // listed late
	w.sync()
	_, err := w.b.Order(t.Context(), "stall-1/"+missed)
	require.NoError(t, err)
}

// A cancellation that was stored and answered 200 while another effect of the order is sent comes before the next
// effect.
func TestAStoredMessageComesBeforeTheNextEffect(t *testing.T) {
	w := newTown(t, order.MerchantDelivery)
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", w.books), bridge.WithClock(w.clock),
		bridge.Route{Channel: "stall-1", ERP: "books-1"})
	require.NoError(t, err)
	w.b = b
	id := w.buy()
	w.sync()
	w.stall.fault = func(call string) error {
		if call == "confirm "+id+" 1 2 3" {
			rec := w.call(news(t, channels.News{Key: "c", ID: id, Cancelled: &order.CancelReport{}}), "good")
			require.Equal(t, 200, rec.Code)
		}
		return nil
	}
	w.books.sets("L"+id, "", order.Confirm{}, order.Pack{})
	w.sync()
	require.NotContains(t, w.stall.done(), "pack "+id+" 1 2 3", "%v", w.stall.done())
}

// An ERP that is added to a route (or replaced) gets the orders that are known already, or somebody hears that it
// does not.
func TestOrdersFromBeforeComeIntoANewERP(t *testing.T) {
	w := newTown(t, order.Standard)
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Route{Channel: "stall-1"}, bridge.WithClock(w.clock))
	require.NoError(t, err)
	w.b = b
	id := w.buy()
	w.sync()
	w.start()
	_, err = w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, operator)
	require.NoError(t, err)
	w.sync()
	w.clock.pass(2 * time.Hour)
	w.sync()
	require.Contains(t, w.books.done(), "upsert L"+id, "%v", w.books.done())
}

// A parked effect that nothing is left of keeps the cancellation from the channel.
func TestAParkedConfirmationDoesNotHoldUpTheCancellation(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	w.stall.fault = func(call string) error {
		if call[:7] == "confirm" {
			return &ordo.Error{Class: ordo.Invalid, Text: "the price is wrong"}
		}
		return nil
	}
	w.books.sets("L"+id, "confirmed", order.Confirm{})
	w.sync()
	w.books.sets("L"+id, "cancelled", order.Cancel{Reason: status.ReasonOutOfStock})
	w.sync()
	require.Equal(t, status.OrderCancelled, w.order(id).State())
	require.Len(t, w.stall.done(), 1, "the channel still waits for the goods")
}

// A retried message has as many tries as a new one.
func TestARetriedMessageIsNotGivenUpAtOnce(t *testing.T) {
	w := newTown(t, order.Standard, bridge.WithMaxAttempts(2))
	id := w.buy()
	w.sync()
	books := &unreadableBooks{ledger: w.books, err: &ordo.Error{Class: ordo.Retry, Text: "502"}}
	w.startWith(books, bridge.WithMaxAttempts(2))
	w.books.sets("L"+id, "confirmed", order.Confirm{})
	for range 3 {
		w.sync()
		w.clock.pass(time.Hour)
	}
	d, err := w.store.Load(t.Context(), "stall-1/"+id)
	require.NoError(t, err)
	require.Len(t, d.Messages, 1)
	require.True(t, d.Messages[0].Due.IsZero())
	require.NoError(t, w.b.RetryMessage(t.Context(), d.ID, d.Messages[0].N, operator.Actor))
	w.sync()
	d, err = w.store.Load(t.Context(), "stall-1/"+id)
	require.NoError(t, err)
	require.False(t, d.Messages[0].Due.IsZero(), "given up again after one try")
}
