package bxrest

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"maps"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// PageSize is how many rows a page of nearly every list has. It cannot be chosen.
const PageSize = 50

// Listing is a list to read.
type Listing struct {
	Method string
	Params map[string]any // filter, select, order as the method wants them; none of them is changed
	Key    string         // the name of the rows in the result; empty: the result is the list
	// ID is the name by which the method filters and sorts by id, such as "id" or "ID". With it the list is read along
	// the ids, without being counted, and rows that change while it is read are neither skipped nor read twice. Empty
	// means page by page, by offset, in the order of Params.
	ID   string
	Page int // rows of a full page; 0 means PageSize
	// Nested says that the method understands filters with OR and AND in them. Others do not refuse such a filter, they
	// ignore it, so it is refused here.
	Nested bool
}

// Record is one row of a list. A row that cannot be read is no error of the list: its Problem says why.
type Record[T any] struct {
	ID      int64 // of a field id or ID; 0 if there is none
	Value   T
	Problem error // *ordo.Error of class Invalid; Value then holds what could be read
}

// List reads a list. An error comes once, last.
func List[T any](ctx context.Context, c *Client, l Listing) iter.Seq2[Record[T], error] {
	return func(yield func(Record[T], error) bool) {
		if err := l.check(c); err != nil {
			yield(Record[T]{}, err)
			return
		}
		pages := rest.List[Record[T]]{Op: l.Method, Page: func(cursor string, yield func(string, Record[T]) bool) (string, error) {
			rows, a, err := l.page(ctx, c, cursor)
			if err != nil {
				return "", err
			}
			for _, raw := range rows {
				if !yield(string(raw), Row[T](c, l.Method, raw)) {
					return "", nil
				}
			}
			return l.next(c, cursor, rows, a)
		}}
		for r, err := range pages.All(c.rest) {
			if !yield(r, err) {
				return
			}
		}
	}
}

// Row reads one row of a list. A row without fields, as some methods answer where they could not select any, has a
// Problem.
func Row[T any](c *Client, op string, raw json.RawMessage) (r Record[T]) {
	r.ID, _ = idOf(raw, "id")
	err := lax.Decode(raw, &r.Value, c.options())
	if s := strings.TrimSpace(string(raw)); s == "[]" || s == "{}" {
		r.Problem = c.Fail(op, ordo.Invalid, "the portal answered a row without fields", nil)
	} else if err != nil {
		r.Problem = c.Fail(op, ordo.Invalid, "row "+strconv.FormatInt(r.ID, 10)+" is not of the documented form", err)
	}
	return r
}

// check refuses a list that could not be trusted.
func (l Listing) check(c *Client) error {
	filter, _ := l.Params["filter"].(map[string]any)
	for key := range filter {
		_, err := strconv.Atoi(key)
		if !l.Nested && (err == nil || strings.EqualFold(key, "logic")) {
			return c.Fail(l.Method, ordo.Unsupported, "the method ignores filters with OR and AND in them: ask several times", nil)
		}
	}
	return nil
}

// page reads the page at a cursor.
func (l Listing) page(ctx context.Context, c *Client, cursor string) ([]json.RawMessage, Answer, error) {
	params := maps.Clone(l.Params)
	if params == nil {
		params = map[string]any{}
	}
	if l.ID != "" {
		filter, _ := params["filter"].(map[string]any)
		filter = maps.Clone(filter)
		if cursor != "" {
			if filter == nil {
				filter = map[string]any{}
			}
			filter[">"+l.ID] = json.Number(cursor)
		}
		if filter != nil {
			params["filter"] = filter
		}
		params["order"], params["start"] = map[string]string{l.ID: "ASC"}, -1
	} else if cursor != "" {
		params["start"] = json.Number(cursor)
	}
	var rows []json.RawMessage
	a, err := c.Do(ctx, Request{Method: l.Method, Params: params, Key: l.Key, Repeat: Read}, &rows)
	return rows, a, err
}

// next returns the cursor behind a page.
func (l Listing) next(c *Client, cursor string, rows []json.RawMessage, a Answer) (string, error) {
	switch {
	case l.ID == "" && a.Next != nil:
		return strconv.Itoa(*a.Next), nil
	case l.ID == "", len(rows) < cmp.Or(l.Page, PageSize):
		return "", nil
	}
	last, has := idOf(rows[len(rows)-1], l.ID)
	before, _ := strconv.ParseInt(cursor, 10, 64) // the cursor is ours; empty at first
	if !has || last <= before {
		return "", c.Fail(l.Method, ordo.Unsupported, "the last row of a full page has no "+l.ID+" behind that of the page before: the list would end too early", nil)
	}
	return strconv.FormatInt(last, 10), nil
}

// idOf returns the id of a row. Some methods sort by one spelling and answer in another.
func idOf(raw json.RawMessage, name string) (id int64, has bool) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return 0, false
	}
	for key, value := range fields {
		var n lax.Int
		if strings.EqualFold(key, name) && json.Unmarshal(value, &n) == nil && n > 0 {
			return int64(n), true
		}
	}
	return 0, false
}
