package cdek

import (
	"context"
	"errors"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// DeleteOrder makes sure that an order which has not moved yet (CREATED) will not be carried. An order that CDEK does
// not find is deleted already; because a new order is not found for some seconds either, it asks again first. Whether
// CDEK deletes it is settled later: see [Client.WaitDeleted]. For an order that CDEK has received use
// [Client.RefuseOrder]. An order of another contract is an error of class NotFound.
func (c *Client) DeleteOrder(ctx context.Context, uuid string) (*Ack, error) {
	const op = "DELETE /v2/orders/{uuid}"
	if uuid == "" {
		return nil, c.rest.Fail(op, ordo.Invalid, "the uuid is empty", nil)
	}
	var in written
	done, err := c.recheck(ctx, op, uuid, func(ctx context.Context) (bool, error) {
		err := c.send(ctx, http.MethodDelete, op, rest.Pathf("/orders/%s", uuid), nil, rest.Idempotent(), in.of(uuid), &in)
		if unknown(err) {
			return false, nil
		}
		return err == nil, err
	})
	switch {
	case underWay(err), err == nil && !done:
		return &Ack{UUID: uuid, Already: true}, nil
	case err != nil:
		return nil, err
	}
	return in.ack(), nil
}

// unknown reports whether CDEK answered that there is no such entity. An entity of another contract, or a wrong
// address, is something else.
func unknown(err error) bool {
	var no *RefusalError
	return errors.As(err, &no) && no.Has(codeNotFound)
}

// underWay reports whether the same request is being processed already.
func underWay(err error) bool {
	var no *RefusalError
	return errors.As(err, &no) && no.Has(codeSimilarRequest)
}

// missing reports whether CDEK answered that this account has no such entity.
func missing(err error) bool {
	var no *RefusalError
	return ordo.ClassOf(err) == ordo.NotFound && errors.As(err, &no)
}

// WaitDeleted asks for an order, with growing pauses, until it is deleted. If CDEK does not delete it, the error is an
// *ordo.Error with a *RefusalError, of class Conflict if the order has moved. If ctx ends before, the error is as for
// WaitOrder.
func (c *Client) WaitDeleted(ctx context.Context, uuid string) error {
	const op = "DELETE /v2/orders/{uuid}"
	return c.rest.Poll(ctx, op, uuid, waitPace, func(ctx context.Context) error {
		o, err := c.GetOrder(ctx, uuid)
		switch {
		case unknown(err):
			return nil
		case err != nil:
			return err
		case StatusOf(o.Current().Code).Phase == PhaseCancelled:
			return nil
		}
		r := newest(o.Requests, func(r Request) bool { return r.Type == RequestDelete })
		switch {
		case r != nil && r.State == Invalid:
			return c.failed(op, uuid, r)
		case r != nil && r.State == Successful:
			return nil
		}
		return notYet(uuid, o.Current().Code)
	})
}

// RefuseOrder makes CDEK send back an order that it has received: its status becomes NOT_DELIVERED with reason 11, and
// a return order appears ([ReturnOrder] in Order.Related). An order that is already on its way back does not change.
func (c *Client) RefuseOrder(ctx context.Context, uuid string) (*Ack, error) {
	const op = "POST /v2/orders/{uuid}/refusal"
	goesBack := func(ctx context.Context) (bool, error) {
		o, err := c.GetOrder(ctx, uuid)
		if err != nil {
			return false, err
		}
		return StatusOf(o.Current().Code).Code == "NOT_DELIVERED", nil
	}
	back, err := goesBack(ctx)
	if err != nil {
		return nil, err
	}
	if back {
		return &Ack{UUID: uuid, Already: true}, nil
	}
	var in written
	err = c.send(ctx, http.MethodPost, op, rest.Pathf("/orders/%s/refusal", uuid), nil, rest.ReadBack(goesBack), in.of(uuid), &in)
	switch {
	case underWay(err):
		return &Ack{UUID: uuid, Already: true}, nil
	case err != nil:
		return nil, err
	case in.Entity == nil: // read back
		return &Ack{UUID: uuid}, nil
	}
	return in.ack(), nil
}

// CreateClientReturn makes sure that there is a return of a whole delivered shop order, from the recipient to the shop,
// by the given tariff. A return that failed its checks does not count. It returns the uuid of the new order. Whether
// CDEK answers with the uuid of the new or the delivered order is not documented, so it searches for the new one among
// the [ClientReturnOrder] of the delivered one: before it creates a return, so that a repeat makes no second one, and
// again if CDEK answered with the other uuid. For a return of some goods create a [Draft] with ClientReturn.
func (c *Client) CreateClientReturn(ctx context.Context, uuid string, tariff int) (*Ack, error) {
	const op = "POST /v2/orders/{uuid}/clientReturn"
	var found *Ack
	look := func(ctx context.Context) (there bool, err error) {
		found, err = c.returnOf(ctx, uuid)
		return found != nil, err
	}
	if there, err := look(ctx); err != nil {
		return nil, err
	} else if there {
		found.Already = true
		return found, nil
	}
	body := struct {
		Tariff int `json:"tariff_code"`
	}{tariff}
	var in written
	err := c.post(ctx, op, rest.Pathf("/orders/%s/clientReturn", uuid), body, rest.ReadBack(look), &in)
	switch {
	case err != nil && !underWay(err):
		return nil, err
	case found != nil:
		return found, nil
	case err == nil && in.ack().UUID != uuid:
		return in.ack(), nil
	}
	err = c.rest.Poll(ctx, op, uuid, recheckPace, func(ctx context.Context) error {
		there, err := look(ctx)
		if !there && err == nil {
			return notYet(uuid, "")
		}
		return err
	})
	return found, err
}

// returnOf returns the client's return of an order, unless it failed; nil if there is none.
func (c *Client) returnOf(ctx context.Context, uuid string) (*Ack, error) {
	o, err := c.GetOrder(ctx, uuid)
	if err != nil {
		return nil, err
	}
	for _, r := range o.RelatedOf(ClientReturnOrder) {
		back, err := c.GetOrder(ctx, r.UUID)
		switch {
		case unknown(err): // not yet, or no more: it is linked, so it counts
			return &Ack{UUID: r.UUID, Related: o.Related}, nil
		case err != nil:
			return nil, err
		case !back.numberFree():
			return &Ack{UUID: r.UUID, Requests: back.Requests, Related: o.Related}, nil
		}
	}
	return nil, nil
}
