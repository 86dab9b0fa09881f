package main

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// The operator's day. What each step must have made of the base of 1C is checked by bridge's scenario tests; here the
// day checks itself: states, sums on both sides, the stock in the evening, nobody left without an answer.
func TestTheDay(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, show(t.Context(), &out), out.String())
	for _, line := range []string{
		"1C: Заявка на перемещение ИМ00-000001, МАГ-2 -> МАГ-1, MUG x 3, КВыполнению",
		"to МАГ-2: A-1: отправьте из МАГ-2 в МАГ-1",
		"1C: Возвратная накладная ИМ00-000002, 4800.00, SHOES-42 x 1, не проведён",
		"A-3  returned   0.00 RUB sold, 5150.00 RUB paid, 5150.00 RUB paid back",
	} {
		require.Contains(t, out.String(), line)
	}
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
