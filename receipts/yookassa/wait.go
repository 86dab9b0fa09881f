package yookassa

import (
	"context"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// pace is how often the Wait methods ask.
var pace = rest.Pace{First: time.Second, Most: 5 * time.Minute, AtOnce: true}

// WaitRefund reads a refund until it has succeeded or was refused; there is no notification for a refusal. A Canceled
// refund is not an error; see its Cancellation. Most refunds are settled at once, some take days.
//
// If ctx ends before, the error is of class Retry with an [ordo.PendingError] as its cause; it comes at once if the
// deadline is before the next question. While YooKassa cannot be reached it keeps waiting for a while.
func (c *Client) WaitRefund(ctx context.Context, id string) (*Refund, error) {
	return wait(ctx, c, "GET /refunds/{id}", id, c.GetRefund, func(r *Refund) Status { return r.Status })
}

// WaitReceipt reads a receipt until the register has accepted or refused it, like [Client.WaitRefund]. For a receipt
// that stays Pending for three days, ask YooKassa's support.
func (c *Client) WaitReceipt(ctx context.Context, id string) (*Receipt, error) {
	return wait(ctx, c, "GET /receipts/{id}", id, c.GetReceipt, func(r *Receipt) Status { return r.Status })
}

func wait[T any](
	ctx context.Context, c *Client, op, id string, read func(context.Context, string) (*T, error), status func(*T) Status,
) (*T, error) {
	var v *T
	err := c.rest.Poll(ctx, op, id, pace, func(ctx context.Context) (err error) {
		if v, err = read(ctx, id); err == nil && status(v) == Pending { // a status that is not documented is returned to the caller
			err = &ordo.PendingError{Ref: id, State: string(Pending)}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return v, nil
}
