package main

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// covers: RZ-9
func TestTheBooksGetWhatIsPaidAndAForgottenOrderComesBack(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, play(t.Context(), t.TempDir(), &out))
	require.Contains(t, out.String(), "shop-1/1002~2 is its next life, for 360.00 RUB.")
	require.Contains(t, out.String(), "1001  confirmed  240.00 RUB  availability-confirmed  confirmed")
}

func TestTheProgram(t *testing.T) {
	var out, errs bytes.Buffer
	require.Zero(t, run(nil, &out, &errs), errs.String())
	require.Empty(t, errs.String())
	require.Equal(t, 2, run([]string{"-v"}, &out, &errs))
	require.Contains(t, errs.String(), `unexpected argument "-v"`)
	require.Equal(t, 1, run(nil, broken{}, &errs))
}

// broken is an output that cannot be written to.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the pipe is closed") }
