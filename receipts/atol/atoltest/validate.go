package atoltest

import (
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// validate checks a document as the service does before it accepts one. It returns the text of the error, empty if the
// document is fine.
func (s *Server) validate(op string, body object) string {
	v := &validator{v5: s.settings.Version == 5, correction: strings.HasSuffix(op, "_correction")}
	v.text(body, "#/", "timestamp", true, `^\d{2}\.\d{2}\.\d{4} \d{2}:\d{2}:\d{2}$`, 0)
	v.text(body, "#/", "external_id", true, "", 128)
	if service, ok := body["service"].(object); ok {
		v.text(service, "#/service.", "callback_url", false, "", 256)
	}
	if body["source_id"] != nil {
		v.number(body, "#/", "source_id", "0", "9", 0)
	}
	name := "receipt"
	if v.correction {
		name = "correction"
	}
	doc := v.object(body, "#/", name, true)
	if doc != nil {
		v.document(doc, "#/"+name+".")
	}
	return v.wrong
}

// validator keeps the first thing that is wrong.
type validator struct {
	v5, correction bool
	wrong          string
}

func (v *validator) fail(rule, at string) {
	if v.wrong == "" {
		v.wrong = rule + ": " + at
	}
}

// text checks a text against a pattern and a length.
func (v *validator) text(o object, at, name string, needed bool, pattern string, most int) string {
	value, there := o[name]
	s, ok := value.(string)
	switch {
	case !there && needed:
		v.fail("PropertyRequired", at+name)
	case !there:
	case !ok:
		v.fail("StringExpected", at+name)
	case needed && s == "":
		v.fail("StringTooShort", at+name)
	case most > 0 && utf8.RuneCountInString(s) > most:
		v.fail("StringTooLong", at+name)
	case pattern != "" && !regexp.MustCompile(pattern).MatchString(s):
		v.fail("PatternMismatch", at+name)
	}
	return s
}

// number checks a number against its bounds and its decimals. nil means that there is none, or no good one.
func (v *validator) number(o object, at, name, least, most string, decimals int) *big.Rat {
	value, there := o[name]
	if !there {
		v.fail("PropertyRequired", at+name)
		return nil
	}
	n, ok := value.(json.Number)
	x, fine := new(big.Rat).SetString(n.String())
	if !ok || !fine {
		v.fail("NumberExpected", at+name)
		return nil
	}
	low, _ := new(big.Rat).SetString(least)
	high, _ := new(big.Rat).SetString(most)
	step := new(big.Rat).SetFrac(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil), big.NewInt(1))
	switch {
	case x.Cmp(low) < 0:
		v.fail("NumberTooSmall", at+name)
	case x.Cmp(high) > 0:
		v.fail("NumberTooBig", at+name)
	case !new(big.Rat).Mul(x, step).IsInt():
		v.fail("NumberNotMultipleOf", at+name)
	default:
		return x
	}
	return nil
}

const mostMoney = "42949672.95"

func (v *validator) money(o object, at, name string) *big.Rat {
	return v.number(o, at, name, "0", mostMoney, 2)
}

// enum checks a text against a list.
func (v *validator) enum(o object, at, name string, needed bool, values ...string) string {
	s := v.text(o, at, name, needed, "", 0)
	if s != "" && !slices.Contains(values, s) {
		v.fail("NotInEnumeration", at+name)
	}
	return s
}

func (v *validator) object(o object, at, name string, needed bool) object {
	value, there := o[name]
	out, ok := value.(object)
	switch {
	case !there && needed:
		v.fail("PropertyRequired", at+name)
	case there && !ok:
		v.fail("ObjectExpected", at+name)
	}
	return out
}

// list returns the objects of an array of some length.
func (v *validator) list(o object, at, name string, least, most int) []object {
	all, ok := o[name].([]any)
	switch {
	case o[name] == nil && least > 0:
		v.fail("PropertyRequired", at+name)
	case o[name] != nil && !ok:
		v.fail("ArrayExpected", at+name)
	case len(all) < least && ok:
		v.fail("TooFewItems", at+name)
	case len(all) > most:
		v.fail("TooManyItems", at+name)
	}
	var out []object
	for i, one := range all {
		part, ok := one.(object)
		if !ok {
			v.fail("ObjectExpected", fmt.Sprintf("%s%s[%d]", at, name, i))
		}
		out = append(out, part)
	}
	return out
}

const (
	innPattern   = `^(\d{10}|\d{12})$`
	phonePattern = `^([^\s\\]{0,17}|\+[^\s\\]{1,18})$`
)

func (v *validator) document(d object, at string) {
	sumsOnly := v.correction && !v.v5
	client := v.object(d, at, "client", !v.correction)
	if client != nil {
		email := v.text(client, at+"client.", "email", false, "", 64)
		phone := v.text(client, at+"client.", "phone", false, phonePattern, 64)
		if email == "" && phone == "" {
			v.fail("AnyOfRequired", at+"client")
		}
		v.text(client, at+"client.", "inn", false, innPattern, 0)
	} else if sumsOnly && d["internet"] == true {
		v.fail("PropertyRequired", at+"client")
	}
	if company := v.object(d, at, "company", true); company != nil {
		v.text(company, at+"company.", "email", !sumsOnly, "", 64)
		v.enum(company, at+"company.", "sno", v.v5, "osn", "usn_income", "usn_income_outcome", "envd", "esn", "patent")
		v.text(company, at+"company.", "inn", true, innPattern, 0)
		v.text(company, at+"company.", "payment_address", true, "", 256)
	}
	if v.correction {
		v.correctionInfo(v.object(d, at, "correction_info", true), at+"correction_info.")
	}
	for i, p := range v.list(d, at, "payments", 1, 10) {
		here := fmt.Sprintf("%spayments[%d].", at, i)
		v.number(p, here, "type", "0", "9", 0)
		v.money(p, here, "sum")
	}
	least := 0
	if sumsOnly {
		least = 1
	}
	for i, w := range v.list(d, at, "vats", least, 6) {
		v.vat(w, fmt.Sprintf("%svats[%d].", at, i))
	}
	if sumsOnly {
		return
	}
	v.lines(d, at)
}

// lines checks the items and the total.
func (v *validator) lines(d object, at string) {
	all := new(big.Rat)
	for i, item := range v.list(d, at, "items", 1, 100) {
		if sum := v.item(item, fmt.Sprintf("%sitems[%d].", at, i)); sum != nil {
			all.Add(all, sum)
		}
	}
	total := v.money(d, at, "total")
	if v.wrong != "" || total == nil {
		return
	}
	off := new(big.Rat).Sub(total, all)
	if off.Abs(off).Cmp(big.NewRat(99, 100)) > 0 || (v.v5 && off.Sign() != 0) {
		v.fail("TotalMismatch", at+"total")
	}
}

func (v *validator) correctionInfo(k object, at string) {
	if k == nil {
		return
	}
	kind := v.enum(k, at, "type", true, "self", "instruction")
	v.text(k, at, "base_date", true, `^\d{2}\.\d{2}\.\d{4}$`, 0)
	v.text(k, at, "base_number", kind == "instruction" || !v.v5, "", 32)
}
