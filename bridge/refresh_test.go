package bridge_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// fault: R3
func TestTheHourlyLookFindsWhatTheBooksDidNotTell(t *testing.T) {
	told := func(w *town) []bridge.Entry { return w.journal(bridge.JournalFilter{What: "difference"}) }
	look := func(w *town) { w.clock.pass(time.Hour + time.Minute); w.sync() }
	t.Run("what it means is done", func(t *testing.T) {
		w := newTown(t, order.Standard)
		id := w.buy()
		w.sync()
		w.books.keeps("L"+id, "confirmed", order.Confirm{})
		look(w)
		require.Equal(t, []string{"confirm " + id + " 1 2 3"}, w.stall.done())
		require.Len(t, told(w), 1)
		require.Contains(t, told(w)[0].Text, `it shows "confirmed" and showed "new" before, the order is confirmed`)
		look(w)
		require.Len(t, told(w), 1, "once")
	})
	t.Run("what means nothing is told", func(t *testing.T) {
		w := newTown(t, order.Standard)
		id := w.buy()
		w.sync()
		w.books.keeps("L"+id, "odd")
		look(w)
		require.Len(t, told(w), 1)
		require.Contains(t, told(w)[0].Text, `it shows "odd" and showed "new" before, the order is new`)
		look(w)
		require.Len(t, told(w), 1, "once")
	})
	t.Run("what is told in time is no difference", func(t *testing.T) {
		w := newTown(t, order.Standard)
		id := w.buy()
		w.sync()
		w.books.sets("L"+id, "confirmed", order.Confirm{})
		look(w)
		require.Equal(t, []string{"confirm " + id + " 1 2 3"}, w.stall.done())
		require.Empty(t, told(w))
	})
	t.Run("what is owed to the books is no difference", func(t *testing.T) {
		w := newTown(t, order.Standard)
		id := w.buy()
		w.sync()
		w.books.fault = func(string) error { return absurd("ledger") }
		w.does(id, order.Confirm{})
		w.books.keeps("L"+id, "odd")
		look(w)
		require.Empty(t, told(w))
	})
}

// fault: R3
func TestACursorThatLeaptAheadIsDoubted(t *testing.T) {
	w := newTown(t, order.Standard)
	a, b, c := w.buy(), w.buy(), w.buy()
	w.sync()
	w.books.mu.Lock()
	was := w.books.changes
	w.books.changes = append(w.books.changes, erp.Change{Cursor: "999999999999", Ref: order.Ref{Kind: "order", ID: "L" + a}, Field: "odd"})
	w.books.mu.Unlock()
	w.sync()
	w.books.mu.Lock()
	w.books.changes = was
	w.books.mu.Unlock()

	w.books.sets("L"+a, "confirmed", order.Confirm{})
	w.sync()
	require.Equal(t, status.OrderNew, w.order(a).State(), "nothing comes after that cursor")
	w.clock.pass(time.Hour + time.Minute)
	w.sync()
	require.Equal(t, status.OrderConfirmed, w.order(a).State(), "the look finds it")
	w.books.sets("L"+b, "confirmed", order.Confirm{})
	w.clock.pass(time.Hour + time.Minute)
	w.sync()
	require.Equal(t, status.OrderConfirmed, w.order(b).State())
	require.Len(t, w.journal(bridge.JournalFilter{What: "cursor", Account: "books-1"}), 1)
	w.sync()
	w.books.sets("L"+c, "confirmed", order.Confirm{})
	w.clock.pass(time.Minute)
	w.sync()
	require.Equal(t, status.OrderConfirmed, w.order(c).State(), "and by now the cursor is a good one")
	require.Len(t, w.stall.done(), 3)
}

// leaping adds an entry with an id far beyond all others to RetailCRM's history.
type leaping struct {
	http.RoundTripper
	id *int64 // 0: not yet
}

func (l leaping) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := l.RoundTripper.RoundTrip(r)
	if err != nil || *l.id == 0 || !strings.HasSuffix(r.URL.Path, "/orders/history") {
		return resp, err
	}
	defer resp.Body.Close()
	var body map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&body); err != nil {
		return nil, err
	}
	since, _ := json.Number(r.URL.Query().Get("filter[sinceId]")).Int64()
	if rows, ok := body["history"].([]any); ok && since < *l.id {
		body["history"] = append(rows, map[string]any{
			"id": *l.id, "createdAt": "2000-01-01 00:00:00", "source": "user", "field": "status", "order": map[string]any{"id": 999999},
		})
	}
	b, err := json.Marshal(body)
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(b)), int64(len(b))
	resp.Header.Del("Content-Length")
	return resp, err
}

// fault: R3
func TestOneEntryOfRetailCRMsHistoryFarBeyondAllOthersHidesNothing(t *testing.T) {
	bad := new(int64)
	trade(t, func(m *chaos.Market) {
		goods := []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990}}
		p := m.Places(megamarkettest.Order{Goods: goods})
		m.Settle()
		*bad = 1_000_000_000_000
		m.Sync()
		p.Sets("availability-confirmed")
		time.Sleep(time.Minute)
		m.Sync()
		p.Is(status.OrderConfirmed)
		require.NotEmpty(t, m.Journal(bridge.JournalFilter{What: "bad-record", Account: "crm-1"}), "it is told")
	}, func(m *chaos.Market) {
		m.Through = func(rt http.RoundTripper) http.RoundTripper { return leaping{rt, bad} }
	})
}
