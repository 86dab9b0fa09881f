package russianpost

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

const (
	opCreateBatches = "POST /1.0/user/shipment"
	opAddToBatch    = "POST /1.0/batch/{name}/shipment"
	opFromBatch     = "DELETE /1.0/shipment"
	opSendingDate   = "POST /1.0/batch/{name}/sending/{date}"
	opCheckin       = "POST /1.0/batch/{name}/checkin"
	opGetBatch      = "GET /1.0/batch/{name}"
	opListBatches   = "GET /1.0/batch"
	opBatchOrders   = "GET /1.0/batch/{name}/shipment"
	pageSize        = 100 // of batches and their orders; the vendor's limit is not documented
	leastPage       = 20  // a shorter page is the last one, whatever the limit may be
)

// BatchStatus is the state of a batch. Values that are not listed here are kept as they came.
type BatchStatus string

// The states.
const (
	BatchCreated  BatchStatus = "CREATED"  // it can be changed
	BatchFrozen   BatchStatus = "FROZEN"   // checked in: no more changes
	BatchAccepted BatchStatus = "ACCEPTED" // by the office
	BatchSent     BatchStatus = "SENT"     // tracking knows its parcels
	BatchArchived BatchStatus = "ARCHIVED"
)

// Batch is what is handed over at once, with one list (F103).
type Batch struct {
	Name          string       `json:"batch-name" lax:"required"`
	Status        BatchStatus  `json:"batch-status,omitzero"`
	StatusAt      time.Time    `json:"batch-status-date,omitzero"`
	MailType      MailType     `json:"mail-type,omitzero"`
	MailCategory  MailCategory `json:"mail-category,omitzero"`
	MailTypes     []MailType   `json:"combined-batch-mail-types,omitempty"`
	Office        string       `json:"postoffice-code,omitzero"`
	OfficeName    string       `json:"postoffice-name,omitzero"`
	OfficeAddress string       `json:"postoffice-address,omitzero"`
	ListNumber    string       `json:"list-number,omitzero"` // of F103
	SendingDate   Date         `json:"list-number-date,omitzero"`
	Count         int          `json:"shipment-count,omitzero"`
	Mass          int          `json:"shipment-mass,omitzero"` // grams
	PaymentMethod string       `json:"payment-method,omitzero"`
	Transport     string       `json:"transport-type,omitzero"`
	Rank          string       `json:"mail-rank,omitzero"`
	Postmarks     []string     `json:"postmarks,omitempty"`
	ElectronicF   bool         `json:"electronic-f103,omitzero"` // F103 was sent to the Post
	OnlineBalance bool         `json:"use-online-balance,omitzero"`
	International bool         `json:"international,omitzero"`
	Couriers      []string     `json:"courier-order-statuses,omitempty"`
	GroupName     string       `json:"group-name,omitzero"`
	Extra         wire.Extra   `json:"-"` // the sums of rates, among others
	Problem       error        `json:"-"` // what could not be read
}

func batchProblem(b *Batch) *error { return &b.Problem }

// BatchOptions says how batches are made. The zero value leaves it to the vendor.
type BatchOptions struct {
	SendingDate    Date
	TimezoneOffset int // of the day, in seconds; 0 is not sent
	OnlineBalance  bool
}

// Batches are the batches that were made, with the ids of the orders in them.
type Batches struct {
	Batches []Batch
	IDs     []int64
}

// CreateBatches puts orders of the backlog into new batches: one for each kind, category and office, or a combined
// one. Orders that were not put in are an *ordo.Error with a *RefusalError, beside the batches. After a lost answer the
// error is of class InDoubt: [Client.GetShipment] tells whether an order is in a batch, and in which.
func (c *Client) CreateBatches(ctx context.Context, o BatchOptions, ids ...int64) (*Batches, error) {
	if len(ids) == 0 {
		return nil, c.invalid(opCreateBatches, "there are no ids")
	}
	q := url.Values{}
	if o.SendingDate != "" {
		q.Set("sending-date", string(o.SendingDate))
	}
	if o.TimezoneOffset != 0 {
		q.Set("timezone-offset", strconv.Itoa(o.TimezoneOffset))
	}
	if o.OnlineBalance {
		q.Set("use-online-balance", "true")
	}
	var in struct {
		Batches []lax.Row[Batch] `json:"batches"`
		IDs     []int64          `json:"result-ids"`
		Errors  json.RawMessage  `json:"errors"`
		Extra   wire.Extra       `json:"-"`
	}
	check := func() error {
		if len(in.Batches) == 0 || len(in.IDs) == 0 {
			return errors.New("the answer has no batch")
		}
		for _, row := range in.Batches {
			if row.Value.Name == "" {
				return errors.Join(errors.New("the answer has a batch without batch-name"), row.Problem)
			}
		}
		return nil
	}
	r := rest.Request{
		Op: opCreateBatches, Method: http.MethodPost, Path: "/1.0/user/shipment", Query: q, Repeat: rest.Never(), Check: check,
	}
	if err := c.send(ctx, r, ids, &in); err != nil {
		return nil, err
	}
	out := &Batches{records(c, opCreateBatches, in.Batches, batchProblem), in.IDs}
	return out, c.partly(opCreateBatches, in.Errors, ids, in.IDs)
}

// AddToBatch puts orders of the backlog into a batch. It returns the ids that were put in, as [Client.DeleteOrders]
// does. An order that is in a batch already is refused, so that a repeat does no harm.
func (c *Client) AddToBatch(ctx context.Context, batch string, ids ...int64) ([]int64, error) {
	if batch == "" {
		return nil, c.invalid(opAddToBatch, "the name of the batch is empty")
	}
	return c.move(ctx, http.MethodPost, opAddToBatch, rest.Pathf("/1.0/batch/%s/shipment", batch), ids)
}

// RemoveFromBatch takes orders out of batches and deletes them; [Client.ReturnToBacklog] keeps them. It returns as
// [Client.DeleteOrders] does.
func (c *Client) RemoveFromBatch(ctx context.Context, ids ...int64) ([]int64, error) {
	return c.move(ctx, http.MethodDelete, opFromBatch, "/1.0/shipment", ids)
}

// sent is the answer of a call that may send F103.
type sent struct {
	F103  *bool      `json:"f103-sent"`
	Extra wire.Extra `json:"-"`
}

// Complete implements rest.Completer.
func (s *sent) Complete() error {
	if s.F103 == nil {
		return errors.New("the answer does not say whether F103 was sent")
	}
	return nil
}

// SetSendingDate sets the day on which a batch is handed over. It may be repeated.
func (c *Client) SetSendingDate(ctx context.Context, batch string, day Date) error {
	t, err := time.Parse(time.DateOnly, string(day))
	if batch == "" || err != nil {
		return c.invalid(opSendingDate, "the name of the batch is empty, or the day is none such as 2026-02-03")
	}
	path := rest.Pathf("/1.0/batch/%s/sending/%s/%s/%s", batch, t.Year(), int(t.Month()), t.Day())
	return c.send(ctx, rest.Request{Op: opSendingDate, Method: http.MethodPost, Path: path, Repeat: rest.Idempotent()}, nil, &sent{})
}

// Checkin sends the list of a batch (F103) to the office: the batch can be changed no more, and its papers can be
// printed. It returns whether the list was sent. A batch that is checked in already counts as done, so that it may be
// repeated. A balance that does not suffice is of class Conflict.
func (c *Client) Checkin(ctx context.Context, batch string, onlineBalance bool) (bool, error) {
	if batch == "" {
		return false, c.invalid(opCheckin, "the name of the batch is empty")
	}
	var in sent
	var found *Batch
	done := func(ctx context.Context) (_ bool, err error) {
		found, err = c.GetBatch(ctx, batch)
		return err == nil && found.Status != BatchCreated, err
	}
	err := c.send(ctx, rest.Request{
		Op: opCheckin, Method: http.MethodPost, Path: rest.Pathf("/1.0/batch/%s/checkin", batch), Repeat: rest.ReadBack(done),
		Query: url.Values{"useOnlineBalance": {strconv.FormatBool(onlineBalance)}},
	}, nil, &in)
	switch {
	case ordo.ClassOf(err) == ordo.Conflict:
		if there, failed := done(ctx); failed == nil && there {
			return found.ElectronicF, nil
		}
		return false, err
	case err != nil:
		return false, err
	case in.F103 == nil: // found done
		return found.ElectronicF, nil
	}
	return *in.F103, nil
}

// GetBatch returns a batch. If there is none, the error is of class NotFound.
func (c *Client) GetBatch(ctx context.Context, name string) (*Batch, error) {
	if name == "" {
		return nil, c.invalid(opGetBatch, "the name of the batch is empty")
	}
	var in Batch
	check := func() error { return rest.Same("batch", name, in.Name) }
	if err := c.get(ctx, opGetBatch, rest.Pathf("/1.0/batch/%s", name), nil, check, &in); err != nil {
		return nil, err
	}
	return &in, nil
}

// BatchFilter selects batches; the zero value selects all that are not archived.
type BatchFilter struct {
	MailType     MailType
	MailCategory MailCategory
}

// ListBatches lists batches, the newest first. An error comes once, last; a row that cannot be read has a Problem.
func (c *Client) ListBatches(ctx context.Context, f BatchFilter) iter.Seq2[Batch, error] {
	q := url.Values{"sort": {"desc"}}
	if f.MailType != "" {
		q.Set("mailType", string(f.MailType))
	}
	if f.MailCategory != "" {
		q.Set("mailCategory", string(f.MailCategory))
	}
	return pages(ctx, c, opListBatches, "/1.0/batch", q, batchProblem)
}

// ListBatchOrders lists the orders of a batch. An error comes once, last; a row that cannot be read has a Problem.
func (c *Client) ListBatchOrders(ctx context.Context, batch string) iter.Seq2[Order, error] {
	if batch == "" {
		return func(yield func(Order, error) bool) {
			yield(Order{}, c.invalid(opBatchOrders, "the name of the batch is empty"))
		}
	}
	return pages(ctx, c, opBatchOrders, rest.Pathf("/1.0/batch/%s/shipment", batch), url.Values{"sort": {"asc"}}, orderProblem)
}

// pages iterates over the pages of a list, which are counted from 0. One that is shorter than the first is the last.
func pages[T any](ctx context.Context, c *Client, op, path string, q url.Values, problem func(*T) *error) iter.Seq2[T, error] {
	first := 0
	return rest.List[T]{Op: op, Page: func(at string, yield func(string, T) bool) (string, error) {
		page, _ := strconv.Atoi(at) // "" is the first
		query := url.Values{"size": {strconv.Itoa(pageSize)}, "page": {strconv.Itoa(page)}}
		for name, values := range q {
			query[name] = values
		}
		var in []lax.Row[T]
		if err := c.get(ctx, op, path, query, nil, &in); err != nil {
			return "", err
		}
		raws := make([]string, len(in))
		for i, row := range in {
			raws[i] = string(row.Raw)
		}
		for i, row := range records(c, op, in, problem) {
			if !yield(raws[i], row) {
				return "", nil
			}
		}
		if page == 0 {
			first = len(in)
		}
		if len(in) < max(first, leastPage) {
			return "", nil
		}
		return strconv.Itoa(page + 1), nil
	}}.All(c.rest)
}
