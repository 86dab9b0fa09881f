package yookassa

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"maps"
	"net/url"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// pageLimit is how many records a page has at most.
const pageLimit = 100

// Record is one record of a list. A record that cannot be read does not end the list: see Problem.
type Record[T any] struct {
	ID      string
	Value   T
	Problem error // *ordo.Error of class Invalid; Value is then not complete
}

// Period is a span of time: from From, before Before. A zero time is no bound.
type Period struct{ From, Before time.Time }

// into adds the period to a query. The dots are part of the names.
func (p Period) into(q url.Values, field string) {
	if !p.From.IsZero() {
		q.Set(field+".gte", stamp(p.From))
	}
	if !p.Before.IsZero() {
		q.Set(field+".lt", stamp(p.Before))
	}
}

// set adds a filter that is not empty.
func set(q url.Values, name, value string) {
	if value != "" {
		q.Set(name, value)
	}
}

// quote quotes text from YooKassa.
func quote(s string) string { return strconv.Quote(rest.Clip(s)) }

// page is one page of a list.
type page[T any] struct {
	Type       string `json:"type"`
	Items      []T    `json:"items"`
	NextCursor string `json:"next_cursor"`
}

// complete returns an error for an answer that is not a page.
func (p *page[T]) complete() error {
	if p.Type != "list" && len(p.Items) == 0 {
		return errors.New("the answer is not a list")
	}
	return nil
}

// list iterates over the pages of a list.
func list[T any](ctx context.Context, c *Client, op, path string, query url.Values) iter.Seq2[Record[T], error] {
	return rest.List[Record[T]]{Op: op, Page: func(cursor string, yield func(string, Record[T]) bool) (string, error) {
		q := url.Values{"limit": {strconv.Itoa(pageLimit)}}
		maps.Copy(q, query)
		set(q, "cursor", cursor)
		var p page[json.RawMessage]
		if err := c.get(ctx, op, path, q, &p, p.complete); err != nil {
			return "", err
		}
		for _, raw := range p.Items {
			if !yield(string(raw), record[T](c, op, raw)) {
				break
			}
		}
		return p.NextCursor, nil
	}}.All(c.rest)
}

// record decodes one record of a list.
func record[T any](c *Client, op string, raw json.RawMessage) Record[T] {
	var r Record[T]
	var named struct {
		ID string `json:"id"`
	}
	_ = decode(raw, &named) // a record may have no id
	r.ID = named.ID
	err := decode(raw, &r.Value)
	if err == nil && r.ID == "" {
		err = errors.New("it has no id")
	}
	if err != nil {
		r.Problem = c.rest.Fail(op, ordo.Invalid, "record "+quote(r.ID)+" is not of the documented form", err)
	}
	return r
}

// find returns the records with the given sum and metadata.
func find[T any](
	c *Client, op string, metadata map[string]string, all iter.Seq2[Record[T], error],
	same func(T) (bool, map[string]string),
) ([]T, error) {
	if len(metadata) == 0 {
		return nil, c.rest.Fail(op, ordo.Invalid, "not sent",
			Problems{{"metadata", "it is empty: without it the search would match other operations"}})
	}
	var found []T
	for r, err := range all {
		if err == nil {
			err = r.Problem
		}
		if err != nil {
			return nil, err
		}
		if sum, have := same(r.Value); sum && contains(have, metadata) {
			found = append(found, r.Value)
		}
	}
	return found, nil
}

// contains reports whether all of part is in m.
func contains(m, part map[string]string) bool {
	for k, v := range part {
		if have, there := m[k]; !there || have != v {
			return false
		}
	}
	return true
}
