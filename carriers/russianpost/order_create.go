package russianpost

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

const opCreate = "PUT /2.0/user/backlog"

// Created is an order that was made.
type Created struct {
	ID      int64      `json:"result-id"`
	Barcode string     `json:"barcode"` // ШПИ, the tracking number
	Number  string     `json:"order-num,omitzero"`
	Group   string     `json:"group-name,omitzero"`
	Already bool       `json:"-"` // it was there before, whatever the draft
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"` // what could not be read
}

// created is the answer to a creation of one order.
type created struct {
	Orders []Created  `json:"orders"`
	Extra  wire.Extra `json:"-"`
}

// Complete implements rest.Completer.
func (a *created) Complete() error {
	if len(a.Orders) != 1 || a.Orders[0].ID == 0 || a.Orders[0].Barcode == "" {
		err := errors.New("the answer does not have one order with its id and barcode")
		if len(a.Orders) > 0 {
			err = errors.Join(err, a.Orders[0].Problem)
		}
		return err
	}
	return nil
}

// visiblePace is how long a new order may not be found by the searches. It is not documented.
var visiblePace = rest.Pace{First: 2 * time.Second, Most: 10 * time.Second, Limit: 20 * time.Second, AtOnce: true}

// CreateOrder makes sure that there is an order with the draft's number, and returns it with its barcode. An existing
// order is returned as it is (Created.Already), whatever the draft; more than one are an error of class Conflict with a
// *DuplicateError.
//
// The vendor knows no key: the number is searched for in the backlog and in batches, before the order is sent and after
// a lost answer. If that cannot be done, the error is of class InDoubt. So it may be repeated after a crash. A parcel
// that is not handed over costs nothing. A refusal is an *ordo.Error with a *RefusalError.
func (c *Client) CreateOrder(ctx context.Context, d Draft) (*Created, error) {
	if lack := d.lacks(); lack != "" {
		return nil, c.invalid(opCreate, lack)
	}
	found, err := c.findCreated(ctx, d.Number)
	if found != nil || err != nil {
		return found, err
	}
	var lost *Created
	look := func(ctx context.Context) (bool, error) {
		return c.recheck(ctx, d.Number, func(ctx context.Context) (_ bool, err error) {
			lost, err = c.findCreated(ctx, d.Number)
			return lost != nil, err
		})
	}
	var in created
	check := func() error {
		if got := in.Orders[0].Number; got != "" {
			return rest.Same("order-num", d.Number, got)
		}
		return nil
	}
	r := rest.Request{
		Op: opCreate, Method: http.MethodPut, Path: "/2.0/user/backlog", Repeat: rest.ReadBack(look), Check: check,
	}
	err = c.send(ctx, r, []Draft{d}, &in)
	switch {
	case err != nil:
		return nil, err
	case lost != nil:
		lost.Already = false // it was made from this draft
		return lost, nil
	}
	return &in.Orders[0], nil
}

// findCreated returns the order with a number, or nil.
func (c *Client) findCreated(ctx context.Context, number string) (*Created, error) {
	all, err := c.FindOrders(ctx, number)
	switch {
	case err != nil || len(all) == 0:
		return nil, err
	case len(all) > 1:
		return nil, c.rest.Fail(opCreate, ordo.Conflict, "", &DuplicateError{number, all})
	}
	o := all[0]
	return &Created{ID: o.ID, Barcode: o.Barcode, Number: o.Number, Group: o.GroupName, Already: true}, nil
}

// recheck calls look for some time, because the service may not show a new order yet. It reports whether it was found.
// false without an error means that every look was answered.
func (c *Client) recheck(ctx context.Context, ref string, look func(context.Context) (bool, error)) (bool, error) {
	var failed error
	err := c.rest.Poll(ctx, opCreate, ref, visiblePace, func(ctx context.Context) (err error) {
		var there bool
		if there, failed = look(ctx); !there && failed == nil {
			return &ordo.PendingError{Ref: ref}
		}
		return failed
	})
	var pending *ordo.PendingError
	if failed == nil && errors.As(err, &pending) && ctx.Err() == nil && !errors.Is(err, context.DeadlineExceeded) {
		return false, nil
	}
	return err == nil, err
}
