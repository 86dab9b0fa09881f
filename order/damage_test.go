package order_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
)

// TestNoDamageToALogIsFatal damages the stored logs value by value. Each damaged log is refused with the event's
// number, or it is the log of some order: then it is stored as the same order again. Nothing panics.
func TestNoDamageToALogIsFatal(t *testing.T) {
	for _, file := range goldenLogs(t) {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			log, err := order.ReadLog(bytes.NewReader(read(t, file)))
			require.NoError(t, err)
			refused, accepted := 0, 0
			for i := range log {
				event, err := json.Marshal(log[i])
				require.NoError(t, err)
				for where, damaged := range damages(t, event) {
					var e order.Event
					err := json.Unmarshal(damaged, &e)
					together, again := order.ReadEvents([][]byte{event, damaged})
					if err != nil {
						require.ErrorAs(t, err, new(*order.LogError), where)
						require.Equal(t, err, again, where)
						refused++
						continue
					}
					require.NoError(t, again, where)
					require.Equal(t, []order.Event{log[i], e}, together, where)
					if replayed(t, fmt.Sprintf("event %d, %s", i+1, where), slices.Concat(log[:i], []order.Event{e}, log[i+1:]), i) {
						accepted++
					} else {
						refused++
					}
				}
			}
			require.Positive(t, accepted, "a comment may say anything")
			require.Greater(t, refused, accepted, "of the damages most are seen")
		})
	}
}

// replayed replays a log with one damaged event and reports whether it is one of an order.
func replayed(t *testing.T, where string, log []order.Event, damaged int) bool {
	defer func() {
		if p := recover(); p != nil {
			t.Fatalf("%s: %v", where, p)
		}
	}()
	o, err := order.Replay(log)
	if err != nil {
		require.ErrorAs(t, err, new(*order.LogError), where)
		return false
	}
	covered(t, o)
	b, err := json.Marshal(log[damaged])
	require.NoError(t, err, where)
	require.NoError(t, json.Unmarshal(b, &log[damaged]), where)
	again, err := order.Replay(log)
	require.NoError(t, err, where)
	before, err := json.Marshal(o.View())
	require.NoError(t, err, where)
	after, err := json.Marshal(again.View())
	require.NoError(t, err, where)
	require.Equal(t, string(before), string(after), where)
	o.Allowed(order.By{Actor: order.Actor{Role: order.RoleOperator}})
	return true
}

// damages are copies of a JSON object, each with one value replaced by one that does not belong there.
func damages(t *testing.T, object []byte) map[string][]byte {
	var root any
	require.NoError(t, json.Unmarshal(object, &root))
	out := map[string][]byte{}
	var walk func(path string, v any, set func(any))
	walk = func(path string, v any, set func(any)) {
		for _, wrong := range wrongs(v) {
			set(wrong)
			b, err := json.Marshal(root)
			require.NoError(t, err)
			out[fmt.Sprintf("%s = %v", path, wrong)] = b
		}
		set(v)
		switch v := v.(type) {
		case map[string]any:
			for k, x := range v {
				walk(path+"."+k, x, func(y any) { v[k] = y })
			}
		case []any:
			for k, x := range v {
				walk(fmt.Sprintf("%s[%d]", path, k), x, func(y any) { v[k] = y })
			}
		}
	}
	walk("", root, func(any) {})
	return out
}

// wrongs are values that look like v and are not.
func wrongs(v any) []any {
	switch v.(type) {
	case string:
		return []any{
			"", "0", "7", "-1", "1.5", "1000000000", "7.77 RUB", "-1.00 RUB", "1.00 EUR", "nobody", "L2", "handed-out", "refunded",
			"0001-01-01T00:00:00Z",
		}
	case float64:
		return []any{0, 1, 2, 7, -1, 1 << 40}
	case []any:
		return []any{nil, []any{}}
	case map[string]any:
		return []any{nil, map[string]any{}}
	}
	return []any{nil}
}
