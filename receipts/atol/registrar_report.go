package atol

import (
	"errors"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/receipts"
)

// documentFrom converts a report.
func (g *Registrar) documentFrom(r *Report) (receipts.Document, error) {
	d := receipts.Document{Key: r.ExternalID, Ref: g.ref(r.UUID), State: receipts.DocumentWaiting}
	switch r.Status {
	case StatusDone:
		if r.Fiscal == nil {
			text := "receipt " + r.UUID + " is done, but its report has no fiscal document"
			return receipts.Document{}, g.client.rest.Fail("report", ordo.Retry, text, nil)
		}
		d.State = receipts.DocumentDone
		r.Fiscal.fill(&d)
	case StatusFail:
		d.State = receipts.DocumentFailed
		g.client.fillFailure(r, &d)
	case StatusWait:
	}
	return d, nil
}

func (f *Fiscal) fill(d *receipts.Document) {
	d.Number, d.Drive, d.Sign, d.Register = number(f.Document), f.Drive, number(f.Attribute), f.Registration
	d.Shift, d.InShift, d.At, d.Total, d.URL = int(f.Shift), int(f.Receipt), f.At, f.Total, f.URL
	for _, m := range f.Marks {
		d.Marks = append(d.Marks, receipts.MarkResult{Position: m.Position, Result: m.Result})
	}
}

// number returns a number of a fiscal document; "" for 0, which means that it is missing.
func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// fillFailure sets why there is no receipt. It may be registered again unless it must be corrected.
func (c *Client) fillFailure(r *Report, d *receipts.Document) {
	var e *ordo.Error
	var failed *FailedError
	if err := c.Failure(r); !errors.As(err, &e) || !errors.As(err, &failed) {
		return
	}
	d.Code, d.Text, d.CanRetry = e.Code, e.Text, failed.Remedy != Correct
	if d.Text == "" {
		d.Text = failed.Remedy.String()
	}
}
