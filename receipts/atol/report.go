package atol

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// Status is the state of a receipt.
type Status string

// The statuses. One that is not documented counts as not final.
const (
	StatusWait Status = "wait" // in the queue
	StatusDone Status = "done" // the receipt exists
	StatusFail Status = "fail" // there is no receipt, and will be none with this external id
)

// IsFinal reports whether the status will not change.
func (s Status) IsFinal() bool { return s == StatusDone || s == StatusFail }

// Report is the state of a document.
type Report struct {
	UUID        string    `json:"uuid"`
	ExternalID  string    `json:"external_id"`
	Status      Status    `json:"status"`
	Error       *Fault    `json:"error"`   // for StatusFail
	Fiscal      *Fiscal   `json:"payload"` // for StatusDone
	At          time.Time `json:"timestamp"`
	Group       string    `json:"group_code"`
	Daemon      string    `json:"daemon_code"`
	Device      string    `json:"device_code"`
	CallbackURL string    `json:"callback_url"`
	// Warnings are by field: "callback_url" means that no callback will come.
	Warnings map[string]string `json:"warnings"`
	Problem  error             `json:"-"` // what could not be read; it is in Extra, here or in Fiscal
	Extra    wire.Extra        `json:"-"`
}

// pending reports whether the answer is only code 34: the receipt is not processed yet.
func (r *Report) pending() bool {
	return r.Error != nil && r.Error.Code == codeNotYet && !r.Status.IsFinal()
}

// Fiscal is the receipt as the register made it. It is valid even if a marking code has a bad result.
type Fiscal struct {
	Receipt      int64        `json:"fiscal_receipt_number"`     // tag 1042, number in the shift
	Shift        int64        `json:"shift_number"`              // tag 1038
	At           time.Time    `json:"receipt_datetime"`          // tag 1012, in the fiscal drive; zero if it could not be read
	Total        amount.Money `json:"total"`                     // tag 1020
	Drive        string       `json:"fn_number"`                 // tag 1041, number of the fiscal drive, with its leading zeros
	Document     int64        `json:"fiscal_document_number"`    // tag 1040, ФД
	Attribute    int64        `json:"fiscal_document_attribute"` // tag 1077, ФПД
	Registration string       `json:"ecr_registration_number"`   // tag 1037, of the register
	Site         string       `json:"fns_site"`                  // tag 1060, of the tax service
	OperatorINN  string       `json:"ofd_inn"`                   // tag 1017; may be empty
	URL          string       `json:"ofd_receipt_url"`           // on the operator's site; only some operators give it: see QR
	Marks        []MarkResult `json:"marks_result"`
	Extra        wire.Extra   `json:"-"`
}

// QR returns the text of the receipt's QR code, by which the tax service and the operators find it.
func (f *Fiscal) QR(op Operation) string {
	return fmt.Sprintf("t=%s&s=%s&fn=%s&i=%d&fp=%d&n=%d", f.At.Format("20060102T1504"), f.Total.Text(),
		url.QueryEscape(f.Drive), f.Document, f.Attribute, operations[op].sign)
}

// MarkResult is the result of the check of a marking code (v5).
type MarkResult struct {
	Position int        `json:"position"`  // of the item, from 0
	Code     string     `json:"mark_code"` // as it was sent
	Result   int        `json:"result"`    // tag 2106, see OK
	Extra    wire.Extra `json:"-"`
}

// OK reports whether the code is genuine and its status in the marking system is right: the result is 15. Any other
// result means that the code was not checked (0, 16), is bad, or has a wrong status.
func (m MarkResult) OK() bool { return m.Result == 15 }

// GetReport returns the report of a document. A receipt that failed is no error here: see Report.Status. Reports are
// kept for 32 days; after that, and for an unknown uuid, the error is of class NotFound. Unless ordo.WithLimits is set,
// it asks at most once a second, as the service requires for a group of one register.
func (c *Client) GetReport(ctx context.Context, uuid string) (*Report, error) {
	const op = "report"
	if uuid == "" {
		return nil, c.invalid(op, errors.New("the uuid is empty"))
	}
	var r Report
	err := c.do(ctx, rest.Request{Op: op, Limit: c.reports, Path: rest.Pathf("/%s/report/%s", c.group, uuid), Check: func() error {
		switch {
		case r.pending():
			r.Error = nil // it repeats the status, and the other fields are missing
			r.UUID, r.Status = cmp.Or(r.UUID, uuid), cmp.Or(r.Status, StatusWait)
		case r.UUID == "" || r.Status == "":
			return errors.New("the answer has no uuid or no status")
		}
		return rest.Same("the report of receipt", strings.ToLower(uuid), strings.ToLower(r.UUID))
	}}, &r)
	if err != nil {
		return nil, err
	}
	return &r, nil
}

// Failure returns the error that [Client.WaitReport] returns for a receipt that failed, or nil for any other report.
func (c *Client) Failure(r *Report) error {
	if r.Status == StatusFail {
		return c.failed("report", r)
	}
	return nil
}
