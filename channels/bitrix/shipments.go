package bitrix

import (
	"context"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// ShipmentFields are all fields of a shipment that can be written. The shop replaces a shipment by what it is sent:
// what is left out becomes empty, a price 0, and a shipped one is taken back by "N". So begin with [Shipment.Fields].
type ShipmentFields struct {
	OrderID        int64       `json:"orderId,omitzero"` // of a new shipment only
	DeliveryID     int64       `json:"deliveryId"`
	StatusID       string      `json:"statusId,omitzero"`
	AllowDelivery  bxrest.Flag `json:"allowDelivery"`
	Deducted       bxrest.Flag `json:"deducted"`
	BasePrice      wire.Sum    `json:"basePriceDelivery"`
	Price          wire.Sum    `json:"priceDelivery"`
	TrackingNumber string      `json:"trackingNumber"`
	DocNum         string      `json:"deliveryDocNum"`
	DocDate        bxrest.Time `json:"deliveryDocDate"`
	Comments       string      `json:"comments"`
	ResponsibleID  int64       `json:"responsibleId,omitzero"`
	CompanyID      int64       `json:"companyId,omitzero"`
	XMLID          string      `json:"xmlId,omitzero"`
}

// Fields are those of the shipment as it is.
func (s Shipment) Fields() ShipmentFields {
	return ShipmentFields{
		DeliveryID: s.DeliveryID, StatusID: s.StatusID, AllowDelivery: bxrest.Flag(s.AllowDelivery), Deducted: bxrest.Flag(s.Deducted),
		BasePrice: s.BasePrice, Price: s.Price, TrackingNumber: s.TrackingNumber, DocNum: s.DocNum, DocDate: bxrest.Time{Time: s.DocDate},
		Comments: s.Comments, ResponsibleID: s.ResponsibleID, CompanyID: s.CompanyID, XMLID: s.XMLID,
	}
}

// CreateShipment adds a shipment without goods to an order. After a lost answer it is looked for by its XMLID; without
// one the error is of class InDoubt.
func (c *Client) CreateShipment(ctx context.Context, f ShipmentFields) (*Shipment, error) {
	s := &Shipment{}
	r := bxrest.Request{
		Method: "sale.shipment.add", Params: map[string]any{"fields": f}, Key: "shipment",
		Check: func() error { return rest.Same("order", f.OrderID, s.OrderID) },
	}
	if f.XMLID != "" {
		r.Done = func(ctx context.Context) (bool, error) {
			o, err := c.GetOrder(ctx, f.OrderID)
			if err != nil {
				return false, err
			}
			for _, x := range o.Shipments {
				if x.XMLID == f.XMLID {
					*s = x
					return true, nil
				}
			}
			return false, nil
		}
	}
	if _, err := c.rest.Do(ctx, r, s); err != nil {
		return nil, err
	}
	return s, nil
}

// GetShipment reads a shipment.
func (c *Client) GetShipment(ctx context.Context, id int64) (*Shipment, error) {
	s := &Shipment{}
	err := c.read(ctx, "sale.shipment.get", "shipment", map[string]any{"id": id}, s, func() error { return rest.Same("id", id, s.ID) })
	if err != nil {
		return nil, err
	}
	return s, nil
}

// UpdateShipment replaces the fields of a shipment: see [ShipmentFields]. After a lost answer it is read, and written
// again only if it is not so yet.
func (c *Client) UpdateShipment(ctx context.Context, id int64, f ShipmentFields) (*Shipment, error) {
	s := &Shipment{}
	_, err := c.rest.Do(ctx, bxrest.Request{
		Method: "sale.shipment.update", Params: map[string]any{"id": id, "fields": f}, Key: "shipment",
		Check: func() error { return rest.Same("id", id, s.ID) },
		Done: func(ctx context.Context) (bool, error) {
			now, err := c.GetShipment(ctx, id)
			if err != nil || now.Fields() != f {
				return false, err
			}
			*s = *now
			return true, nil
		},
	}, s)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// CreateShipmentItem puts units of a line into a shipment. A line that is in it already is an error of class Conflict,
// so that a repeat puts nothing in twice.
func (c *Client) CreateShipmentItem(ctx context.Context, shipment, basketItem int64, quantity wire.Decimal) (*ShipmentItem, error) {
	i := &ShipmentItem{}
	err := c.set(ctx, "sale.shipmentitem.add", "shipmentItem", map[string]any{
		"fields": map[string]any{"orderDeliveryId": shipment, "basketId": basketItem, "quantity": quantity},
	}, i, func() error { return rest.Same("basket item", basketItem, i.BasketID) })
	if err != nil {
		return nil, err
	}
	return i, nil
}

// UpdateShipmentItem sets how many units of a line are in a shipment; 0 takes it out.
func (c *Client) UpdateShipmentItem(ctx context.Context, id int64, quantity wire.Decimal) error {
	return c.set(ctx, "sale.shipmentitem.update", "", map[string]any{"id": id, "fields": map[string]any{"quantity": quantity}}, nil, nil)
}
