package wire

import (
	"fmt"

	"github.com/ordo-sdk/ordo/internal/scalar"
)

// Decimal is a decimal number as it was written, without floats: "990", "12.5". The empty Decimal is not set.
type Decimal string

// UnmarshalJSON implements json.Unmarshaler. The number may come as a text, or with an exponent, which is written out;
// null is "". Anything else is an error.
func (d *Decimal) UnmarshalJSON(b []byte) error {
	s, err := scalar.Decimal(b)
	if err == nil {
		*d = Decimal(s)
	}
	return err
}

// MarshalJSON implements json.Marshaler with a JSON number, without zeros before it; null if it is not set. What is no
// decimal number is an error.
func (d Decimal) MarshalJSON() ([]byte, error) {
	if d == "" {
		return []byte("null"), nil
	}
	if !scalar.Plain(string(d)) {
		return nil, fmt.Errorf("%q is not a decimal number", string(d))
	}
	return []byte(scalar.Trimmed(string(d))), nil
}
