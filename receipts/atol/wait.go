package atol

import (
	"context"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// pace is how often a report is asked for. It is close to what is recommended: the queue itself gives up after 300 seconds.
var pace = rest.Pace{First: 4 * time.Second, Most: time.Minute}

// WaitReport asks for the report of a document, with growing pauses, until the receipt is made or has failed, and returns the
// report. It begins with a pause, so it is meant for a document that was just sent; for an older one ask [Client.GetReport]
// first.
//
// A receipt that failed is the report together with an *ordo.Error whose Code is the report's and whose cause is
// a *FailedError: class Invalid if the document is at fault, Retry if not. In both cases the next attempt needs a new
// external id. If ctx ends before the receipt is final, the error is of class Retry with an *ordo.PendingError as its
// cause, at once if ctx has a deadline before the next question. Errors of asking are those of Report.
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
