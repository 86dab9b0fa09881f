package cdek

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// pageSize is how many rows are asked for at once, CDEK's default. Whether a list without pages is complete is not
// documented, so lists are read in pages until one is not full.
const pageSize = 1000

// list iterates over the pages of a list. Rows are decoded one by one, so that neither the list nor a page is held in
// memory. problem returns where a row keeps what could not be read.
func list[T any](
	ctx context.Context, c *Client, op, path string, query url.Values, problem func(row *T) *error,
) iter.Seq2[T, error] {
	return rest.List[T]{Op: op, Page: func(at string, yield func(string, T) bool) (string, error) {
		number, _ := strconv.Atoi(at) // our own; there is none for the first page, which is number 0
		q := url.Values{"size": {strconv.Itoa(c.pageSize)}, "page": {strconv.Itoa(number)}}
		maps.Copy(q, query)
		r := rest.Request{Op: op, Path: v2 + path, Query: q}
		rows := 0
		for raw, err := range rest.Each[json.RawMessage](ctx, c.rest, r, "") {
			if err != nil {
				return "", c.listError(ctx, r, rows, err)
			}
			rows++
			var row T
			if err := decode(raw, &row, c.currency); err != nil {
				*problem(&row) = err
			}
			if p := problem(&row); *p != nil {
				*p = c.rest.Fail(op, ordo.Invalid, "the row is not of the documented form", *p)
			}
			if !yield(string(raw), row) {
				return "", nil
			}
		}
		if rows != c.pageSize {
			return "", nil
		}
		return strconv.Itoa(number + 1), nil
	}}.All(c.rest)
}

// listError asks once more for the errors of a list that came with status 200 instead of the array.
func (c *Client) listError(ctx context.Context, r rest.Request, rows int, err error) error {
	var e *ordo.Error
	if rows > 0 || !errors.As(err, &e) || e.HTTPStatus != http.StatusOK || errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if _, said := c.rest.Do(ctx, r, nil); said != nil {
		return said
	}
	return err
}
