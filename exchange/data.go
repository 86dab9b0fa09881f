package exchange

import (
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
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

// Warehouse is a place where goods are kept or given to buyers. What is empty is not known.
type Warehouse struct {
	// Code is what stock ([Stock.Warehouse]), portions and documents of orders call it.
	Code string `json:"code"`
	// Name is what its system calls it, if that is not Code.
	Name    string `json:"name,omitzero"`
	City    string `json:"city,omitzero"`
	Address string `json:"address,omitzero"`
	// Latitude and Longitude are in degrees; both zero if they are not known.
	Latitude  float64 `json:"latitude,omitzero"`
	Longitude float64 `json:"longitude,omitzero"`
	// Central is set for the one to which goods come together.
	Central bool `json:"central,omitzero"`
	// Issues is set if buyers get goods there.
	Issues bool `json:"issues,omitzero"`
}

// Party is somebody who buys. Its record's key is that of its system; in another system it is found by phone, then
// e-mail, then login.
type Party struct {
	Name string `json:"name"`
	// Phones are as people wrote them.
	Phones []string `json:"phones,omitzero"`
	Email  string   `json:"email,omitzero"`
	Login  string   `json:"login,omitzero"` // in the shop
	// Company is set for a legal person.
	Company bool   `json:"company,omitzero"`
	TaxID   string `json:"taxId,omitzero"`   // such as ИНН or NIP
	TaxCode string `json:"taxCode,omitzero"` // such as КПП
}

// Card is a loyalty card.
type Card struct {
	Number string `json:"number"`         // on its bar code, or its magnetic code
	Level  string `json:"level,omitzero"` // of the buyer in the loyalty program, as the system names it
	Party  string `json:"party,omitzero"` // the key of the owner's record; empty for a card that nobody has
	Active bool   `json:"active"`
	// Bonus is the owner's balance, in points; "" without a program.
	Bonus wire.Decimal `json:"bonus,omitzero"`
}

// Discount is one that a system gives. Its conditions are not told: only that system applies them.
type Discount struct {
	Name  string       `json:"name"`
	Kind  string       `json:"kind,omitzero"`  // how it is given, as the system names it, such as Процент or Сумма
	Value wire.Decimal `json:"value,omitzero"` // percent or a sum, by Kind
	Level string       `json:"level,omitzero"` // the level of loyalty cards that it is for; empty for all buyers
}

// Promo is a promo code. Its conditions are not told: only the system that takes it applies them.
type Promo struct {
	Code  string       `json:"code"` // as the buyer types it
	Name  string       `json:"name,omitzero"`
	Kind  string       `json:"kind,omitzero"`  // as in Discount
	Value wire.Decimal `json:"value,omitzero"` // as in Discount
	// From and Until bound the time in which it is taken; zero for no bound.
	From   time.Time `json:"from,omitzero"`
	Until  time.Time `json:"until,omitzero"`
	Active bool      `json:"active"`
}
