package order

import (
	"github.com/ordo-sdk/ordo/order/amount"
)

// AdjustmentKind is the kind of an adjustment.
type AdjustmentKind string

// The kinds of adjustments. A charge raises the price of the goods, the others lower it.
const (
	AdjustDiscount AdjustmentKind = "discount"
	AdjustPromo    AdjustmentKind = "promo" // Code holds the promo code
	AdjustBonus    AdjustmentKind = "bonus" // paid with the buyer's bonus points
	AdjustCharge   AdjustmentKind = "charge"
)

// Adjustment is a sum on the whole order. It is spread over the goods by largest remainder, in proportion to what they
// cost, and belongs to their units from then on.
type Adjustment struct {
	Kind   AdjustmentKind `json:"kind"`
	Code   string         `json:"code,omitzero"`
	Name   string         `json:"name,omitzero"`
	Amount amount.Money   `json:"amount"` // never negative
}

func (a Adjustment) what() Text {
	switch {
	case a.Kind == "":
		return Textf("adjustment")
	case a.Code == "":
		return Textf("adjustment %s", a.Kind)
	}
	return Textf("adjustment %s %s", a.Kind, a.Code)
}

// Share is a line's share of one of the order's adjustments.
type Share struct {
	Adjustment int          `json:"adjustment"` // index among the order's adjustments
	Amount     amount.Money `json:"amount"`     // signed: negative lowers the price
}
