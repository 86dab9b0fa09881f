package megamarket

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Shipping is the hand-over of a shipment.
type Shipping struct {
	ShipmentID string
	Boxes      []Box     // every box of the shipment; none in merchant delivery
	At         time.Time // when it was handed over
	// Lots are those that must live for it to be sent; nil means whichever live. The call itself is about all living
	// lots.
	Lots []int
}

// Ship reports the hand-over to Megamarket, by order/shipping. It is about all living lots. Megamarket also sees the
// hand-over by its own scan, so lots may be SHIPPED without this call. In merchant delivery the method is not
// documented; some accounts may take it, without boxes.
//
// How it decides: the shipment is handed over if its living lots are PENDING_SHIPPING, SHIPPED or DELIVERED.
// If one of Lots is cancelled, it is an error of class Conflict with a *LotsError, and nothing is sent.
func (c *Client) Ship(ctx context.Context, h Shipping) error {
	const op = "order/shipping"
	if h.At.IsZero() {
		return c.invalid(op, errors.New("the time of the hand-over is not set"))
	}
	for _, b := range h.Boxes {
		if b.Index < 1 || b.Code == "" {
			return c.invalid(op, fmt.Errorf("box %d with code %s is none: see NewBox", b.Index, quote(b.Code)))
		}
	}
	return c.ensure(ctx, write{
		op: op, id: h.ShipmentID, lots: h.Lots,
		where: func(l Lot) progress {
			if l.IsDelivery() {
				return done // a fee is not handed over
			}
			return forward(l, atShipped)
		},
		data: func(s *Shipment, _ []Lot) (any, error) {
			at := map[string]string{"shippingDate": stamp(h.At)}
			return only(toShipment{ShipmentID: s.ID, Boxes: toBoxes(h.Boxes), Shipping: at}), nil
		},
	})
}
