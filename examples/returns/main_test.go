package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

func TestThePageAddsUp(t *testing.T) {
	var out, errs bytes.Buffer
	require.Zero(t, run(nil, &out, &errs), errs.String())
	require.Empty(t, errs.String())
	for _, want := range []string{
		"R1     1 × Носки хлопок                unwanted  refunded", "R2     1 × Кроссовки Norda 42          defect    refunded",
		"R4     1 × Носки хлопок                defect    refunded", "R5     1 × Носки хлопок                other     nothing-owed",
		"paid                                                                            6366.67    5566.67",
		"sales less refunds                                                        800.00", "kept                                                800.00",
		"canceled insufficient_funds", "sell_refund  refund/R1/advance", "too early", "capture of 266.67 RUB of payment p2",
		"delivered, partly-refunded          800.00, 800.00",
	} {
		require.Contains(t, out.String(), want)
	}
	for line := range strings.SplitSeq(out.String(), "\n") {
		require.LessOrEqual(t, utf8.RuneCountInString(line), 140)
	}
	var again bytes.Buffer
	require.Zero(t, run(nil, &again, &errs))
	require.Equal(t, out.String(), again.String(), "the output is always the same")
}

// Each block is paid back once, and its receipt is there once.
func TestWhatIsDoneIsDoneOnce(t *testing.T) {
	c, err := open(t.Context())
	require.NoError(t, err)
	defer c.close()
	x, err := c.play(t.Context(), story())
	require.NoError(t, err)
	require.NoError(t, x.check())
	require.Len(t, x.receipts, 9)
	require.Equal(t, 5, c.kassa.Commits("sell_refund"))
	done := map[string]int{}
	for _, r := range x.refunds {
		if r.Status == "succeeded" {
			done[r.Amount]++
		}
	}
	require.Equal(t, map[string]int{"333.33 RUB": 1, "4800.00 RUB": 1, "333.34 RUB": 1, "100.00 RUB": 1}, done)
	for _, b := range x.view.Blocks {
		want := status.MoneyRefunded
		if b.N == 5 {
			want = status.MoneyNothingOwed // goods were given for it
		}
		require.Equal(t, want, b.Money)
		require.True(t, b.Returned)
	}
	require.Equal(t, 1, c.yk.Commits("POST /payments/{id}/capture"))
}

func TestAStoryThatEndsOtherwiseIsAnError(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func([]scene) []scene
		want  string
	}{
		"a refund that was not ordered": {func(s []scene) []scene { return s[:12] }, "R3: money owed, receipt: false"},
		"an impossible step": {func(s []scene) []scene {
			s[3].do = does(order.Refund{Block: 7})
			return s
		}, "the order has 1 return block"},
		"a refusal that does not come": {func(s []scene) []scene {
			s[3].do = refusedFor(order.Refund{Block: 1}, order.ErrNotNow)
			return s
		}, "refund should be refused"},
		"a shop that fails": {func(s []scene) []scene {
			s[1].do = func(context.Context, *counter) error { return errors.New("no power") }
			return s
		}, "no power"},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			require.ErrorContains(t, show(t.Context(), &out, tt.spoil(story())), tt.want)
			require.Contains(t, out.String(), "The order's blocks", "the story is printed all the same")
		})
	}
}

// broken is an output that cannot be written to.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the pipe is closed") }

func TestAWrongCommandLineAndABrokenOutput(t *testing.T) {
	var out, errs bytes.Buffer
	require.Equal(t, 2, run([]string{"-v"}, &out, &errs))
	require.Contains(t, errs.String(), `unexpected argument "-v"`)
	require.Equal(t, 1, run(nil, broken{}, &errs))
}
