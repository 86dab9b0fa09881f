package killtest

import (
	"cmp"
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// few is how many orders a test leads if no flag says so.
const few = 20

// A process over a file is killed again and again, and started anew.
func TestOneProcessIsKilledOverAFile(t *testing.T) {
	t.Parallel()
	w := begin(t, cmp.Or(*orders, few))
	w.fleet.settings.Store = "file:" + filepath.Join(t.TempDir(), "orders.db")
	between := 800*time.Millisecond + time.Duration(len(w.lives))*2*time.Millisecond
	w.through(func(ctx context.Context) {
		one := w.start()
		for ctx.Err() == nil {
			w.awaits(ctx, one)
			rest(ctx, w.within(between))
			if ctx.Err() == nil {
				w.kill(one)
				one = w.start()
			}
		}
	})
}

// Two processes share a database. Either is killed and started anew, or stands still for longer than its claims last, and
// the database is stopped under both. Without the flag no worker is killed, only told to stop: whose orders a killed one
// has claimed waits for some 25 seconds.
func TestTwoProcessesAreKilledOverOneDatabase(t *testing.T) {
	t.Parallel()
	db := postgres(t)
	w := begin(t, cmp.Or(*orders, few))
	w.fleet.settings.Store = db.url()
	thorough := *orders > 0
	w.through(func(ctx context.Context) {
		w.start()
		w.start()
		for n := 0; ctx.Err() == nil && (thorough || n < 3); n++ {
			between := 800 * time.Millisecond
			switch {
			case thorough && n < 5: // each of what follows once
				between = silence / 2
			case thorough: // now and then somebody lives long enough to end the claims of the dead
				between = silence * 3 / 2
			}
			rest(ctx, w.within(between))
			x := w.any(w.dice)
			if x == nil || ctx.Err() != nil {
				continue
			}
			w.awaits(ctx, x)
			switch {
			case n%4 == 1:
				w.Logf("%s stops the database", time.Now().Format(time.TimeOnly))
				db.stop()
				rest(ctx, w.within(between/4))
				db.start()
				w.fleet.restarts++
			case !thorough:
				w.dismiss(x)
				w.start()
			case n%8 == 4:
				w.pause(x, silence+5*time.Second)
			default:
				w.kill(x)
				w.start()
			}
		}
	})
}

// silence is after what time without a word of a process its claims end; see package durable.
const silence = 20 * time.Second

// within is a part of a time, by the dice.
func (w *world) within(d time.Duration) time.Duration { return time.Duration(w.dice.Int64N(int64(d))) }

// awaits waits until a worker works.
func (w *world) awaits(ctx context.Context, x *worker) {
	select {
	case <-x.ready:
	case <-x.over:
	case <-ctx.Done():
	}
}

// through leads all orders through whatever disturbs the workers, then leaves them in peace until all is done, and
// compares.
func (w *world) through(disturb func(ctx context.Context)) {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.Context(), 5*time.Minute+time.Duration(len(w.lives))*90*time.Millisecond)
	defer cancel()
	troubled, peace := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		disturb(troubled)
	}()
	w.Cleanup(func() {
		w.stop() // what a failed test has left
	})
	ended := w.play(ctx)
	peace()
	<-done
	require.True(w, ended, "it does not end, -kill.seed=%d: %s", *seed, w.stuck())
	w.settle(ctx)
	w.stop()
	w.agree()
}
