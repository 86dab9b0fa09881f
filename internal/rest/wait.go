package rest

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v4"
	"github.com/ordo-sdk/ordo"
)

const (
	firstWait  = 500 * time.Millisecond
	longWait   = 30 * time.Second
	mostWait   = 365 * 24 * time.Hour // more in a header is taken as this, and then bounded by the settings
	patience   = 2 * time.Minute      // the longest wait between two tries; for more there is no repeat
	waitFactor = 2
)

// waiter computes the waits between the tries of one request.
type waiter struct{ intervals *backoff.ExponentialBackOff }

func newWaiter() *waiter {
	return &waiter{backoff.NewExponentialBackOff(
		backoff.WithInitialInterval(firstWait), backoff.WithMaxInterval(longWait),
		backoff.WithMultiplier(waitFactor), backoff.WithMaxElapsedTime(0),
	)}
}

// next returns how long to wait, at least what the vendor asked for.
func (w *waiter) next(asked time.Duration) time.Duration {
	return max(w.intervals.NextBackOff(), asked)
}

// fits reports whether a wait ends before the context does.
func fits(ctx context.Context, wait time.Duration) bool {
	end, ok := ctx.Deadline()
	return ctx.Err() == nil && (!ok || time.Until(end) > wait)
}

// sleep waits, or returns the context's error when it ends first.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// retryAfter reads the header Retry-After: seconds, or a date. The date is compared with the vendor's own clock where
// the answer tells it, as clocks differ.
func retryAfter(h http.Header, clock ordo.Clock) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if v == "" {
		return 0
	}
	var d time.Duration
	if s, err := strconv.ParseFloat(v, 64); err == nil {
		if s >= mostWait.Seconds() {
			return mostWait
		}
		d = time.Duration(s * float64(time.Second)) // NaN and negatives end below
	} else if at, err := http.ParseTime(v); err == nil {
		now, err := http.ParseTime(h.Get("Date"))
		if err != nil {
			now = clock.Now()
		}
		d = at.Sub(now)
	}
	return min(max(d, 0), mostWait)
}
