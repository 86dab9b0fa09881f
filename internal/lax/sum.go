package lax

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/internal/scalar"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// sum reads a bare number.
func sum(b []byte, currency string) (wire.Sum, error) {
	s := wire.Sum{Currency: currency}
	if err := s.Decimal.UnmarshalJSON(b); err != nil || s.Decimal == "" {
		return wire.Sum{}, err
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
			own, err := scalar.Text(raw)
			if err != nil {
				return m, fmt.Errorf("currency: %w", err)
			}
			currency = or(own, currency)
		}
		value, has := all.like("value")
		if !has && len(all) > 0 {
			return m, fmt.Errorf("%s is no sum: it has no value", scalar.Quoted(b))
		}
		b = value
	}
	var d wire.Decimal
	if err := d.UnmarshalJSON(b); err != nil || d == "" {
		return m, err
	}
	if currency == "" {
		return m, fmt.Errorf("the currency of %s is not known", d)
	}
	return amount.ParseMoney(string(d), currency)
}

func quantity(b []byte) (q amount.Quantity, err error) {
	var d wire.Decimal
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
	s, err := scalar.Text(b)
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
				return time.Time{}, fmt.Errorf("%s is out of the range of years", scalar.Quoted(b))
			}
			return t, nil
		}
	}
	if n, err := strconv.ParseInt(s, 10, 64); d.Unix && err == nil && n >= 1e8 && n < 1e11 {
		return time.Unix(n, 0).In(zone), nil
	}
	return time.Time{}, fmt.Errorf("%s is not a time such as %q", scalar.Quoted(b), "2026-01-14T10:02:11Z")
}
