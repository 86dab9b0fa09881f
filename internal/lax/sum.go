package lax

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
)

// Sum is an amount of money as it was written, with more decimals perhaps than its currency has. On the wire it is a bare
// number in major units. The zero Sum is not set.
type Sum struct {
	Decimal  Decimal
	Currency string // ISO 4217; empty if it is not known
}

// SumOf returns m as a Sum. An unset m is not set here either.
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

// UnmarshalJSON implements json.Unmarshaler. The currency is not known then.
func (s *Sum) UnmarshalJSON(b []byte) error {
	s.Currency = ""
	return json.Unmarshal(b, &s.Decimal)
}

// MarshalJSON implements json.Marshaler: the bare number.
func (s Sum) MarshalJSON() ([]byte, error) { return json.Marshal(s.Decimal) }

// sum reads a bare number.
func sum(b []byte, currency string) (Sum, error) {
	s := Sum{Currency: currency}
	if err := s.Decimal.UnmarshalJSON(b); err != nil || s.Decimal == "" {
		return Sum{}, err
	}
	return s, nil
}

// money reads {"value": "1290.50", "currency": "RUB"}, "1290.50 RUB", or a bare number.
func money(b []byte, currency string) (amount.Money, error) {
	var m amount.Money
	if b[0] == '"' && bytes.IndexByte(b, ' ') > 0 {
		return m, text(b, &m)
	}
	if nothing(b) {
		return m, nil
	}
	if b[0] == '{' {
		all := members(b)
		if raw, has := all.like("currency"); has {
			own, err := scalar(raw)
			if err != nil {
				return m, fmt.Errorf("currency: %w", err)
			}
			currency = or(own, currency)
		}
		value, has := all.like("value")
		if !has && len(all) > 0 {
			return m, fmt.Errorf("%s is no sum: it has no value", quoted(b))
		}
		b = value
	}
	var d Decimal
	if err := d.UnmarshalJSON(b); err != nil || d == "" {
		return m, err
	}
	if currency == "" {
		return m, fmt.Errorf("the currency of %s is not known", d)
	}
	return amount.ParseMoney(string(d), currency)
}

func quantity(b []byte) (q amount.Quantity, err error) {
	var d Decimal
	if err = d.UnmarshalJSON(b); err == nil && d != "" {
		err = q.UnmarshalText([]byte(d))
	}
	return q, err
}

// usual are layouts of times: with an offset first.
var usual = []string{ //nolint:gochecknoglobals // a constant
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999Z0700",
	"2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly,
}

// time reads a time: with its offset, or local to the zone.
func (d *decoder) time(b []byte) (time.Time, error) {
	s, err := scalar(b)
	if s = strings.TrimSpace(s); err != nil || s == "" {
		return time.Time{}, err
	}
	zone := d.Zone
	if zone == nil {
		zone = time.UTC
	}
	for _, layouts := range [][]string{d.Layouts, usual} {
		for _, layout := range layouts {
			t, err := time.ParseInLocation(layout, s, zone)
			if err != nil {
				continue
			}
			if d.Zone != nil {
				t = t.In(zone)
			}
			if y, utc := t.Year(), t.UTC().Year(); min(y, utc) < 1 || max(y, utc) > 9999 {
				return time.Time{}, fmt.Errorf("%s is out of the range of years", quoted(b))
			}
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%s is not a time such as %q", quoted(b), "2026-01-14T10:02:11Z")
}

// whole cuts zeros behind the point, and writes an exponent out.
func whole(s string) string {
	s = expanded(s)
	if n, fraction, found := strings.Cut(s, "."); found && strings.Trim(fraction, "0") == "" {
		return n
	}
	return s
}

// expanded writes a number with an exponent as a plain one, as Java writes ten millions and more. Any other text is
// returned as it is.
func expanded(s string) string {
	mantissa, exponent, found := strings.Cut(strings.ToLower(s), "e")
	e, err := strconv.Atoi(exponent)
	if !found || err != nil || e > 20 || e < -20 || !plain(mantissa) {
		return s
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return s
	}
	_, fraction, _ := strings.Cut(mantissa, ".")
	return r.FloatString(max(0, len(fraction)-e))
}
