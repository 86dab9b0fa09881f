package order

import (
	"github.com/ordo-sdk/ordo/order/amount"
)

// AdjustmentKind is the kind of an adjustment.
type AdjustmentKind string

// The kinds of adjustments. A charge raises the price of what it falls on, the others lower it.
const (
	AdjustDiscount AdjustmentKind = "discount"
	AdjustPromo    AdjustmentKind = "promo" // Code holds the promo code
	AdjustBonus    AdjustmentKind = "bonus" // the buyer's bonus points as a discount; as a payment they are FormBonus
	AdjustCharge   AdjustmentKind = "charge"
)

// AdjustmentBase is what an adjustment falls on.
type AdjustmentBase string

// The bases. Delivery and services are lines of their own kinds; an additional sale counts among the services.
const (
	OnGoods    AdjustmentBase = "" // in an order without goods, everything
	OnDelivery AdjustmentBase = "delivery"
	OnServices AdjustmentBase = "services"
	OnAll      AdjustmentBase = "all"
)

func (b AdjustmentBase) valid() bool {
	switch b {
	case OnGoods, OnDelivery, OnServices, OnAll:
		return true
	}
	return false
}

// covers reports whether an adjustment with this base falls on lines of a kind. In an order without goods OnGoods is
// everything.
func (b AdjustmentBase) covers(k LineKind, goods bool) bool {
	switch b {
	case OnAll:
		return true
	case OnDelivery:
		return k == LineDelivery
	case OnServices:
		return k == LineService || k == LineAdditional
	}
	return k == LineGoods || !goods
}

// text names a base for people.
func (b AdjustmentBase) text() Text {
	switch b {
	case OnDelivery:
		return Textf("the delivery")
	case OnServices:
		return Textf("the services")
	case OnAll:
		return Textf("the whole order")
	}
	return Textf("the goods")
}

// Adjustment is a sum on the whole order or a part of it. It is spread over the lines of its base by largest remainder,
// in proportion to what they cost, and belongs to their units from then on. An adjustment on everything is spread after
// the others, over what is left of the prices: so it does not matter in which order adjustments are listed, and a
// coupon for free delivery and a voucher for the order fit together. They never take more from a line than it costs.
type Adjustment struct {
	Kind   AdjustmentKind `json:"kind"`
	On     AdjustmentBase `json:"on,omitzero"` // the goods when empty
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

// Share is what an adjustment takes from a line, or adds to it. The shares of a line in a view are of its living units.
type Share struct {
	Adjustment int          `json:"adjustment"` // index among the order's adjustments
	Amount     amount.Money `json:"amount"`     // signed: negative lowers the price
}
