package rozetka

import (
	"context"
	"errors"
	"net/http"

	"github.com/ordo-sdk/ordo/internal/rest"
)

// Receipt is a fiscal receipt to be made for an order.
type Receipt struct {
	OrderID       int64  `json:"order_id"`
	PaymentMethod string `json:"payment_method_type,omitempty"`
	URL           string `json:"url,omitempty"` // for managing the receipt by hand
}

// CreateReceipt has the cash register software that is connected in the cabinet (ПРРО: Checkbox, Вчасно.Каса) make the
// fiscal receipt of an order, by Ukrainian law. Package receipts is about another law (54-ФЗ) and not used for it.
//
// A lost answer is an error of class InDoubt, unless ROZETKA shows by then that the receipt was made: a second one
// would be another sale.
func (c *Client) CreateReceipt(ctx context.Context, r Receipt) error {
	const op = "POST /prro/create-receipt"
	if r.OrderID <= 0 {
		return c.invalid(op, "the order's id is not set")
	}
	repeat := rest.ReadBack(func(ctx context.Context) (bool, error) {
		made, err := c.HasReceipt(ctx, r.OrderID)
		if err == nil && !made {
			err = errors.New("the receipt is not made yet, and may still be")
		}
		return made, err
	})
	var made bool
	check := func() error {
		if !made {
			return errors.New("the answer does not say that the receipt was made")
		}
		return nil
	}
	return c.send(ctx, http.MethodPost, op, "/prro/create-receipt", nil, r, repeat, check, &made)
}

// HasReceipt reports whether the fiscal receipt of an order was made.
func (c *Client) HasReceipt(ctx context.Context, orderID int64) (bool, error) {
	var out struct {
		Status *int `json:"status"`
	}
	check := func() error {
		if out.Status == nil {
			return errors.New("the answer has no status")
		}
		return nil
	}
	err := c.get(ctx, "GET /prro/receipt-status/{order_id}", rest.Pathf("/prro/receipt-status/%d", orderID), nil, check, &out)
	if err != nil {
		return false, err
	}
	return *out.Status == 1, nil
}
