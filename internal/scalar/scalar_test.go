package scalar

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNumbersAsTheyAreWritten(t *testing.T) {
	for in, want := range map[string]string{
		`12.50`: "12.50", `"12.50"`: "12.50", ` "7" `: "7", `1.25E1`: "12.5", `"007.50"`: "7.50", `"+5"`: "5", `"-01"`: "-1", `"-0"`: "-0",
		`"00"`: "0", `"0.10"`: "0.10", `null`: "", `""`: "", `" "`: "",
	} {
		got, err := Decimal([]byte(in))
		require.NoError(t, err, in)
		require.Equal(t, want, got, in)
	}
	for _, in := range []string{`"1,5"`, `"--1"`, `"+-1"`, `"."`, `"1."`, `".5"`, `"1e99"`, `[1]`, `{}`, `true`, `"0x1"`} {
		_, err := Decimal([]byte(in))
		require.Error(t, err, in)
	}
}

func TestWholeNumbersLoseZerosBehindThePoint(t *testing.T) {
	for in, want := range map[string]string{"7": "7", "7.00": "7", "7.50": "7.50", "1.5e3": "1500", "x.0": "x"} {
		require.Equal(t, want, Whole(in), in)
	}
}

func TestALongValueIsCutInAnError(t *testing.T) {
	_, err := Decimal([]byte(`"` + string(make([]byte, 500)) + `"`))
	require.Error(t, err)
	require.Less(t, len(err.Error()), 200)
}

func TestWhatIsQuotedIsText(t *testing.T) {
	require.Equal(t, "2025\uFFFD-03", Quoted([]byte("2025\xf1\xf1-03")))
}
