package cdek

import (
	"context"
	"errors"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
)

// Create implements carriers.Carrier. It does not wait until CDEK has checked the order.
func (k *Carrier) Create(ctx context.Context, r carriers.Request) (carriers.Parcel, error) {
	d, err := k.Draft(r)
	if err != nil {
		return carriers.Parcel{}, err
	}
	o, err := k.client.CreateOrder(ctx, d)
	if why := refusalProblems(err); len(why) > 0 {
		return k.refused(r.Key, why), nil
	}
	if err != nil {
		return carriers.Parcel{}, reclassNotFound(err, ordo.Auth) // the address is wrong, not the request
	}
	p := k.parcel(o)
	p.Key = r.Key
	return p, nil
}

// refused returns a request that CDEK refused before it became an order.
func (k *Carrier) refused(key string, why []carriers.Problem) carriers.Parcel {
	return carriers.Parcel{
		Key: key, State: carriers.ParcelRefused, Shipment: atShop, Direction: carriers.DirectionToBuyer, Code: why[0].Code, Text: why[0].Rule, Problems: why,
	}
}

// reclassNotFound gives an error of class NotFound another class.
func reclassNotFound(err error, class ordo.Class) error {
	var e *ordo.Error
	if !errors.As(err, &e) || e.Class != ordo.NotFound {
		return err
	}
	own := *e
	own.Class = class
	return &own
}

// Change implements carriers.Changer. A package that keeps its number keeps its id at CDEK; the number of the order
// does not change.
func (k *Carrier) Change(ctx context.Context, ref order.Ref, r carriers.Request) (carriers.Parcel, error) {
	uuid, err := k.uuidOf("PATCH /v2/orders", ref)
	if err != nil {
		return carriers.Parcel{}, err
	}
	d, err := k.Draft(r)
	if err != nil {
		return carriers.Parcel{}, err
	}
	o, err := k.client.GetOrder(ctx, uuid)
	if err != nil {
		return carriers.Parcel{}, err
	}
	if err := same("number", d.Number, o.Number); err != nil {
		return carriers.Parcel{}, k.client.rest.Fail("PATCH /v2/orders", ordo.InDoubt, "", err)
	}
	for i := range d.Packages {
		for _, there := range o.Packages {
			if there.Number == d.Packages[i].Number {
				d.Packages[i].ID = there.ID
			}
		}
	}
	d.Number = ""
	if _, err = k.client.UpdateOrder(ctx, uuid, d); underWay(err) {
		err = nil
	}
	if why := refusalProblems(err); len(why) > 0 && ordo.ClassOf(err) != ordo.Conflict {
		p := k.parcel(o)
		p.Problems = append(p.Problems, why...)
		return p, nil
	}
	if err != nil {
		return carriers.Parcel{}, err
	}
	return k.read(ctx, uuid)
}

// Cancel implements carriers.Carrier. It waits until CDEK has checked a new order and deleted it, as long as ctx lives.
// CDEK does not return deleted orders, so an order that is not found counts as cancelled; because a new order is not
// found for some seconds either, it asks again first.
func (k *Carrier) Cancel(ctx context.Context, ref order.Ref) (carriers.Parcel, error) {
	const op = "DELETE /v2/orders/{uuid}"
	uuid, err := k.uuidOf(op, ref)
	if err != nil {
		return carriers.Parcel{}, err
	}
	o, err := k.settled(ctx, uuid)
	switch {
	case err == nil && o == nil:
		return deleted(carriers.Parcel{Ref: k.ref(uuid), Direction: carriers.DirectionToBuyer}), nil
	case err != nil:
		return carriers.Parcel{}, err
	}
	p := k.parcel(o)
	switch phase := StatusOf(p.Code).Phase; {
	case o.numberFree():
		return p, nil
	case phase != PhaseNew && phase != PhaseUnknown:
		return p, k.client.rest.Fail(op, ordo.Conflict, "the order has moved ("+p.Code+"): send it back instead", nil)
	}
	if _, err = k.client.DeleteOrder(ctx, uuid); err == nil {
		err = k.client.WaitDeleted(ctx, uuid)
	}
	if err != nil {
		return p, err
	}
	return deleted(p), nil
}

// deleted returns a parcel that CDEK has deleted.
func deleted(p carriers.Parcel) carriers.Parcel {
	s := StatusOf("REMOVED")
	p.State, p.Shipment, p.Code, p.Text = carriers.ParcelCancelled, atShop, s.Code, s.Name
	return p
}

// settled returns an order that CDEK has checked, whatever the result; nil if there is none.
func (k *Carrier) settled(ctx context.Context, uuid string) (*Order, error) {
	var o *Order
	there, err := k.client.recheck(ctx, "GET /v2/orders/{uuid}", uuid, func(ctx context.Context) (_ bool, err error) {
		if o, err = k.client.GetOrder(ctx, uuid); unknown(err) {
			return false, nil
		}
		return err == nil, err
	})
	if err == nil && !there {
		return nil, nil
	}
	if err != nil || o.parcelState() != carriers.ParcelWaiting {
		return o, err
	}
	if _, err := k.client.WaitOrder(ctx, uuid); err != nil && len(refusalProblems(err)) == 0 {
		return nil, err
	}
	return k.client.GetOrder(ctx, uuid)
}
