package order

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// A kind of event that got a new form: "text" was called "remark" in version 1.
func TestAnOldVersionIsBroughtUpToDate(t *testing.T) {
	kind, now := readKind[Commented]()
	now.version = 2
	now.upcast = []func([]byte) ([]byte, error){func(old []byte) ([]byte, error) {
		var v1 struct {
			Remark string `json:"remark"`
		}
		if err := json.Unmarshal(old, &v1); err != nil {
			return nil, err
		}
		return json.Marshal(Commented{Text: v1.Remark})
	}}
	kinds := map[string]kindReader{kind: now}
	read := func(v int, data string) (Event, error) {
		s := stored{Kind: kind, V: v, N: 7, Data: raw(data)}
		return s.event(newStrict(), kinds)
	}

	e, err := read(1, `{"remark":"call first"}`)
	require.NoError(t, err)
	require.Equal(t, Commented{Text: "call first"}, e.Body)

	e, err = read(2, `{"text":"call first"}`)
	require.NoError(t, err)
	require.Equal(t, Commented{Text: "call first"}, e.Body)

	for v, data := range map[int]string{
		0: `{"text":"x"}`,              // no such version
		1: `{"remark":1}`,              // cannot be brought up to date
		2: `{"text":"x","colour":"y"}`, // a field from the future without a new version
		3: `{"text":"x"}`,              // a version from the future
	} {
		_, err = read(v, data)
		var le *LogError
		require.ErrorAs(t, err, &le, "version %d", v)
		require.Equal(t, 7, le.N)
		require.Equal(t, "commented", le.Kind)
	}
}
