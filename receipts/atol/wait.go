package atol

import (
	"context"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
)

// pauses are the waits before each question for a report; the last one goes on. This is the recommended pace: the queue
// itself gives up after 300 seconds.
var pauses = []time.Duration{
	4 * time.Second, 5 * time.Second, 10 * time.Second, 20 * time.Second, 40 * time.Second, time.Minute,
}

// Wait asks for the report of a document, with growing pauses, until the receipt is made or has failed, and returns the
// report. It begins with a pause, so it is meant for a document that was just sent; for an older one ask [Client.Report]
// first.
//
// A receipt that failed is the report together with an *ordo.Error whose Code is the report's and whose cause is
// a *FailedError: class Invalid if the document is at fault, Retry if not. In both cases the next attempt needs a new
// external id. If ctx ends before the receipt is final, the error is of class Retry with a *PendingError as its cause, at
// once if ctx has a deadline before the next question. Errors of asking are those of Report.
func (c *Client) Wait(ctx context.Context, uuid string) (*Report, error) {
	const op = "report"
	begin := time.Now()
	for n := 0; ; n++ {
		pause := pauses[min(n, len(pauses)-1)]
		if err := sleep(ctx, pause); err != nil {
			return nil, &ordo.Error{
				System: Name, Account: c.settings.Account, Op: op, Class: ordo.Retry, RetryAfter: pause,
				Err: &PendingError{UUID: uuid, Waited: time.Since(begin), Err: err},
			}
		}
		r, err := c.Report(ctx, uuid)
		if err != nil {
			return nil, err
		}
		if r.Status.IsFinal() {
			return r, c.Failure(r)
		}
	}
}

// PendingError is the cause of an error of Wait when the context ended before the receipt was final.
type PendingError struct {
	UUID   string
	Waited time.Duration
	Err    error // the context's
}

// Error says how long was waited.
func (e *PendingError) Error() string {
	return fmt.Sprintf("receipt %s is not made after %s: %v", e.UUID, e.Waited.Round(time.Second), e.Err)
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
