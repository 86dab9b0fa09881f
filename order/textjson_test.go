package order_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// A stored text keeps what can be put into another language; sums and foreign values are kept as they read.
func TestATextSurvivesJSON(t *testing.T) {
	text := order.Textf("%s %s %s %s %d %v %s", order.KindPack, status.ItemPacked, amount.RUB(100), order.Textf("line %s", "L1"), 7,
		[]status.ItemState{status.ItemNew, status.ItemSent}, errors.New("boom"))
	b, err := json.Marshal(text)
	require.NoError(t, err)
	require.JSONEq(t, `{"format":"%s %s %s %s %d %v %s","args":[{"kind":"pack"},{"item":"packed"},"1.00 RUB",
		{"text":{"format":"line %s","args":["L1"]}},7,[{"item":"new"},{"item":"sent"}],"boom"]}`, string(b))

	var again order.Text
	require.NoError(t, json.Unmarshal(b, &again))
	require.Equal(t, text.String(), again.String())
	require.Equal(t, order.KindPack, again.Args[0])
	require.Equal(t, []any{status.ItemNew, status.ItemSent}, again.Args[5])
	once, err := json.Marshal(again)
	require.NoError(t, err)
	require.JSONEq(t, string(b), string(once))

	for _, bad := range []string{`{"format":"%s","args":[{"what":"x"}]}`, `{"format":"%s","args":[{"item":"nope"}]}`, `{"format":"%s","args":[1.5]}`, `{"format":1}`} {
		require.Error(t, json.Unmarshal([]byte(bad), &again), bad)
	}
}
