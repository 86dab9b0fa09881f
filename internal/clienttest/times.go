package clienttest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
)

func timeChecks[C any]() []check[C] {
	return []check[C]{
		{name: "a slow vendor is waited for", each: slow[C]},
		{name: "a vendor that never answers is given up", each: silent[C]},
		{name: "nothing is sent in a context that has ended", each: endedBefore[C]},
		{name: "a context that ends ends the call", each: endedWithin[C]},
		{name: "no context is an error", each: noContext[C]},
		{name: "a wait that the vendor asks for is bounded", each: rateLimited[C]},
		{name: "each request takes a place of a shared limiter", each: placed[C]},
	}
}

const (
	slowest  = 25 * time.Second
	longWait = 15 * time.Minute // how long a call, and an account, may wait at most for a vendor who asks for a day
	given    = 30 * time.Minute // after which a call must have given up
)

func slow[C any](c Client[C], op Op[C]) error {
	a := op.good()
	a.after = slowest
	o, err := c.run(op, always(a))
	return errors.Join(err, o.err)
}

func silent[C any](c Client[C], op Op[C]) error {
	for what, script := range map[string]func(int, *http.Request, string) answer{
		"no answer": always(answer{never: true}),
		"an answer that stalls": func(_ int, r *http.Request, _ string) answer {
			return answer{Reply: Reply{Status: op.Status}, body: stalled{r.Context()}}
		},
	} {
		o, err := c.run(op, script)
		if err == nil {
			err = undecided(op, o, 0)
		}
		if err == nil && o.took > given {
			err = fmt.Errorf("it took %v", o.took)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	return nil
}

func endedBefore[C any](c Client[C], op Op[C]) error {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	o, err := c.bench(op, always(op.good())).call(ctx, op)
	switch {
	case err != nil:
		return err
	case len(o.calls) > 0:
		return fmt.Errorf("%s was sent", o.calls[0].about)
	case !errors.Is(o.err, context.Canceled):
		return fmt.Errorf("the error is not the context's: %w", errors.Join(o.err, errors.New("want context.Canceled")))
	case ordo.ClassOf(o.err) != ordo.Retry:
		return fmt.Errorf("class %v of what was not sent: %w", ordo.ClassOf(o.err), o.err)
	}
	return nil
}

func endedWithin[C any](c Client[C], op Op[C]) error {
	scripts := map[string]func(int, *http.Request, string) answer{
		"before the answer": always(answer{never: true}),
		"within the answer": func(_ int, r *http.Request, _ string) answer {
			return answer{Reply: Reply{Status: op.Status}, body: stalled{r.Context()}}
		},
		"before a repeat": always(answer{Reply: Reply{Status: http.StatusServiceUnavailable, Type: "text/plain", Body: "busy"}}),
	}
	for what, script := range scripts {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		o, err := c.bench(op, script).call(ctx, op)
		cancel()
		if err == nil {
			err = undecided(op, o, 0)
		}
		if err == nil && o.took > 2*time.Second {
			err = fmt.Errorf("it took %v of one second", o.took)
		}
		if err == nil && what != "before a repeat" && !errors.Is(o.err, context.DeadlineExceeded) {
			err = fmt.Errorf("the error is not the context's: %w", o.err)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	return nil
}

func noContext[C any](c Client[C], op Op[C]) error {
	o, err := c.bench(op, always(op.good())).call(nil, op) //nolint:staticcheck // it is what is looked at
	switch {
	case err != nil:
		return err
	case o.err == nil:
		return errors.New("it is taken for a context")
	case len(o.calls) > 0:
		return fmt.Errorf("%s was sent", o.calls[0].about)
	}
	return nil
}

func rateLimited[C any](c Client[C], op Op[C]) error {
	for _, wait := range []string{"", "0", "2", "86400", "-86400", "NaN", "1e309", "soon", "9223372036854775807", "Fri, 31 Dec 2100 23:59:59 GMT"} {
		for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
			if err := limited(c, op, status, wait); err != nil {
				return fmt.Errorf("%d with Retry-After %q: %w", status, wait, err)
			}
		}
	}
	return nil
}

func limited[C any](c Client[C], op Op[C], status int, wait string) error {
	now := answer{
		Reply: Reply{Status: status, Type: "text/plain", Body: "slow down"}, header: http.Header{"Retry-After": {wait}},
	}
	b := c.bench(op, func(int, *http.Request, string) answer { return now })
	o, err := b.do(op)
	if err == nil {
		err = undecided(op, o, status)
	}
	var e *ordo.Error
	switch {
	case err != nil:
		return err
	case o.took > longWait:
		return fmt.Errorf("the call took %v", o.took)
	case errors.As(o.err, &e) && (e.RetryAfter > longWait || e.RetryAfter < 0):
		return fmt.Errorf("the caller is told to wait %v: %w", e.RetryAfter, o.err)
	case strings.Contains(o.err.Error(), "NaN"):
		return fmt.Errorf("the wait is told: %w", o.err)
	}
	time.Sleep(longWait)
	now = op.good()
	begin := time.Now()
	if o, err = b.do(op); err != nil || o.err != nil {
		return fmt.Errorf("the account is still silent after %v: %w", longWait, errors.Join(err, o.err))
	}
	if d := time.Since(begin); d > time.Minute {
		return fmt.Errorf("the account is still slow after %v: %v", longWait, d)
	}
	return nil
}

// places is a limiter that counts.
type places struct {
	taken []string // the keys
	err   error
}

func (p *places) Reserve(_ context.Context, key string, _ ordo.Limits) (time.Duration, error) {
	p.taken = append(p.taken, key)
	return 0, p.err
}

func (p *places) Pause(context.Context, string, time.Duration) error    { return p.err }
func (p *places) Paused(context.Context, string) (time.Duration, error) { return 0, p.err }

func placed[C any](c Client[C], op Op[C]) error {
	for _, fails := range []error{nil, errors.New("it is down")} {
		p := &places{err: fails}
		limits := ordo.WithLimits(ordo.Limits{PerSecond: 1})
		o, err := c.run(op, always(op.good()), ordo.WithAccount("first-1"), limits, ordo.WithLimiter(p))
		switch {
		case err != nil:
			return err
		case fails != nil && (len(o.calls) > 0 || ordo.ClassOf(o.err) != ordo.Retry):
			return fmt.Errorf("%d requests are sent although the limiter fails, or the class is not Retry: %w", len(o.calls), o.err)
		case fails == nil && len(p.taken) != len(o.calls):
			return fmt.Errorf("%d requests took %d places: %q", len(o.calls), len(p.taken), p.taken)
		}
	}
	return nil
}
