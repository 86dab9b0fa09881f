package exchange

import (
	"github.com/ordo-sdk/ordo/order/amount"
)

// Good is what can be bought: one size and colour, if there are several. What is empty is not known.
type Good struct {
	// SKU is the article by which order lines name it (order.Line.SKU), in its system and everywhere.
	SKU string `json:"sku"`
	// Name is its full name.
	Name string `json:"name,omitzero"`
	// Article is the maker's article. Several goods may have it.
	Article     string `json:"article,omitzero"`
	Description string `json:"description,omitzero"`
	// GTIN is the number on its bar code, or the seller's own number in its place: text, with leading zeros.
	GTIN    string `json:"gtin,omitzero"`
	Brand   string `json:"brand,omitzero"`
	Country string `json:"country,omitzero"` // of origin, as the system names it
	// Category is the path to it, from the top.
	Category []string `json:"category,omitzero"`
	// Model is what its variants share.
	Model string     `json:"model,omitzero"`
	Unit  string     `json:"unit,omitzero"` // in which it is sold, as the system names it
	VAT   amount.VAT `json:"vat,omitzero"`
	// Marked is set if each unit has a marking code of its own.
	Marked bool `json:"marked,omitzero"`
	// Weight is that of one unit, in grams.
	Weight int `json:"weight,omitzero"`
	// Analogues are the SKUs of goods that may take its place.
	Analogues []string `json:"analogues,omitzero"`
	// Pictures are addresses or names of files, the main one first.
	Pictures []string `json:"pictures,omitzero"`
	// Hidden is set if it is not to be offered.
	Hidden bool `json:"hidden,omitzero"`
	// Attributes are all its other properties, by the name that the system has for them.
	Attributes map[string]string `json:"attributes,omitzero"`
}

// Price is one price of a good.
type Price struct {
	SKU string `json:"sku"`
	// Type is which price it is, such as [Retail].
	Type string `json:"type"`
	// Price is that of one unit.
	Price amount.Money `json:"price"`
}

// Types of prices that most systems have. Others are named as the system does.
const (
	Retail     = "retail"
	Discounted = "discounted" // retail, with the discount of the good itself
	Wholesale  = "wholesale"
)

// Stock is how much there is of a good, at one place.
type Stock struct {
	SKU string `json:"sku"`
	// Warehouse is the place; empty for all places together.
	Warehouse string `json:"warehouse,omitzero"`
	// Quantity is in units. Books may show less than none.
	Quantity amount.Quantity `json:"quantity"`
}
