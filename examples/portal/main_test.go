package main

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// What each step must make of the systems is checked by bridge's scenario tests; here the story checks itself: the sums
// of all sides agree, and the money of the return went back.
func TestTheStory(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, show(t.Context(), &out), out.String())
	for _, has := range []string{"Подтвержден, ожидает", "Кружка 3 × 850", "Отгрузка: Выдана", "Возврат: Возвращен", "sell_refund 850.00", "850.00 RUB paid back"} {
		require.Contains(t, out.String(), has)
	}
}

func TestTheProgram(t *testing.T) {
	var out, errs bytes.Buffer
	require.Equal(t, 2, run([]string{"-v"}, &out, &errs))
	require.Contains(t, errs.String(), `unexpected argument "-v"`)
	require.Equal(t, 1, run(nil, broken{}, &errs))
}

// broken is an output that cannot be written to.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the pipe is closed") }
