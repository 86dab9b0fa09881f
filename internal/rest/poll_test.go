package rest_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

func TestWhatIsAcceptedIsAskedForUntilItIsDone(t *testing.T) {
	pending := &ordo.PendingError{Op: "orders/create", Ref: "u-1", State: "ACCEPTED"}
	pace := rest.Pace{First: time.Second, Most: 4 * time.Second}
	busy, slow := &ordo.Error{Class: ordo.Retry}, &ordo.Error{Class: ordo.RateLimited, RetryAfter: 10 * time.Second}
	absurd := &ordo.Error{Class: ordo.RateLimited, RetryAfter: 1000 * time.Hour}
	for name, tt := range map[string]struct {
		pace  rest.Pace
		after time.Duration // the context's deadline
		says  []error       // of look; the last one goes on
		took  time.Duration
		looks int
		class ordo.Class
	}{
		"done":                     {pace, 0, []error{pending, pending, pending, pending, nil}, 15 * time.Second, 5, 0}, // 1+2+4+4+4
		"done at once":             {rest.Pace{First: time.Hour, AtOnce: true}, 0, []error{nil}, 0, 1, 0},
		"a passing trouble":        {pace, 0, []error{busy, pending, busy, nil}, 11 * time.Second, 4, 0},
		"a wait that is asked for": {pace, 0, []error{slow, nil}, 11 * time.Second, 2, 0},
		"an absurd wait":           {pace, 0, []error{absurd, nil}, time.Second + rest.DefaultMaxWait, 2, 0},
		"a trouble that stays":     {pace, 0, []error{busy}, 395 * time.Second, 100, ordo.Retry},
		"refused":                  {pace, 0, []error{pending, &ordo.Error{Class: ordo.Invalid}}, 3 * time.Second, 2, ordo.Invalid},
		"the deadline":             {pace, 5 * time.Second, []error{pending}, 3 * time.Second, 2, ordo.Retry},
		"the limit":                {rest.Pace{First: time.Second, Most: time.Second, Limit: 5 * time.Second}, 0, []error{pending}, 5 * time.Second, 5, ordo.Retry},
		"no time at all":           {pace, time.Millisecond, []error{pending}, 0, 0, ordo.Retry},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := t.Context(), func() {}
				if tt.after > 0 {
					ctx, cancel = context.WithTimeout(ctx, tt.after)
				}
				defer cancel()
				begin, looks := time.Now(), 0
				err := client(nil, rest.Config{}).Poll(ctx, "orders/await", "u-1", tt.pace, func(context.Context) error {
					looks++
					return tt.says[min(looks, len(tt.says))-1]
				})
				require.Equal(t, tt.class, ordo.ClassOf(err), "%v", err)
				require.Equal(t, tt.took, time.Since(begin))
				require.Equal(t, tt.looks, looks)
				var still *ordo.PendingError
				gaveUp := tt.after > 0 || tt.pace.Limit > 0
				require.Equal(t, gaveUp, errors.As(err, &still))
				if gaveUp {
					require.Equal(t, "u-1", still.Ref)
					require.Equal(t, "v-1", still.Account)
					require.ErrorContains(t, err, "too late")
					require.NotZero(t, failed(t, err).RetryAfter)
				}
			})
		})
	}
	var none context.Context
	require.ErrorIs(t, client(nil, rest.Config{}).Poll(none, "o", "u", pace, nil), ordo.ErrInvalid)
}

func TestAnEndedContextEndsTheWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Second, cancel)
		begin := time.Now()
		err := client(nil, rest.Config{}).Poll(ctx, "o", "u", rest.Pace{First: time.Hour, Most: time.Hour}, nil)
		require.ErrorIs(t, err, context.Canceled)
		require.Equal(t, 10*time.Second, time.Since(begin))
	})
}
