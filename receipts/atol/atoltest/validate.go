package atoltest

import (
	"encoding/json"
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// validate checks a document before it is accepted. It returns the text of the error, or "" if the document is valid.
func (s *Server) validate(op string, body object) string {
	v := &validator{v5: s.settings.Version == 5, correction: strings.HasSuffix(op, "_correction")}
	v.object("#/", body, v.root())
	if v.wrong == "" { // every field is valid: check them against each other
		v.agree(body)
	}
	return v.wrong
}

// validator keeps the first error.
type validator struct {
	v5, correction bool
	wrong          string
}

// sumsOnly reports whether the document has no lines: a correction of v4.
func (v *validator) sumsOnly() bool { return v.correction && !v.v5 }

func (v *validator) fail(rule, at string) {
	if v.wrong == "" {
		v.wrong = rule + ": " + at
	}
}

// schema is the fields that an object may have, in the order in which they are checked.
type schema []field

type field struct {
	name   string
	needed bool
	check  check
}

// check validates a value.
type check struct {
	look func(v *validator, at string, value any) // at is the path of the value
	of   schema                                   // of an object
	each *check                                   // of an array
}

func need(name string, c check) field { return field{name, true, c} }
func may(name string, c check) field  { return field{name, false, c} }

// object checks an object. A field that is not in the schema is refused, not ignored: the sender expects an effect.
func (v *validator) object(at string, o object, s schema) {
	known := map[string]bool{}
	for _, f := range s {
		known[f.name] = true
		value, there := o[f.name]
		switch {
		case there:
			f.check.look(v, at+f.name, value)
		case f.needed:
			v.fail("PropertyRequired", at+f.name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(o)) {
		if !known[name] {
			v.fail("NoAdditionalPropertiesAllowed", at+name)
		}
	}
}

func part(s schema) check {
	return check{of: s, look: func(v *validator, at string, value any) {
		if o, ok := value.(object); ok {
			v.object(at+".", o, s)
			return
		}
		v.fail("ObjectExpected", at)
	}}
}

// list is an array of one to most values.
func list(most int, each check) check {
	return check{each: &each, look: func(v *validator, at string, value any) {
		all, ok := value.([]any)
		switch {
		case !ok:
			v.fail("ArrayExpected", at)
		case len(all) == 0:
			v.fail("TooFewItems", at)
		case len(all) > most:
			v.fail("TooManyItems", at)
		}
		for i, one := range all {
			each.look(v, at+"["+strconv.Itoa(i)+"]", one)
		}
	}}
}

// text is a text of least to most characters.
func text(least, most int) check {
	return check{look: func(v *validator, at string, value any) {
		s, ok := value.(string)
		switch n := utf8.RuneCountInString(s); {
		case !ok:
			v.fail("StringExpected", at)
		case n < least:
			v.fail("StringTooShort", at)
		case n > most:
			v.fail("StringTooLong", at)
		}
	}}
}

// form is a text of at most most characters that matches a pattern.
func form(pattern string, most int) check {
	match := regexp.MustCompile(pattern).MatchString
	return check{look: func(v *validator, at string, value any) {
		text(0, most).look(v, at, value)
		if s, ok := value.(string); ok && !match(s) {
			v.fail("PatternMismatch", at)
		}
	}}
}

// word is one of several texts.
func word(values ...string) check {
	return check{look: func(v *validator, at string, value any) {
		if s, ok := value.(string); !ok {
			v.fail("StringExpected", at)
		} else if !slices.Contains(values, s) {
			v.fail("NotInEnumeration", at)
		}
	}}
}

var flag = check{look: func(v *validator, at string, value any) {
	if _, ok := value.(bool); !ok {
		v.fail("BooleanExpected", at)
	}
}}

// number is a number from least to most with at most this many decimals.
func number(least, most string, decimals int) check {
	low, _ := new(big.Rat).SetString(least)
	high, _ := new(big.Rat).SetString(most)
	step := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil))
	return check{look: func(v *validator, at string, value any) {
		x := amount(value)
		switch {
		case x == nil:
			v.fail("NumberExpected", at)
		case x.Cmp(low) < 0:
			v.fail("NumberTooSmall", at)
		case x.Cmp(high) > 0:
			v.fail("NumberTooBig", at)
		case !new(big.Rat).Mul(x, step).IsInt():
			v.fail("NumberNotMultipleOf", at)
		}
	}}
}

// choice is one of several whole numbers.
func choice(values ...string) check {
	return check{look: func(v *validator, at string, value any) {
		if n, ok := value.(json.Number); !ok {
			v.fail("NumberExpected", at)
		} else if !slices.Contains(values, n.String()) {
			v.fail("NotInEnumeration", at)
		}
	}}
}
