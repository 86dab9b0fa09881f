package commerceml

import (
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// Element is an XML element that the types do not know, or whose value could not be read, as it came.
type Element struct {
	Name     string // without a namespace; empty for attributes and text of the very element that has the Extra
	Attrs    []Attr
	Text     string
	Children []Element
}

// Attr is an attribute of an Element.
type Attr struct{ Name, Value string }

// Flag is yes or no as the systems write it; the empty Flag is not stated, which most of them take for no. Other words
// than those for yes and no are kept as they came.
type Flag string

// The flags.
const (
	Yes Flag = "true"
	No  Flag = "false"
)

// Quantity returns a number as a quantity. A number that is not stated is 0; more than three decimals are an error, as
// nothing is rounded.
func Quantity(d wire.Decimal) (amount.Quantity, error) {
	if d == "" {
		return amount.Quantity{}, nil
	}
	return amount.ParseQuantity(string(d))
}
