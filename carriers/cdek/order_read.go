package cdek

import (
	"context"
	"net/url"

	"github.com/ordo-sdk/ordo"
)

// GetOrder returns an order by CDEK's uuid, including one that failed its checks: see Order.Requests. If there is none,
// the error is of class NotFound; a new order may not be found for some seconds.
func (c *Client) GetOrder(ctx context.Context, uuid string) (*Order, error) {
	in, err := read(ctx, c, "GET /v2/orders/{uuid}", "/orders/%s", uuid, func(o *Order) string { return o.UUID })
	if err != nil {
		return nil, err
	}
	return orderOf(in), nil
}

// GetOrderByNumber returns the order with the shop's own number. If there is none, the error is of class NotFound.
func (c *Client) GetOrderByNumber(ctx context.Context, number string) (*Order, error) {
	return c.orderBy(ctx, "GET /v2/orders", "im_number", number, func(o *Order) string { return o.Number })
}

// GetOrderByCDEKNumber returns the order with a tracking number. If there is none, the error is of class NotFound.
func (c *Client) GetOrderByCDEKNumber(ctx context.Context, number string) (*Order, error) {
	return c.orderBy(ctx, "GET /v2/orders", "cdek_number", number, func(o *Order) string { return o.CDEKNumber })
}

func (c *Client) orderBy(ctx context.Context, op, name, number string, of func(*Order) string) (*Order, error) {
	if number == "" {
		return nil, c.rest.Fail(op, ordo.Invalid, "the number is empty", nil)
	}
	var in envelope[Order]
	check := func() error { return same(name, number, of(in.Entity)) }
	if err := c.get(ctx, op, "/orders", url.Values{name: {number}}, check, &in); err != nil {
		return nil, err
	}
	return orderOf(&in), nil
}

// orderOf returns the order of an answer with its requests and related entities.
func orderOf(in *envelope[Order]) *Order {
	o := in.Entity
	o.Draft, o.Requests, o.Related = o.sendable(), in.Requests, in.Related
	return o
}
