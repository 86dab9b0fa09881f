package bridge

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
)

// ParcelForm is the request by which a carrier takes a shipment: every field that it wants, filled in as far as the order
// and the catalogue (WithWeights) tell. The carrier is the name of its account. The error is ErrUnknown for an order,
// a *carriers.FormError for a shipment, a *ConfigError for an account that takes no parcels of this order's.
func (b *Bridge) ParcelForm(ctx context.Context, id string, shipment int, carrier string) (carriers.Form, error) {
	f, _, err := b.parcelForm(ctx, id, shipment, carrier)
	return f, err
}

func (b *Bridge) parcelForm(ctx context.Context, id string, shipment int, carrier string) (carriers.Form, carriers.Consignment, error) {
	k, err := b.open(ctx, id)
	if err != nil {
		return carriers.Form{}, carriers.Consignment{}, err
	}
	if !k.known() {
		return carriers.Form{}, carriers.Consignment{}, fmt.Errorf("bridge: order %q: %w", id, ErrUnknown)
	}
	a := b.accounts[carrier]
	if a == nil || a.carrier == nil || len(k.route.Carriers) > 0 && !slices.Contains(k.route.Carriers, carrier) {
		return carriers.Form{}, carriers.Consignment{}, &ConfigError{Err: fmt.Errorf("account %q takes no parcels of order %s; those that do: %s", carrier, id, strings.Join(k.carriers(), ", "))}
	}
	c := carriers.Consignment{Order: k.view(), Shipment: shipment, Weights: map[string]int{}}
	for _, l := range c.Order.Lines {
		if b.weigh != nil {
			c.Weights[l.ID] = b.weigh(l)
		}
	}
	f, err := a.carrier.Form(ctx, c)
	return f, c, err
}

// carriers are the accounts that the order's parcels may go with.
func (k *desk) carriers() []string {
	var out []string
	for _, name := range k.b.names {
		if k.b.accounts[name].carrier != nil && (len(k.route.Carriers) == 0 || slices.Contains(k.route.Carriers, name)) {
			out = append(out, name)
		}
	}
	return out
}

// RequestParcel asks a carrier to take a shipment, with its form filled in. What the form does not allow is
// a *carriers.FormError that names each field and rule; nothing is sent and the shipment keeps its state. What the carrier
// answers is seen on the shipment: the tracking number, or its reason.
//
// With an ERP that takes documents, the sale is owed to it when the carrier has accepted; the shipment leaves when both
// have. One that the ERP refuses keeps its number, and waits.
func (b *Bridge) RequestParcel(ctx context.Context, id string, shipment int, carrier string, v carriers.Values, by order.By) ([]order.Event, error) {
	f, c, err := b.parcelForm(ctx, id, shipment, carrier)
	if err != nil {
		return nil, err
	}
	if err := f.Check(v); err != nil {
		return nil, err
	}
	return b.Do(ctx, id, order.RequestParcel{
		Shipment: shipment, Carrier: order.Ref{System: b.accounts[carrier].vendor(), Account: carrier}, Key: c.Key(), Values: f.Applicable(v),
	}, by)
}
