package cdek

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
)

// pauses are the waits before each question for an outcome; the last one goes on.
var pauses = []time.Duration{
	2 * time.Second, time.Second, time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second,
}

// Await asks for an order, with growing pauses, until no request on it is under way, and returns it. If the newest request
// turned INVALID, the error is an *ordo.Error with a *RefusalError that names the fields and the codes: the draft must be
// corrected. It begins with a pause, so it is meant for a request that was just made. For a minute CDEK may not know
// a fresh order; after that the error is of class NotFound.
//
// If ctx ends before, the error is of class Retry with a *PendingError as its cause, at once if ctx has a deadline before
// the next question.
func (c *Client) Await(ctx context.Context, uuid string) (*Order, error) {
	return c.await(ctx, "orders/await", uuid, "")
}

func (c *Client) await(ctx context.Context, op, uuid, number string) (*Order, error) {
	var out *Order
	err := c.poll(ctx, op, uuid, func(waited time.Duration) (bool, error) {
		o, err := c.Order(ctx, uuid)
		switch {
		case ordo.ClassOf(err) == ordo.NotFound && waited < visible:
			return false, nil
		case err != nil:
			return false, err
		case !o.settled():
			return false, nil
		}
		out = o
		return true, nil
	})
	if err != nil {
		return nil, err
	}
	if err := c.same(op, out, asked{number: number}); err != nil {
		return nil, err
	}
	last := newest(out.Requests, func(Request) bool { return true })
	if last == nil || last.State != Invalid {
		return out, nil
	}
	refused := c.failed(op, uuid, last)
	if number == "" {
		number = out.Number
	}
	var why *RefusalError
	if errors.As(refused, &why) && why.Has(codeDuplicateNumber) && number != "" {
		first, err := c.holder(ctx, number)
		if err != nil {
			return nil, err
		}
		if first != nil && first.UUID != uuid {
			return c.await(ctx, op, first.UUID, number)
		}
	}
	return nil, refused
}

// poll calls done, with growing pauses, until it returns true or an error.
func (c *Client) poll(ctx context.Context, op, uuid string, done func(waited time.Duration) (bool, error)) error {
	begin := time.Now()
	for n := 0; ; n++ {
		pause := pauses[min(n, len(pauses)-1)]
		if err := sleep(ctx, pause); err != nil {
			e := c.fail(op, ordo.Retry, "", &PendingError{UUID: uuid, Waited: time.Since(begin), Err: err})
			e.RetryAfter = pause
			return e
		}
		if ok, err := done(time.Since(begin)); ok || err != nil {
			return err
		}
	}
}

// PendingError is the cause of an error when the context ended before the outcome was known.
type PendingError struct {
	UUID   string // of the order, pick-up or form
	Waited time.Duration
	Err    error // the context's
}

// Error says how long was waited.
func (e *PendingError) Error() string {
	return fmt.Sprintf("%s is not settled after %s: %v", e.UUID, e.Waited.Round(time.Second), e.Err)
}

// Unwrap returns the context's error.
func (e *PendingError) Unwrap() error { return e.Err }

// sleep waits, unless ctx ends before.
func sleep(ctx context.Context, d time.Duration) error {
	if end, ok := ctx.Deadline(); ok && time.Until(end) < d {
		if err := ctx.Err(); err != nil {
			return err
		}
		return context.DeadlineExceeded
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
