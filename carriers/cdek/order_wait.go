package cdek

import (
	"context"
	"errors"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Orders, forms and deletions are waited for by asking.
var (
	waitPace = rest.Pace{First: time.Second, Most: 15 * time.Second}
	// recheckPace is for an order whose answer was lost, before it counts as not sent. If CDEK is slower, it refuses
	// the second order for its number, and WaitOrder finds the first.
	recheckPace = rest.Pace{First: time.Second, Most: 4 * time.Second, Limit: 7 * time.Second, AtOnce: true}
)

// WaitOrder asks for an order, with growing pauses, until no request on it is open, and returns it. If the newest
// request became INVALID, the error is an *ordo.Error with a *RefusalError that names the fields and the codes: the
// draft must be corrected. It begins with a pause, so call it after a request was made. CDEK may not find a new order
// for a minute; after that the error is of class NotFound.
//
// If ctx ends before, the error is of class Retry with an *ordo.PendingError as its cause; it comes at once if the
// deadline is before the next question.
func (c *Client) WaitOrder(ctx context.Context, uuid string) (*Order, error) {
	return c.await(ctx, "GET /v2/orders/{uuid}", uuid, "")
}

func (c *Client) await(ctx context.Context, op, uuid, number string) (*Order, error) {
	var out *Order
	begin := time.Now()
	err := c.rest.Poll(ctx, op, uuid, waitPace, func(ctx context.Context) (err error) {
		switch out, err = c.GetOrder(ctx, uuid); {
		case ordo.ClassOf(err) == ordo.NotFound && time.Since(begin) < visibleWithin:
			return notYet(uuid, "")
		case err != nil:
			return err
		case !out.settled():
			return notYet(uuid, out.Current().Code)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := same("number", number, out.Number); err != nil {
		return nil, c.rest.Fail(op, ordo.InDoubt, "", err)
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
		first, err := c.findByNumber(ctx, number)
		if err != nil {
			return nil, err
		}
		if first != nil && first.UUID != uuid {
			return c.await(ctx, op, first.UUID, number)
		}
	}
	return nil, refused
}

// notYet returns the error for an object that is not settled.
func notYet(ref, state string) error { return &ordo.PendingError{Ref: ref, State: state} }

// recheck calls look for some seconds, because CDEK may not show a new object yet. It reports whether the object was
// found. false without an error means that every look was answered.
func (c *Client) recheck(ctx context.Context, op, ref string, look func(context.Context) (bool, error)) (bool, error) {
	var failed error
	err := c.rest.Poll(ctx, op, ref, recheckPace, func(ctx context.Context) (err error) {
		var there bool
		if there, failed = look(ctx); !there && failed == nil {
			return notYet(ref, "")
		}
		return failed
	})
	var pending *ordo.PendingError
	if failed == nil && errors.As(err, &pending) && ctx.Err() == nil && !errors.Is(err, context.DeadlineExceeded) {
		return false, nil
	}
	return err == nil, err
}
