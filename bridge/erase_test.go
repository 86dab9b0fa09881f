package bridge_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// everything is all that the store has of an order, as text.
func (w *town) everything(id string) string {
	w.t.Helper()
	d, err := w.store.Load(w.t.Context(), id)
	require.NoError(w.t, err)
	var runs []bridge.Run
	for r, err := range w.store.Runs(w.t.Context(), bridge.RunFilter{}) {
		require.NoError(w.t, err)
		runs = append(runs, r)
	}
	b, err := json.Marshal([]any{d, w.owed(bridge.EffectFilter{Order: id}), w.journal(bridge.JournalFilter{Order: id}), runs})
	require.NoError(w.t, err)
	return string(b)
}

// ended is an order of a person that has ended, with words of the person in log, effects and journal.
func (w *town) ended() string {
	w.t.Helper()
	here := w.buy()
	w.sync()
	id := "stall-1/" + here
	do := func(c order.Command) {
		w.t.Helper()
		by := anna
		by.Key = string(c.Kind())
		_, err := w.b.Do(w.t.Context(), id, c, by)
		require.NoError(w.t, err)
	}
	do(order.WriteComment{Text: "Person will come at six"})
	do(order.Cancel{Reason: status.ReasonBuyerCancelled, Text: "Person has no money"})
	w.sync()
	w.clock.pass(time.Minute)
	w.sync()
	return id
}

// The buyer's data are erased from everything that is stored about an order, in one write; the sums and the log stay.
func TestThePersonIsErasedEverywhere(t *testing.T) {
	w := newTown(t, order.Standard)
	w.books.fault = func(call string) error { // the books name the person in an error
		if strings.HasPrefix(call, "status") && w.clock.Now().Before(monday.Add(time.Second)) {
			return errors.New("no such Person")
		}
		return nil
	}
	id := w.ended()
	require.Contains(t, w.everything(id), "Person")
	before, err := w.b.Order(t.Context(), id)
	require.NoError(t, err)

	e, err := w.b.Erase(t.Context(), id, anna)
	require.NoError(t, err)
	require.NotContains(t, strings.ReplaceAll(w.everything(id), "PersonErased", ""), "Person")
	require.Contains(t, e.Refs, order.Ref{System: "stall", Account: "stall-1", Kind: "order", ID: "1001"})
	require.Contains(t, e.Refs, order.Ref{System: "ledger", Account: "books-1", Kind: "order", ID: "L1001"}, "the ERP still knows the person")
	after, err := w.b.Order(t.Context(), id)
	require.NoError(t, err)
	require.False(t, after.View().PersonErased.IsZero())
	require.Equal(t, before.View().Lines, after.View().Lines)
	require.True(t, says(w.journal(bridge.JournalFilter{Order: id}), "erased"))

	again, err := w.b.Erase(t.Context(), id, anna)
	require.NoError(t, err)
	require.Equal(t, e.Events, again.Events, "erasing twice is erasing once")
	w.clock.pass(time.Hour)
	w.sync()
	require.Equal(t, after.Version(), mustOrder(t, w, id).Version(), "it rests")
}

func mustOrder(t *testing.T, w *town, id string) *order.Order {
	t.Helper()
	o, err := w.b.Order(t.Context(), id)
	require.NoError(t, err)
	return o
}

// A webhook that comes again after the erasing brings nothing back.
func TestACallThatComesAgainBringsNoPersonBack(t *testing.T) {
	w := newTown(t, order.Standard)
	call := func() {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(news(t, channels.News{Key: "placed", ID: "1001", Placed: &order.Draft{}})))
		r.Header.Set("Authorization", "good")
		w.b.Webhook("stall-1").ServeHTTP(httptest.NewRecorder(), r)
	}
	id := w.ended()
	call()
	w.sync()
	_, err := w.b.Erase(t.Context(), id, anna)
	require.NoError(t, err)
	log := mustOrder(t, w, id).Version()
	call()
	w.sync()
	require.Equal(t, log, mustOrder(t, w, id).Version())
	require.NotContains(t, strings.ReplaceAll(w.everything(id), "PersonErased", ""), "Person")
}

// The data stay while something needs them, or the host must keep them.
func TestThePersonStaysWhileSomethingNeedsIt(t *testing.T) {
	keep := errors.New("receipts are kept for five years")
	w := newTown(t, order.Standard, bridge.WithRetention(func(v order.View) error {
		if v.Number == "1002" {
			return keep
		}
		return nil
	}))
	_, err := w.b.Erase(t.Context(), "stall-1/9", anna)
	require.ErrorIs(t, err, bridge.ErrUnknown)
	var none context.Context
	_, err = w.b.Erase(none, "stall-1/9", anna)
	require.Error(t, err)

	open := w.buy()
	w.sync()
	_, err = w.b.Erase(t.Context(), "stall-1/"+open, anna)
	require.ErrorIs(t, err, order.ErrNotNow)
	_, err = w.b.Do(t.Context(), "stall-1/"+open, order.Cancel{Reason: status.ReasonOther}, anna)
	require.NoError(t, err)
	_, err = w.b.Erase(t.Context(), "stall-1/"+open, anna)
	require.ErrorContains(t, err, "still has to be done")
	w.sync()
	m := bridge.Message{Account: "stall-1", Order: "stall-1/" + open, Kind: "news", Data: []byte(`{"ID":"` + open + `"}`), At: w.clock.Now()}
	require.NoError(t, w.store.Receive(t.Context(), bridge.Incoming{Messages: []bridge.Message{m}, Due: w.clock.Now()}))
	_, err = w.b.Erase(t.Context(), "stall-1/"+open, anna)
	require.ErrorContains(t, err, "not applied yet")
	w.sync()

	kept := w.ended()
	_, err = w.b.Erase(t.Context(), kept, anna)
	require.ErrorIs(t, err, keep)
	require.True(t, mustOrder(t, w, kept).View().PersonErased.IsZero())
	_, err = w.b.Erase(t.Context(), "stall-1/"+open, anna)
	require.NoError(t, err)
}

// Somebody who changes the order meanwhile loses nothing.
func TestErasingTakesWhatWasWrittenMeanwhile(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.ended()
	w.store = &meddling{Store: w.store, before: func() {
		_, err := w.b.Do(t.Context(), id, order.WriteComment{Text: "Person called once more"}, anna)
		require.NoError(t, err)
	}}
	w.start()
	_, err := w.b.Erase(t.Context(), id, anna)
	require.NoError(t, err)
	require.NotContains(t, strings.ReplaceAll(w.everything(id), "PersonErased", ""), "Person")
	require.Len(t, mustOrder(t, w, id).View().Comments, 2)
}

// meddling is a store in which something is written just before the first erasing.
type meddling struct {
	bridge.Store
	before func()
}

func (s *meddling) Erase(ctx context.Context, id string, rev int, e bridge.Erasure) error {
	if f := s.before; f != nil {
		s.before = nil
		f()
	}
	return s.Store.Erase(ctx, id, rev, e)
}
