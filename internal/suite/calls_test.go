package suite_test

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/suite"
)

// list has a value for each nil, and goes on when nobody reads any more.
func list(errs ...error) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for i, err := range errs {
			yield(i, err)
		}
	}
}

func TestAListFailsOnceAndWithNothingElse(t *testing.T) {
	require.ErrorIs(t, suite.List(list(ordo.ErrAuth)), ordo.ErrAuth)
	for _, errs := range [][]error{nil, {nil}, {nil, ordo.ErrAuth}, {ordo.ErrAuth, ordo.ErrAuth}} {
		calls := suite.Calls{"List": func(context.Context) error { return suite.List(list(errs...)) }}
		require.Error(t, calls.Ended(t.Context()))
		require.Error(t, calls.Refused(t.Context()))
	}
	require.NoError(t, suite.StopsEarly("List", list(nil)))
	require.Error(t, suite.StopsEarly("List", list(nil, nil)))
}

func TestOnlyWhatPassesIsTriedAgain(t *testing.T) {
	for err, want := range map[error]int{ordo.ErrRetry: 5, ordo.ErrRateLimited: 5, ordo.ErrInDoubt: 5, ordo.ErrInvalid: 1, errors.New("?"): 1} {
		n := 0
		require.ErrorIs(t, suite.Retry(func() error { n++; return err }), err)
		require.Equal(t, want, n, "%v", err)
	}
}
