package bridge_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

var mistake = order.Forget{Why: "the goods are to be changed in the cabinet"}

// life is an order here by its id without the account.
func (w *town) orderAt(id string) order.View {
	w.t.Helper()
	o, err := w.b.Order(w.t.Context(), "stall-1/"+id)
	require.NoError(w.t, err)
	return o.View()
}

func (w *town) found(id string) string {
	w.t.Helper()
	here, err := w.b.Find(w.t.Context(), order.Ref{System: "stall", Account: "stall-1", Kind: "order", ID: id})
	if err != nil {
		require.ErrorIs(w.t, err, bridge.ErrUnknown)
	}
	return here
}

// An order is deleted here: nothing is written in the channel or the ERP, the first life stays readable. As it is still
// in the window, the next pass loads it as a new order, which is confirmed there once more.
//
// covers: RZ-9
func TestAForgottenOrderIsLoadedAgainAsANewOne(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, anna)
	require.NoError(t, err)
	wrote, kept := w.stall.done(), w.books.done()

	_, err = w.b.Do(t.Context(), "stall-1/"+id, mistake, anna)
	require.NoError(t, err)
	require.Empty(t, w.found(id), "its names are given up")
	for _, e := range w.owed(bridge.EffectFilter{Order: "stall-1/" + id}) {
		require.Equal(t, bridge.PhaseDone, e.Phase, "the confirmation that was pending is not sent: %s", e.Kind)
	}
	d, err := w.store.Load(t.Context(), "stall-1/"+id)
	require.NoError(t, err)
	require.True(t, d.Summary.Has(bridge.FlagForgotten))
	require.True(t, d.Wake.IsZero(), "nothing is to be done with it any more")
	require.True(t, says(w.journal(bridge.JournalFilter{Order: "stall-1/" + id}), "forgotten"))
	require.Equal(t, wrote, w.stall.done())
	require.Equal(t, kept, w.books.done())
	_, err = w.b.Do(t.Context(), "stall-1/"+id, order.WriteComment{Text: "late"}, anna, bridge.Fresh)
	require.ErrorContains(t, err, "forgotten here")

	w.clock.pass(time.Minute)
	w.sync()
	first, second := w.orderAt(id), w.orderAt(id+"~2")
	require.Equal(t, mistake.Why, first.Forgotten.Text, "the first life stays readable")
	require.Equal(t, []order.Link{{Kind: order.LinkPrevious, Order: "stall-1/" + id}}, second.Links)
	require.Equal(t, status.OrderNew, second.State)
	require.Equal(t, first.Ref, second.Ref)
	require.Equal(t, "stall-1/"+id+"~2", w.found(id))
	require.Equal(t, wrote, w.stall.done(), "nothing was written there")

	_, err = w.b.Do(t.Context(), second.ID, order.Confirm{}, anna)
	require.NoError(t, err)
	w.sync()
	require.Equal(t, status.ItemConfirmed, w.stall.state(id, "1"))
	confirms := w.owed(bridge.EffectFilter{Kind: order.EffectConfirm})
	require.Len(t, confirms, 2)
	require.NotEqual(t, confirms[0].Key, confirms[1].Key, "each life has keys of its own")
	require.Equal(t, order.Applied, confirms[1].Outcome.Kind)

	// And once more, while the channel has news.
	_, err = w.b.Do(t.Context(), second.ID, mistake, anna)
	require.NoError(t, err)
	w.stall.set(id, status.ItemNew, "1", "2", "3")
	w.clock.pass(time.Minute)
	w.sync()
	require.Equal(t, "stall-1/"+id+"~3", w.found(id))
	require.Equal(t, second.ID, w.orderAt(id + "~3").Links[0].Order)
}

// An order that was restored in the channel's cabinet is another order there, and says which it replaces.
//
// part of: RZ-9, RZ-18a
func TestARestoredOrderNamesTheOneThatItReplaces(t *testing.T) {
	w := newTown(t, order.Standard)
	w.stall.links = []order.Link{{Kind: order.LinkRestored, Ref: order.Ref{ID: "700"}}}
	id := w.buy()
	w.sync()
	restored := order.Link{Kind: order.LinkRestored, Ref: order.Ref{System: "stall", Account: "stall-1", Kind: "order", ID: "700"}}
	require.Equal(t, []order.Link{restored}, w.orderAt(id).Links)
	_, err := w.b.Do(t.Context(), "stall-1/"+id, mistake, anna)
	require.NoError(t, err)
	w.clock.pass(time.Minute)
	w.sync()
	require.Equal(t, []order.Link{restored, {Kind: order.LinkPrevious, Order: "stall-1/" + id}}, w.orderAt(id+"~2").Links)
}

// What the channel calls about an order that was forgotten goes to its present life, or begins the next one, as the
// channel has it now. A call that comes a second time begins nothing.
func TestNewsOfAForgottenOrderGoesToThePresentLife(t *testing.T) {
	w := newTown(t, order.Standard)
	call := func(n channels.News) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(news(t, n)))
		r.Header.Set("Authorization", "good")
		w.b.Webhook("stall-1").ServeHTTP(httptest.NewRecorder(), r)
	}
	id := w.buy()
	w.stall.down = &ordo.Error{System: "stall", Class: ordo.Retry, Text: "no list"} // only calls tell of orders
	placed := channels.News{Key: "placed", ID: id, Placed: &order.Draft{}}
	call(placed)
	w.sync()
	_, err := w.b.Do(t.Context(), "stall-1/"+id, mistake, anna)
	require.NoError(t, err)

	call(placed) // once more: it was received before
	w.sync()
	require.Empty(t, w.found(id))

	w.stall.down = nil
	w.stall.set(id, status.ItemPacked, "1", "2", "3") // not in the search for new orders
	paid := order.PaymentReport{Payment: order.Payment{ID: "p1", Amount: amount.RUB(300_00)}}
	call(channels.News{Key: "paid", ID: id, Paid: []order.PaymentReport{paid}})
	w.sync()
	require.Equal(t, "stall-1/"+id+"~2", w.found(id))
	second := w.orderAt(id + "~2")
	require.Equal(t, status.OrderPacked, second.State, "it is as the channel has it now")
	require.Equal(t, amount.RUB(300_00), second.Paid, "and the money has an order")
	require.Empty(t, w.orderAt(id).Payments)

	call(channels.News{Key: "cancelled", ID: id, Cancelled: &order.CancelReport{Done: true}})
	w.sync()
	require.Equal(t, status.OrderCancelled, w.orderAt(id+"~2").State)
	d, err := w.store.Load(t.Context(), "stall-1/"+id)
	require.NoError(t, err)
	require.Empty(t, d.Messages)
}

// While something about an order is on its way, in either direction, it cannot be forgotten.
func TestAnOrderIsNotForgottenWhileSomethingIsOnItsWay(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	var meanwhile error
	w.stall.fault = func(call string) error { // while the channel is being called
		if strings.HasPrefix(call, "confirm") {
			_, meanwhile = w.b.Do(t.Context(), "stall-1/"+id, mistake, anna)
		}
		return nil
	}
	_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, anna)
	require.NoError(t, err)
	w.sync()
	var refused *order.Refused
	require.ErrorAs(t, meanwhile, &refused)
	require.ErrorContains(t, meanwhile, "is being sent to stall-1")
	require.Nil(t, w.orderAt(id).Forgotten)
	require.Equal(t, status.ItemConfirmed, w.stall.state(id, "1"))

	other := w.buy()
	w.stall.fault = nil
	w.sync()
	m := bridge.Message{Account: "stall-1", Order: "stall-1/" + other, Kind: "news", Data: []byte(`{"ID":"` + other + `"}`), At: w.clock.Now()}
	require.NoError(t, w.store.Receive(t.Context(), bridge.Incoming{Messages: []bridge.Message{m}, Due: w.clock.Now()}))
	_, err = w.b.Do(t.Context(), "stall-1/"+other, mistake, anna, bridge.Fresh)
	require.ErrorContains(t, err, "not applied yet")
	require.Nil(t, w.orderAt(other).Forgotten)
	w.sync()
	_, err = w.b.Do(t.Context(), "stall-1/"+other, mistake, anna)
	require.NoError(t, err)
}

// An order whose own id looks like that of a later life is never taken for one.
func TestLivesOfOrdersWithStrangeIDsDiffer(t *testing.T) {
	w := newTown(t, order.Standard)
	a, b := w.buy(), w.buy()
	w.stall.rename(b, a+"~2")
	b = a + "~2"
	w.sync()
	require.Equal(t, "stall-1/"+a, w.found(a))
	require.Equal(t, "stall-1/"+b+"~1", w.found(b))
	for _, id := range []string{w.found(a), w.found(b)} {
		_, err := w.b.Do(t.Context(), id, mistake, anna)
		require.NoError(t, err)
	}
	w.clock.pass(time.Minute)
	w.sync()
	require.Equal(t, "stall-1/"+a+"~2", w.found(a))
	require.Equal(t, "stall-1/"+b+"~2", w.found(b))
	require.Equal(t, a, w.orderAt(a+"~2").Ref.ID)
	require.Equal(t, b, w.orderAt(b+"~2").Ref.ID)
}

// However orders are forgotten, found and called about: a reference finds the last life or none, each life but the last
// is forgotten, and each names the one before.
func TestAReferenceFindsTheLastLife(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newTown(t, order.Standard)
		var ids []string
		for range 3 {
			ids = append(ids, w.buy())
		}
		n := 0
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			id := rapid.SampledFrom(ids).Draw(rt, "order")
			switch rapid.IntRange(0, 3).Draw(rt, "what") {
			case 0:
				if here := w.found(id); here != "" {
					_, err := w.b.Do(t.Context(), here, mistake, anna)
					if err != nil && !strings.Contains(err.Error(), "not applied yet") {
						rt.Fatal(err)
					}
				}
			case 1:
				n++
				m := bridge.Message{
					Account: "stall-1", Order: "stall-1/" + id, Key: fmt.Sprint("news/", rapid.IntRange(1, n).Draw(rt, "call")), Kind: "news",
					Data: []byte(`{"ID":"` + id + `"}`), At: w.clock.Now(),
				}
				if err := w.store.Receive(t.Context(), bridge.Incoming{Messages: []bridge.Message{m}, Due: w.clock.Now()}); err != nil {
					rt.Fatal(err)
				}
			default:
				w.clock.pass(time.Minute)
				w.sync()
			}
			w.checkLives(rt, ids)
		}
	})
}

func (w *town) checkLives(t require.TestingT, ids []string) {
	for _, id := range ids {
		last, living := "", ""
		for n := 1; ; n++ {
			here := "stall-1/" + id
			if n > 1 {
				here += fmt.Sprint("~", n)
			}
			o, err := w.b.Order(context.Background(), here)
			if err != nil {
				break
			}
			require.Empty(t, living, "%s lives, and so does %s", living, here)
			v := o.View()
			if n > 1 {
				require.Equal(t, []order.Link{{Kind: order.LinkPrevious, Order: last}}, v.Links)
			}
			if last = here; v.Forgotten == nil {
				living = here
			}
		}
		require.Equal(t, living, w.found(id))
	}
}

// The process may end before or after any write while an order is forgotten, found again and called about: in the end
// there is one life that goes on, and nothing was written in the channel for those that were forgotten.
func TestTheProcessMayEndWhileAnOrderChangesItsLife(t *testing.T) {
	way := func(t *testing.T, end int, after bool) (lives []string, writes int) {
		w := newTown(t, order.Standard)
		s := &endingStore{Store: w.store, end: end, after: after}
		inner := w.store
		w.store = s
		w.start()
		id := w.buy()
		do := func(f func() error) {
			for range 5 {
				err := f()
				if err == nil || !s.died() {
					require.NoError(t, err)
					return
				}
				s.end, w.store = 0, s // another process
				w.start()
				w.clock.pass(2 * time.Hour)
			}
			t.Fatal("it does not come to an end")
		}
		pass := func() { do(func() error { _, err := w.b.Sync(t.Context()); return err }) }
		pass()
		do(func() error {
			by := anna
			by.Key = "forget"
			_, err := w.b.Do(t.Context(), "stall-1/"+id, mistake, by)
			return err
		})
		call := bridge.Message{Account: "stall-1", Order: "stall-1/" + id, Key: "call", Kind: "news", Data: []byte(`{"ID":"` + id + `"}`), At: w.clock.Now()}
		do(func() error {
			return w.store.Receive(t.Context(), bridge.Incoming{Messages: []bridge.Message{call}, Due: w.clock.Now()})
		})
		pass()
		do(func() error {
			_, err := w.b.Do(t.Context(), w.found(id), order.Confirm{}, order.By{Actor: anna.Actor, Key: "confirm"})
			return err
		})
		pass()
		w.clock.pass(2 * time.Hour)
		pass()
		w.store = inner
		w.checkLives(t, []string{id})
		for d := range count(w.stall.done()) {
			lives = append(lives, d)
		}
		slices.Sort(lives)
		lives = append(lives, w.found(id))
		d, err := inner.Load(t.Context(), "stall-1/"+id)
		require.NoError(t, err)
		require.Empty(t, d.Messages)
		return lives, s.writes
	}
	want, writes := way(t, 0, false)
	require.Equal(t, []string{"confirm 1001 1 2 3", "stall-1/1001~2"}, want)
	require.Greater(t, writes, 10)
	for n := 1; n <= writes; n++ {
		for _, after := range []bool{false, true} {
			have, _ := way(t, n, after)
			require.Equal(t, want, have, "write %d, after: %v", n, after)
		}
	}
}

func count(words []string) map[string]int {
	out := map[string]int{}
	for _, w := range words {
		out[w]++
	}
	return out
}

// endingStore is a store whose process ends at a write: it fails from then on, until another process begins.
type endingStore struct {
	bridge.Store
	mu          sync.Mutex
	writes, end int
	after, dead bool
}

func (s *endingStore) died() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.dead
	s.dead = false
	return was
}

func (s *endingStore) write(f func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.dead {
		return errDisk
	}
	s.writes++
	if s.end == 0 || s.writes != s.end {
		return f()
	}
	s.dead = true
	if s.after {
		_ = f()
	}
	return errDisk
}

func (s *endingStore) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	return s.write(func() error { return s.Store.Save(ctx, id, rev, b) })
}

func (s *endingStore) Receive(ctx context.Context, in bridge.Incoming) error {
	return s.write(func() error { return s.Store.Receive(ctx, in) })
}
