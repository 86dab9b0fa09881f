package rozetka

import (
	"context"
	"fmt"
	"net/http"

	"github.com/ordo-sdk/ordo/internal/rest"
)

// StatusUpdate is what to change of an order.
type StatusUpdate struct {
	Status      int    `json:"status"`                       // the new one; the present one for a comment alone
	TTN         string `json:"ttn,omitempty"`                // the waybill number: needed for StatusHandedOver and StatusPlanned
	Comment     string `json:"seller_comment,omitempty"`     // the seller's
	DuplicateOf int64  `json:"duplicate_order_id,omitempty"` // needed for StatusDuplicate
}

// SetStatus changes the status of an order, and returns it as it is then, with some parts.
//
// ROZETKA allows only the steps in Order.Available; any other is an error of class Invalid. A TTN with StatusConfirmed
// leads to StatusPlanned. A number that is there already is kept, whatever is sent, until StatusInWork erases it: see
// what the answer has. After a lost answer the order is read: where it has the status, or the number, nothing is sent
// again. The status that it has already is accepted and changes nothing.
func (c *Client) SetStatus(ctx context.Context, id int64, u StatusUpdate, parts ...Expand) (*Order, error) {
	const op = "PUT /orders/{id}"
	switch {
	case id <= 0:
		return nil, c.invalid(op, fmt.Sprintf("the order's id is %d", id))
	case u.Status <= 0:
		return nil, c.invalid(op, "the status is not set: for a comment alone it is the present one")
	case u.TTN == "" && (u.Status == StatusHandedOver || u.Status == StatusPlanned):
		return nil, c.invalid(op, fmt.Sprintf("the status %d needs the waybill number", u.Status))
	case u.DuplicateOf == 0 && u.Status == StatusDuplicate:
		return nil, c.invalid(op, "the status 49 needs the number of the other order")
	}
	return c.put(ctx, op, id, u, parts, func(o *Order) bool {
		numbered := u.TTN != "" && sameTTN(o.TTN, u.TTN) // tracking may have moved it on
		return (numbered || u.TTN == "" && o.Status == u.Status) && (u.Comment == "" || o.said(u.Comment))
	})
}

// put changes an order. done reports by the order whether the change was made, after an answer was lost.
func (c *Client) put(ctx context.Context, op string, id int64, body any, parts []Expand, done func(*Order) bool) (*Order, error) {
	var a orderAnswer
	repeat := rest.ReadBack(func(ctx context.Context) (bool, error) {
		o, err := c.GetOrder(ctx, id, parts...)
		if err != nil || !done(o) {
			return false, err
		}
		a.order = *o
		return true, nil
	})
	if err := c.send(ctx, http.MethodPut, op, rest.Pathf("/orders/%d", id), expand(parts), body, repeat, a.of(id), &a); err != nil {
		return nil, err
	}
	return &a.order, nil
}
