package order_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Each kind of event says in words what happened: shown on the golden events, one of each kind.
func TestEachEventSaysWhatHappened(t *testing.T) {
	for _, file := range goldenEvents(t) {
		var e order.Event
		require.NoError(t, json.Unmarshal(read(t, file), &e))
		text := e.Text().String()
		require.NotEmpty(t, text, e.Body.Kind())
		require.NotContains(t, text, "%!", e.Body.Kind())
	}
}

func TestUnitsAreNamed(t *testing.T) {
	u := func(line string, from, to int) order.Units {
		return order.Units{Line: line, From: amount.Pcs(from), To: amount.Pcs(to)}
	}
	require.Equal(t, "no lines", order.UnitsText(nil).String())
	require.Equal(t, "line 2", order.UnitsText([]order.Units{u("2", 0, 3)}).String())
	require.Equal(t, "lines 2, 9 (units 1 to 3) and 10", order.UnitsText([]order.Units{u("10", 0, 1), u("9", 1, 3), u("2", 0, 3)}).String())
}
