package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/bridge/memory"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// absurd is a vendor who wants to be left alone for a day.
func absurd(system string) error {
	return &ordo.Error{System: system, Class: ordo.RateLimited, Text: "too many requests", RetryAfter: 24 * time.Hour}
}

// fault: R4
func TestAVendorsAskToWaitIsBounded(t *testing.T) {
	for name, c := range map[string]struct {
		opts []bridge.Option
		wait time.Duration
	}{
		"a quarter of an hour": {nil, 15 * time.Minute},
		"as it is set":         {[]bridge.Option{bridge.WithMaxWait(3 * time.Minute)}, 3 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t, order.Standard, c.opts...)
			id := w.buy()
			w.sync()
			w.stall.fault = func(string) error { return absurd("stall") }
			w.books.sets("L"+id, "confirmed", order.Confirm{})
			w.sync()
			w.stall.fault = nil
			w.clock.pass(c.wait - time.Second)
			w.sync()
			require.Empty(t, w.stall.done(), "it is left alone for a while")
			w.clock.pass(2 * time.Second)
			w.sync()
			require.Equal(t, []string{"confirm " + id + " 1 2 3"}, w.stall.done())
		})
	}
	t.Run("messages too", func(t *testing.T) {
		w := newTown(t, order.Standard)
		id := w.buy()
		w.sync()
		w.books.sets("L"+id, "confirmed", order.Confirm{})
		w.books.unread = absurd("ledger")
		w.sync()
		w.books.unread = nil
		w.clock.pass(16 * time.Minute)
		w.sync()
		require.Equal(t, status.OrderConfirmed, w.order(id).State())
	})
	_, err := bridge.New(memory.New(), bridge.WithMaxWait(0))
	require.ErrorContains(t, err, "WithMaxWait")
}

// fault: R4
func TestADeadlineOutranksAWait(t *testing.T) {
	t.Run("a vendor's", func(t *testing.T) {
		w := newTown(t, order.Standard, bridge.WithMaxWait(4*time.Hour))
		id := w.buy() // to be confirmed within 8 hours
		w.sync()
		w.clock.pass(6 * time.Hour)
		w.sync()
		w.stall.fault = func(string) error { return absurd("stall") }
		w.books.sets("L"+id, "confirmed", order.Confirm{})
		w.sync()
		w.stall.fault = nil
		w.clock.pass(time.Hour + 50*time.Minute)
		w.sync()
		require.Empty(t, w.stall.done())
		w.clock.pass(9 * time.Minute)
		w.sync()
		require.Equal(t, []string{"confirm " + id + " 1 2 3"}, w.stall.done())
	})
	t.Run("in the last minutes", func(t *testing.T) {
		w := newTown(t, order.Standard)
		id := w.buy()
		w.sync()
		w.clock.pass(8*time.Hour - 3*time.Minute)
		w.sync()
		w.stall.fault = func(string) error { return absurd("stall") }
		w.books.sets("L"+id, "confirmed", order.Confirm{})
		w.sync()
		w.stall.fault = nil
		w.clock.pass(time.Minute)
		w.sync()
		require.Equal(t, []string{"confirm " + id + " 1 2 3"}, w.stall.done())
	})
	t.Run("our own", func(t *testing.T) {
		w := newTown(t, order.Standard)
		id := w.buy()
		w.sync()
		w.stall.fault = func(string) error { return &ordo.Error{System: "stall", Class: ordo.Retry, Text: "busy"} }
		w.books.sets("L"+id, "confirmed", order.Confirm{})
		for w.clock.Now().Before(monday.Add(8*time.Hour - 20*time.Minute)) { // by now an hour lies between two tries
			w.sync()
			w.clock.pass(20 * time.Minute)
		}
		w.stall.fault = nil
		w.clock.pass(monday.Add(8*time.Hour - 4*time.Minute).Sub(w.clock.Now()))
		w.sync()
		require.Equal(t, []string{"confirm " + id + " 1 2 3"}, w.stall.done())
	})
	t.Run("of the news that a person has confirmed", func(t *testing.T) {
		w := newTown(t, order.Standard, bridge.WithMaxWait(4*time.Hour))
		id := w.buy()
		w.sync()
		w.clock.pass(6 * time.Hour)
		w.sync()
		w.books.sets("L"+id, "confirmed", order.Confirm{})
		w.books.unread = absurd("ledger")
		w.sync()
		w.books.unread = nil
		w.clock.pass(2*time.Hour - time.Minute)
		w.sync()
		require.Equal(t, []string{"confirm " + id + " 1 2 3"}, w.stall.done())
	})
}

// fault: R4
func TestAPersonsRetryAlwaysWorks(t *testing.T) {
	w := newTown(t, order.Standard, bridge.WithMaxWait(4*time.Hour))
	id := w.buy()
	w.sync()
	w.stall.fault = func(string) error { return absurd("stall") }
	w.books.sets("L"+id, "confirmed", order.Confirm{})
	w.sync()
	w.stall.fault = nil
	anna := order.Actor{ID: "anna", Role: order.RoleOperator}
	waiting := w.owed(bridge.EffectFilter{Kind: order.EffectConfirm})[0]
	require.Equal(t, bridge.PhasePending, waiting.Phase)
	require.NoError(t, w.b.Retry(t.Context(), waiting.Key, anna))
	w.sync()
	require.Equal(t, []string{"confirm " + id + " 1 2 3"}, w.stall.done())
	require.Error(t, w.b.Retry(t.Context(), waiting.Key, anna), "it is settled")
	require.Error(t, w.b.Resolve(t.Context(), waiting.Key, order.Outcome{Kind: order.Applied}, anna))

	for _, phase := range []bridge.Phase{bridge.PhasePending, bridge.PhaseSending, bridge.PhaseWaiting, bridge.PhaseInDoubt, bridge.PhaseParked} {
		t.Run(string(phase), func(t *testing.T) {
			w, x, _, id := stand(t)
			x.waits = true
			w.pays(id)
			w.sync()
			x.waits = false
			r := w.owed(bridge.EffectFilter{Kind: order.EffectReceipt})[0]
			r.Phase, r.Due = phase, w.clock.Now().Add(10*time.Minute)
			if phase == bridge.PhaseInDoubt || phase == bridge.PhaseParked {
				r.Due = time.Time{}
			}
			d, err := w.store.Load(t.Context(), "stall-1/"+id)
			require.NoError(t, err)
			require.NoError(t, w.store.Save(t.Context(), d.ID, d.Rev, bridge.Batch{Effects: []bridge.PendingEffect{r}, Summary: d.Summary}))
			require.NoError(t, w.b.Retry(t.Context(), r.Key, anna))
			w.sync()
			require.NotNil(t, w.order(id).View().Payments[0].Receipt)
		})
	}
}

// fault: R8
func TestANoteWaitsUntilTheOrderIsInTheBooks(t *testing.T) {
	w := newTown(t, order.Standard)
	w.books.strict = true
	id := w.stall.buy(monday.Add(-7*time.Hour - 30*time.Minute)) // to be confirmed in half an hour
	w.sync()
	require.Equal(t, "new", w.books.status("L"+id))
	require.Len(t, w.books.noted("L"+id), 1)
	require.Contains(t, w.books.noted("L" + id)[0], "confirm is due")
	require.Empty(t, w.owed(bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseParked}}))
}

// fault: R8
func TestWhatTheBooksAreToldWaitsForTheOrderItself(t *testing.T) {
	w := newTown(t, order.MerchantDelivery)
	w.books.strict = true
	down := true
	w.books.fault = func(call string) error {
		if down {
			return &ordo.Error{System: "ledger", Class: ordo.Retry, Text: "busy"}
		}
		return nil
	}
	id := w.stall.buy(monday.Add(-7*time.Hour - 30*time.Minute))
	w.sync()
	w.does(id, order.Confirm{})
	w.does(id, order.MoveDate{Window: order.Window{From: monday.Add(72 * time.Hour), To: monday.Add(76 * time.Hour)}})
	for range 3 {
		w.clock.pass(time.Hour)
		w.sync()
	}
	require.Empty(t, w.books.done())
	down = false
	w.clock.pass(time.Hour)
	w.sync()
	require.Equal(t, "upsert L"+id, w.books.done()[0])
	require.Empty(t, w.owed(bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseParked, bridge.PhasePending}}))
	require.NotEmpty(t, w.books.noted("L"+id))
}

// fault: R4
func TestAPersonsRetryDoesNotWaitUntilTheClientsPauseIsOver(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(megamarkettest.Standard)
		m.MM.Faults().Next("order/confirm", fake.TooMany(24*time.Hour))
		p.Sets("availability-confirmed")
		m.Sync()
		require.Equal(m, 1, m.MM.Calls("order/confirm"))
		m.Sync()
		require.Equal(m, 1, m.MM.Calls("order/confirm"), "the account is left alone")
		for w, err := range m.Store.Effects(m.Context(), bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhasePending}}) {
			require.NoError(m, err)
			require.NoError(m, m.Bridge.Retry(m.Context(), w.Key, anna.Actor))
		}
		m.Sync()
		require.Equal(m, 2, m.MM.Calls("order/confirm"))
		m.Settle()
		p.Lots("CONFIRMED", "CONFIRMED", "CONFIRMED")
	})
}
