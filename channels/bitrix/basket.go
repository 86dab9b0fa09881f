package bitrix

import (
	"context"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// BasketFields are fields of a line that are written. A price that is written makes the line's price one that is set by
// hand: the shop does not price it any more.
type BasketFields struct {
	OrderID   int64        `json:"orderId,omitzero"`   // of a new line only
	ProductID *int64       `json:"productId,omitzero"` // of a new line only; 0 for none
	Currency  string       `json:"currency,omitzero"`  // of a new line only, and that of the order
	Quantity  wire.Decimal `json:"quantity"`           // required in each call
	Name      string       `json:"name,omitzero"`
	XMLID     string       `json:"xmlId,omitzero"`
	BasePrice wire.Sum     `json:"basePrice,omitzero"`
	Price     wire.Sum     `json:"price,omitzero"`
	// DiscountPrice is to be BasePrice less Price: the shop does not check it.
	DiscountPrice wire.Sum     `json:"discountPrice,omitzero"`
	CustomPrice   *bxrest.Flag `json:"customPrice,omitzero"` // for versions that do not set it themselves
	VATRate       wire.Decimal `json:"vatRate,omitzero"`
	VATIncluded   *bxrest.Flag `json:"vatIncluded,omitzero"`
}

// CreateBasketItem adds a line to an order. The shop would add it twice, so after a lost answer the order is read: with
// an XMLID the line is found there; without one the error is of class InDoubt.
func (c *Client) CreateBasketItem(ctx context.Context, f BasketFields) (*BasketItem, error) {
	b := &BasketItem{}
	r := bxrest.Request{
		Method: "sale.basketitem.add", Params: map[string]any{"fields": f}, Key: "basketItem",
		Check: func() error { return rest.Same("order", f.OrderID, b.OrderID) },
	}
	if f.XMLID != "" {
		r.Done = func(ctx context.Context) (bool, error) {
			o, err := c.GetOrder(ctx, f.OrderID)
			if err != nil {
				return false, err
			}
			for _, x := range o.BasketItems {
				if x.XMLID == f.XMLID {
					*b = x
					return true, nil
				}
			}
			return false, nil
		}
	}
	if _, err := c.rest.Do(ctx, r, b); err != nil {
		return nil, err
	}
	return b, nil
}

// UpdateBasketItem changes a line. Quantity is required.
func (c *Client) UpdateBasketItem(ctx context.Context, id int64, f BasketFields) (*BasketItem, error) {
	b := &BasketItem{}
	err := c.set(ctx, "sale.basketitem.update", "basketItem", map[string]any{"id": id, "fields": f}, b, func() error { return rest.Same("id", id, b.ID) })
	if err != nil {
		return nil, err
	}
	return b, nil
}

// DeleteBasketItem removes a line. One that is gone already is an error of class NotFound.
func (c *Client) DeleteBasketItem(ctx context.Context, id int64) error {
	return c.set(ctx, "sale.basketitem.delete", "", map[string]any{"id": id}, nil, nil)
}

// CreateBasketProperty adds a property to a line of an order. After a lost answer it is looked for by its code.
func (c *Client) CreateBasketProperty(ctx context.Context, order, basketItem int64, code, name, value string) error {
	_, err := c.rest.Do(ctx, bxrest.Request{
		Method: "sale.basketproperties.add", Params: map[string]any{
			"fields": map[string]any{"basketId": basketItem, "code": code, "name": name, "value": value},
		},
		Done: func(ctx context.Context) (bool, error) {
			o, err := c.GetOrder(ctx, order)
			if err != nil {
				return false, err
			}
			for _, b := range o.BasketItems {
				if b.ID == basketItem && b.property(code) != "" {
					return true, nil
				}
			}
			return false, nil
		},
	}, nil)
	return err
}
