package lax

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Text is a text that may come as a number or a boolean. null is "". It is sent as a string.
type Text string

// UnmarshalJSON implements json.Unmarshaler; an array or object is an error.
func (t *Text) UnmarshalJSON(b []byte) error {
	s, err := scalar(b)
	*t = Text(s)
	return err
}

// Int is a whole number that may come as a string. null and "" are 0. It is sent as a number.
type Int int64

// UnmarshalJSON implements json.Unmarshaler; a fraction other than zeros, or a number beyond 64 bits, is an error.
func (n *Int) UnmarshalJSON(b []byte) error {
	s, err := scalar(b)
	if err != nil {
		return err
	}
	if s == "" {
		*n = 0
		return nil
	}
	v, err := strconv.ParseInt(whole(s), 10, 64)
	if err != nil {
		return fmt.Errorf("%s is not a whole number", quoted(b))
	}
	*n = Int(v)
	return nil
}

// Decimal is a decimal number kept as it was written, without floats: "990", "12.5". It may come as a string, or with
// an exponent, which is written out; null is "". It is sent as a number.
type Decimal string

// UnmarshalJSON implements json.Unmarshaler; anything but a plain decimal number is an error.
func (d *Decimal) UnmarshalJSON(b []byte) error {
	s, err := scalar(b)
	if err != nil {
		return err
	}
	if s = expanded(strings.TrimSpace(s)); s != "" && !plain(s) {
		return fmt.Errorf("%s is not a decimal number", quoted(b))
	}
	*d = Decimal(s)
	return nil
}

// MarshalJSON implements json.Marshaler.
func (d Decimal) MarshalJSON() ([]byte, error) {
	if d == "" {
		return []byte("null"), nil
	}
	if !plain(string(d)) {
		return nil, fmt.Errorf("%q is not a decimal number", string(d))
	}
	return []byte(d), nil
}

// plain tells whether s is digits with at most one sign before and one point within.
func plain(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, fraction, found := strings.Cut(s, ".")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return len(s) <= 40 && digits(whole) && (whole == "0" || whole[0] != '0') && (!found || digits(fraction))
}

// Bool is a flag that may come as 0 or 1 or as a text. null and "" are false. It is sent as a boolean.
type Bool bool

// UnmarshalJSON implements json.Unmarshaler; a text that is neither yes nor no is an error.
func (f *Bool) UnmarshalJSON(b []byte) error {
	s, err := scalar(b)
	if err != nil {
		return err
	}
	switch strings.ToLower(s) {
	case "true", "1", "yes", "y":
		*f = true
	case "", "false", "0", "no", "n":
		*f = false
	default:
		return fmt.Errorf("%s is neither true nor false", quoted(b))
	}
	return nil
}

// scalar returns what a JSON scalar says as a text; "" for null.
func scalar(b []byte) (string, error) {
	b = bytes.TrimSpace(b)
	if len(b) == 0 || string(b) == "null" {
		return "", nil
	}
	switch b[0] {
	case '"':
		var s string
		err := json.Unmarshal(b, &s)
		return s, err
	case '[', '{':
		return "", fmt.Errorf("%s where a single value is meant", quoted(b))
	}
	return string(b), nil
}
