package carriers

import (
	"fmt"
	"strings"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// FormatUnits returns a range of units as the value of a TypeUnits field: "L1:0-2".
func FormatUnits(u order.Units) string { return u.Line + ":" + u.From.String() + "-" + u.To.String() }

// ParseUnits parses the format of FormatUnits.
func ParseUnits(text string) (order.Units, error) {
	i := strings.LastIndexByte(text, ':')
	if i < 1 {
		return order.Units{}, fmt.Errorf("carriers: %q has no line: units are written as L1:0-2", text)
	}
	from, to, ok := strings.Cut(text[i+1:], "-")
	u := order.Units{Line: text[:i]}
	var err error
	if u.From, err = amount.ParseQuantity(from); err == nil {
		u.To, err = amount.ParseQuantity(to)
	}
	if !ok || err != nil || u.From.Sign() < 0 || u.From.Cmp(u.To) >= 0 {
		return order.Units{}, fmt.Errorf("carriers: %q is not a range of units: it is written as L1:0-2", text)
	}
	return u, nil
}

// pieces returns the number of pieces; goods that are not sold by the piece count as one.
func pieces(u order.Units) int {
	if u.From.IsMultipleOf(amount.Pcs(1)) && u.To.IsMultipleOf(amount.Pcs(1)) {
		return int((u.To.Milli() - u.From.Milli()) / 1000)
	}
	return 1
}
