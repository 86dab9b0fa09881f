package cdek

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Delete makes sure that an order which has not moved yet (CREATED) will not be carried. One that is gone is deleted
// already. Whether CDEK agrees is settled later: see [Client.AwaitDeletion]. An order that CDEK has in hand is sent back
// with [Client.Refuse].
func (c *Client) Delete(ctx context.Context, uuid string) (*Ack, error) {
	const op = "orders/delete"
	if uuid == "" {
		return nil, c.fail(op, ordo.Invalid, "the uuid is empty", nil)
	}
	var in written
	err := c.send(ctx, http.MethodDelete, op, rest.Pathf("/orders/%s", uuid), nil, rest.Idempotent(), &in)
	if ordo.ClassOf(err) == ordo.NotFound || underWay(err) {
		return &Ack{UUID: uuid, Already: true}, nil
	}
	if err != nil {
		return nil, err
	}
	return in.ack(), nil
}

// underWay reports whether CDEK is at work on just that already.
func underWay(err error) bool {
	var no *RefusalError
	return errors.As(err, &no) && no.Has(codeSimilarRequest)
}

// AwaitDeletion asks for an order, with growing pauses, until it is gone. If CDEK does not delete it, the error is an
// *ordo.Error with a *RefusalError, of class Conflict if the order has moved. If ctx ends before, it is as with Await.
func (c *Client) AwaitDeletion(ctx context.Context, uuid string) error {
	const op = "orders/await-deletion"
	return c.poll(ctx, op, uuid, func(time.Duration) (bool, error) {
		o, err := c.Order(ctx, uuid)
		switch {
		case ordo.ClassOf(err) == ordo.NotFound:
			return true, nil
		case err != nil:
			return false, err
		case StatusOf(o.Current().Code).Phase == PhaseCancelled:
			return true, nil
		}
		r := newest(o.Requests, func(r Request) bool { return r.Type == RequestDelete })
		if r != nil && r.State == Invalid {
			return false, c.failed(op, uuid, r)
		}
		return r != nil && r.State == Successful, nil
	})
}

// Refuse makes CDEK send back an order that it has in hand: its status becomes NOT_DELIVERED with reason 11, and a return
// order appears ([ReturnOrder] in Order.Related). An order that goes back already stays as it is.
func (c *Client) Refuse(ctx context.Context, uuid string) (*Ack, error) {
	const op = "orders/refusal"
	if uuid == "" {
		return nil, c.fail(op, ordo.Invalid, "the uuid is empty", nil)
	}
	goesBack := func(ctx context.Context) (bool, error) {
		o, err := c.Order(ctx, uuid)
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
	err = c.post(ctx, op, rest.Pathf("/orders/%s/refusal", uuid), nil, rest.ReadBack(goesBack), &in)
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

// ClientReturn makes sure that there is a return of a delivered shop order as a whole, from the recipient to the shop, by
// the given tariff. Which uuid CDEK answers with, that of the new order or that of the delivered one, is not documented:
// the new one is the [ClientReturnOrder] among Order.Related of the delivered one, and that is looked at first, so that
// a repeat makes no second return. A return of some goods is a [Draft] with ClientReturn.
func (c *Client) ClientReturn(ctx context.Context, uuid string, tariff int) (*Ack, error) {
	const op = "orders/client-return"
	if uuid == "" {
		return nil, c.fail(op, ordo.Invalid, "the uuid is empty", nil)
	}
	var found *Ack
	look := func(ctx context.Context) (bool, error) {
		o, err := c.Order(ctx, uuid)
		if err != nil {
			return false, err
		}
		if of := o.RelatedOf(ClientReturnOrder); len(of) > 0 {
			found = &Ack{UUID: of[0].UUID, Related: o.Related}
		}
		return found != nil, nil
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
	case underWay(err):
		return &Ack{UUID: uuid, Already: true}, nil
	case err != nil:
		return nil, err
	case found != nil:
		return found, nil
	}
	return in.ack(), nil
}
