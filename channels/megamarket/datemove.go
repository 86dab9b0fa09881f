package megamarket

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo"
)

// DateMove is a new time of delivery that was agreed with the buyer.
type DateMove struct {
	ShipmentID string
	OrderCode  string // see Confirmation; may be left out
	From, To   time.Time
	Lots       []int    // those that must live for it to be sent; nil means whichever live
	Form       DateForm // nil means DefaultDateForm
}

// DateForm makes the element of data.shipments that moves the date: anything that encodes as a JSON object. lots are
// the living ones.
//
// That order/confirm moves the date is in the official documentation; which fields hold the new one is unknown.
// DefaultDateForm is a guess, and DateMove.Form the place to replace it without changing this package.
type DateForm func(m DateMove, lots []Lot) any

// DefaultDateForm sends the new interval as callbacks and order/get name it: deliveryInterval with dateFrom and dateTo.
func DefaultDateForm(m DateMove, lots []Lot) any {
	return toShipment{
		ShipmentID: m.ShipmentID, OrderCode: m.OrderCode, Items: toOffers(lots),
		DeliveryInterval: map[string]string{"dateFrom": stamp(m.From), "dateTo": stamp(m.To)},
	}
}

// MoveDate moves the date of a delivery by the merchant, by order/confirm. It confirms lots that are still NEW.
// Megamarket may correct the interval: read the shipment afterwards.
//
// How it decides: the date is moved if order/get shows just this interval. After a lost answer whose interval
// Megamarket corrected, the move is therefore sent once more, which changes nothing. If one of Lots is cancelled, it is
// an error of class Conflict with a *LotsError, and nothing is sent.
func (c *Client) MoveDate(ctx context.Context, m DateMove) error {
	const op = "order/confirm"
	if m.From.IsZero() || !m.To.After(m.From) {
		return c.invalid(op, errors.New("the new interval needs From, and To after it"))
	}
	if err := checkOrderCode(m.OrderCode, false); err != nil {
		return c.invalid(op, err)
	}
	s, err := c.waitFor(ctx, op, m.ShipmentID)
	if err != nil {
		return err
	}
	if lost := s.where(func(l Lot) bool { return l.Cancelled() && slices.Contains(m.Lots, l.Index) }); len(lost) > 0 {
		return c.rest.Fail(op, ordo.Conflict, "not sent", &LotsError{ShipmentID: s.ID, Lots: lost})
	}
	if m.shown(s) {
		return nil
	}
	lots := s.Living()
	if len(lots) == 0 {
		return c.rest.Fail(op, ordo.Conflict, "shipment "+s.ID+" has no living lot", nil)
	}
	form := m.Form
	if form == nil {
		form = DefaultDateForm
	}
	return c.put(ctx, op, s.ID, only(form(m, lots)), true, func(s *Shipment) (bool, error) { return m.shown(s), nil })
}

// shown reports whether the shipment has the new interval, to the second, as that is what is sent.
func (m DateMove) shown(s *Shipment) bool {
	return s.DeliveryFrom.Unix() == m.From.Unix() && s.DeliveryTo.Unix() == m.To.Unix()
}
