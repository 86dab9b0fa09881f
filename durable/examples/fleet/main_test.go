package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// program runs the program without a database; .ci/run runs it with one.
func program(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, func(string) string { return "" }, strings.NewReader(""), &out, &errs)
	return out.String(), errs.String(), code
}

func TestWithoutADatabaseItSaysWhatToSet(t *testing.T) {
	stdout, stderr, code := program(t)
	require.Zero(t, code)
	require.Empty(t, stderr)
	require.Contains(t, stdout, "ORDO_POSTGRES")
}

func TestAWrongCommandLineIsExplained(t *testing.T) {
	for says, args := range map[string][]string{
		"-port": {"-port"}, `unexpected argument "serve"`: {"serve"}, "there must be 2 or more": {"-orders", "1"},
	} {
		_, stderr, code := program(t, args...)
		require.Equal(t, 2, code)
		require.Contains(t, stderr, says)
	}
}

func TestAWrongAddressIsExplainedWithoutItsPassword(t *testing.T) {
	for _, dsn := range []string{"file:orders.db", "postgres://ordo:s3cret@127.0.0.1:1/ordo?connect_timeout=5", "postgres://ordo:s3cret@%zz"} {
		_, stderr, code := program(t, "-store", dsn)
		require.Equal(t, 1, code, dsn)
		require.Contains(t, stderr, "fleet: ")
		require.NotContains(t, stderr, "s3cret")
	}
}
