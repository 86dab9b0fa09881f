package retailcrm

import (
	"context"
	"encoding/json"
	"iter"
	"maps"
	"net/url"
	"strconv"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Record is one record of a list. A record that cannot be read is no error of the list: its Problem says why.
type Record[T any] struct {
	ID         int64
	ExternalID string
	Code       string // of a reference book or of the account's own fields, which have no other name
	Value      T
	Problem    error // *ordo.Error of class Invalid; Value is then not complete, its Extra may hold what does not fit
}

// pagination is how the CRM counts pages.
type pagination struct {
	Limit          lax.Int `json:"limit"`
	TotalCount     lax.Int `json:"totalCount"`
	CurrentPage    lax.Int `json:"currentPage"`
	TotalPageCount lax.Int `json:"totalPageCount"`
}

// last reports whether there is no page behind this one.
func (p pagination) last() bool { return p.CurrentPage >= p.TotalPageCount }

// page is an answer with a list under a name that differs from call to call.
type page struct {
	key        string
	rows       []json.RawMessage
	pagination pagination
}

func (p *page) UnmarshalJSON(b []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(b, &all); err != nil {
		return err
	}
	p.rows = nil
	if raw, has := all[p.key]; has {
		if err := decode(raw, &p.rows); err != nil {
			return err
		}
	}
	if raw, has := all["pagination"]; has {
		return json.Unmarshal(raw, &p.pagination)
	}
	return nil
}

// record decodes one row and gives it the account's zone and currency.
func record[T any](ctx context.Context, c *Client, op string, raw json.RawMessage) (Record[T], error) {
	var out Record[T]
	var all map[string]json.RawMessage
	_ = json.Unmarshal(raw, &all) // what is not an object has its Problem, or is a text
	named := func(field string) string {
		var t lax.Text
		if json.Unmarshal(all[field], &t) != nil {
			return ""
		}
		return string(t)
	}
	out.ID, out.ExternalID, out.Code = numeric(named("id")), named("externalId"), named("code")
	o, err := c.options(ctx)
	if err != nil {
		return out, err
	}
	if err := lax.Decode(raw, &out.Value, o); err != nil {
		out.Problem = c.invalid(op, "record "+out.name()+" is not of the documented form", err)
	}
	return out, nil
}

// name identifies a record: by its id, else by its code.
func (r *Record[T]) name() string {
	if r.ID == 0 && r.Code != "" {
		return strconv.Quote(r.Code)
	}
	return strconv.FormatInt(r.ID, 10)
}

// all reads a list that comes whole.
func all[T any](ctx context.Context, c *Client, op, path, key string, q url.Values) ([]Record[T], error) {
	p := page{key: key}
	if err := c.get(ctx, op, path, q, &p); err != nil {
		return nil, err
	}
	out := make([]Record[T], len(p.rows))
	for i, r := range p.rows {
		var err error
		if out[i], err = record[T](ctx, c, op, r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// list walks the pages of a list. A record that moves to the next page while the list is read is yielded once.
func list[T any](
	ctx context.Context, c *Client, op, path, key string, query url.Values,
) iter.Seq2[Record[T], error] {
	return func(yield func(Record[T], error) bool) {
		q := url.Values{"limit": {strconv.Itoa(pageLimit)}}
		maps.Copy(q, query)
		number := 0
		pages := rest.List[Record[T]]{Op: op, Page: func(_ string, yield func(string, Record[T]) bool) (string, error) {
			number++
			q.Set("page", strconv.Itoa(number))
			p := page{key: key}
			if err := c.get(ctx, op, path, q, &p); err != nil {
				return "", err
			}
			for _, r := range p.rows {
				one, err := record[T](ctx, c, op, r)
				if err != nil || !yield(string(r), one) {
					return "", err
				}
			}
			if len(p.rows) == 0 || p.pagination.last() {
				return "", nil
			}
			return strconv.Itoa(number + 1), nil
		}}
		seen := map[int64]bool{}
		for one, err := range pages.All(c.rest) {
			if one.ID != 0 && seen[one.ID] {
				continue
			}
			seen[one.ID] = true
			if !yield(one, err) {
				return
			}
		}
	}
}
