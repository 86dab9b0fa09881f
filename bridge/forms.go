package bridge

import (
	"context"

	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
)

// parcelFormOf returns the form with which a carrier takes a shipment, and what it was made of.
func (c *core) parcelFormOf(ctx context.Context, a *account, v order.View, shipment int) (carriers.Form, carriers.Consignment, error) {
	x := carriers.Consignment{Order: v, Shipment: shipment, Weights: map[string]int{}}
	for _, l := range v.Lines {
		if c.weight != nil {
			x.Weights[l.ID] = c.weight(l)
		}
	}
	f, err := a.carrier.Form(ctx, x)
	return f, x, err
}
