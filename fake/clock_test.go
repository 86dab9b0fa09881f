package fake_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ordo-sdk/ordo/fake"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var noon = time.Date(2025, 9, 17, 12, 0, 0, 0, time.UTC)

func TestTheClockStandsStill(t *testing.T) {
	c := fake.NewClock(noon)
	require.Equal(t, noon, c.Now())
	c.Advance(90 * time.Minute)
	require.Equal(t, noon.Add(90*time.Minute), c.Now())
	c.Advance(-time.Hour)
	require.Equal(t, noon.Add(90*time.Minute), c.Now(), "time does not go back")
}

func TestTimersFireAtTheirOwnTimeInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := fake.NewClock(noon)
		waits := rapid.SliceOf(rapid.IntRange(1, 100)).Draw(t, "minutes")
		var fired []int
		for _, m := range waits {
			d := time.Duration(m) * time.Minute
			c.AfterFunc(d, func(now time.Time) {
				require.Equal(t, noon.Add(d), now)
				require.Equal(t, now, c.Now())
				fired = append(fired, m)
			})
		}
		for range 10 {
			c.Advance(10 * time.Minute)
		}
		slices.Sort(waits)
		require.Equal(t, len(waits), len(fired))
		require.True(t, slices.Equal(waits, fired))
		require.Zero(t, c.Timers())
	})
}

func TestATimerMaySetTheNext(t *testing.T) {
	c := fake.NewClock(noon)
	var at []time.Time
	var tick func(time.Time)
	tick = func(now time.Time) {
		at = append(at, now)
		c.AfterFunc(time.Hour, tick)
	}
	c.AfterFunc(time.Hour, tick)
	c.Advance(3*time.Hour + time.Minute)
	require.Equal(t, []time.Time{noon.Add(time.Hour), noon.Add(2 * time.Hour), noon.Add(3 * time.Hour)}, at)
	require.Equal(t, 1, c.Timers())
}

func TestAStoppedTimerDoesNotFire(t *testing.T) {
	c := fake.NewClock(noon)
	stop := c.AfterFunc(time.Hour, func(time.Time) { t.Error("fired") })
	require.True(t, stop())
	require.False(t, stop())
	c.Advance(2 * time.Hour)
	ch := c.After(0)
	require.Equal(t, noon.Add(2*time.Hour), <-ch, "no wait fires at once")
}

func TestSleepersWakeOrGiveUp(t *testing.T) {
	c := fake.NewClock(noon)
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	var long, short error
	wg.Go(func() { long = c.Sleep(ctx, time.Hour) })
	wg.Go(func() { short = c.Sleep(t.Context(), time.Minute) })
	for c.Timers() < 2 {
		time.Sleep(time.Millisecond)
	}
	c.Advance(time.Minute)
	cancel()
	wg.Wait()
	require.NoError(t, short)
	require.ErrorIs(t, long, context.Canceled)
	require.ErrorIs(t, c.Sleep(ctx, 0), context.Canceled)
	require.Zero(t, c.Timers())
}
