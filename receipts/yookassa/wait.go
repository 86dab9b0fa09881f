package yookassa

import (
	"context"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// pace is how often the Wait methods look.
var pace = rest.Pace{First: time.Second, Most: 5 * time.Minute, AtOnce: true}

// WaitRefund reads a refund until it has succeeded or was refused: no notification tells of a refusal. A refund that is
// Canceled is no error; its Cancellation says why. Most refunds are settled at once, some take days.
//
// It waits as long as ctx lets it, and returns at once when the next look would be past ctx's deadline: the error then
// has class Retry, and its cause is an [ordo.PendingError]. While YooKassa cannot be reached it keeps waiting for a while.
func (c *Client) WaitRefund(ctx context.Context, id string) (*Refund, error) {
	return wait(ctx, c, "GET /refunds/{id}", id, c.GetRefund, func(r *Refund) Status { return r.Status })
}

// WaitReceipt reads a receipt until the register has taken it or has refused it, in the manner of [Client.WaitRefund].
// A receipt that stays Pending for three days is a matter for YooKassa's support.
func (c *Client) WaitReceipt(ctx context.Context, id string) (*Receipt, error) {
	return wait(ctx, c, "GET /receipts/{id}", id, c.GetReceipt, func(r *Receipt) Status { return r.Status })
}

func wait[T any](
	ctx context.Context, c *Client, op, id string, read func(context.Context, string) (*T, error), status func(*T) Status,
) (*T, error) {
	var v *T
	err := c.rest.Poll(ctx, op, id, pace, func(ctx context.Context) (err error) {
		if v, err = read(ctx, id); err == nil && status(v) == Pending { // a status that nobody knows is for the caller to judge
			err = &ordo.PendingError{Ref: id, State: string(Pending)}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return v, nil
}
