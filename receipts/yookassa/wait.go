package yookassa

import (
	"context"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
)

// How the Wait methods look again: after a second, then twice as long each time, at last every five minutes.
const (
	firstLook = time.Second
	rareLook  = 5 * time.Minute
)

// PendingError is the cause of an error of class Retry when something is still pending as its waiting ends.
type PendingError struct {
	ID  string
	Err error // the last error of reading it, or why the waiting ended; may be nil
}

// Error names what is pending.
func (e *PendingError) Error() string {
	s := e.ID + " is still pending"
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause beneath.
func (e *PendingError) Unwrap() error { return e.Err }

// WaitRefund reads a refund until it has succeeded or was refused: no notification tells of a refusal. A refund that is
// Canceled is no error; its Cancellation says why. Most refunds are settled at once, some take days.
//
// It waits as long as ctx lets it, and returns at once when the next look would be past ctx's deadline: the error then
// has class Retry, and its cause is a [PendingError]. While YooKassa cannot be reached it keeps waiting.
func (c *Client) WaitRefund(ctx context.Context, id string) (*Refund, error) {
	return wait(ctx, c, "refunds/get", id, c.Refund, func(r *Refund) Status { return r.Status })
}

// WaitReceipt reads a receipt until the register has taken it or has refused it, in the manner of [Client.WaitRefund].
// A receipt that stays Pending for three days is a matter for YooKassa's support.
func (c *Client) WaitReceipt(ctx context.Context, id string) (*Receipt, error) {
	return wait(ctx, c, "receipts/get", id, c.Receipt, func(r *Receipt) Status { return r.Status })
}

func wait[T any](
	ctx context.Context, c *Client, op, id string, read func(context.Context, string) (*T, error), status func(*T) Status,
) (*T, error) {
	for pause := firstLook; ; pause = min(2*pause, rareLook) {
		v, err := read(ctx, id)
		switch class := ordo.ClassOf(err); {
		case err == nil && status(v) != Pending: // a status that nobody knows is for the caller to judge
			return v, nil
		case err != nil && class != ordo.Retry && class != ordo.RateLimited:
			return nil, err
		}
		end, bounded := ctx.Deadline()
		if bounded && time.Until(end) <= pause {
			if err == nil {
				err = fmt.Errorf("the next look in %v would be too late", pause)
			}
			return nil, c.fail(op, ordo.Retry, "gave up waiting", &PendingError{id, err})
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil, c.fail(op, ordo.Retry, "gave up waiting", &PendingError{id, ctx.Err()})
		}
	}
}
