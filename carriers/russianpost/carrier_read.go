package russianpost

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
)

const opRead = "read"

// errNoOrder is the lack of an order.
var errNoOrder = errors.New("there is no such order")

// Read implements carriers.Carrier. A parcel is an order of the account by its id or our number, or any parcel by its
// barcode; a barcode of an order in the backlog is known to the program that made or read it, and to all once the order
// is in a batch. A barcode of which the Post knows nothing, or nothing yet, is a Problem of class NotFound; one whose
// history was asked for with a ticket, and not answered yet, of class Retry; one for which no request is left today, of
// class RateLimited.
func (k *Carrier) Read(ctx context.Context, refs ...order.Ref) iter.Seq2[carriers.Parcel, error] {
	return func(yield func(carriers.Parcel, error) bool) {
		for _, ref := range refs {
			p, err := k.readOne(ctx, ref)
			if err == nil && p.Problem != nil {
				p.Ref = ref
			}
			if err != nil {
				switch ordo.ClassOf(err) {
				case ordo.NotFound, ordo.Invalid, ordo.Conflict:
					p, err = carriers.Parcel{Ref: ref, Problem: err}, nil
				}
			}
			if !yield(p, err) || err != nil {
				return
			}
		}
	}
}

// readOne reads one parcel.
func (k *Carrier) readOne(ctx context.Context, ref order.Ref) (carriers.Parcel, error) {
	t, err := k.targetOf(opRead, ref)
	if err != nil {
		return carriers.Parcel{}, err
	}
	o, err := k.find(ctx, t)
	switch {
	case err == nil && t.back && !takenInPart(o):
		return carriers.Parcel{}, k.client.rest.Fail(opRead, ordo.NotFound, "nothing of the parcel "+o.Barcode+" comes back", nil)
	case err == nil && t.back:
		return k.restParcel(ctx, o), nil
	case err == nil:
		return k.parcel(ctx, o), nil
	case !errors.Is(err, errNoOrder) || t.barcode == "":
		return carriers.Parcel{}, err
	}
	h, lack := k.histories.of(ctx, t.barcode)
	switch {
	case errors.Is(lack, errNoTracking):
		return carriers.Parcel{}, err
	case lack != nil:
		return carriers.Parcel{Problem: lack}, nil
	case len(h.operations) == 0:
		return carriers.Parcel{}, k.client.rest.Fail(opRead, ordo.NotFound, "the Post knows no operations on the parcel "+t.barcode+", or not yet", nil)
	}
	return k.stranger(t.barcode, h), nil
}

// find finds an order. If there is none, the error is of class NotFound and wraps errNoOrder.
func (k *Carrier) find(ctx context.Context, t target) (*Order, error) {
	switch {
	case t.id != 0:
		return k.byID(ctx, t.id)
	case t.number != "":
		all, err := k.client.FindOrders(ctx, t.number)
		switch {
		case err != nil:
			return nil, err
		case len(all) > 1:
			return nil, k.client.rest.Fail(opRead, ordo.Conflict, "", &DuplicateError{t.number, all})
		case len(all) == 1:
			return &all[0], nil
		}
		if id := k.made.id(t.number); id != 0 { // made just now, and not shown by the searches yet
			return k.byID(ctx, id)
		}
		return nil, k.client.rest.Fail(opRead, ordo.NotFound, fmt.Sprintf("no order has the number %.60q", t.number), errNoOrder)
	}
	all, err := k.client.SearchShipments(ctx, t.barcode)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Barcode == t.barcode && all[i].ID != 0 {
			return &all[i], nil
		}
	}
	return nil, k.client.rest.Fail(opRead, ordo.NotFound, "no batch of the account has the parcel "+t.barcode, errNoOrder)
}

// byID finds an order in batches and in the backlog. It looks twice in batches, as an order may pass from the backlog
// to a batch between two looks.
func (k *Carrier) byID(ctx context.Context, id int64) (*Order, error) {
	for _, read := range []func(context.Context, int64) (*Order, error){k.client.GetShipment, k.client.GetOrder, k.client.GetShipment} {
		o, err := read(ctx, id)
		if ordo.ClassOf(err) != ordo.NotFound {
			return o, err
		}
	}
	return nil, k.client.rest.Fail(opRead, ordo.NotFound, fmt.Sprintf("there is no order %d, or it was deleted", id), errNoOrder)
}
