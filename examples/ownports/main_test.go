package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAnOrderGoesThroughBothPorts(t *testing.T) {
	dir := t.TempDir()
	var out bytes.Buffer
	require.NoError(t, play(t.Context(), dir, &out))
	for _, want := range []string{
		"the order is new, 810.50 RUB to pay", "the order is partly-confirmed, 360.00 RUB to pay", "the order is delivered, 360.00 RUB to pay",
		"1001;2;Honey;1;450.50;cancelled;", "confirm line 1", "refuse line 2",
	} {
		require.Contains(t, out.String(), want)
	}
	shop, err := os.ReadFile(filepath.Join(dir, "orders", "1001.json"))
	require.NoError(t, err)
	require.Equal(t, 3, strings.Count(string(shop), "handed-out"))
	require.Equal(t, 1, strings.Count(string(shop), "cancelled"))
}

func TestTheProgram(t *testing.T) {
	var out, errs bytes.Buffer
	require.Zero(t, run(nil, &out, &errs), errs.String())
	require.Contains(t, out.String(), "The journal")
	require.Empty(t, errs.String())

	require.Equal(t, 2, run([]string{"-v"}, &out, &errs))
	require.Contains(t, errs.String(), `unexpected argument "-v"`)

	require.Equal(t, 1, run(nil, broken{}, &errs))
}

// broken is an output that cannot be written to.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the pipe is closed") }
