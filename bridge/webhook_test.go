package bridge_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// call makes the stall call us.
func (w *town) call(body string, auth string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/stall-1/x", strings.NewReader(body))
	r.Header.Set("Authorization", auth)
	rec := httptest.NewRecorder()
	w.b.Webhook("stall-1").ServeHTTP(rec, r)
	return rec
}

func news(t *testing.T, n channels.News) string {
	t.Helper()
	b, err := json.Marshal(n)
	require.NoError(t, err)
	return string(b)
}

func TestANewOrderIsStoredAnsweredAndThenWorkedOn(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	body := news(t, channels.News{Key: "new:" + id, ID: id, Placed: &order.Draft{}})
	require.Equal(t, 200, w.call(body, "good").Code)
	require.Equal(t, "taken", w.call(body, "good").Body.String(), "the same call again is taken again")
	require.Empty(t, w.books.done(), "the answer does not wait for the work")
	w.sync()
	require.Equal(t, []string{"upsert L" + id}, w.books.done())
	require.NotContains(t, w.stall.calls(), "read ["+id+"]", "what was announced is not read")
	w.call(body, "good")
	w.sync()
	require.Equal(t, 2, w.order(id).Version(), "placed, and the status that the books show")
}

func TestACallThatCannotBeStoredIsAskedForAgain(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.store = &failing{Store: w.store, fail: true}
	w.start()
	body := news(t, channels.News{Key: "new:" + id, ID: id, Placed: &order.Draft{}})
	require.Equal(t, 503, w.call(body, "good").Code)
	w.store.(*failing).why = &ordo.CallError{System: "store", Status: 403, Text: "a store behind a web service"}
	require.Equal(t, 503, w.call(body, "good").Code, "what the store says is no refusal")
	w.store.(*failing).fail = false
	w.stall.answer = ordo.Answer{Body: []byte("an answer of its own")} // status 0 means 200
	rec := w.call(body, "good")
	require.Equal(t, 200, rec.Code)
	require.Equal(t, "an answer of its own", rec.Body.String())
	w.sync()
	require.Equal(t, "new", w.books.status("L"+id))
}

// failing is a store that cannot write.
type failing struct {
	bridge.Store
	fail bool
	why  error // nil: the disk is full
}

var errDisk = errors.New("the disk is full")

func (f *failing) Receive(ctx context.Context, m bridge.Incoming) error {
	if f.fail {
		return cmp.Or(f.why, errDisk)
	}
	return f.Store.Receive(ctx, m)
}

func (f *failing) Save(ctx context.Context, id string, rev int, b bridge.Batch) error {
	if f.fail {
		return errDisk
	}
	return f.Store.Save(ctx, id, rev, b)
}

func TestAStoreThatFailsEndsThePassAndNothingIsLost(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	f := &failing{Store: w.store}
	w.store = f
	w.start()
	w.sync()
	w.books.sets("L"+id, "confirmed", order.Confirm{})
	f.fail = true
	_, err := w.b.Sync(t.Context())
	require.ErrorIs(t, err, errDisk)
	f.fail = false
	w.clock.pass(10 * time.Minute) // the claim of the pass that failed ends
	w.sync()
	require.Equal(t, []string{"confirm " + id + " 1 2 3"}, w.stall.done())
}

// fault: R10
func TestRefusedCallsAreCountedAndToldOnceAMinute(t *testing.T) {
	w := newTown(t, order.Standard)
	for range 20_000 {
		require.Equal(t, 401, w.call("{}", "bad").Code)
	}
	require.Equal(t, 400, w.call("{", "good").Code)
	require.Equal(t, 413, w.call(`{"id":"1"`+strings.Repeat(" ", 10<<20)+`}`, "good").Code)
	told := func() []bridge.Entry { return w.journal(bridge.JournalFilter{What: "refused-call"}) }
	require.Len(t, told(), 1)
	require.Contains(t, told()[0].Text, "wrong password")
	w.clock.pass(time.Minute)
	w.sync()
	require.Len(t, told(), 2, "the rest is told though nobody calls any more")
	w.sync()
	require.Len(t, told(), 2)
	text := told()[0].Text + told()[1].Text
	require.Contains(t, text, "20001 webhook calls were refused since")
	require.Contains(t, text, "longer than 1048576 bytes")

	rec := httptest.NewRecorder()
	w.b.Webhook("nobody").ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "/", nil))
	require.Equal(t, 404, rec.Code)
	rec = httptest.NewRecorder()
	w.b.Webhook("books-1").ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "/", nil))
	require.Equal(t, 404, rec.Code, "this ledger makes no calls")
}

func TestACancellationBeforeItsOrder(t *testing.T) {
	w := newTown(t, order.Standard)
	cancel := &order.CancelReport{Picks: order.PickAll("2"), Done: true}
	require.Equal(t, 200, w.call(news(t, channels.News{Key: "c", ID: "1001", Cancelled: cancel}), "good").Code)
	w.sync()
	require.Empty(t, w.books.done())
	require.Len(t, w.journal(bridge.JournalFilter{What: "retry"}), 1, "the order is not there yet")

	id := w.buy()
	require.Equal(t, "1001", id)
	w.stall.set(id, status.ItemCancelled, "2")
	w.clock.pass(time.Minute)
	w.sync()
	require.Equal(t, "new", w.books.status("L"+id))
	l, _ := w.order(id).Line("2")
	require.Equal(t, status.ItemCancelled, l.Portions[0].State)
	require.Equal(t, 200, w.call(news(t, channels.News{Key: "n", ID: id, Placed: &order.Draft{}}), "good").Code)
	w.sync()
	l, _ = w.order(id).Line("2")
	require.Equal(t, status.ItemCancelled, l.Portions[0].State, "its announcement says nothing new")
}

func TestACancellationOfAnUnknownLineIsKeptForAPerson(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	w.call(news(t, channels.News{Key: "c", ID: id, Cancelled: &order.CancelReport{Picks: order.PickAll("9"), Done: true}}), "good")
	w.sync()
	d, err := w.store.Load(t.Context(), "stall-1/"+id)
	require.NoError(t, err)
	require.Len(t, d.Messages, 1)
	require.Contains(t, d.Messages[0].Problem, "no such line")
	anna := order.Actor{ID: "anna"}
	require.NoError(t, w.b.RetryMessage(t.Context(), d.ID, d.Messages[0].N, anna))
	w.sync()
	require.NoError(t, w.b.Dismiss(t.Context(), d.ID, d.Messages[0].N, anna))
	w.sync()
	d, err = w.store.Load(t.Context(), d.ID)
	require.NoError(t, err)
	require.Empty(t, d.Messages)
	require.Contains(t, w.journal(bridge.JournalFilter{What: "dismissed"})[0].Text, "anna")
	// Later news are not held up by it.
	w.call(news(t, channels.News{Key: "d", ID: id, Cancelled: &order.CancelReport{Picks: order.PickAll("1"), Done: true}}), "good")
	w.sync()
	l, _ := w.order(id).Line("1")
	require.Equal(t, status.ItemCancelled, l.Portions[0].State)
}

func TestARequestIsAnsweredAtOnceOrByTheMerchant(t *testing.T) {
	ask := func(id string) channels.News {
		return channels.News{Key: "c" + id, ID: id, Cancelled: &order.CancelReport{Picks: order.PickAll("2")}}
	}
	t.Run("at once: yes while it is here", func(t *testing.T) {
		w := newTown(t, order.MerchantDelivery)
		id := w.buy()
		w.sync()
		w.call(news(t, ask(id)), "good")
		w.sync()
		require.Equal(t, []string{"answer " + id}, w.stall.done(), "the answer tells it, no cancellation besides")
		require.Equal(t, "cancelled", w.books.lines["L"+id]["2"])
	})
	t.Run("at once: no when it has left", func(t *testing.T) {
		w := newTown(t, order.MerchantDelivery)
		id := w.buy()
		w.sync()
		for _, c := range []order.Command{order.Confirm{}, order.Pack{}, order.HandOver{}} {
			w.books.sets("L"+id, "", c)
			w.sync()
		}
		w.call(news(t, ask(id)), "good")
		w.sync()
		require.Contains(t, w.stall.done(), "answer "+id)
		require.Len(t, w.books.noted("L"+id), 1)
		require.Contains(t, w.books.noted("L" + id)[0], "too late")
	})
	t.Run("by the merchant", func(t *testing.T) {
		w := newTown(t, order.MerchantDelivery)
		b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", w.books), bridge.WithClock(w.clock),
			bridge.Route{Channel: "stall-1", ERP: "books-1", Answers: bridge.AnswerByMerchant})
		require.NoError(t, err)
		w.b = b
		id := w.buy()
		w.sync()
		w.call(news(t, ask(id)), "good")
		w.sync()
		require.Empty(t, w.stall.done())
		require.Len(t, w.books.noted("L"+id), 1)
		w.books.sets("L"+id, "", order.AnswerCancelRequest{Request: 1, Verdict: order.VerdictAccept})
		w.sync()
		require.Equal(t, []string{"answer " + id}, w.stall.done())
	})
	t.Run("while the order is held nobody answers by himself", func(t *testing.T) {
		w := newTown(t, order.MerchantDelivery)
		id := w.buy()
		w.sync()
		w.stall.set(id, 99, "1") // a status that nobody knows
		w.clock.pass(time.Hour)
		w.sync()
		require.True(t, w.order(id).Held())
		w.call(news(t, ask(id)), "good")
		w.sync()
		require.Empty(t, w.stall.done())
		_, err := w.b.Do(t.Context(), "stall-1/"+id, order.ClearHold{Hold: 1, Note: "looked"}, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}})
		require.NoError(t, err)
		w.sync()
		require.Equal(t, []string{"answer " + id}, w.stall.done())
	})
}

// A field that the channel's port could not read is told, once, and the order is taken.
func TestAFieldThatCannotBeReadIsTold(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	for range 2 {
		require.Less(t, w.call(news(t, channels.News{ID: id, Placed: &order.Draft{}, Warning: "lots[0].offerId is a list"}), "good").Code, 300)
		w.sync()
	}
	require.Equal(t, status.OrderNew, w.order(id).View().State)
	told := w.journal(bridge.JournalFilter{What: "odd-reading"})
	require.Len(t, told, 1)
	require.Contains(t, told[0].Text, "lots[0].offerId is a list")
}
