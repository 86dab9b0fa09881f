package atoltest

import (
	"encoding/base64"
	"encoding/json"
	"math/big"
	"slices"
	"unicode/utf8"
)

var vatTypes = []string{
	"none", "vat0", "vat5", "vat105", "vat7", "vat107", "vat10", "vat110", "vat20", "vat120", "vat22", "vat122",
}

func (v *validator) vat(w object, at string) {
	values := vatTypes
	if !v.v5 {
		values = append(slices.Clone(vatTypes), "vat18", "vat118")
	}
	v.enum(w, at, "type", true, values...)
	if w["sum"] != nil {
		v.money(w, at, "sum")
	}
}

var (
	methods = []string{
		"full_prepayment", "prepayment", "advance", "full_payment", "partial_payment", "credit", "credit_payment",
	}
	words = []string{
		"commodity", "excise", "job", "service", "gambling_bet", "gambling_prize", "lottery", "lottery_prize",
		"intellectual_activity", "payment", "agent_commission", "award", "another", "property_right", "non-operating_gain",
		"insurance_premium", "sales_tax", "resort_fee", "deposit", "expense", "pension_insurance_ip", "pension_insurance",
		"medical_insurance_ip", "medical_insurance", "social_insurance", "casino_payment", "composite",
	}
	measures = []string{
		"0", "10", "11", "12", "20", "21", "22", "30", "31", "32", "40", "41", "42", "50", "51", "70", "71", "72", "73",
		"80", "81", "82", "83", "255",
	}
	marks = map[string][2]int{
		"unknown": {1, 32}, "ean8": {8, 8}, "ean13": {13, 13}, "itf14": {14, 14}, "gs10": {1, 38}, "gs1m": {1, 200},
		"short": {1, 38}, "fur": {20, 20}, "egais20": {23, 33}, "egais30": {14, 14},
	}
)

// nomenclature is the published pattern of tag 1162: hexadecimal bytes, the text of a DataMatrix, a pack of tobacco.
const (
	markChar     = `[a-zA-Z0-9!"% &'()*+/\-.,:;=<>?_]`
	nomenclature = `^(([a-fA-F0-9]{2}\s){0,31}[a-fA-F0-9]{2}|01\d{14}21` + markChar + `{13}(` + markChar + `{1,119})?|\d{14}` + markChar + `{15})$`
)

// item checks a line and returns its sum.
func (v *validator) item(it object, at string) *big.Rat {
	v.text(it, at, "name", true, "", 128)
	price, sum := v.money(it, at, "price"), v.money(it, at, "sum")
	most, decimals, least := "99999.999", 3, "0.001"
	if !v.v5 {
		most, decimals, least = "99999999", 6, "0.000001"
	}
	quantity := v.number(it, at, "quantity", least, most, decimals)
	v.enum(it, at, "payment_method", v.v5, methods...)
	if w := v.object(it, at, "vat", true); w != nil {
		v.vat(w, at+"vat.")
	}
	v.text(it, at, "user_data", false, "", 64)
	if !v.v5 {
		v.text(it, at, "measurement_unit", false, "", 16)
		v.enum(it, at, "payment_object", false, words...)
		v.text(it, at, "nomenclature_code", false, nomenclature, 150)
		return sum
	}
	if v.number(it, at, "measure", "0", "255", 0) != nil && !slices.Contains(measures, it["measure"].(json.Number).String()) {
		v.fail("NotInEnumeration", at+"measure")
	}
	v.number(it, at, "payment_object", "1", "33", 0)
	v.mark(it, at, quantity)
	if price != nil && quantity != nil && sum != nil && sum.Cmp(kopecks(new(big.Rat).Mul(price, quantity))) != 0 {
		v.fail("SumMismatch", at+"sum")
	}
	return sum
}

// mark checks a marking code: exactly one key, one unit.
func (v *validator) mark(it object, at string, quantity *big.Rat) {
	code := v.object(it, at, "mark_code", false)
	if code == nil {
		return
	}
	if len(code) != 1 {
		v.fail("TooManyProperties", at+"mark_code")
	}
	for kind := range code {
		rule, ok := marks[kind]
		value := v.text(code, at+"mark_code.", kind, true, "", rule[1])
		if !ok || utf8.RuneCountInString(value) < rule[0] {
			v.fail("PatternMismatch", at+"mark_code."+kind)
		}
		if _, err := base64.StdEncoding.DecodeString(value); kind == "gs1m" && err != nil {
			v.fail("Base64Expected", at+"mark_code."+kind)
		}
		if kind == "gs1m" || kind == "short" {
			v.number(it, at, "planned_status", "1", "6", 0)
		}
	}
	v.enum(it, at, "mark_processing_mode", true, "0")
	if quantity != nil && it["wholesale"] != true && quantity.Cmp(big.NewRat(1, 1)) != 0 {
		v.fail("QuantityMismatch", at+"quantity")
	}
}

// kopecks rounds half up to hundredths.
func kopecks(x *big.Rat) *big.Rat {
	scaled := new(big.Rat).Mul(x, big.NewRat(100, 1))
	scaled.Add(scaled, big.NewRat(1, 2))
	whole := new(big.Int).Quo(scaled.Num(), scaled.Denom())
	return new(big.Rat).SetFrac(whole, big.NewInt(100))
}
