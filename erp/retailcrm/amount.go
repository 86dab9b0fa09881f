package retailcrm

import (
	"fmt"
	"reflect"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// Quantity is an exact number of units, to the thousandth. On the wire it is a number.
type Quantity struct{ amount.Quantity }

// Pcs returns n whole pieces.
func Pcs(n int) Quantity { return Quantity{amount.Pcs(n)} }

// UnmarshalJSON implements json.Unmarshaler.
func (q *Quantity) UnmarshalJSON(b []byte) error { return decode(b, q) }

// MarshalJSON implements json.Marshaler.
func (q Quantity) MarshalJSON() ([]byte, error) { return []byte(q.String()), nil }

// Ptr returns a pointer to v, for the fields that may be left unset.
func Ptr[T any](v T) *T { return &v }

// oneCurrency refuses sums that are not in the currency of the order they are written into: they would be taken for it.
// An empty currency stands for that of the first sum.
func oneCurrency(v any, currency string) error {
	var refused error
	sums(reflect.ValueOf(v), func(s wire.Sum) {
		switch {
		case s.Currency == "" || s.Currency == currency || refused != nil:
		case currency == "":
			currency = s.Currency
		default:
			refused = fmt.Errorf("a sum is in %s, and another, or the order, in %s", s.Currency, currency)
		}
	})
	return refused
}

// sums calls see for every sum in v.
func sums(v reflect.Value, see func(wire.Sum)) {
	switch v.Kind() { //nolint:exhaustive // the other kinds hold no sums
	case reflect.Pointer:
		if !v.IsNil() {
			sums(v.Elem(), see)
		}
	case reflect.Slice:
		for i := range v.Len() {
			sums(v.Index(i), see)
		}
	case reflect.Struct:
		if s, ok := v.Interface().(wire.Sum); ok {
			see(s)
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				sums(v.Field(i), see)
			}
		}
	}
}
