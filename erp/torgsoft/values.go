package torgsoft

import (
	"strings"
	"unicode"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// plain is the name of a column as it is compared: in lower case, letters and digits only. "GoodID", "Good_Id" and
// "good id" are one.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// decimal reads a number as a clerk's computer in Ukraine writes it: 8268,75 or 8268.75, perhaps with blanks between
// thousands. A comma is the decimal point: 1,000 is one.
func decimal(s string) (wire.Decimal, bool) {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
	whole, part, broken := digits, "", false
	if i := strings.IndexAny(digits, ".,"); i >= 0 {
		whole, part, broken = digits[:i], digits[i+1:], true
	}
	if !allDigits(strings.TrimPrefix(whole, "-")) || broken && !allDigits(part) {
		return "", false
	}
	if broken {
		whole += "." + part
	}
	return wire.Decimal(whole), true
}

func allDigits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// quantity reads a number of at most three decimals.
func quantity(s string) (amount.Quantity, bool) {
	d, ok := decimal(s)
	if !ok {
		return amount.Quantity{}, false
	}
	q, err := amount.ParseQuantity(string(d))
	return q, err == nil
}

// list splits a text into its parts, without empty ones.
func list(s, separators string) (out []string) {
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
