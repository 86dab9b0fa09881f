package retailcrm

import (
	"context"
	"strings"

	"github.com/ordo-sdk/ordo/order"
)

// tellParcel writes the tracking numbers of an order's parcels where the CRM shows them. An order has one field for all
// of them there.
func (s *System) tellParcel(ctx context.Context, t order.Task) (order.Outcome, error) {
	there, err := s.client.GetOrder(ctx, s.key(t))
	if err != nil {
		return order.Outcome{}, err
	}
	numbers := trackNumbers(t.Order)
	if there.Delivery != nil && there.Delivery.Data != nil && there.Delivery.Data.TrackNumber == numbers {
		return order.Outcome{Kind: order.AlreadySo, Code: there.Status}, nil
	}
	return s.edit(ctx, there, t.Order, OrderFields{Delivery: &DeliveryFields{Data: &DeliveryDataFields{TrackNumber: &numbers}}})
}

// trackNumbers are the numbers by which carriers know the parcels of an order.
func trackNumbers(o order.View) string {
	var all []string
	for _, x := range o.Shipments {
		if x.Waybill != "" {
			all = append(all, x.Waybill)
		}
	}
	return strings.Join(all, ", ")
}
