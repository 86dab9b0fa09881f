package atol

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order"
)

// Status is how far a receipt is.
type Status string

// The statuses. Another one, which the service does not document, counts as not final.
const (
	StatusWait Status = "wait" // in the queue
	StatusDone Status = "done" // the receipt exists
	StatusFail Status = "fail" // there is no receipt, and there will be none with this external id
)

// IsFinal reports whether the status stays.
func (s Status) IsFinal() bool { return s == StatusDone || s == StatusFail }

func statusOr(s lax.Text, other Status) Status {
	if s == "" {
		return other
	}
	return Status(s)
}

// Report is what has become of a document.
type Report struct {
	UUID        string
	ExternalID  string
	Status      Status
	Error       *Fault  // of StatusFail
	Fiscal      *Fiscal // of StatusDone
	At          time.Time
	Group       string
	Daemon      string
	Device      string
	CallbackURL string
	// Warnings are by the field that they are about: "callback_url" means that no callback will come.
	Warnings map[string]string
	// Extra is what this type does not know, and what could not be read.
	Extra map[string]json.RawMessage
}

// Fiscal is the receipt as the register made it. A receipt with a bad result for a marking code is valid all the same.
type Fiscal struct {
	Receipt      int64       // tag 1042, number in the shift
	Shift        int64       // tag 1038
	At           time.Time   // tag 1012, in the fiscal drive; zero if it could not be read
	Total        order.Money // tag 1020
	Drive        string      // tag 1041, number of the fiscal drive, with its leading zeros
	Document     int64       // tag 1040, ФД
	Attribute    int64       // tag 1077, ФПД
	Registration string      // tag 1037, of the register
	Site         string      // tag 1060, of the tax service
	OperatorINN  string      // tag 1017; may be empty
	URL          string      // the receipt on its operator's site; only some operators have it: see QR
	Marks        []MarkResult
	// Extra is what this type does not know, and what could not be read.
	Extra map[string]json.RawMessage
}

// QR is the text of the receipt's QR code, by which the tax service and the operators show it.
func (f *Fiscal) QR(op Operation) string {
	return fmt.Sprintf("t=%s&s=%s&fn=%s&i=%d&fp=%d&n=%d", f.At.Format("20060102T1504"), f.Total.Text(),
		url.QueryEscape(f.Drive), f.Document, f.Attribute, operations[op].sign)
}

// MarkResult is what a check of a marking code gave (v5).
type MarkResult struct {
	Position int    // of the item, from 0
	Code     string // as it was sent
	Result   int    // tag 2106, see OK
}

// OK reports whether the code is genuine and its status in the marking system is right: the result is 15. Any other means
// that the code was not checked (0, 16), or was found bad or of a wrong status.
func (m MarkResult) OK() bool { return m.Result == 15 }

// Report asks once what has become of a document. A receipt that failed is no error here: see Report.Status. Reports are
// kept for 32 days; after that, and for an unknown number, the error is of class NotFound. Unless ordo.WithLimits says
// otherwise, reports are asked for at most once a second, as the service wants it for a group of one register.
func (c *Client) Report(ctx context.Context, uuid string) (*Report, error) {
	const op = "report"
	if uuid == "" {
		return nil, c.invalid(op, fmt.Errorf("the uuid is empty"))
	}
	if c.reports != nil {
		if err := c.reports.Wait(ctx); err != nil {
			if ctx.Err() == nil {
				err = fmt.Errorf("%w: %w", context.DeadlineExceeded, err) // it would not be the turn in time
			}
			return nil, &ordo.Error{System: Name, Account: c.settings.Account, Op: op, Class: ordo.Retry, Text: "not sent", Err: err}
		}
	}
	var in wireReport
	if _, err := c.rest.Do(ctx, rest.Request{Op: op, Path: rest.Pathf("/%s/report/%s", c.group, uuid)}, &in); err != nil {
		return nil, err
	}
	r := in.report(c.zone)
	switch {
	case r.UUID == "": // code 34 may leave it out
		r.UUID = uuid
	case !strings.EqualFold(r.UUID, uuid):
		return nil, &ordo.Error{
			System: Name, Account: c.settings.Account, Op: op, Class: ordo.InDoubt,
			Text: "asked for the receipt " + strconv.Quote(uuid) + ", the report is of " + strconv.Quote(r.UUID),
		}
	}
	return r, nil
}

// Failure is the error that [Client.Wait] returns for a receipt that failed; nil for any other report.
func (c *Client) Failure(r *Report) error {
	if r.Status == StatusFail {
		return c.failed("report", r)
	}
	return nil
}
