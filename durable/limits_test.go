package durable_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/time/rate"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/durable"
)

// onBoth runs a test on each database.
func onBoth(t *testing.T, test func(t *testing.T, s *durable.Store)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) { test(t, opened(t, "file:"+filepath.Join(t.TempDir(), "orders.db"))) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, opened(t, postgres(t))) })
}

// evenly checks that the times of places, in microseconds, are never more than a limit allows, in any window.
func evenly(t require.TestingT, times []int64, l ordo.Limits) {
	slices.Sort(times)
	for i := range times {
		for j := i + 1; j < len(times); j++ {
			beyond := j - i + 1 - max(1, l.Burst)
			if within := times[j] - times[i]; l.PerSecond*float64(within) < float64(beyond)*1e6 {
				require.Failf(t, "too many", "%d places within %dµs of %+v", j-i+1, within, l)
			}
		}
	}
}

func TestPlacesAreThoseOfTheModel(t *testing.T) {
	onBoth(t, func(t *testing.T, s *durable.Store) {
		rapid.Check(t, func(t *rapid.T) {
			key := uuid.NewString()
			l := ordo.Limits{
				PerSecond: rapid.SampledFrom([]float64{0.125, 1, 3, 7, 50, 1e3, 3e5, 1e9}).Draw(t, "a second"),
				Burst:     rapid.IntRange(-1, 10).Draw(t, "burst"),
			}
			distance := int64(math.Ceil(1e6 / l.PerSecond))
			early := distance * int64(max(1, l.Burst)-1)
			var tat, last int64 // as in the row, and when the database was asked last
			var times []int64
			for range rapid.IntRange(1, 30).Draw(t, "requests") {
				patience := rapid.Int64Range(0, 12).Draw(t, "patience") * distance
				now, at, taken, err := s.Take(t.Context(), key, l, time.Duration(patience)*time.Microsecond)
				require.NoError(t, err)
				if !taken { // now is a moment later than that of the refusal
					require.Greater(t, tat-early-last, patience)
					require.Greater(t, at-now, patience, "it does not look as if it came in time")
					continue
				}
				require.LessOrEqual(t, tat-early-now, patience)
				require.Equal(t, max(now, tat-early), at)
				tat, last = max(tat, now)+distance, now
				times = append(times, at)
			}
			evenly(t, times, l)
		})
	})
}

func TestMachinesTogetherStayUnderTheRate(t *testing.T) {
	dsn := postgres(t)
	l := ordo.Limits{PerSecond: 3000, Burst: 20}
	const stores, callers, each = 3, 8, 40
	var times []int64
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range stores {
		s := opened(t, dsn)
		for range callers {
			wg.Go(func() {
				for range each {
					now, at, taken, err := s.Take(t.Context(), "shop/requests/shop-1", l, time.Hour)
					require.NoError(t, err)
					require.True(t, taken)
					require.GreaterOrEqual(t, at, now)
					mu.Lock()
					times = append(times, at)
					mu.Unlock()
				}
			})
		}
	}
	wg.Wait()
	require.Len(t, times, stores*callers*each)
	evenly(t, times, l)
}

func TestAPlaceThatComesTooLateIsNotTaken(t *testing.T) {
	onBoth(t, func(t *testing.T, s *durable.Store) {
		limiter, l := s.Limiter(), ordo.Limits{PerSecond: 1.0 / 3600, Burst: 2}
		reserve := func(patience time.Duration) time.Duration {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			wait, err := limiter.Reserve(ctx, "shop/requests/shop-1", l)
			require.NoError(t, err)
			return wait
		}
		require.Zero(t, reserve(time.Hour))
		require.Zero(t, reserve(time.Hour))
		for range 10 {
			require.InDelta(t, time.Hour, reserve(59*time.Minute), float64(time.Minute), "no place is taken")
		}
		require.InDelta(t, time.Hour, reserve(2*time.Hour), float64(time.Minute))
		wait, err := limiter.Reserve(t.Context(), "shop/requests/shop-1", l)
		require.NoError(t, err)
		require.InDelta(t, 2*time.Hour, wait, float64(time.Minute), "without a deadline any place is good")
		require.InDelta(t, 3*time.Hour, reserve(time.Hour), float64(time.Minute))

		wait, err = limiter.Reserve(t.Context(), "shop/requests/shop-2", l)
		require.NoError(t, err)
		require.Zero(t, wait, "another account does not wait")

		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = limiter.Reserve(ctx, "shop/requests/shop-3", l)
		require.ErrorIs(t, err, context.Canceled)
	})
}

func TestAPauseIsThatWhichEndsLast(t *testing.T) {
	onBoth(t, func(t *testing.T, s *durable.Store) {
		limiter := s.Limiter()
		paused := func(key string) time.Duration {
			d, err := limiter.Paused(t.Context(), key)
			require.NoError(t, err)
			return d
		}
		require.Zero(t, paused("shop/reads/shop-1"))
		for _, d := range []time.Duration{time.Hour, 2 * time.Hour, time.Minute, -time.Hour} {
			require.NoError(t, limiter.Pause(t.Context(), "shop/reads/shop-1", d))
		}
		require.InDelta(t, 2*time.Hour, paused("shop/reads/shop-1"), float64(time.Minute))
		require.Zero(t, paused("shop/writes/shop-1"))
		require.NoError(t, limiter.Pause(t.Context(), "shop/writes/shop-1", 0))
		require.LessOrEqual(t, paused("shop/writes/shop-1"), time.Duration(0))
	})
}

func TestAnyKeyIsTaken(t *testing.T) {
	onBoth(t, func(t *testing.T, s *durable.Store) {
		for _, key := range []string{"", "shop/requests/Магазин 'A'", "\x00\xff", string(make([]byte, 1<<16))} {
			require.NoError(t, s.Limiter().Pause(t.Context(), key, time.Hour))
			d, err := s.Limiter().Paused(t.Context(), key)
			require.NoError(t, err)
			require.Positive(t, d)
		}
	})
}

func TestALimiterThatCannotAnswerSaysSo(t *testing.T) {
	onBoth(t, func(t *testing.T, s *durable.Store) {
		for _, l := range []ordo.Limits{{}, {PerSecond: -1}, {PerSecond: math.NaN()}} {
			_, err := s.Limiter().Reserve(t.Context(), "shop/requests/shop-1", l)
			require.ErrorContains(t, err, "give more than 0")
		}
		wait, err := s.Limiter().Reserve(t.Context(), "shop/requests/shop-1", ordo.Limits{PerSecond: math.Inf(1), Burst: math.MaxInt})
		require.NoError(t, err)
		require.Zero(t, wait)
	})
	s := open(t, "file:"+filepath.Join(t.TempDir(), "orders.db"))
	closed(t, s)
	_, err := s.Limiter().Reserve(t.Context(), "shop/requests/shop-1", ordo.Limits{PerSecond: 1})
	require.Error(t, err)
}

// alone is a limiter in memory to compare with.
type alone struct {
	ordo.Limiter
	rate *rate.Limiter
}

func (a alone) Reserve(context.Context, string, ordo.Limits) (time.Duration, error) {
	r := a.rate.Reserve()
	if !r.OK() {
		return 0, errors.New("no place")
	}
	return r.Delay(), nil
}

// Places a second, of one key, that many callers take at once. No place has to be waited for.
func BenchmarkLimiter(b *testing.B) {
	for _, kind := range []string{"memory", "SQLite", "PostgreSQL"} {
		for _, callers := range []int{1, 8, 32} {
			b.Run(fmt.Sprintf("%s/%d", kind, callers), func(b *testing.B) {
				var l ordo.Limiter = alone{rate: rate.NewLimiter(1e9, 1)}
				switch kind {
				case "SQLite":
					l = opened(b, "file:"+filepath.Join(b.TempDir(), "orders.db")).Limiter()
				case "PostgreSQL":
					l = opened(b, postgres(b)).Limiter()
				}
				places := make(chan struct{}, b.N)
				for range b.N {
					places <- struct{}{}
				}
				close(places)
				var wg sync.WaitGroup
				b.ResetTimer()
				for range callers {
					wg.Go(func() {
						for range places {
							if _, err := l.Reserve(b.Context(), "shop/requests/shop-1", ordo.Limits{PerSecond: 1e9}); err != nil {
								b.Error(err)
							}
						}
					})
				}
				wg.Wait()
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "places/s")
			})
		}
	}
}
