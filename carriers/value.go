package carriers

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

var decimals = regexp.MustCompile(`^-?[0-9]{1,15}(?:\.[0-9]{1,9})?$`)

// number parses a decimal number.
func number(text string) (*big.Rat, bool) {
	if !decimals.MatchString(text) {
		return new(big.Rat), false
	}
	return new(big.Rat).SetString(text)
}

// misfit returns how a value of the type is written, zero if the value is valid.
func (f Field) misfit(value string) order.Text {
	if !utf8.ValidString(value) {
		return order.Textf("it is not UTF-8")
	}
	good, rule := true, order.Text{}
	switch f.Type {
	case TypeInteger:
		_, good = number(value)
		good, rule = good && !strings.Contains(value, "."), order.Textf("a whole number is written like 1200")
	case TypeDecimal:
		_, good = number(value)
		rule = order.Textf("a number is written like 0.35")
	case TypeMoney:
		_, err := amount.ParseMoney(value, f.Unit)
		good, rule = err == nil, order.Textf("a sum is written like 250.00, in %s", f.Unit)
	case TypePhone:
		e164, err := contact.Phone(value, "")
		good, rule = err == nil && e164 == value, order.Textf("a telephone number is written like +79010000002")
	case TypeEmail:
		_, err := contact.Email(value)
		good, rule = err == nil, order.Textf("an e-mail address is written like name@shop.example")
	case TypeDate:
		_, err := time.Parse(time.DateOnly, value)
		good, rule = err == nil, order.Textf("a date is written like 2026-02-03")
	case TypeFlag:
		good, rule = value == "true" || value == "false", order.Textf("it is true or false")
	case TypeChoice:
		good, rule = f.offers(value), order.Textf("it is one of %s", f.list())
	case TypeChoices:
		for one := range strings.SplitSeq(value, ",") {
			good = good && f.offers(strings.TrimSpace(one))
		}
		rule = order.Textf("it is some of %s, separated by commas", f.list())
	case TypeUnits:
		_, err := ParseUnits(value)
		good, rule = err == nil, order.Textf("units are written like L1:0-2")
	}
	if good {
		return order.Text{}
	}
	return rule
}

func (f Field) offers(value string) bool {
	return slices.ContainsFunc(f.Choices, func(c Choice) bool { return c.Value == value })
}

// list returns the first twenty choices.
func (f Field) list() string {
	var all []string
	for i, c := range f.Choices {
		if i == 20 {
			all = append(all, "…")
			break
		}
		all = append(all, c.Value)
	}
	return strings.Join(all, ", ")
}
