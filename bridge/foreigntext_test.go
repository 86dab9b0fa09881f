package bridge_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
)

// fault: R10
func TestForeignTextsAreCutWhereTheyComeIn(t *testing.T) {
	flood := strings.Repeat("ж", 1<<21) + "\xff"
	for name, err := range map[string]error{
		"refused":     &ordo.Error{System: "stall", Class: ordo.Invalid, Text: flood},
		"in doubt":    &ordo.Error{System: "stall", Class: ordo.InDoubt, Text: flood},
		"tried again": &ordo.Error{System: "stall", Class: ordo.Retry, RequestID: flood},
		"locked out":  &ordo.Error{System: "stall", Class: ordo.Auth, Text: flood},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t, order.Standard, bridge.WithMaxAttempts(2))
			id := w.buy()
			w.sync()
			w.stall.fault = func(string) error { return err }
			w.books.sets("L"+id, "confirmed", order.Confirm{})
			w.sync()
			w.clock.pass(time.Hour)
			w.sync()
			w.isShort()
		})
	}
	t.Run("of an account that cannot be read", func(t *testing.T) {
		w := newTown(t, order.Standard)
		id := w.buy()
		w.sync()
		w.stall.down = &ordo.Error{System: "stall", Class: ordo.Retry, Text: flood}
		w.books.unread = &ordo.Error{System: "ledger", Class: ordo.Invalid, Text: flood}
		w.books.sets("L"+id, "confirmed", order.Confirm{})
		w.sync()
		w.clock.pass(time.Hour)
		w.sync()
		w.isShort()
	})
	t.Run("of an outcome", func(t *testing.T) {
		w, x, _, id := stand(t)
		x.fails = flood
		w.pays(id)
		w.isShort()
	})
	t.Run("of calls that are refused, which are told once a minute", func(t *testing.T) {
		w := newTown(t, order.Standard)
		for range 20_000 {
			require.Equal(t, 401, w.call("{}", "bad").Code)
		}
		require.Len(t, w.journal(bridge.JournalFilter{What: "refused-call"}), 1)
		w.clock.pass(time.Minute)
		w.sync()
		require.Len(t, w.journal(bridge.JournalFilter{What: "refused-call"}), 2)
		require.Contains(t, w.journal(bridge.JournalFilter{What: "refused-call"})[1].Text, "19999 webhook calls")
		require.Equal(t, 400, w.call(`{"ID":`+strings.Repeat("9", 1<<19)+`}`, "good").Code)
		w.isShort()
	})
}

// isShort looks at everything that is kept for people.
func (w *town) isShort() {
	w.t.Helper()
	short := func(text string) {
		w.t.Helper()
		require.Less(w.t, len([]rune(text)), 1100)
		require.True(w.t, utf8.ValidString(text))
	}
	require.NotEmpty(w.t, w.journal(bridge.JournalFilter{Levels: []bridge.Level{bridge.LevelError, bridge.LevelWarning}}))
	for _, e := range w.journal(bridge.JournalFilter{}) {
		short(e.Text)
		short(e.Key)
	}
	for _, o := range w.owed(bridge.EffectFilter{}) {
		short(o.Text)
		short(o.Problem)
		short(o.Outcome.Text)
	}
	for s, err := range w.store.Orders(w.t.Context(), bridge.OrderFilter{}) {
		require.NoError(w.t, err)
		d, err := w.store.Load(w.t.Context(), s.ID)
		require.NoError(w.t, err)
		for _, m := range d.Messages {
			short(m.Problem)
		}
	}
}
