package rozetka

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// GetOrder reads one order with some parts: see [Expand]. One that is not there is an error of class NotFound. What of
// it could not be read is its Problem.
func (c *Client) GetOrder(ctx context.Context, id int64, parts ...Expand) (*Order, error) {
	const op = "GET /orders/{id}"
	if id <= 0 {
		return nil, c.invalid(op, fmt.Sprintf("the order's id is %d", id))
	}
	var a orderAnswer
	if err := c.get(ctx, op, rest.Pathf("/orders/%d", id), expand(parts), a.of(id), &a); err != nil {
		return nil, err
	}
	return &a.order, nil
}

// orderAnswer is an answer that is an order.
type orderAnswer struct{ order Order }

// UnmarshalJSON implements json.Unmarshaler.
func (a *orderAnswer) UnmarshalJSON(b []byte) error {
	if a.order = read[Order](b); a.order.ID == 0 {
		return errors.Join(errors.New("the answer is not about an order"), a.order.Problem)
	}
	return nil
}

// of returns the check that the answer is about an order.
func (a *orderAnswer) of(id int64) func() error {
	return func() error { return rest.Same("order", id, a.order.ID) }
}

// expand is the query that asks for some parts.
func expand(parts []Expand) url.Values {
	if len(parts) == 0 {
		return nil
	}
	all := make([]string, len(parts))
	for i, p := range parts {
		all[i] = string(p)
	}
	return url.Values{"expand": {strings.Join(all, ",")}}
}

// ListOrders finds orders, page by page, each once in an order that does not change meanwhile: by number. An error
// comes once, last; an order that cannot be read has a Problem.
func (c *Client) ListOrders(ctx context.Context, f OrderFilter) iter.Seq2[Order, error] {
	const op = "GET /orders/search"
	if err := f.check(); err != nil {
		return func(yield func(Order, error) bool) { yield(Order{}, c.invalid(op, err.Error())) }
	}
	return list[Order](ctx, c, "/orders/search", f.query(), "orders")
}

// Counts are numbers of orders.
type Counts struct {
	All          int        `json:"all"`
	New          int        `json:"new"`
	InProgress   int        `json:"inProgress"`
	Delivering   int        `json:"delivering"`
	Successful   int        `json:"inDone"`
	Unsuccessful int        `json:"inNotDone"`
	Unviewed     int        `json:"unwatched"`
	Extra        wire.Extra `json:"-"`
}

// CountOrders returns how many orders there are, by category.
func (c *Client) CountOrders(ctx context.Context) (*Counts, error) {
	var out struct {
		Counts
		All *int `json:"all"`
	}
	check := func() error {
		if out.All == nil {
			return errors.New("the answer has no count of all orders")
		}
		return nil
	}
	if err := c.get(ctx, "GET /orders/counts-new", "/orders/counts-new", nil, check, &out); err != nil {
		return nil, err
	}
	out.Counts.All = *out.All
	return &out.Counts, nil
}

// notThere reports whether an error says that there is no such thing.
func notThere(err error) bool { return ordo.ClassOf(err) == ordo.NotFound }
