package rest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
)

// Pace sets how often to ask whether something is done: first after First, then after pauses that double up to Most.
type Pace struct {
	First, Most time.Duration
	AtOnce      bool          // asks before the first pause, too
	Limit       time.Duration // all pauses together are not longer; 0: the context alone ends the waiting
}

// mostFailures is how often in a row asking may fail while the system cannot be reached.
const mostFailures = 100

// Poll calls look until what was accepted is done. look returns nil when it is, and an *ordo.PendingError while it is
// not; then Poll goes on, as it does for a while after errors of class Retry and RateLimited, and waits at least as
// long as they ask. Any other error ends it and is returned as it is.
//
// If ctx or the pace's Limit ends the waiting, or would before the next question, the error is an *ordo.Error of class
// Retry whose cause is the last *ordo.PendingError, with why it ended in Err. If look did not return one, it is about
// op and ref.
func (c *Client) Poll(ctx context.Context, op, ref string, p Pace, look func(context.Context) error) error {
	if ctx == nil {
		return c.Fail(op, ordo.Invalid, "not sent: the context is nil", nil)
	}
	pending := ordo.PendingError{Ref: ref}
	var last error // why the last question was not answered
	pause, waited, failures := p.First, time.Duration(0), 0
	for n := 0; ; n++ {
		if n > 0 || !p.AtOnce {
			wait := max(pause, c.asks(last))
			err := c.pause(ctx, p, wait, waited)
			if err != nil {
				return c.gaveUp(op, pending, wait, err, last)
			}
			waited += wait
			pause = min(2*pause, p.Most)
		}
		last = look(ctx)
		var still *ordo.PendingError
		switch class := ordo.ClassOf(last); {
		case last == nil:
			return nil
		case errors.As(last, &still):
			pending, last, failures = *still, nil, 0
		case class == ordo.Retry || class == ordo.RateLimited:
			if failures++; failures == mostFailures {
				return last
			}
		default:
			return last
		}
	}
}

// asks is how long an error asks to wait.
func (c *Client) asks(err error) time.Duration {
	var e *ordo.Error
	if !errors.As(err, &e) {
		return 0
	}
	return min(e.RetryAfter, c.settings.MaxWait)
}

// errTooLate is why a wait is not begun.
var errTooLate = errors.New("the next question would come too late")

// pause waits, unless that would be too long.
func (c *Client) pause(ctx context.Context, p Pace, wait, waited time.Duration) error {
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case !fits(ctx, wait):
		return fmt.Errorf("%w: %w", errTooLate, context.DeadlineExceeded)
	case p.Limit > 0 && waited+wait > p.Limit:
		return errTooLate
	}
	return sleep(ctx, wait)
}

// gaveUp makes the error of a waiting that ended.
func (c *Client) gaveUp(op string, pending ordo.PendingError, wait time.Duration, why, last error) error {
	if last != nil {
		why = fmt.Errorf("%w; %w", why, last)
	}
	pending.System, pending.Account = c.settings.System, c.Account()
	pending.Op, pending.Err = or(pending.Op, op), short(c.scrub.cause(why))
	pending.Ref, pending.State = c.scrub.brief(pending.Ref, codeLimit), c.scrub.brief(pending.State, codeLimit)
	e := c.Fail(op, ordo.Retry, "", &pending)
	e.RetryAfter = wait
	return e
}
