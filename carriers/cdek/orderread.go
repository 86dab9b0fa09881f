package cdek

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Order returns an order by CDEK's uuid. An order that has failed its checks is returned too: see Order.Requests. One that
// does not exist is an error of class NotFound; a fresh one may be unknown for some seconds.
func (c *Client) Order(ctx context.Context, uuid string) (*Order, error) {
	const op = "orders/get"
	if uuid == "" {
		return nil, c.fail(op, ordo.Invalid, "the uuid is empty", nil)
	}
	return c.order(ctx, op, rest.Pathf("/orders/%s", uuid), nil, asked{uuid: uuid})
}

// OrderByNumber returns the order with the shop's own number. If there is none, the error is of class NotFound.
func (c *Client) OrderByNumber(ctx context.Context, number string) (*Order, error) {
	const op = "orders/by-im-number"
	if number == "" {
		return nil, c.fail(op, ordo.Invalid, "the number is empty", nil)
	}
	return c.order(ctx, op, "/orders", url.Values{"im_number": {number}}, asked{number: number})
}

// OrderByCDEKNumber returns the order with a tracking number. If there is none, the error is of class NotFound.
func (c *Client) OrderByCDEKNumber(ctx context.Context, number string) (*Order, error) {
	const op = "orders/by-cdek-number"
	if number == "" {
		return nil, c.fail(op, ordo.Invalid, "the number is empty", nil)
	}
	return c.order(ctx, op, "/orders", url.Values{"cdek_number": {number}}, asked{cdekNumber: number})
}

// asked is what an order was asked for by.
type asked struct{ uuid, number, cdekNumber string }

// same refuses another order than the one that was asked for: it is nobody's to use. An order that does not tell what it
// was asked for by is taken.
func (c *Client) same(op string, o *Order, by asked) error {
	for _, x := range [][3]string{{"uuid", by.uuid, o.UUID}, {"number", by.number, o.Number}, {"cdek_number", by.cdekNumber, o.CDEKNumber}} {
		if x[1] != "" && x[2] != "" && !strings.EqualFold(x[1], x[2]) {
			return c.fail(op, ordo.InDoubt, fmt.Sprintf("CDEK tells of another order: its %s is %q, not %q", x[0], x[2], x[1]), nil)
		}
	}
	return nil
}

func (c *Client) order(ctx context.Context, op, path string, query url.Values, by asked) (*Order, error) {
	var in envelope[Order]
	if err := c.get(ctx, op, path, query, &in); err != nil {
		return nil, err
	}
	if in.Entity == nil || in.Entity.UUID == "" {
		return nil, c.fail(op, ordo.Invalid, "the answer has no order", nil)
	}
	o := in.Entity
	o.Requests, o.Related = in.Requests, in.Related
	if err := c.same(op, o, by); err != nil {
		return nil, err
	}
	return o, nil
}
