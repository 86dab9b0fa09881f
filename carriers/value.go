package carriers

import (
	"math/big"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/order/amount"
)

var (
	decimals = regexp.MustCompile(`^-?[0-9]{1,15}(?:\.[0-9]{1,9})?$`)
	phones   = regexp.MustCompile(`^\+[0-9]{7,15}$`)
)

// number parses a decimal number.
func number(text string) (*big.Rat, bool) {
	if !decimals.MatchString(text) {
		return new(big.Rat), false
	}
	return new(big.Rat).SetString(text)
}

// misfit returns how a value of the type is written, or "" if the value is valid.
func (f Field) misfit(value string) string {
	if !utf8.ValidString(value) {
		return "it is not UTF-8"
	}
	good, rule := true, ""
	switch f.Type {
	case TypeInteger:
		_, good = number(value)
		good, rule = good && !strings.Contains(value, "."), "a whole number is written like 1200"
	case TypeDecimal:
		_, good = number(value)
		rule = "a number is written like 0.35"
	case TypeMoney:
		_, err := amount.ParseMoney(value, f.Unit)
		good, rule = err == nil, "a sum is written like 250.00, in "+f.Unit
	case TypePhone:
		good, rule = phones.MatchString(value), "a telephone number is written like +79010000002"
	case TypeEmail:
		a, err := mail.ParseAddress(value)
		good, rule = err == nil && a.Address == value, "an e-mail address is written like name@shop.example"
	case TypeDate:
		_, err := time.Parse(time.DateOnly, value)
		good, rule = err == nil, "a date is written like 2026-02-03"
	case TypeFlag:
		good, rule = value == "true" || value == "false", "it is true or false"
	case TypeChoice:
		good, rule = f.offers(value), "it is one of "+f.list()
	case TypeChoices:
		for one := range strings.SplitSeq(value, ",") {
			good = good && f.offers(strings.TrimSpace(one))
		}
		rule = "it is some of " + f.list() + ", separated by commas"
	case TypeUnits:
		_, err := ParseUnits(value)
		good, rule = err == nil, "units are written like L1:0-2"
	}
	if good {
		return ""
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
