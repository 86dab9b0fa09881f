package russianpost

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Create implements carriers.Carrier: it makes an order of the backlog, once for a key: see [Client.CreateOrder].
func (k *Carrier) Create(ctx context.Context, r carriers.Request) (carriers.Parcel, error) {
	d, err := k.checked(r)
	if err != nil {
		return carriers.Parcel{}, err
	}
	// The searches may not show an order yet that was made just now.
	if id := k.made.id(r.Key); id != 0 {
		if o, err := k.byID(ctx, id); err == nil && !o.Deleted && o.Number == r.Key {
			return k.parcel(ctx, o), nil
		} else if !errors.Is(err, errNoOrder) && err != nil {
			return carriers.Parcel{}, err
		}
	}
	made, err := k.client.CreateOrder(ctx, d)
	var twice *DuplicateError
	if why := refusalProblems(err); len(why) > 0 && !errors.As(err, &twice) {
		return carriers.Parcel{
			Key: r.Key, State: carriers.ParcelRefused, Shipment: atSeller, Direction: carriers.DirectionToBuyer,
			Code: why[0].Code, Text: why[0].Rule, Problems: why,
		}, nil
	}
	if err != nil {
		return carriers.Parcel{}, err
	}
	k.made.keep(made.Barcode, made.ID)
	k.made.keep(r.Key, made.ID)
	o, err := k.byID(ctx, made.ID)
	if err != nil { // it is made all the same
		o = &Order{Draft: d, ID: made.ID, Barcode: made.Barcode}
		if made.Already {
			return carriers.Parcel{}, err // in whatever state
		}
	}
	return k.parcel(ctx, o), nil
}

// Change implements carriers.Changer. The barcode stays. An order in a batch that is not checked in leaves it for the
// change and is put back.
func (k *Carrier) Change(ctx context.Context, ref order.Ref, r carriers.Request) (carriers.Parcel, error) {
	d, err := k.checked(r)
	if err != nil {
		return carriers.Parcel{}, err
	}
	o, err := k.atSeller(ctx, opUpdate, ref)
	if err != nil {
		return carriers.Parcel{}, err
	}
	if o.Number != d.Number {
		return carriers.Parcel{}, k.client.rest.Fail(opUpdate, ordo.InDoubt, "", &rest.OtherError{What: "number", Asked: d.Number, Got: o.Number})
	}
	if o.Batch != "" {
		if _, err := k.client.ReturnToBacklog(ctx, o.ID); err != nil {
			return carriers.Parcel{}, err
		}
	}
	var found []carriers.Problem
	if err := k.client.UpdateOrder(ctx, o.ID, d); err != nil {
		if found = refusalProblems(err); len(found) == 0 || ordo.ClassOf(err) == ordo.Conflict {
			return carriers.Parcel{}, err
		}
	}
	if o.Batch != "" {
		if _, err := k.client.AddToBatch(ctx, o.Batch, o.ID); err != nil {
			found = append(found, broken("", carriers.CodeChoice, "the order is not in batch %s any more: put it into one again (%v)", o.Batch, err))
		}
	}
	p, err := k.readOne(ctx, k.ref(strconv.FormatInt(o.ID, 10)))
	p.Problems = append(p.Problems, found...)
	return p, err
}

// atSeller returns an order whose parcel the Post does not have yet. The error is of class Conflict if it has, or
// expects it, and of class NotFound if there is none.
func (k *Carrier) atSeller(ctx context.Context, op string, ref order.Ref) (*Order, error) {
	t, err := k.targetOf(op, ref)
	if err != nil {
		return nil, err
	}
	o, err := k.find(ctx, t)
	if err != nil {
		return nil, err
	}
	last, _ := o.Last()
	m, _ := meaning(last)
	switch {
	case o.Deleted:
		return o, k.client.rest.Fail(op, ordo.NotFound, "the order "+o.Number+" is deleted", errNoOrder)
	case last != "" && m.Shipment != status.ShipmentRequested && m.Shipment != atSeller:
		return o, k.client.rest.Fail(op, ordo.Conflict, fmt.Sprintf("the parcel %s has moved [%s] %s", o.Barcode, last, o.LastName), nil)
	case o.BatchStatus != "" && o.BatchStatus != BatchCreated:
		return o, k.client.rest.Fail(op, ordo.Conflict, fmt.Sprintf("batch %s of the parcel %s is checked in (%s): the Post expects it", o.Batch, o.Barcode, o.BatchStatus), nil)
	}
	return o, nil
}

// Cancel implements carriers.Carrier: it deletes the order. The Post forgets it, so that an order that is not there
// counts as cancelled.
func (k *Carrier) Cancel(ctx context.Context, ref order.Ref) (carriers.Parcel, error) {
	o, err := k.atSeller(ctx, opDelete, ref)
	p := carriers.Parcel{Ref: ref, Direction: carriers.DirectionToBuyer}
	if err == nil {
		p = k.parcel(ctx, o)
		if o.Batch != "" {
			_, err = k.client.RemoveFromBatch(ctx, o.ID)
		} else {
			_, err = k.client.DeleteOrders(ctx, o.ID)
		}
		if ordo.ClassOf(err) == ordo.NotFound { // deleted meanwhile, or put into a batch
			if _, still := k.byID(ctx, o.ID); !errors.Is(still, errNoOrder) {
				return p, k.client.rest.Fail(opDelete, ordo.Retry, "the order has passed to or from a batch", errors.Join(err, still))
			}
			err = nil
		}
	} else if errors.Is(err, errNoOrder) {
		err = nil
	}
	if err != nil {
		return p, err
	}
	p.State, p.Shipment, p.AtLeast, p.Code, p.Text = carriers.ParcelCancelled, atSeller, false, codeDeleted, textDeleted
	return p, nil
}

// Return makes sure that the buyer can send a parcel back that was handed out ("лёгкий возврат"), and returns that
// parcel with DirectionFromBuyer: the buyer posts it in any office with the label of [Carrier.Labels]. The Post does
// not ask for its contents, so that goods may be named and are not sent, and knows no key: a parcel has one return. The
// error is of class Conflict if the parcel was not handed out, and of class Invalid or Unsupported if the account has
// no such service.
func (k *Carrier) Return(ctx context.Context, r carriers.ReturnRequest) (carriers.Parcel, error) {
	t, err := k.targetOf(opReturn, r.Parcel)
	if err != nil {
		return carriers.Parcel{}, err
	}
	o, err := k.find(ctx, t)
	if err != nil {
		return carriers.Parcel{}, err
	}
	p := k.parcel(ctx, o)
	if p.Shipment != status.ShipmentHandedOut && p.Shipment != status.ShipmentPartlyHandedOut {
		return carriers.Parcel{}, k.client.rest.Fail(opReturn, ordo.Conflict, "the parcel "+o.Barcode+" was not handed out: it is "+p.Shipment.String(), nil)
	}
	barcode, err := k.client.CreateReturn(ctx, o.Barcode, EasyReturn)
	if err != nil {
		return carriers.Parcel{}, err
	}
	return carriers.Parcel{
		Key: r.Key, Ref: k.ref(barcode), State: carriers.ParcelAccepted, Number: barcode, Direction: carriers.DirectionFromBuyer,
		Shipment: status.ShipmentRequested, ReturnOf: p.Ref, Text: "Лёгкий возврат",
	}, nil
}
