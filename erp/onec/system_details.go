package onec

import (
	"context"

	"github.com/ordo-sdk/ordo/order"
)

// bringDetails sets who buys and who gets the goods, and where. Another buyer is another partner: that of the earlier
// buyer is not renamed, as it has other orders.
func (s *System) bringDetails(ctx context.Context, t order.Task) (order.Outcome, error) {
	there, err := s.orderOf(ctx, t.Target, t.Order)
	if err != nil {
		return order.Outcome{}, err
	}
	if err := checkOpen(there); err != nil {
		return order.Outcome{}, err
	}
	who, err := s.customer(ctx, t.Order)
	if err != nil {
		return order.Outcome{}, err
	}
	return s.edit(ctx, there, func(o *Order) error {
		o.Partner, o.Counterparty = who.partner, who.counterparty
		return s.deliver(ctx, o, t.Order)
	})
}

// moveDate sets when the goods are delivered, and when the rows that did not leave yet are to leave.
func (s *System) moveDate(ctx context.Context, t order.Task) (order.Outcome, error) {
	there, err := s.orderOf(ctx, t.Target, t.Order)
	if err != nil {
		return order.Outcome{}, err
	}
	if err := checkOpen(there); err != nil {
		return order.Outcome{}, err
	}
	m, err := s.client.Metadata(ctx)
	if err != nil {
		return order.Outcome{}, err
	}
	return s.edit(ctx, there, func(o *Order) error {
		setWindow(&o.Delivery, t.Order.Delivery.Window, s.client.zone)
		o.Note = s.deliveryNote(t.Order)
		for i := range o.Goods {
			r := &o.Goods[i]
			if mode := modeIn(r, m.Words()); s.lineOf(r, t.Order) != "" && (mode == reserved || mode == toSupply) {
				r.ShippingDate = shipping(t.Order, o.Date)
			}
		}
		return nil
	})
}

// edit changes an order, and posts it again if it is posted.
func (s *System) edit(ctx context.Context, there *Order, change func(*Order) error) (order.Outcome, error) {
	version := ""
	now, err := s.client.Orders().Change(ctx, there.Ref, func(o *Order) error {
		version = o.Version
		return change(o)
	})
	if err != nil {
		return order.Outcome{}, err
	}
	if now.Version == version {
		return order.Outcome{Kind: order.AlreadySo}, nil
	}
	s.wrote(now.Object)
	if there.Posted {
		if _, err := s.post(ctx, there.Ref); err != nil {
			return order.Outcome{}, err
		}
	}
	return order.Outcome{Kind: order.Applied}, nil
}
