package cdek

import (
	"context"
	"errors"
	"iter"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order"
)

// Read implements carriers.Carrier, with one call for each parcel: CDEK has none for several. It does not find a
// deleted order, nor a new one for some seconds.
func (k *Carrier) Read(ctx context.Context, refs ...order.Ref) iter.Seq2[carriers.Parcel, error] {
	return func(yield func(carriers.Parcel, error) bool) {
		for _, ref := range refs {
			p, err := k.readOne(ctx, ref)
			var other *rest.OtherError // CDEK returned another order
			switch class := ordo.ClassOf(err); {
			case err == nil:
			case ctx.Err() != nil:
				yield(carriers.Parcel{}, ctx.Err())
				return
			case class == ordo.NotFound, class == ordo.Invalid, errors.As(err, &other):
				p = carriers.Parcel{Ref: ref, Problem: err}
			default:
				yield(carriers.Parcel{}, err)
				return
			}
			if !yield(p, nil) {
				return
			}
		}
	}
}

// readOne reads one parcel by any kind of reference.
func (k *Carrier) readOne(ctx context.Context, ref order.Ref) (carriers.Parcel, error) {
	var o *Order
	var err error
	switch {
	case ref.System != "" && ref.System != Name, ref.Kind == "" || ref.Kind == carriers.KindParcel:
		uuid, no := k.uuidOf("GET /v2/orders/{uuid}", ref)
		if no != nil {
			return carriers.Parcel{}, no
		}
		o, err = k.client.GetOrder(ctx, uuid)
	case ref.Kind == carriers.KindNumber:
		o, err = k.client.GetOrderByCDEKNumber(ctx, ref.ID)
	case ref.Kind == carriers.KindKey:
		o, err = k.client.GetOrderByNumber(ctx, ref.ID)
	default:
		err = k.client.rest.Fail("GET /v2/orders/{uuid}", ordo.Invalid, "the reference "+ref.String()+" is of kind "+ref.Kind+", which CDEK does not have", nil)
	}
	if err != nil {
		return carriers.Parcel{}, err
	}
	return k.parcel(o), nil
}

// read reads a parcel whose uuid is known to exist: if CDEK does not show it yet, the error is of class Retry.
func (k *Carrier) read(ctx context.Context, uuid string) (carriers.Parcel, error) {
	p, err := k.readOne(ctx, k.ref(uuid))
	return p, reclassNotFound(err, ordo.Retry)
}
