package rest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/stretchr/testify/require"
)

// shop takes whatever is posted, and remembers keys.
func shop() *fake.Server {
	keys := map[string]bool{}
	return fake.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key := r.Header.Get("Idempotence-Key")
		if r.Method != http.MethodGet && (key == "" || !keys[key]) {
			keys[key] = true
			fake.Commit(r)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"id":"7"}`)
	}))
}

// inBubble runs a test in which time passes by itself.
func inBubble(t *testing.T, test func(t *testing.T, s *fake.Server, c *rest.Client), opts ...ordo.Option) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := shop()
		defer s.Close()
		test(t, s, client(s.Transport(), rest.Config{}, opts...))
	})
}

func TestOnlySafeRequestsAreRepeated(t *testing.T) {
	notFound := func(context.Context) (bool, error) { return false, nil }
	found := func(context.Context) (bool, error) { return true, nil }
	unknown := func(context.Context) (bool, error) { return false, errors.New("lookup is down") }
	read := rest.Request{Op: "order/get", Path: "/orders/7"}
	write := func(r rest.Repeat) rest.Request {
		return rest.Request{Op: "order/create", Method: http.MethodPost, Path: "/orders", Body: rest.JSON(orderAnswer{"7"}), Repeat: r}
	}
	tests := []struct {
		name    string
		req     rest.Request
		fault   fake.Fault
		class   ordo.Class // 0: it succeeds
		calls   int
		commits int
	}{
		{"a read that is reset", read, fake.ResetAfter(), 0, 2, 0},
		{"a read with 503", read, fake.Status(503), 0, 2, 0},
		{"a read that is cut off", read, fake.Cut(3), 0, 2, 0},
		{"a read that is refused", read, fake.Status(404), ordo.NotFound, 1, 0},
		{"a read that says it is none", rest.Request{Path: "/rest/crm.deal.add", Repeat: rest.Never()}, fake.ResetAfter(), ordo.InDoubt, 1, 0},

		{"a write reset before the commit", write(rest.Repeat{}), fake.ResetBefore(), ordo.InDoubt, 1, 0},
		{"a write reset after the commit", write(rest.Repeat{}), fake.ResetAfter(), ordo.InDoubt, 1, 1},
		{"a write with 503", write(rest.Repeat{}), fake.Status(503), ordo.InDoubt, 1, 0},
		{"a write with 502 after the commit", write(rest.Repeat{}), fake.StatusAfter(502), ordo.InDoubt, 1, 1},
		{"a write whose answer is cut off", write(rest.Repeat{}), fake.Cut(3), ordo.InDoubt, 1, 1},
		{"a write that never left", write(rest.Repeat{}), fake.Unreachable(), 0, 2, 1},
		{"a write with 429", write(rest.Repeat{}), fake.TooMany(time.Second), 0, 2, 1},
		{"a write with 400", write(rest.Repeat{}), fake.Status(400), ordo.Invalid, 1, 0},
		{"a write with an empty key", write(rest.Keyed("Idempotence-Key", "")), fake.ResetAfter(), ordo.InDoubt, 1, 1},

		{"an idempotent write", write(rest.Idempotent()), fake.ResetAfter(), 0, 2, 2},
		{"a write with a key, reset after the commit", write(rest.Keyed("idempotence-key", "k")), fake.ResetAfter(), 0, 2, 1},
		{"a write with a key, 503", write(rest.Keyed("Idempotence-Key", "k")), fake.Status(503), 0, 2, 1},

		{"a write read back and not found", write(rest.ReadBack(notFound)), fake.ResetBefore(), 0, 2, 1},
		{"a write read back and found", write(rest.ReadBack(found)), fake.ResetAfter(), 0, 1, 1},
		{"a write whose cut-off answer is read back", write(rest.ReadBack(found)), fake.Cut(3), 0, 1, 1},
		{"a write that cannot be read back", write(rest.ReadBack(unknown)), fake.ResetAfter(), ordo.InDoubt, 1, 1},
		{"a write with 429 needs no reading back", write(rest.ReadBack(unknown)), fake.TooMany(0), 0, 2, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, s *fake.Server, c *rest.Client) {
				s.Faults().Next("*", tt.fault)
				var out orderAnswer
				reply, err := c.Do(t.Context(), tt.req, &out)
				require.Equal(t, tt.calls, s.Calls("*"))
				require.Equal(t, tt.commits, s.Commits("*"))
				if tt.class != 0 {
					require.Equal(t, tt.class, failed(t, err).Class)
					return
				}
				require.NoError(t, err)
				require.Equal(t, reply.ReadBack, out.ID == "", "either decoded or read back")
			})
		})
	}
}

func TestTriesAreCounted(t *testing.T) {
	inBubble(t, func(t *testing.T, s *fake.Server, c *rest.Client) {
		s.Faults().Always("*", fake.Status(503))
		_, err := c.Do(t.Context(), rest.Request{}, nil)
		require.Equal(t, ordo.Retry, failed(t, err).Class)
		require.Equal(t, rest.DefaultTries, s.Calls("*"))
	})
	inBubble(t, func(t *testing.T, s *fake.Server, c *rest.Client) {
		s.Faults().Always("*", fake.Status(503))
		_, err := c.Do(t.Context(), rest.Request{}, nil)
		require.ErrorIs(t, err, ordo.ErrRetry)
		require.Equal(t, 1, s.Calls("*"))
	}, ordo.WithMaxAttempts(1))
}

func TestAWriteThatWasReadBackAndIsNotThereIsNotInDoubt(t *testing.T) {
	inBubble(t, func(t *testing.T, s *fake.Server, c *rest.Client) {
		s.Faults().Always("*", fake.ResetBefore())
		looked := 0
		_, err := c.Do(t.Context(), rest.Request{Method: http.MethodPost, Repeat: rest.ReadBack(func(context.Context) (bool, error) {
			looked++
			return false, nil
		})}, nil)
		require.Equal(t, ordo.Retry, failed(t, err).Class)
		require.Equal(t, s.Calls("*"), looked, "looked after every try")
	})
}

func TestAFailedLookUpDoesNotLendItsClass(t *testing.T) {
	inBubble(t, func(t *testing.T, s *fake.Server, c *rest.Client) {
		s.Faults().Always("*", fake.ResetAfter())
		_, err := c.Do(t.Context(), rest.Request{Method: http.MethodPost, Repeat: rest.ReadBack(func(context.Context) (bool, error) {
			return false, &ordo.Error{Class: ordo.NotFound, Text: "no such thing"}
		})}, nil)
		require.ErrorIs(t, err, ordo.ErrInDoubt)
		require.NotErrorIs(t, err, ordo.ErrNotFound)
		require.ErrorContains(t, err, "reading back failed: no such thing")
	})
}

func TestWaitsGrow(t *testing.T) {
	inBubble(t, func(t *testing.T, s *fake.Server, c *rest.Client) {
		s.Faults().Always("*", fake.Status(503))
		_, err := c.Do(t.Context(), rest.Request{}, nil)
		require.Error(t, err)
		log := s.Exchanges()
		low, high := 250*time.Millisecond, 750*time.Millisecond
		for i := 1; i < len(log); i++ {
			wait := log[i].At.Sub(log[i-1].At)
			require.GreaterOrEqual(t, wait, low, "wait %d", i)
			require.LessOrEqual(t, wait, high, "wait %d", i)
			low, high = 2*low, 2*high
		}
	})
}

func TestRetryAfterIsHonoured(t *testing.T) {
	at := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
	tests := []struct {
		name   string
		header func() http.Header
		wait   time.Duration
	}{
		{"seconds", func() http.Header { return http.Header{"Retry-After": {"90"}} }, 90 * time.Second},
		{"a date", func() http.Header { return http.Header{"Retry-After": {at(90 * time.Second)}} }, 90 * time.Second},
		{
			"a date by the vendor's own clock, which is an hour fast",
			func() http.Header {
				return http.Header{"Retry-After": {at(time.Hour + 90*time.Second)}, "Date": {at(time.Hour)}}
			},
			90 * time.Second,
		},
		{"a date gone by", func() http.Header { return http.Header{"Retry-After": {at(-time.Hour)}} }, 0},
		{"negative", func() http.Header { return http.Header{"Retry-After": {"-5"}} }, 0},
		{"nonsense", func() http.Header { return http.Header{"Retry-After": {"soon"}} }, 0},
	}
	for _, tt := range tests {
		for _, status := range []int{429, 503} {
			t.Run(tt.name+" with "+http.StatusText(status), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					calls := 0
					s := fake.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
						if calls++; calls == 1 {
							for k, v := range tt.header() {
								w.Header()[k] = v
							}
							w.WriteHeader(status)
						}
					}))
					c := client(s.Transport(), rest.Config{})
					_, err := c.Do(t.Context(), rest.Request{}, nil)
					require.NoError(t, err)
					log := s.Exchanges()
					require.Len(t, log, 2)
					wait := log[1].At.Sub(log[0].At)
					require.GreaterOrEqual(t, wait, tt.wait)
					require.LessOrEqual(t, wait, tt.wait+time.Second)
				})
			})
		}
	}
}

func TestNoWaitGoesPastTheDeadline(t *testing.T) {
	inBubble(t, func(t *testing.T, s *fake.Server, c *rest.Client) {
		s.Faults().Always("*", fake.TooMany(30*time.Second))
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		begin := time.Now()
		_, err := c.Do(ctx, rest.Request{Method: http.MethodPost}, nil)
		e := failed(t, err)
		require.Equal(t, ordo.RateLimited, e.Class)
		require.Equal(t, 30*time.Second, e.RetryAfter)
		require.Equal(t, 429, e.HTTPStatus)
		require.Zero(t, time.Since(begin), "it returns at once")
		require.Equal(t, 1, s.Calls("*"))
	})
}

func TestACancelledWaitReturnsTheLastErrorAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, s *fake.Server, c *rest.Client) {
		s.Faults().Always("*", fake.TooMany(time.Minute))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Second, cancel)
		begin := time.Now()
		_, err := c.Do(ctx, rest.Request{}, nil)
		require.Equal(t, ordo.RateLimited, failed(t, err).Class)
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorContains(t, err, "429")
		require.Equal(t, 10*time.Second, time.Since(begin))
		require.Equal(t, 1, s.Calls("*"))
	})
}

func TestAnEndedContextSendsNothing(t *testing.T) {
	inBubble(t, func(t *testing.T, s *fake.Server, c *rest.Client) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := c.Do(ctx, rest.Request{Method: http.MethodPost}, nil)
		require.ErrorIs(t, err, context.Canceled)
		require.Equal(t, ordo.Retry, failed(t, err).Class, "surely not sent")
		require.Zero(t, s.Calls("*"))
	})
}

func TestAWriteLeftInTheMiddleIsInDoubt(t *testing.T) {
	for _, tt := range []struct {
		repeat rest.Repeat
		want   ordo.Class
	}{
		{rest.Never(), ordo.InDoubt},
		{rest.ReadBack(func(context.Context) (bool, error) { return true, nil }), ordo.InDoubt},
		{rest.Idempotent(), ordo.Retry},
		{rest.Keyed("Idempotence-Key", "k"), ordo.Retry},
	} {
		inBubble(t, func(t *testing.T, s *fake.Server, c *rest.Client) {
			s.Faults().Always("*", fake.Slow(time.Hour))
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, err := c.Do(ctx, rest.Request{Method: http.MethodPost, Repeat: tt.repeat}, nil)
			require.Equal(t, tt.want, failed(t, err).Class)
			require.ErrorIs(t, err, context.DeadlineExceeded)
		})
	}
}

func TestOneTryHasItsOwnLimit(t *testing.T) {
	inBubble(t, func(t *testing.T, s *fake.Server, c *rest.Client) {
		s.Faults().Next("*", fake.Slow(time.Hour))
		begin := time.Now()
		_, err := c.Do(t.Context(), rest.Request{}, nil)
		require.NoError(t, err)
		require.Less(t, time.Since(begin), rest.DefaultTimeout+time.Second)
		require.GreaterOrEqual(t, time.Since(begin), rest.DefaultTimeout)
	})
}

func TestTheAccountsLimitIsKept(t *testing.T) {
	inBubble(t, func(t *testing.T, s *fake.Server, c *rest.Client) {
		begin := time.Now()
		for range 7 {
			_, err := c.Do(t.Context(), rest.Request{}, nil)
			require.NoError(t, err)
		}
		require.Equal(t, 2500*time.Millisecond, time.Since(begin), "2 at once, then 2 per second")

		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		_, err := c.Do(ctx, rest.Request{Method: http.MethodPost}, nil)
		e := failed(t, err)
		require.Equal(t, ordo.RateLimited, e.Class)
		require.Equal(t, 500*time.Millisecond, e.RetryAfter)
		require.Equal(t, 7, s.Calls("*"))

		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(100*time.Millisecond, cancel)
		_, err = c.Do(ctx, rest.Request{}, nil)
		require.ErrorIs(t, err, context.Canceled)
		require.Equal(t, 7, s.Calls("*"))
	}, ordo.WithLimits(ordo.Limits{PerSecond: 2, Burst: 2}))
}
