package rest

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"github.com/ordo-sdk/ordo"
)

// Limit bounds how fast the requests that have it are sent: those of this client, or those of all who share an
// ordo.Limiter with it.
type Limit struct {
	what   string // is bounded, for the key
	limits Limits
	alone  *rate.Limiter // counts without an ordo.Limiter
}

// NewLimit makes a limit of the requests that what names, such as "reports". It is nil if l is no bound.
func NewLimit(what string, l Limits) *Limit {
	if l.PerSecond <= 0 {
		return nil
	}
	l.Burst = max(1, l.Burst)
	return &Limit{what, l, rate.NewLimiter(rate.Limit(l.PerSecond), l.Burst)}
}

// pauses are until when a vendor asked for quiet, in ns since the client was made. Reads and writes have each their
// own: a refused search does not keep an order from being confirmed.
type pauses struct{ reads, writes atomic.Int64 }

// of returns the pause that holds for a request.
func (p *pauses) of(x *exchange) *atomic.Int64 {
	if x.write() {
		return &p.writes
	}
	return &p.reads
}

// kind names the pause that holds for a request.
func (x *exchange) kind() string {
	if x.write() {
		return "writes"
	}
	return "reads"
}

// share says for what account a request's limits are counted together with others; an error if it has no name.
func (c *Client) share(ctx context.Context, x *exchange) error {
	if c.settings.Limiter == nil || c.limit == nil && x.Limit == nil {
		return nil
	}
	fetcher, _ := ctx.Value(fetcher{}).(string)
	if x.shared = or(c.config.LimitKey, or(c.Account(), fetcher)); x.shared == "" {
		return errors.New("not sent: a shared limiter needs the account's name: give ordo.WithAccount, the same everywhere")
	}
	return nil
}

// key is the key of an ordo.Limiter for some of the account's requests.
func (c *Client) key(x *exchange, what string) string {
	return c.settings.System + "/" + what + "/" + x.shared
}

// admit waits until the account may send its next request. The error, if any, says that it was not sent.
func (c *Client) admit(ctx context.Context, x *exchange) *failure {
	if err := ctx.Err(); err != nil {
		return notSent("", err)
	}
	for !ordo.IgnoresPause(ctx) {
		quiet, err := c.paused(ctx, x)
		if err != nil {
			return notSent(limiterFailed, err)
		}
		if quiet <= 0 {
			break
		}
		if f := c.hold(ctx, quiet, "the vendor asked for a pause of this account"); f != nil {
			return f
		}
	}
	for _, l := range []*Limit{x.Limit, c.limit} {
		if l == nil {
			continue
		}
		if f := c.turn(ctx, x, l); f != nil {
			return f
		}
	}
	return nil
}

const limiterFailed = "the limiter that the account shares failed"

// turn waits for the next place among the requests of a limit.
func (c *Client) turn(ctx context.Context, x *exchange, l *Limit) *failure {
	const why = "the account's limit of requests is used up"
	if x.shared == "" {
		slot := l.alone.Reserve()
		f := c.hold(ctx, slot.Delay(), why)
		if f != nil {
			slot.Cancel()
		}
		return f
	}
	ctx, cancel := context.WithTimeout(ctx, patience) // no place is taken that would not be waited for
	defer cancel()
	wait, err := c.settings.Limiter.Reserve(ctx, c.key(x, l.what), l.limits)
	if err != nil {
		return notSent(limiterFailed, err)
	}
	return c.hold(ctx, wait, why)
}

// hold waits, unless the wait would go past the context or is too long.
func (c *Client) hold(ctx context.Context, d time.Duration, why string) *failure {
	if err := ctx.Err(); err != nil {
		return notSent("", err)
	}
	if !fits(ctx, d) || d > patience {
		return &failure{err: &ordo.Error{Class: ordo.RateLimited, Text: "not sent: " + why, RetryAfter: d}}
	}
	if err := sleep(ctx, d); err != nil {
		return notSent(why, err)
	}
	return nil
}

// notSent makes the failure of a request that did not get its turn.
func notSent(why string, err error) *failure {
	text := "not sent"
	if why != "" {
		text += ": " + why
	}
	return &failure{err: &ordo.Error{Class: ordo.Retry, Text: text, Err: err}}
}

// paused returns how long the account's requests of one kind still have to wait, as the vendor asked for.
func (c *Client) paused(ctx context.Context, x *exchange) (time.Duration, error) {
	quiet := time.Duration(c.pauses.of(x).Load()) - time.Since(c.started)
	if quiet > 0 || x.shared == "" {
		return quiet, nil
	}
	return c.settings.Limiter.Paused(ctx, c.key(x, x.kind()))
}

// telling is how long others may take to be told of a pause, also when the request's own context has ended.
const telling = 5 * time.Second

// quiet makes the account's requests of one kind wait, as the vendor asked for in answer to one of them.
func (c *Client) quiet(ctx context.Context, x *exchange, f *failure) *failure {
	until, pause := int64(time.Since(c.started)+f.err.RetryAfter), c.pauses.of(x)
	for {
		old := pause.Load()
		if old >= until || pause.CompareAndSwap(old, until) {
			break
		}
	}
	if x.shared == "" {
		return f
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), telling)
	defer cancel()
	if err := c.settings.Limiter.Pause(ctx, c.key(x, x.kind()), f.err.RetryAfter); err != nil {
		return f.also("others were not told of the pause", err)
	}
	return f
}
