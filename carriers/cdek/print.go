package cdek

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

const (
	opPrint = "POST /v2/print/{kind}"
	opForm  = "GET /v2/print/{kind}/{uuid}"
)

// FormKind is a kind of printed form.
type FormKind string

// The forms.
const (
	WaybillForm FormKind = "orders"   // квитанция
	BarcodeForm FormKind = "barcodes" // label of a package
)

// FormRequest orders a print of up to 100 orders, which must have their CDEK numbers.
type FormRequest struct {
	Orders   []OrderRef `json:"orders"`
	Copies   int        `json:"copy_count,omitzero"` // 0 means 2 waybills or 1 label
	Template string     `json:"type,omitzero"`       // of a waybill: tpl_russia (default), tpl_english, tpl_china, tpl_invoice …
	Format   string     `json:"format,omitzero"`     // of a label: A4 (default), A5, A6, A7
	Language string     `json:"lang,omitzero"`       // of a label: RUS, ENG
}

// OrderRef names an order to be printed, by one of the two fields.
type OrderRef struct {
	UUID       string       `json:"order_uuid,omitzero"`
	CDEKNumber wire.Decimal `json:"cdek_number,omitzero"` // a number here, though a text everywhere else
	Extra      wire.Extra   `json:"-"`
}

// Form is a printed form.
type Form struct {
	FormRequest
	UUID     string     `json:"uuid"`
	URL      string     `json:"url,omitzero"` // once it is READY, for an hour; read it with GetPDF
	Statuses []Status   `json:"statuses,omitempty"`
	Requests []Request  `json:"-"`
	Extra    wire.Extra `json:"-"`
	Problem  error      `json:"-"` // what could not be read
}

// The states of a form.
const (
	FormProcessing = "PROCESSING"
	FormReady      = "READY"
	FormRemoved    = "REMOVED" // the hour is over: print it again
	FormInvalid    = "INVALID"
)

// State returns the newest status of the form. Unlike those of orders, they are listed oldest first.
func (f *Form) State() string {
	state, at := "", time.Time{}
	for _, s := range f.Statuses {
		if !s.At.Before(at) {
			state, at = s.Code, s.At.Time
		}
	}
	return state
}

// CreateForm creates a form. After a lost answer there may be a second one, which costs nothing. An order without a
// number is an error of class Retry.
func (c *Client) CreateForm(ctx context.Context, kind FormKind, r FormRequest) (*Ack, error) {
	return c.write(ctx, http.MethodPost, opPrint, rest.Pathf("/print/%s", string(kind)), r, rest.Idempotent(), "")
}

// GetForm returns a form.
func (c *Client) GetForm(ctx context.Context, kind FormKind, uuid string) (*Form, error) {
	in, err := read(ctx, c, opForm, "/print/"+string(kind)+"/%s", uuid, func(f *Form) string { return f.UUID })
	if err != nil {
		return nil, err
	}
	in.Entity.Requests = in.Requests
	return in.Entity, nil
}

// WaitForm asks for a form, with growing pauses, until it is ready. A failed form is an error of class Invalid with a
// *RefusalError; an expired one is of class NotFound. If ctx ends before, the error is as for WaitOrder.
func (c *Client) WaitForm(ctx context.Context, kind FormKind, uuid string) (*Form, error) {
	const op = opForm
	var out *Form
	err := c.rest.Poll(ctx, op, uuid, waitPace, func(ctx context.Context) (err error) {
		if out, err = c.GetForm(ctx, kind, uuid); err != nil {
			return err
		}
		switch out.State() {
		case FormReady:
			return nil
		case FormRemoved:
			return c.rest.Fail(op, ordo.NotFound, "the form has expired: print it again", nil)
		case FormInvalid:
			if r := newest(out.Requests, func(r Request) bool { return r.State == Invalid }); r != nil {
				return c.failed(op, uuid, r)
			}
			return c.failed(op, uuid, &Request{Type: RequestCreate, State: Invalid})
		}
		return notYet(uuid, out.State())
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// GetPDF opens the file of a form that is ready. The caller must close it; its errors are *ordo.Error.
func (c *Client) GetPDF(ctx context.Context, kind FormKind, uuid string) (io.ReadCloser, error) {
	r := rest.Request{Op: opForm, Path: v2 + rest.Pathf("/print/%s/%s.pdf", string(kind), uuid)}
	s, err := c.rest.Open(ctx, r)
	if err != nil {
		return nil, err // a nil stream would be a non-nil reader
	}
	return s, nil
}
