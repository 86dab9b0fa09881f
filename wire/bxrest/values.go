package bxrest

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
)

// Flag is a yes or no that is written as "Y" or "N". It is read in every form.
type Flag bool

// MarshalJSON implements json.Marshaler.
func (f Flag) MarshalJSON() ([]byte, error) {
	if f {
		return []byte(`"Y"`), nil
	}
	return []byte(`"N"`), nil
}

// Time is an instant. It is written with its offset and without fractions of a second: what the server's parser does
// not understand becomes an empty value, without an error.
type Time struct{ time.Time }

// MarshalJSON implements json.Marshaler; the zero Time is "".
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte(`""`), nil
	}
	return json.Marshal(t.Format("2006-01-02T15:04:05-07:00"))
}

// Day is a date without a time, written as 2026-05-14.
type Day struct{ time.Time }

// MarshalJSON implements json.Marshaler; the zero Day is "".
func (d Day) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte(`""`), nil
	}
	return json.Marshal(d.Format(time.DateOnly))
}

// FormatMoney writes an amount as user fields of the type money have it, such as "1500.00|RUB"; "" for none.
func FormatMoney(m amount.Money) string {
	if m.Currency() == "" {
		return ""
	}
	return m.Text() + "|" + m.Currency()
}

// ParseMoney reads what such a field holds. The empty text is no money; a text without a currency is an error.
func ParseMoney(text string) (amount.Money, error) {
	if text = strings.TrimSpace(text); text == "" {
		return amount.Money{}, nil
	}
	sum, currency, two := strings.Cut(text, "|")
	if !two || currency == "" {
		return amount.Money{}, fmt.Errorf("%q is no sum with a currency, such as 1500|RUB", text)
	}
	return amount.ParseMoney(sum, currency)
}
