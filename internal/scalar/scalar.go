// Package scalar reads single values of JSON as foreign systems write them.
package scalar

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Text returns a JSON text, number or flag as a text; "" for null. An array or object is an error.
func Text(b []byte) (string, error) {
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
		return "", fmt.Errorf("%s where a single value is expected", Quoted(b))
	}
	return string(b), nil
}

// Decimal returns a JSON number, or a text that holds one, as a plain decimal number; "" for null and the empty text.
func Decimal(b []byte) (string, error) {
	s, err := Text(b)
	if err != nil {
		return "", err
	}
	if s = Expanded(strings.TrimSpace(s)); s != "" && !Plain(s) {
		return "", fmt.Errorf("%s is not a decimal number", Quoted(b))
	}
	return Trimmed(s), nil
}

// Plain reports whether s is digits with at most one sign before and one point within, 40 bytes at most. A plus and
// zeros may stand before: see [Trimmed].
func Plain(s string) bool {
	if len(s) > 40 {
		return false
	}
	s = s[len(sign(s)):]
	whole, fraction, found := strings.Cut(s, ".")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return digits(whole) && (!found || digits(fraction))
}

// Trimmed cuts a plus and zeros before a plain number, which JSON does not allow: "+007.50" is "7.50".
func Trimmed(s string) string {
	before := sign(s)
	digits := strings.TrimLeft(s[len(before):], "0")
	if (digits == "" || digits[0] == '.') && s != before {
		digits = "0" + digits
	}
	return strings.TrimPrefix(before, "+") + digits
}

// sign returns the sign before a number.
func sign(s string) string {
	if strings.HasPrefix(s, "-") || strings.HasPrefix(s, "+") {
		return s[:1]
	}
	return ""
}

// Expanded writes a number with an exponent as a plain one: Java writes ten millions and more with an exponent. Any
// other text is returned as it is.
func Expanded(s string) string {
	mantissa, exponent, found := strings.Cut(strings.ToLower(s), "e")
	e, err := strconv.Atoi(exponent)
	if !found || err != nil || e > 20 || e < -20 || !Plain(mantissa) {
		return s
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return s
	}
	_, fraction, _ := strings.Cut(mantissa, ".")
	return r.FloatString(max(0, len(fraction)-e))
}

// Whole cuts zeros behind the point, and writes an exponent out.
func Whole(s string) string {
	s = Expanded(s)
	if n, fraction, found := strings.Cut(s, "."); found && strings.Trim(fraction, "0") == "" {
		return n
	}
	return s
}

// Quoted returns the beginning of a value for an error text.
func Quoted(b []byte) string {
	const most = 40
	if len(b) <= most {
		return strings.ToValidUTF8(string(b), "\uFFFD") // it survives being stored as JSON
	}
	return strings.ToValidUTF8(string(b[:most]), "") + "…"
}
