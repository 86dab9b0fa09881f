package yookassatest

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// sum is an amount on the wire.
type sum struct {
	Value    string `json:"value"`
	Currency string `json:"currency"`
}

// money is an amount in hundredths.
type money struct {
	minor    int64
	currency string
}

func (m money) String() string { return decimal(m.minor, 2) + " " + m.currency }

func (m money) wire() object {
	return object{"value": decimal(m.minor, 2), "currency": m.currency}
}

// minus returns the remainder.
func (m money) minus(n int64) money { return money{m.minor - n, m.currency} }

// read checks an amount: a positive number with two decimals at most.
func (a *sum) read(parameter string) (money, *refusal) {
	if a == nil {
		return money{}, invalid(parameter, "Amount is missing")
	}
	minor, ok := fixed(a.Value, 2)
	switch {
	case !ok:
		return money{}, invalid(parameter, "Amount has illegal format")
	case len(a.Currency) != 3:
		return money{}, invalid(parameter, "Currency is not supported")
	}
	return money{minor, a.Currency}, nil
}

// positive is read for an amount that must be more than 0.
func (a *sum) positive(parameter string) (money, *refusal) {
	m, refused := a.read(parameter)
	if refused == nil && m.minor <= 0 {
		return m, invalid(parameter, "Amount must be more than 0")
	}
	return m, refused
}

// fixed reads a non-negative decimal number, scaled by its decimals.
func fixed(s string, decimals int) (int64, bool) {
	whole, fraction, _ := strings.Cut(s, ".")
	fraction = strings.TrimRight(fraction, "0")
	if whole == "" || len(fraction) > decimals || strings.Trim(whole+fraction, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", decimals-len(fraction)), 10, 64)
	return n, err == nil
}

// decimal writes a number of hundredths or thousandths.
func decimal(n int64, decimals int) string {
	unit := int64(math.Pow10(decimals))
	return fmt.Sprintf("%d.%0*d", n/unit, decimals, n%unit)
}

// line is price × quantity, with fractions rounded half up.
func line(price, thousandths int64) int64 { return (price*thousandths + 500) / 1000 }

// number is a number that may come as a string.
type number string

func (n *number) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) != nil {
		s = string(b)
	}
	*n = number(s)
	return nil
}
