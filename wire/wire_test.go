package wire_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/wire"
)

func TestADecimalIsKeptAsItWasWritten(t *testing.T) {
	for in, want := range map[string]string{
		`12.50`: `12.50`, `"12.50"`: `12.50`, `-1`: `-1`, `1.250E1`: `12.50`, `1.0e7`: `10000000`, `null`: `null`, `""`: `null`,
		`"007.50"`: `7.50`, `"00"`: `0`, `"-01"`: `-1`, `"+5"`: `5`,
	} {
		var s wire.Sum
		require.NoError(t, json.Unmarshal([]byte(in), &s), in)
		require.Equal(t, want == "null", s.IsZero(), in)
		out, err := json.Marshal(s)
		require.NoError(t, err)
		require.Equal(t, want, string(out))
	}
	for _, in := range []string{`"1,5"`, `[1]`, `{"value":1}`, `true`, `"1e30"`} {
		d := wire.Decimal("7")
		require.Error(t, json.Unmarshal([]byte(in), &d), in)
		require.Equal(t, wire.Decimal("7"), d)
	}
	out, err := json.Marshal(wire.Decimal("0999999.99")) // as a person fills it in
	require.NoError(t, err)
	require.Equal(t, "999999.99", string(out))
	_, err = json.Marshal(wire.Decimal("a"))
	require.ErrorContains(t, err, `"a" is not a decimal number`)
}
