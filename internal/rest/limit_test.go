package rest_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// table is a limiter as a database is one: when the next place of each key is free, and how long its pause lasts.
type table struct {
	mu     sync.Mutex
	places map[string][]time.Time
	pauses map[string]time.Time
	err    error
}

func newTable() *table {
	return &table{places: map[string][]time.Time{}, pauses: map[string]time.Time{}}
}

func (t *table) Reserve(ctx context.Context, key string, l ordo.Limits) (time.Duration, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	at := time.Now()
	taken := t.places[key]
	if n := len(taken) - l.Burst; n >= 0 {
		if free := taken[n].Add(time.Duration(float64(l.Burst) / l.PerSecond * float64(time.Second))); free.After(at) {
			at = free
		}
	}
	if end, ok := ctx.Deadline(); t.err == nil && (!ok || at.Before(end)) {
		t.places[key] = append(taken, at)
	}
	return time.Until(at), t.err
}

func (t *table) Pause(_ context.Context, key string, d time.Duration) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if end := time.Now().Add(d); t.err == nil && end.After(t.pauses[key]) {
		t.pauses[key] = end
	}
	return t.err
}

func (t *table) Paused(_ context.Context, key string) (time.Duration, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return time.Until(t.pauses[key]), t.err
}

// machines runs a test with clients of one account on two machines, which share a limit of 2 requests a second.
func machines(t *testing.T, test func(t *testing.T, s *fake.Server, shared *table, a, b *rest.Client), opts ...ordo.Option) {
	t.Helper()
	shared := newTable()
	opts = append([]ordo.Option{ordo.WithLimiter(shared), ordo.WithLimits(ordo.Limits{PerSecond: 2})}, opts...)
	inBubble(t, func(t *testing.T, s *fake.Server, a *rest.Client) {
		test(t, s, shared, a, client(s.Transport(), rest.Config{}, opts...))
	}, opts...)
}

func TestMachinesKeepToOneLimitTogether(t *testing.T) {
	machines(t, func(t *testing.T, s *fake.Server, shared *table, a, b *rest.Client) {
		begin := time.Now()
		var wg sync.WaitGroup
		for n := range 9 {
			wg.Go(func() {
				_, err := []*rest.Client{a, b}[n%2].Do(t.Context(), rest.Request{}, nil)
				require.NoError(t, err)
			})
		}
		wg.Wait()
		require.Equal(t, 4*time.Second, time.Since(begin), "1 at once, then 2 per second")
		require.Len(t, shared.places, 1)
		require.Len(t, shared.places["vendor/requests/v-1"], 9)
		require.Equal(t, 9, s.Calls("*"))
	})
}

func TestRepeatsAndStreamsTakePlacesToo(t *testing.T) {
	machines(t, func(t *testing.T, s *fake.Server, shared *table, a, _ *rest.Client) {
		s.Faults().Next("*", fake.Status(503), fake.Status(503))
		_, err := a.Do(t.Context(), rest.Request{}, nil)
		require.NoError(t, err)
		st, err := a.Open(t.Context(), rest.Request{})
		require.NoError(t, err)
		require.NoError(t, st.Close())
		require.Equal(t, 4, s.Calls("*"))
		require.Len(t, shared.places["vendor/requests/v-1"], 4)
	})
}

func TestNoPlaceIsTakenThatComesTooLate(t *testing.T) {
	machines(t, func(t *testing.T, s *fake.Server, shared *table, a, b *rest.Client) {
		const key = "vendor/requests/v-1"
		_, err := a.Do(t.Context(), rest.Request{}, nil)
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		_, err = b.Do(ctx, rest.Request{Method: http.MethodPost}, nil)
		e := failed(t, err)
		require.Equal(t, ordo.RateLimited, e.Class)
		require.Equal(t, 500*time.Millisecond, e.RetryAfter)
		require.ErrorContains(t, err, "the account's limit of requests is used up")
		require.Len(t, shared.places[key], 1)

		full := time.Now().Add(10 * time.Minute)
		shared.places[key] = []time.Time{full}
		_, err = b.Do(t.Context(), rest.Request{}, nil)
		require.Equal(t, ordo.RateLimited, failed(t, err).Class, "nobody waits for so long")
		require.Equal(t, []time.Time{full}, shared.places[key])

		ctx, cancel = context.WithCancel(t.Context())
		shared.places[key] = []time.Time{time.Now().Add(time.Minute)}
		time.AfterFunc(time.Second, cancel)
		_, err = a.Do(ctx, rest.Request{}, nil)
		require.ErrorIs(t, err, context.Canceled)
		require.Equal(t, ordo.Retry, failed(t, err).Class)
		require.Len(t, shared.places[key], 2, "who gives up has taken a place")
		_, err = a.Do(ctx, rest.Request{}, nil)
		require.ErrorIs(t, err, context.Canceled)
		require.Len(t, shared.places[key], 2, "an ended context takes none")
		require.Equal(t, 1, s.Calls("*"))
	})
}

func TestAPauseHoldsForAllMachines(t *testing.T) {
	read, write := rest.Request{}, rest.Request{Method: http.MethodPost}
	for key, tt := range map[string]struct{ refused, other rest.Request }{
		"vendor/reads/v-1": {read, write}, "vendor/writes/v-1": {write, read},
	} {
		machines(t, func(t *testing.T, s *fake.Server, shared *table, a, b *rest.Client) {
			s.Faults().Next("*", fake.TooMany(time.Minute))
			_, err := a.Do(t.Context(), tt.refused, nil)
			require.ErrorIs(t, err, ordo.ErrRateLimited)
			require.Len(t, shared.pauses, 1)
			require.Contains(t, shared.pauses, key)

			_, err = b.Do(t.Context(), tt.other, nil)
			require.NoError(t, err, "the other kind goes on")
			_, err = b.Do(ordo.WithoutPause(t.Context()), tt.refused, nil)
			require.NoError(t, err, "what cannot wait is sent")
			begin := time.Now()
			_, err = b.Do(t.Context(), tt.refused, nil)
			require.NoError(t, err)
			require.Equal(t, 59*time.Second, time.Since(begin), "what is left of it, after two waits for a place")

			shared.pauses[key] = time.Now().Add(time.Hour)
			_, err = b.Do(t.Context(), tt.refused, nil)
			e := failed(t, err)
			require.Equal(t, ordo.RateLimited, e.Class)
			require.Equal(t, time.Hour, e.RetryAfter)
			require.Equal(t, 4, s.Calls("*"))
		}, ordo.WithMaxAttempts(1))
	}
}

func TestOneWhoWaitsForThePlaceOfAnAccountPausesNobody(t *testing.T) {
	machines(t, func(t *testing.T, _ *fake.Server, shared *table, a, _ *rest.Client) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		shared.places["vendor/requests/v-1"] = []time.Time{time.Now()}
		_, err := a.Do(ctx, rest.Request{}, nil)
		require.ErrorIs(t, err, ordo.ErrRateLimited)
		require.Empty(t, shared.pauses)
		begin := time.Now()
		shared.places = map[string][]time.Time{}
		_, err = a.Do(t.Context(), rest.Request{}, nil)
		require.NoError(t, err)
		require.Zero(t, time.Since(begin))
	})
}

func TestNothingIsSentWhileTheLimiterFails(t *testing.T) {
	machines(t, func(t *testing.T, s *fake.Server, shared *table, a, _ *rest.Client) {
		shared.err = errors.New("the database is gone")
		for _, ctx := range []context.Context{t.Context(), ordo.WithoutPause(t.Context())} {
			_, err := a.Do(ctx, rest.Request{Op: "order/create", Method: http.MethodPost}, nil)
			require.Equal(t, ordo.Retry, failed(t, err).Class, "surely not sent")
			require.EqualError(t, err, "vendor v-1: order/create: not sent: the limiter that the account shares failed: the database is gone")
		}
		require.Zero(t, s.Calls("*"))
	})
}

// readOnly is a table that keeps no pause.
type readOnly struct {
	*table
	ended   error // of the context that came
	bounded bool
}

func (r *readOnly) Pause(ctx context.Context, _ string, _ time.Duration) error {
	r.ended = ctx.Err()
	_, r.bounded = ctx.Deadline()
	return errors.New("the table is read-only")
}

func TestAPauseThatOthersAreNotToldOfIsNotSilent(t *testing.T) {
	shared := &readOnly{table: newTable()}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		judge := func(*rest.Reply) *ordo.Error {
			cancel()
			return &ordo.Error{Class: ordo.RateLimited, RetryAfter: time.Hour}
		}
		c := client(shop().Transport(), rest.Config{Judge: judge}, ordo.WithLimiter(shared), ordo.WithLimits(ordo.Limits{PerSecond: 2}))
		_, err := c.Do(ctx, rest.Request{}, nil)
		require.Equal(t, ordo.RateLimited, failed(t, err).Class, "the vendor's refusal counts")
		require.ErrorContains(t, err, "others were not told of the pause: the table is read-only")
		require.NoError(t, shared.ended, "a request that has ended tells, too")
		require.True(t, shared.bounded)
	})
}

func TestWithoutLimitsTheLimiterIsNotAsked(t *testing.T) {
	shared := newTable()
	shared.err = errors.New("it was asked")
	inBubble(t, func(t *testing.T, s *fake.Server, c *rest.Client) {
		s.Faults().Next("*", fake.TooMany(time.Second))
		_, err := c.Do(t.Context(), rest.Request{}, nil)
		require.NoError(t, err)

		_, err = c.Do(t.Context(), rest.Request{Limit: rest.NewLimit("reports", rest.Limits{PerSecond: 1})}, nil)
		require.ErrorContains(t, err, "it was asked")
	}, ordo.WithLimiter(shared), ordo.WithAccount("v-1"))
	inBubble(t, func(t *testing.T, _ *fake.Server, c *rest.Client) {
		_, err := c.Do(t.Context(), rest.Request{}, nil)
		require.NoError(t, err)
	}, ordo.WithLimiter(shared), ordo.WithLimiter(nil), ordo.WithLimits(ordo.Limits{PerSecond: 1}))
}

func TestALimitOfSomeRequestsHasAKeyOfItsOwn(t *testing.T) {
	shared := newTable()
	reports := rest.NewLimit("reports", rest.Limits{PerSecond: 1})
	for _, opts := range [][]ordo.Option{nil, {ordo.WithLimiter(shared)}} {
		inBubble(t, func(t *testing.T, s *fake.Server, c *rest.Client) {
			s.Faults().Next("*", fake.Status(503))
			begin := time.Now()
			for range 3 {
				_, err := c.Do(t.Context(), rest.Request{Limit: reports}, nil)
				require.NoError(t, err)
			}
			require.Equal(t, 3*time.Second, time.Since(begin), "a repeat counts")
			_, err := c.Do(t.Context(), rest.Request{}, nil)
			require.NoError(t, err)
			require.Equal(t, 3*time.Second, time.Since(begin), "others do not")
		}, opts...)
	}
	require.Len(t, shared.places, 1)
	require.Len(t, shared.places["vendor/reports/v-1"], 4)
}

func TestAnAccountIsSharedByItsName(t *testing.T) {
	shared := newTable()
	opts := []ordo.Option{ordo.WithAccount(""), ordo.WithLimiter(shared), ordo.WithLimits(ordo.Limits{PerSecond: 100})}
	inBubble(t, func(t *testing.T, s *fake.Server, c *rest.Client) {
		copied := c.Copy()
		_, err := copied.Do(t.Context(), rest.Request{Op: "order/get"}, nil)
		require.ErrorIs(t, err, ordo.ErrInvalid)
		require.EqualError(t, err, "vendor: order/get: not sent: a shared limiter needs the account's name: "+
			"give ordo.WithAccount, the same everywhere")
		require.Zero(t, s.Calls("*"))
		require.NoError(t, copied.NameAccount("v-2"))
		_, err = copied.Do(t.Context(), rest.Request{}, nil)
		require.NoError(t, err)
		require.Len(t, shared.places["vendor/requests/v-2"], 1)

		c = client(s.Transport(), rest.Config{LimitKey: "https://shop.vendor.example"}, opts...)
		copied = c.Copy()
		require.NoError(t, copied.NameAccount("v-3"))
		for _, c := range []*rest.Client{c, copied} {
			_, err = c.Do(t.Context(), rest.Request{}, nil)
			require.NoError(t, err)
		}
		require.Len(t, shared.places["vendor/requests/https://shop.vendor.example"], 2, "an address is the name of all that have it")
	}, opts...)
}

// A copy of a client has the account's name; the client that fetches the token for both has none.
func TestATokenIsFetchedInTheNameOfWhoNeedsIt(t *testing.T) {
	shared := newTable()
	synctest.Test(t, func(t *testing.T) {
		s := shop()
		defer s.Close()
		var c *rest.Client
		fetch := func(ctx context.Context) (rest.Token, error) {
			_, err := c.Do(ctx, rest.Request{Op: "token", Method: http.MethodPost, Path: "/token"}, nil)
			return rest.Token{Value: ordo.NewSecret("t0ken")}, err
		}
		c = client(s.Transport(), rest.Config{Auth: []rest.Auth{{Header: "Authorization", Fetch: fetch}}},
			ordo.WithAccount(""), ordo.WithLimiter(shared), ordo.WithLimits(ordo.Limits{PerSecond: 100}))
		copied := c.Copy()
		require.NoError(t, copied.NameAccount("v-2"))
		_, err := copied.Do(t.Context(), rest.Request{}, nil)
		require.NoError(t, err)
		require.Len(t, shared.places["vendor/requests/v-2"], 2)
	})
}
