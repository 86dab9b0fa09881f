package megamarket

import (
	"context"
	"errors"
	"regexp"
)

// Confirmation names the lots that the merchant will ship.
type Confirmation struct {
	ShipmentID string
	// OrderCode is the merchant's own number: Latin letters, digits, "_" and "-". It stays the same in all calls and
	// becomes part of box codes. It may be left out here.
	OrderCode string
	Lots      []int // at least one; lots to be refused are rejected first
}

// Confirm takes the lots on, by order/confirm.
//
// How it decides: a lot that is PENDING_CONFIRMATION, CONFIRMED or further is confirmed. A cancelled one is an
// error of class Conflict with a *LotsError.
func (c *Client) Confirm(ctx context.Context, conf Confirmation) error {
	const op = "order/confirm"
	if err := checkOrderCode(conf.OrderCode, false); err != nil {
		return c.invalid(op, err)
	}
	if len(conf.Lots) == 0 {
		return c.invalid(op, errors.New("no lots: if none is to be shipped, only reject them"))
	}
	return c.ensure(ctx, write{
		op: op, id: conf.ShipmentID, lots: conf.Lots,
		where: func(l Lot) progress { return forward(l, atConfirmed) },
		data: func(s *Shipment, open []Lot) (any, error) {
			return only(toShipment{ShipmentID: s.ID, OrderCode: conf.OrderCode, Items: toOffers(open)}), nil
		},
	})
}

var orderCodes = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// checkOrderCode returns what is wrong with a merchant's number.
func checkOrderCode(code string, required bool) error {
	if code == "" && !required {
		return nil
	}
	if !orderCodes.MatchString(code) {
		return &OrderCodeError{Code: code}
	}
	return nil
}

// OrderCodeError reports that a merchant's order number cannot be used at Megamarket.
type OrderCodeError struct{ Code string }

// Error states what would be right.
func (e *OrderCodeError) Error() string {
	if e.Code == "" {
		return "the order code is empty: use the merchant's own number, or the shipment's id"
	}
	return "the order code " + quote(e.Code) + " must be of Latin letters, digits, _ and -"
}
