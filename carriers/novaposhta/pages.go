package novaposhta

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

const (
	// directoryPage is how many rows of a directory are asked for at once. More than 3,000 are refused.
	directoryPage = 500
	// documentPage is that of waybills, and of lists whose page the vendor alone decides on.
	documentPage = 100
)

// properties are those of a method.
type properties map[string]any

// set adds a property unless it is empty.
func (p properties) set(name, value string) {
	if value != "" {
		p[name] = value
	}
}

// list iterates over the pages of a list. problem returns where a row keeps what could not be read. limited says
// whether the method knows a limit.
func list[T any](
	ctx context.Context, c *Client, model, method string, with properties, size int, limited bool, problem func(row *T) *error,
) iter.Seq2[T, error] {
	seen := 0
	return rest.List[T]{Op: model + "." + method, Page: func(at string, yield func(string, T) bool) (string, error) {
		page, _ := strconv.Atoi(cmp.Or(at, "1"))
		if page == 1 {
			seen = 0
		}
		p := properties{"Page": strconv.Itoa(page)}
		if limited {
			p["Limit"] = strconv.Itoa(size)
		}
		maps.Copy(p, with)
		in, err := readRows[T](ctx, c, model, method, p)
		if err != nil {
			return "", err
		}
		for _, row := range in.Data {
			if !yield(string(row.Raw), record(c, model+"."+method, row, problem)) {
				return "", nil
			}
		}
		n, total := len(in.Data), in.total()
		seen += n
		// A page that is not full is the last one, unless the vendor counts more rows.
		if n == 0 || n < size && seen >= total {
			return "", nil
		}
		return strconv.Itoa(page + 1), nil
	}}.All(c.rest)
}

// readRows reads rows, each of which has its own problem.
func readRows[T any](ctx context.Context, c *Client, model, method string, p properties) (*answer[lax.Row[T]], error) {
	var in answer[lax.Row[T]]
	_, err := c.rest.Do(ctx, c.request(model, method, p, rest.Read()), &in)
	return &in, err
}

// record returns the record of a row, with what could not be read of it.
func record[T any](c *Client, op string, row lax.Row[T], problem func(row *T) *error) T {
	v := row.Value
	p := problem(&v)
	if *p == nil {
		*p = row.Problem
	}
	if *p != nil {
		*p = c.rest.Fail(op, ordo.Invalid, "the row is not of the documented form", *p)
	}
	return v
}
