package order_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
)

func TestEventsThatAreStoredOneByOneAreTheLog(t *testing.T) {
	for _, file := range goldenLogs(t) {
		stored := read(t, file)
		log, err := order.ReadLog(bytes.NewReader(stored))
		require.NoError(t, err)
		var texts, spaced [][]byte
		var raw []json.RawMessage
		require.NoError(t, json.Unmarshal(stored, &raw))
		for _, r := range raw {
			var text bytes.Buffer
			require.NoError(t, json.Compact(&text, r))
			texts, spaced = append(texts, text.Bytes()), append(spaced, append(r, '\n'))
		}
		events, err := order.ReadEvents(texts)
		require.NoError(t, err)
		require.Equal(t, log, events, file)
		events, err = order.ReadEvents(spaced)
		require.NoError(t, err)
		require.Equal(t, log, events, "%s in another form", file)
	}
	none, err := order.ReadEvents(nil)
	require.NoError(t, err)
	require.Empty(t, none)
}

func TestATextThatIsNoEventIsADamagedLog(t *testing.T) {
	good := []byte(written(t, tell(t, marketplace()).log()[0]))
	for _, bad := range []string{"", " ", "null", "{}", "[]", "7", "{", string(good) + string(good), string(good) + ",", string(good[:len(good)-1])} {
		_, err := order.ReadEvents([][]byte{good, []byte(bad)})
		require.ErrorAs(t, err, new(*order.LogError), bad)
	}
}
