package atol

import (
	"context"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// pace is how often a report is asked for, close to the vendor's advice: the queue gives up after 300 seconds.
var pace = rest.Pace{First: 4 * time.Second, Most: time.Minute}

// WaitReport asks for the report of a document, with growing pauses, until the receipt is made or has failed. It begins
// with a pause: for an older document call [Client.GetReport] first.
//
// For a receipt that failed it returns the report and an *ordo.Error with the report's Code and a *FailedError as its
// cause: class Invalid if the document must be corrected, Retry if not. Both need a new external id. If ctx ends before
// the receipt is final, the error is of class Retry with an *ordo.PendingError as its cause; it comes at once if the
// deadline is before the next question. Other errors are those of GetReport.
func (c *Client) WaitReport(ctx context.Context, uuid string) (*Report, error) {
	var r *Report
	err := c.rest.Poll(ctx, "report", uuid, pace, func(ctx context.Context) (err error) {
		if r, err = c.GetReport(ctx, uuid); err == nil && !r.Status.IsFinal() {
			err = &ordo.PendingError{Ref: uuid, State: string(r.Status)}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return r, c.Failure(r)
}
