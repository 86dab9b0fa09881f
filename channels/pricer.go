package channels

import (
	"context"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Pricer is a channel that prices an order which is to be edited.
type Pricer interface {
	// Quote prices the order as it will be. It changes nothing, and may be asked more than once for one edit. The error
	// is of class Retry while the shop cannot be asked, of class Unsupported if it has no prices for this order.
	Quote(ctx context.Context, q PriceQuery) (Quote, error)
}

// PriceQuery asks what an order costs after an edit.
type PriceQuery struct {
	Order order.View   // as it is now
	Add   []order.Line // lines that come in; their prices are not set or do not count
	// Quantities is how many units of a line there will be, by the line's id: of every line that is left, and of those in
	// Add. Of an order that is paid it has only the units that come in: what is paid keeps its price.
	Quantities map[string]amount.Quantity
	// Promo is the promo code that the order has, or that is to be entered; empty for none.
	Promo string
}

// Quote is what an order will cost.
type Quote struct {
	// Prices are those of lines of Quantities, before Adjustments: each line of Add needs one, and each line that gets
	// more units. A line without one keeps its price.
	Prices []order.NewPrice
	// Adjustments are all discounts, promo codes, bonuses and charges on the order; what the order has and this lacks
	// goes. Of an order that is paid they are not used.
	Adjustments []order.Adjustment
	Promo       PromoAnswer
	// Available is how many units the shop can deliver, by the id of the line, those that the order has already included;
	// a line that is missing is available.
	Available map[string]amount.Quantity
}

// PromoAnswer is what became of PriceQuery.Promo.
type PromoAnswer string

// The answers about a promo code.
const (
	PromoNone             PromoAnswer = ""                   // none was asked about
	PromoValid            PromoAnswer = "valid"              // Adjustments contain it
	PromoUnknown          PromoAnswer = "unknown"            // there is no such code
	PromoExpired          PromoAnswer = "expired"            // it was valid once
	PromoConditionsNotMet PromoAnswer = "conditions-not-met" // the order lacks what the code needs
	PromoConditionsLost   PromoAnswer = "conditions-lost"    // the order met them, and does not after the edit
)
