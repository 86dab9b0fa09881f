package exchange

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// Kind is what a record is about.
type Kind string

// The kinds of records, each with its type: [Good], [Price], [Stock], [Warehouse], [Party], [Card], [Discount],
// [Promo].
const (
	Goods      Kind = "goods"
	Prices     Kind = "prices"
	Stocks     Kind = "stocks"
	Warehouses Kind = "warehouses"
	Parties    Kind = "parties" // people and companies that buy
	Cards      Kind = "cards"   // loyalty cards
	Discounts  Kind = "discounts"
	Promos     Kind = "promos" // promo codes
)

// Record is one thing of a system, as it is now.
type Record struct {
	Kind Kind
	// Key is unique among the records of the kind, and the same each time: the article of a good, article and price
	// type of a price.
	Key string
	// Cursor is where to read on once this record, and all before it, were kept.
	Cursor string
	// Ref is the thing in its system; the good, for its prices and stock.
	Ref order.Ref
	// Changed is when it changed there, as far as that is known.
	Changed time.Time
	// Gone is set if the system has it no more. Data is empty then.
	Gone bool
	// Data is the thing: JSON of the kind's type.
	Data json.RawMessage
	// Problem is why the record could not be read. It is nil for a good one.
	Problem error
}

// NewRecord returns a record of data. What cannot be written as JSON is its Problem.
func NewRecord(kind Kind, key string, data any) Record {
	r := Record{Kind: kind, Key: key}
	r.Data, r.Problem = json.Marshal(data)
	return r
}

// Decode returns the data of a record. The error is the record's Problem, or says that there are no such data in it.
func Decode[T Good | Price | Stock | Warehouse | Party | Card | Discount | Promo](r Record) (data T, err error) {
	switch {
	case r.Problem != nil:
		return data, r.Problem
	case r.Gone:
		return data, fmt.Errorf("exchange: %s %q is gone and has no data", r.Kind, r.Key)
	case kindOf(data) != r.Kind:
		return data, fmt.Errorf("exchange: %s %q is read as %T", r.Kind, r.Key, data)
	}
	if err := json.Unmarshal(r.Data, &data); err != nil {
		return data, fmt.Errorf("exchange: %s %q: %w", r.Kind, r.Key, err)
	}
	return data, nil
}

// kindOf returns the kind whose type data have.
func kindOf(data any) Kind {
	switch data.(type) {
	case Good:
		return Goods
	case Price:
		return Prices
	case Stock:
		return Stocks
	case Warehouse:
		return Warehouses
	case Party:
		return Parties
	case Card:
		return Cards
	case Discount:
		return Discounts
	}
	return Promos
}
