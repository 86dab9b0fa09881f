package cdek

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// VAT is a rate of value added tax, in per cent: "0", "5", "7", "10", "16" (Kazakhstan), "22"; "none" for goods that
// are not subject to it. "" is not set. "12" and "20" are rates of former years. Any other text is kept as it came.
type VAT string

// NoVAT is the rate of goods that are not subject to VAT: null on the wire.
const NoVAT VAT = "none"

// VATOf returns the rate of a line of an order. A calculated rate such as 22/122 is the same here, because CDEK's sums
// always include VAT. amount.VATExempt and amount.VATOutside stay what they are, and the form refuses them: CDEK has
// "none" alone, and why there is no VAT is not for a client to guess.
func VATOf(v amount.VAT) VAT {
	switch v {
	case amount.VATUnset:
		return ""
	case amount.VATNone:
		return NoVAT
	case amount.VATExempt, amount.VATOutside:
		return VAT(v.String())
	}
	return VAT(strconv.Itoa(v.Percent()))
}

// UnmarshalJSON implements json.Unmarshaler.
func (v *VAT) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*v = NoVAT
		return nil
	}
	var d wire.Decimal
	if json.Unmarshal(b, &d) != nil { // a name of a rate
		return json.Unmarshal(b, (*lax.Text)(v))
	}
	*v = VAT(strings.TrimSuffix(strings.TrimRight(strings.TrimSuffix(string(d), "0"), "0"), "."))
	if !strings.Contains(string(d), ".") {
		*v = VAT(d)
	}
	return nil
}

// MarshalJSON implements json.Marshaler.
func (v VAT) MarshalJSON() ([]byte, error) {
	if v == NoVAT || v == "" {
		return []byte("null"), nil
	}
	if b, err := json.Marshal(wire.Decimal(v)); err == nil {
		return b, nil
	}
	return json.Marshal(string(v)) // as it came
}

// Payment is cash on delivery, VAT included.
type Payment struct {
	Value  wire.Sum   `json:"value,omitzero"`
	VATSum wire.Sum   `json:"vat_sum,omitzero"` // contained in Value
	VAT    VAT        `json:"vat_rate,omitzero"`
	Extra  wire.Extra `json:"-"`
}

// Pay returns a payment of m with the VAT that it contains. Unset money is [Prepaid]. It refuses amount.VATExempt and
// amount.VATOutside, which CDEK does not know; other errors are those of amount.VAT.Included.
func Pay(m amount.Money, v amount.VAT) (Payment, error) {
	if m.IsUnset() {
		return Prepaid(), nil
	}
	p := Payment{Value: wire.SumOf(m)}
	if m.IsZero() || v == amount.VATUnset {
		return p, nil
	}
	if v == amount.VATExempt || v == amount.VATOutside {
		return Payment{}, fmt.Errorf("cdek: VAT %s: CDEK does not know it; use amount.VATNone for goods without VAT", v)
	}
	p.VAT = VATOf(v)
	if p.VAT == NoVAT {
		return p, nil
	}
	vat, err := v.Included(m)
	if err != nil {
		return Payment{}, err
	}
	p.VATSum = wire.SumOf(vat)
	return p, nil
}

// Prepaid is the payment of prepaid goods: 0.
func Prepaid() Payment { return Payment{Value: wire.Sum{Decimal: "0"}} }

// Threshold is the price of delivery for the recipient if he buys for at most Bought; see Draft.DeliveryCostSteps.
type Threshold struct {
	Bought int64      `json:"threshold"` // whole units of the currency
	Sum    wire.Sum   `json:"sum,omitzero"`
	VATSum wire.Sum   `json:"vat_sum,omitzero"`
	VAT    VAT        `json:"vat_rate,omitzero"`
	Extra  wire.Extra `json:"-"`
}

// oneCurrency refuses sums in another currency than the contract's, because CDEK would read them as the contract's. An
// empty currency is that of the contract.
func oneCurrency(v any, currency string) error { return foreign(reflect.ValueOf(v), currency) }

func foreign(v reflect.Value, currency string) error {
	var found []error
	switch v.Kind() { //nolint:exhaustive // the other kinds hold no sums
	case reflect.Pointer:
		if !v.IsNil() {
			return foreign(v.Elem(), currency)
		}
	case reflect.Slice:
		for i := range v.Len() {
			found = append(found, foreign(v.Index(i), currency))
		}
	case reflect.Struct:
		if s, ok := v.Interface().(wire.Sum); ok {
			if s.Currency != "" && s.Currency != currency {
				return fmt.Errorf("%s %s: the contract is in %s; see Client.WithCurrency", s.Decimal, s.Currency, currency)
			}
			return nil
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				found = append(found, foreign(v.Field(i), currency))
			}
		}
	}
	return errors.Join(found...)
}
