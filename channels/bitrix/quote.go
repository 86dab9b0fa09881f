package bitrix

import (
	"context"

	"github.com/ordo-sdk/ordo/wire"
)

// QuoteRequest asks the shop's own method what an order costs. The method is published by a small file on the shop,
// which prices a basket as the shop's own checkout does, and changes nothing.
type QuoteRequest struct {
	OrderID      int64       `json:"orderId,omitzero"` // the order that is edited; coupons that it has stay usable
	SiteID       string      `json:"siteId"`
	UserID       int64       `json:"userId,omitzero"`
	PersonTypeID int64       `json:"personTypeId,omitzero"`
	Currency     string      `json:"currency"`
	Coupons      []string    `json:"coupons"`
	DeliveryID   int64       `json:"deliveryId,omitzero"`
	Items        []QuoteItem `json:"items"`
}

// QuoteItem is a line to be priced. ProductID may be 0: the article decides then.
type QuoteItem struct {
	Key       string       `json:"key"`
	ProductID int64        `json:"productId"`
	Article   string       `json:"article,omitzero"`
	Quantity  wire.Decimal `json:"quantity"`
}

// Quote is what an order would cost.
type Quote struct {
	Currency  string          `json:"currency"`
	Items     []QuotedItem    `json:"items"`
	Discounts []QuoteDiscount `json:"discounts"`
	Coupons   []QuoteCoupon   `json:"coupons"`
	Delivery  *QuoteDelivery  `json:"delivery"` // nil if none was asked about
	Extra     wire.Extra      `json:"-"`
	Problem   error           `json:"-"`
}

// QuotedItem is a line with its prices of one unit.
type QuotedItem struct {
	Key          string       `json:"key"`
	ProductID    int64        `json:"productId"`
	Name         string       `json:"name"`
	BasePrice    wire.Decimal `json:"basePrice"`
	CatalogPrice wire.Decimal `json:"catalogPrice"` // after discounts of the catalogue, before rules of the basket
	Price        wire.Decimal `json:"price"`        // after all discounts
	Quantity     wire.Decimal `json:"quantity"`
	Available    wire.Decimal `json:"available"` // empty if the shop counts no stock of it
	VATRate      wire.Decimal `json:"vatRate"`
	CanBuy       *bool        `json:"canBuy"` // nil counts as yes
	Extra        wire.Extra   `json:"-"`
}

// What a rule of the basket takes off from.
const (
	OnBasket   = "basket"
	OnDelivery = "delivery"
)

// QuoteDiscount is a rule of the basket that applies.
type QuoteDiscount struct {
	ID     int64        `json:"id"`
	Name   string       `json:"name"`
	Coupon string       `json:"coupon"` // that it belongs to; empty for none
	On     string       `json:"on"`     // OnBasket or OnDelivery
	Sum    wire.Decimal `json:"sum"`    // what it takes off in all
	// Items is what it takes off each line, by its key.
	Items map[string]wire.Decimal `json:"items"`
	Extra wire.Extra              `json:"-"`
}

// The states of coupons.
const (
	CouponApplied    = "applied"
	CouponNotFound   = "not_found"
	CouponExpired    = "expired"
	CouponInactive   = "inactive"
	CouponNotApplied = "not_applied" // its conditions are not met
)

// QuoteCoupon is what became of a promo code.
type QuoteCoupon struct {
	Coupon string     `json:"coupon"`
	Status string     `json:"status"` // CouponApplied …
	Extra  wire.Extra `json:"-"`
}

// QuoteDelivery is what the delivery would cost.
type QuoteDelivery struct {
	ID     int64        `json:"id"`
	Price  wire.Decimal `json:"price"`
	Period string       `json:"period"`
	Extra  wire.Extra   `json:"-"`
}

// GetQuote calls the shop's own method, such as "ordo.quote", which is none of the vendor's.
func (c *Client) GetQuote(ctx context.Context, method string, r QuoteRequest) (*Quote, error) {
	q := &Quote{}
	if err := c.read(ctx, method, "", r, q, nil); err != nil {
		return nil, err
	}
	return q, nil
}
