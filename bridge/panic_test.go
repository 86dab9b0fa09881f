package bridge_test

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels"
	webshop "github.com/ordo-sdk/ordo/channels/shop"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// fall panics as a program does that has a fault.
func fall() { _ = map[string]int(nil)["x"]; panic("assignment to entry in nil map") }

// One order on which the host's own code panics stops no other, and goes on once the fault is mended.
func TestAPortThatPanicsStopsOnlyItsOrder(t *testing.T) {
	broken := true
	var told []string
	w := newPushes(t, order.OwnShop, webshop.Settings{Tell: func(_ context.Context, task order.Task) (order.Outcome, error) {
		if broken && task.Order.Ref.ID == "A-1" {
			fall()
		}
		told = append(told, task.Order.Ref.ID)
		return order.Outcome{}, nil
	}})
	w.sends(w.placed("A-1"), w.placed("A-2"))
	for _, id := range []string{"shop-1/A-1", "shop-1/A-2"} {
		_, err := w.b.Do(t.Context(), id, order.Cancel{Reason: status.ReasonOutOfStock}, anna)
		require.NoError(t, err)
	}
	w.sync()
	require.Equal(t, []string{"A-2"}, told)
	require.Contains(t, w.journal("panic")[0], "nil map")
	stuck := 0
	for s, err := range w.store.Orders(t.Context(), bridge.OrderFilter{}) {
		require.NoError(t, err)
		if s.Has(bridge.FlagStuck) {
			stuck++
		}
	}
	require.Equal(t, 1, stuck)
	broken = false
	w.clock.pass(2 * time.Hour)
	w.sync()
	require.Equal(t, []string{"A-2", "A-1"}, told)
}

// A call that cannot be read without a panic is asked for again.
func TestACallOnWhichTheHostPanicsIsAnswered(t *testing.T) {
	broken := true
	b, err := bridge.New(memory.New(), bridge.Route{Channel: "shop-1", Scheme: order.OwnPickup}, bridge.Account("shop-1", webshop.New(webshop.Settings{
		Admit: webshop.Bearer(ordo.NewSecret("site-5ecret")),
		Decode: func(_ *http.Request, body []byte) (ns []channels.News, err error) {
			if broken {
				fall()
			}
			return ns, json.Unmarshal(body, &ns)
		},
	})))
	require.NoError(t, err)
	call := func() int {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/shop-1/", strings.NewReader(`[{"ID":"A-1","cancelled":{}}]`))
		r.Header.Set("Authorization", "Bearer site-5ecret")
		rec := httptest.NewRecorder()
		b.Webhook("shop-1").ServeHTTP(rec, r)
		return rec.Code
	}
	require.Equal(t, http.StatusInternalServerError, call())
	broken = false
	require.Equal(t, http.StatusAccepted, call())
}

// sick is a shop that can be asked and whose reader has a fault.
type sick struct {
	channels.Channel
	check, changed bool
}

func (s sick) Check(context.Context) error {
	if s.check {
		fall()
	}
	return nil
}

func (s sick) Changed(context.Context, channels.Window) iter.Seq2[channels.Found, error] {
	if s.changed {
		fall()
	}
	return func(func(channels.Found, error) bool) {}
}

func TestAnAccountThatPanicsStopsOnlyItself(t *testing.T) {
	for what, bad := range map[string]sick{"in its check": {check: true}, "in its list": {changed: true}} {
		t.Run(what, func(t *testing.T) {
			store := memory.New()
			bad.Channel = webshop.New(webshop.Settings{})
			b, err := bridge.New(store, bridge.Account("shop-1", webshop.New(webshop.Settings{})), bridge.Account("shop-2", bad),
				bridge.Route{Channel: "shop-1", Scheme: order.OwnPickup}, bridge.Route{Channel: "shop-2", Scheme: order.OwnPickup})
			require.NoError(t, err)
			require.NoError(t, b.Announce(t.Context(), "shop-1", channels.News{ID: "A-1", Placed: &order.Draft{Scheme: order.OwnPickup, Lines: []order.Line{mugs(1)}}}))
			_, err = b.Sync(t.Context())
			require.NoError(t, err)
			_, err = b.Order(t.Context(), "shop-1/A-1")
			require.NoError(t, err)
			said := ""
			for e, err := range store.Journal(t.Context(), bridge.JournalFilter{Account: "shop-2"}) {
				require.NoError(t, err)
				said += e.Text
			}
			require.Contains(t, said, "a fault in the program")
		})
	}
}

// faultyBooks are a ledger that panics when it is asked which status one order is to have there.
type faultyBooks struct {
	*ledger
	on string
}

func (b *faultyBooks) StatusFor(v order.View) string {
	if v.Ref.ID == b.on {
		fall()
	}
	return b.ledger.StatusFor(v)
}

func TestAnOrderOnWhichItsBooksPanicStopsNoOtherThatIsDueWithIt(t *testing.T) {
	w := newTown(t, order.Standard)
	books := &faultyBooks{ledger: w.books}
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", books),
		bridge.Route{Channel: "stall-1", ERP: "books-1"}, bridge.WithClock(w.clock))
	require.NoError(t, err)
	w.b = b
	bad, good := w.buy(), w.buy()
	w.sync()
	for _, id := range []string{bad, good} {
		_, err := b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, anna)
		require.NoError(t, err)
	}
	books.on = bad
	w.sync()
	require.Equal(t, []string{"confirm " + good + " 1 2 3"}, w.stall.done())
	require.Len(t, w.journal(bridge.JournalFilter{What: "panic"}), 1)
	books.on = ""
	w.clock.pass(2 * time.Hour)
	w.sync()
	require.Len(t, w.stall.done(), 2)
}
