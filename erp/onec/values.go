package onec

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/internal/scalar"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Guid names an object. The empty Guid is none; 1C writes it as zeros, which are read as the empty Guid, and so is
// null.
type Guid string

const noGuid = "00000000-0000-0000-0000-000000000000"

var guidForm = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// ParseGuid reads a guid as people and other programs write it: with or without braces, in either case.
func ParseGuid(s string) (Guid, error) {
	t := strings.ToLower(strings.Trim(strings.TrimSpace(s), "{}"))
	switch {
	case t == "" || t == noGuid:
		return "", nil
	case !guidForm.MatchString(t):
		return "", fmt.Errorf("%q is no guid such as 1b4e28ba-2fa1-11d2-883f-0016d3cca427", s)
	}
	return Guid(t), nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (g *Guid) UnmarshalJSON(b []byte) error {
	s, err := scalar.Text(b)
	if err == nil {
		*g, err = ParseGuid(s)
	}
	return err
}

// MarshalJSON implements json.Marshaler.
func (g Guid) MarshalJSON() ([]byte, error) {
	if g == "" {
		return []byte(`"` + noGuid + `"`), nil
	}
	return json.Marshal(string(g))
}

// Value is the value of a property that may be of several types; the property of the same name with "_Type" says which.
// A reference is a guid; none is empty.
type Value string

// UnmarshalJSON implements json.Unmarshaler.
func (v *Value) UnmarshalJSON(b []byte) error {
	s, err := scalar.Text(b)
	if s == noGuid {
		s = ""
	}
	*v = Value(s)
	return err
}

// Type is the type of such a value: an entity, such as "Document_ЗаказКлиента", or a plain type, such as "Edm.String".
// The empty Type is that of no value.
type Type string

const (
	ownTypes  = "StandardODATA."
	undefined = "Undefined"
)

// UnmarshalJSON implements json.Unmarshaler.
func (t *Type) UnmarshalJSON(b []byte) error {
	s, err := scalar.Text(b)
	s = strings.TrimPrefix(s, ownTypes)
	if s == undefined {
		s = ""
	}
	*t = Type(s)
	return err
}

// MarshalJSON implements json.Marshaler.
func (t Type) MarshalJSON() ([]byte, error) {
	switch {
	case t == "":
		t = undefined
	case strings.HasPrefix(string(t), "Edm."):
		return json.Marshal(string(t))
	}
	return json.Marshal(ownTypes + string(t))
}

// Reference is an object of some entity, for filters and for properties of several types.
type Reference struct {
	Entity string
	ID     Guid
}

// Split returns the reference as the two properties that hold it:
//
//	sale.Order, sale.OrderType = onec.Reference{onec.EntityOrder, id}.Split()
func (r Reference) Split() (Value, Type) {
	if r.ID == "" {
		return "", ""
	}
	return Value(r.ID), Type(r.Entity)
}

// Int64 is a whole number that 1C writes as a text, such as the number of a row.
type Int64 int64

// UnmarshalJSON implements json.Unmarshaler.
func (n *Int64) UnmarshalJSON(b []byte) error {
	s, err := scalar.Text(b)
	if err != nil || s == "" {
		*n = 0
		return err
	}
	v, err := strconv.ParseInt(scalar.Whole(s), 10, 64)
	if err != nil {
		return fmt.Errorf("%s is not a whole number", scalar.Quoted(b))
	}
	*n = Int64(v)
	return nil
}

// MarshalJSON implements json.Marshaler.
func (n Int64) MarshalJSON() ([]byte, error) {
	return []byte(`"` + strconv.FormatInt(int64(n), 10) + `"`), nil
}

// Time is a moment, to the second. On the wire it has no zone: the client places it in the server's. 1C's empty date is
// the zero Time. Of some properties 1C keeps the day only.
type Time struct {
	time.Time
	unplaced bool // it was read, and is not yet in the server's zone
}

const timeLayout = "2006-01-02T15:04:05"

// At returns t as a Time.
func At(t time.Time) Time { return Time{Time: t} }

// UnmarshalJSON implements json.Unmarshaler. A time that does not come by way of a client is in UTC.
func (t *Time) UnmarshalJSON(b []byte) error {
	*t = Time{}
	s, err := scalar.Text(b)
	if err != nil || s == "" {
		return err
	}
	if at, err := time.Parse(time.RFC3339, s); err == nil { // never documented, but not to be misread
		t.Time = at
		return nil
	}
	t.Time, err = time.Parse(timeLayout, s)
	t.unplaced = err == nil && !t.IsZero()
	return err
}

// in returns t as the server's clock shows it. The empty date has no zone, nor has a time of day, which 1C writes as
// one on the first day of the year 1.
func (t Time) in(zone *time.Location) Time {
	if !t.unplaced && (t.IsZero() || t.Year() > 1) {
		return Time{Time: local(t.Time, zone)}
	}
	y, month, day := t.Date()
	h, m, s := t.Time.Clock()
	return Time{Time: time.Date(y, month, day, h, m, s, 0, zone)}
}

// local returns t as the server's clock shows it.
func local(t time.Time, zone *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(zone)
}

// Clock returns a time of day, for properties that have no date, such as those between which goods are delivered. They
// are read in the same form: in the year 1.
func Clock(hour, minute int) Time { return At(time.Date(1, 1, 1, hour, minute, 0, 0, time.UTC)) }

// MarshalJSON implements json.Marshaler: the time as its own zone shows it.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte(`"0001-01-01T00:00:00"`), nil
	}
	return json.Marshal(t.Format(timeLayout))
}

// Sum is an amount of money in hundredths, as 1C keeps sums with two decimals. The currency is that of the document.
type Sum int64

// SumOf returns m as a Sum. A currency whose smallest unit is no hundredth is an error.
func SumOf(m amount.Money) (Sum, error) {
	n, err := fixed(m.Text(), 2)
	return Sum(n), err
}

// Money returns the sum in a currency (ISO 4217).
func (s Sum) Money(currency string) (amount.Money, error) {
	return amount.ParseMoney(s.String(), currency)
}

// String returns the sum with two decimals.
func (s Sum) String() string { return plain(int64(s), 2) }

// UnmarshalJSON implements json.Unmarshaler. 1C computes with binary numbers, so that 416.67 may come as
// 416.67000000000002: that is read as it was meant. A sum that really has more decimals does not fit.
func (s *Sum) UnmarshalJSON(b []byte) error {
	n, err := number(b, 2)
	*s = Sum(n)
	return err
}

// MarshalJSON implements json.Marshaler with a number.
func (s Sum) MarshalJSON() ([]byte, error) { return []byte(trimmed(s.String())), nil }

// Quantity is a number of units in thousandths, as 1C keeps quantities with three decimals.
type Quantity int64

// Pcs returns n whole pieces.
func Pcs(n int) Quantity { return Quantity(n) * 1000 }

// QuantityOf returns q as a Quantity.
func QuantityOf(q amount.Quantity) Quantity { return Quantity(q.Milli()) }

// Amount returns the quantity.
func (q Quantity) Amount() amount.Quantity { return amount.Milli(int64(q)) }

// String returns the quantity with as many decimals as it needs.
func (q Quantity) String() string { return trimmed(plain(int64(q), 3)) }

// UnmarshalJSON implements json.Unmarshaler, as that of [Sum].
func (q *Quantity) UnmarshalJSON(b []byte) error {
	n, err := number(b, 3)
	*q = Quantity(n)
	return err
}

// MarshalJSON implements json.Marshaler with a number.
func (q Quantity) MarshalJSON() ([]byte, error) { return []byte(q.String()), nil }

// number reads a JSON number, or a text with one, as a whole number of units of the last decimal.
func number(b []byte, decimals int) (int64, error) {
	s, err := scalar.Decimal(b)
	if err != nil || s == "" {
		return 0, err
	}
	return fixed(s, decimals)
}

// noise is how many decimals behind those that count must be 0, or 9, for the rest to be the noise of a binary number.
const noise = 4

const mostDigits = 15 // before the decimals; a binary number has no more

// fixed reads a plain decimal number as a whole number of units of the last decimal.
func fixed(s string, decimals int) (int64, error) {
	whole, fraction, _ := strings.Cut(s, ".")
	fraction += strings.Repeat("0", max(0, decimals-len(fraction)))
	rest := fraction[decimals:]
	n, err := strconv.ParseInt(whole+fraction[:decimals], 10, 64)
	if err != nil || len(whole) > mostDigits {
		return 0, fmt.Errorf("%s is not a number that 1C can hold", s)
	}
	switch {
	case strings.Trim(rest, "0") == "" || strings.HasPrefix(rest, strings.Repeat("0", noise)):
		return n, nil
	case !strings.HasPrefix(rest, strings.Repeat("9", noise)):
		return 0, fmt.Errorf("%s has more than %d decimals", s, decimals)
	case strings.HasPrefix(s, "-"):
		return n - 1, nil
	}
	return n + 1, nil
}

// plain writes n units of the last decimal.
func plain(n int64, decimals int) string {
	sign, digits := "", strconv.FormatInt(n, 10)
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	digits = strings.Repeat("0", max(0, decimals+1-len(digits))) + digits
	at := len(digits) - decimals
	return sign + digits[:at] + "." + digits[at:]
}

func trimmed(s string) string { return strings.TrimSuffix(strings.TrimRight(s, "0"), ".") }
