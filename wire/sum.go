package wire

import (
	"encoding/json"
	"fmt"

	"github.com/ordo-sdk/ordo/order/amount"
)

// Sum is an amount of money as it was written, perhaps with more decimals than its currency has. On the wire it is a
// bare number in major units. The zero Sum is not set.
type Sum struct {
	Decimal  Decimal
	Currency string // ISO 4217; empty if it is not known
}

// SumOf returns m as a Sum; for an unset m, the zero Sum.
func SumOf(m amount.Money) Sum { return Sum{Decimal(m.Text()), m.Currency()} }

// Money returns the sum as money. It is an error if the currency is not known, or if the sum has more decimals than the
// currency: nothing is rounded.
func (s Sum) Money() (amount.Money, error) {
	switch {
	case s.Decimal == "":
		return amount.Money{}, nil
	case s.Currency == "":
		return amount.Money{}, fmt.Errorf("the currency of %s is not known: use WithCurrency", s.Decimal)
	}
	return amount.ParseMoney(string(s.Decimal), s.Currency)
}

// IsZero reports whether the sum is not set. A sum of 0 is set.
func (s Sum) IsZero() bool { return s.Decimal == "" }

// UnmarshalJSON implements json.Unmarshaler: the bare number. The currency is not known.
func (s *Sum) UnmarshalJSON(b []byte) error {
	s.Currency = ""
	return json.Unmarshal(b, &s.Decimal)
}

// MarshalJSON implements json.Marshaler: the bare number.
func (s Sum) MarshalJSON() ([]byte, error) { return json.Marshal(s.Decimal) }
