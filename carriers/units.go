package carriers

import (
	"fmt"
	"strings"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// FormatUnits writes a range of units of a line as a TypeUnits holds it: "L1:0-2".
func FormatUnits(u order.Units) string { return u.Line + ":" + u.From.String() + "-" + u.To.String() }

// ParseUnits reads what FormatUnits writes.
func ParseUnits(text string) (order.Units, error) {
	i := strings.LastIndexByte(text, ':')
	if i < 1 {
		return order.Units{}, fmt.Errorf("carriers: %q names no line: units are written like L1:0-2", text)
	}
	from, to, ok := strings.Cut(text[i+1:], "-")
	u := order.Units{Line: text[:i]}
	var err error
	if u.From, err = amount.ParseQuantity(from); err == nil {
		u.To, err = amount.ParseQuantity(to)
	}
	if !ok || err != nil || u.From.Sign() < 0 || u.From.Cmp(u.To) >= 0 {
		return order.Units{}, fmt.Errorf("carriers: %q is no range of units: it is written like L1:0-2", text)
	}
	return u, nil
}

// pieces is how many pieces a carrier counts: goods that are not sold by the piece are one.
func pieces(u order.Units) int {
	if u.From.IsMultipleOf(amount.Pcs(1)) && u.To.IsMultipleOf(amount.Pcs(1)) {
		return int((u.To.Milli() - u.From.Milli()) / 1000)
	}
	return 1
}
