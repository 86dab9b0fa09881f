package rozetka

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// listing is the content of an answer that is a list.
type listing struct {
	names []string // of the list: live answers and the documentation name some lists differently
	rows  []json.RawMessage
	meta  *meta
}

// meta says where in a list a page is.
type meta struct {
	Total   int `json:"totalCount"`
	Pages   int `json:"pageCount"`
	Current int `json:"currentPage"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (l *listing) UnmarshalJSON(b []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(b, &all); err != nil {
		return err
	}
	i := slices.IndexFunc(l.names, func(name string) bool { return len(all[name]) > 0 && string(all[name]) != "null" })
	if i < 0 {
		return fmt.Errorf("the answer has no %s", l.names[0])
	}
	if raw := all[l.names[i]]; raw[0] != '[' && raw[0] != '{' {
		return fmt.Errorf("%s is %.40q, not a list", l.names[i], raw)
	}
	l.rows, l.meta = nil, nil
	if err := decode(all[l.names[i]], &l.rows); err != nil {
		return fmt.Errorf("%s: %w", l.names[i], err)
	}
	if raw, has := all["_meta"]; has {
		l.meta = &meta{}
		if err := decode(raw, l.meta); err != nil {
			return fmt.Errorf("_meta: %w", err)
		}
		if l.meta.Pages <= 0 && len(l.rows) > 0 { // it does not say how many there are: the next page tells
			l.meta = nil
		}
	}
	return nil
}

// record is a row of a list: what it does not know is kept, and what is wrong with it is its own problem.
type record[T any] interface {
	*T
	keep() (*wire.Extra, *error) // the fields Extra and Problem
}

// read reads a record. It does not fail: Problem says what is wrong.
func read[T any, P record[T]](raw json.RawMessage) T {
	var v T
	extra, problem := P(&v).keep()
	if err := decode(raw, &v); err != nil {
		*extra, *problem = everything(raw), err
	}
	if n, is := any(&v).(interface{ note(json.RawMessage) }); is {
		n.note(raw)
	}
	return v
}

// row is read for a list: the problem names the operation.
func row[T any, P record[T]](c *Client, op string, raw json.RawMessage) T {
	v := read[T, P](raw)
	if _, problem := P(&v).keep(); *problem != nil {
		*problem = c.rest.Fail(op, ordo.Invalid, "the row is not of the documented form", *problem)
	}
	return v
}

// all reads a list that comes whole.
func all[T any, P record[T]](ctx context.Context, c *Client, path string, query url.Values, name string) ([]T, error) {
	l := listing{names: []string{name}}
	if err := c.get(ctx, "GET "+path, path, query, nil, &l); err != nil {
		return nil, err
	}
	out := make([]T, len(l.rows))
	for i, raw := range l.rows {
		out[i] = row[T, P](c, "GET "+path, raw)
	}
	return out, nil
}

// list iterates over the rows of a list, page by page.
func list[T any, P record[T]](ctx context.Context, c *Client, path string, query url.Values, names ...string) iter.Seq2[T, error] {
	op := "GET " + path
	return func(yield func(T, error) bool) {
		seen := map[string]bool{} // first rows of pages
		rest.List[T]{Op: op, Page: func(at string, yield func(string, T) bool) (string, error) {
			number, _ := strconv.Atoi(at) // our own; there is none for the first page
			number = max(number, 1)
			page := listing{names: names}
			q := with(query, url.Values{"page": {strconv.Itoa(number)}})
			if _, err := c.rest.Do(ctx, rest.Request{Op: op, Path: path, Query: q, Header: c.header()}, &page); err != nil {
				return "", err
			}
			if page.past(number, seen) {
				return "", nil
			}
			for _, raw := range page.rows {
				if !yield(string(raw), row[T, P](c, op, raw)) {
					return "", nil
				}
			}
			if page.last(number) {
				return "", nil
			}
			return strconv.Itoa(number + 1), nil
		}}.All(c.rest)(yield)
	}
}

// past reports whether a page is behind the end of the list: ROZETKA answers with the last page then, or, without
// saying which page it is, with one that was there before.
func (l *listing) past(number int, seen map[string]bool) bool {
	if l.meta != nil {
		return number > 1 && l.meta.Current > 0 && l.meta.Current < number && l.meta.Current >= l.meta.Pages
	}
	if len(l.rows) == 0 {
		return true
	}
	first := string(l.rows[0])
	was := seen[first]
	seen[first] = true
	return was
}

// last reports whether a page is the last one. Of a list that does not say so, the next page tells.
func (l *listing) last(number int) bool {
	return l.meta != nil && number >= l.meta.Pages
}
