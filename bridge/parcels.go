package bridge

import (
	"context"
	"fmt"
	"strings"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
)

// ParcelForm returns the form with which a carrier takes a shipment: every field that it needs, filled in as far as
// the order and the catalogue ([WithWeights]) tell; the sizes of packages come from the boxes of order.Pack. The
// carrier is the name of its account. The error is ErrUnknown for an order, a *carriers.FormError for a shipment, a
// *ConfigError for an account that takes no parcels of this order.
func (b *Bridge) ParcelForm(ctx context.Context, id string, shipment int, carrier string) (carriers.Form, error) {
	f, _, err := b.parcelForm(ctx, id, shipment, carrier)
	return f, err
}

func (b *Bridge) parcelForm(ctx context.Context, id string, shipment int, carrier string) (carriers.Form, carriers.Consignment, error) {
	j, err := b.openKnown(ctx, id)
	if err != nil {
		return carriers.Form{}, carriers.Consignment{}, err
	}
	a := b.accounts[carrier]
	if a == nil || a.carrier == nil || !j.route.takesCarrier(carrier) {
		those := "no carrier is connected"
		if names := b.carriersOf(j); names != nil {
			those = "those that do: " + strings.Join(names, ", ")
		}
		return carriers.Form{}, carriers.Consignment{}, &ConfigError{Err: fmt.Errorf("account %q takes no parcels of order %s; %s", carrier, id, those)}
	}
	return b.parcelFormOf(ctx, a, j.view(), shipment)
}

// ParcelCarriers returns the accounts of the carriers that parcels of an order may go with. The error is ErrUnknown if
// there is no order with this id.
func (b *Bridge) ParcelCarriers(ctx context.Context, id string) ([]string, error) {
	j, err := b.openKnown(ctx, id)
	if err != nil {
		return nil, err
	}
	return b.carriersOf(j), nil
}

// RequestParcel asks a carrier to take a shipment, with its form filled in. What the form does not allow is a
// *carriers.FormError that names each field and rule; then nothing is sent and the shipment keeps its state. What the
// carrier answers is seen on the shipment: the tracking number, or its reason.
//
// With an ERP that takes documents, the document of sale is sent when the carrier has accepted; the shipment is
// handed over when both have. One that the ERP refuses keeps its number, and waits.
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
