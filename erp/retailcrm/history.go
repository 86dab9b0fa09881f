package retailcrm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// The sources of a change.
const (
	SourceAPI  = "api"
	SourceUser = "user"
	SourceCode = "code" // a rule, or the CRM itself
)

// Change is one entry of the history: one field of one order. It is a reason to look at the order, not its state: read
// the order afresh before acting. Changes with one CreatedAt belong to one save.
type Change struct {
	ID         int64        `json:"id"` // the cursor
	CreatedAt  DateTime     `json:"createdAt"`
	Created    bool         `json:"created"` // the order is new; Order is complete
	Deleted    bool         `json:"deleted"` // the order is gone
	Source     string       `json:"source"`
	User       *User        `json:"user,omitzero"`
	APIKey     *APIKey      `json:"apiKey,omitzero"`
	Field      string       `json:"field"` // such as "status", "order_product.status", "custom_<code>"
	OldValue   ChangedValue `json:"oldValue"`
	NewValue   ChangedValue `json:"newValue"`
	Order      Order        `json:"order"`               // but for new orders: ids, site, status, manager only
	Item       *Item        `json:"item,omitzero"`       // the line that was changed
	Payment    *Payment     `json:"payment,omitzero"`    // the payment that was changed
	CombinedTo *Order       `json:"combinedTo,omitzero"` // the order this one was merged into
	Extra      wire.Extra   `json:"-"`                   // what this type does not know
}

// Own reports whether the client's own key made the change. Acting on own changes runs in circles.
func (h *Change) Own() bool { return h.Source == SourceAPI && h.APIKey != nil && h.APIKey.Current }

// User is who made a change.
type User struct {
	ID    int64      `json:"id"`
	Extra wire.Extra `json:"-"` // what this type does not know
}

// APIKey is the key that made a change.
type APIKey struct {
	Current bool       `json:"current"` // it is the key that asks
	Extra   wire.Extra `json:"-"`       // what this type does not know
}

// ChangedValue is a value of a changed field: a scalar, an object with a code or an id, or null.
type ChangedValue struct{ Raw json.RawMessage }

// UnmarshalJSON implements json.Unmarshaler.
func (v *ChangedValue) UnmarshalJSON(b []byte) error {
	v.Raw = append(v.Raw[:0], bytes.TrimSpace(b)...)
	return nil
}

// MarshalJSON implements json.Marshaler.
func (v ChangedValue) MarshalJSON() ([]byte, error) {
	if len(v.Raw) == 0 {
		return []byte("null"), nil
	}
	return v.Raw, nil
}

// IsNull reports whether there is no value.
func (v ChangedValue) IsNull() bool { return len(v.Raw) == 0 || string(v.Raw) == "null" }

// Code returns the value as text: the scalar itself, or the code or else the id of an object. It is "" for null and for
// what has neither.
func (v ChangedValue) Code() string {
	var text lax.Text
	if json.Unmarshal(v.Raw, &text) == nil {
		return string(text)
	}
	var named struct {
		Code *lax.Text `json:"code"`
		ID   lax.Text  `json:"id"`
	}
	if json.Unmarshal(v.Raw, &named) != nil {
		return ""
	}
	if named.Code != nil {
		return string(*named.Code)
	}
	return string(named.ID)
}

// HistoryFilter sets where the history begins, and of which order it is.
type HistoryFilter struct {
	SinceID         int64    `filter:"sinceId"`   // the cursor: changes with a greater id
	Start           DateTime `filter:"startDate"` // for the first run, when there is no cursor: changes at or after it
	End             DateTime `filter:"endDate"`
	OrderID         int64    `filter:"orderId"`
	OrderExternalID string   `filter:"orderExternalId"`
}

// ListHistory yields the changes of orders behind the cursor, oldest first, up to the present end. The ID of a record
// is the cursor: save it once the work for that record is done, and begin there next time.
//
// It asks again from the last id seen and never by page, so entries that appear meanwhile are neither lost nor yielded
// twice. Changes by the client's own key are yielded too: see [Change.Own].
func (c *Client) ListHistory(ctx context.Context, f HistoryFilter) iter.Seq2[Record[Change], error] {
	return follow[Change](ctx, c, "orders/history", "/orders/history", f)
}

// mostPages is how many pages of a history are read at once.
const mostPages = 1000

// follow reads a history by id. What lies behind mostPages is for the next time.
func follow[T any](ctx context.Context, c *Client, op, path string, f HistoryFilter) iter.Seq2[Record[T], error] {
	return func(yield func(Record[T], error) bool) {
		zone, err := c.GetZone(ctx)
		if err != nil {
			yield(Record[T]{}, err)
			return
		}
		pages := rest.List[Record[T]]{Op: op, Most: mostPages, Page: func(_ string, yield func(string, Record[T]) bool) (string, error) {
			if f.SinceID != 0 {
				f.Start = DateTime{}
			}
			q := parameters(f, zone)
			q.Set("limit", strconv.Itoa(pageLimit))
			p := page{key: "history"}
			if err := c.get(ctx, op, path, q, &p); err != nil {
				return "", err
			}
			before := f.SinceID
			for _, r := range p.rows {
				one, err := record[T](ctx, c, op, r)
				if err != nil {
					return "", err
				}
				if one.ID != 0 && one.ID <= before {
					continue // not behind the cursor, whatever the CRM thinks
				}
				f.SinceID = max(f.SinceID, one.ID)
				if !yield(string(r), one) {
					return "", nil
				}
			}
			if len(p.rows) == 0 || p.pagination.last() {
				return "", nil
			}
			if f.SinceID == before {
				return "", c.rest.Fail(op, ordo.Retry, "no progress: the history does not go on behind id "+strconv.FormatInt(before, 10), nil)
			}
			return strconv.FormatInt(f.SinceID, 10), nil
		}}
		for one, err := range pages.All(c.rest) {
			var many *rest.PagesError
			if errors.As(err, &many) {
				err = c.rest.Fail(op, ordo.Retry, "there is more behind id "+strconv.FormatInt(f.SinceID, 10)+": go on there next time", many)
			}
			if !yield(one, err) {
				return
			}
		}
	}
}
