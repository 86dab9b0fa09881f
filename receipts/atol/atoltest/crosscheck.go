package atoltest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
)

// agree checks the fields of a document against each other; each of them is valid.
func (v *validator) agree(body object) {
	name := "receipt"
	if v.correction {
		name = "correction"
	}
	d, _ := body[name].(object)
	at := "#/" + name + "."
	client, there := d["client"].(object)
	switch {
	case there && client["email"] == nil && client["phone"] == nil, there && client["email"] == "" && client["phone"] == nil:
		v.fail("AnyOfRequired", at+"client")
	case !there && v.sumsOnly() && d["internet"] == true:
		v.fail("PropertyRequired", at+"client")
	}
	if k, ok := d["correction_info"].(object); ok && k["type"] == "instruction" && k["base_number"] == nil {
		v.fail("PropertyRequired", at+"correction_info.base_number")
	}
	v.sold(d, at)
	if !v.sumsOnly() {
		v.lines(d, at)
	}
}

// sold checks that an agent names its supplier, in a receipt or in a line.
func (v *validator) sold(o object, at string) {
	if o["agent_info"] != nil && o["supplier_info"] == nil {
		v.fail("PropertyRequired", at+"supplier_info")
	}
}

// lines checks the items, and the total against them.
func (v *validator) lines(d object, at string) {
	all := new(big.Rat)
	items, _ := d["items"].([]any)
	for i, one := range items {
		item, _ := one.(object)
		v.line(item, fmt.Sprintf("%sitems[%d].", at, i))
		all.Add(all, amount(item["sum"]))
	}
	off := all.Sub(amount(d["total"]), all)
	if off.Abs(off).Cmp(big.NewRat(99, 100)) > 0 || (v.v5 && off.Sign() != 0) {
		v.fail("TotalMismatch", at+"total")
	}
}

func (v *validator) line(it object, at string) {
	v.sold(it, at)
	if !v.v5 {
		return
	}
	if amount(it["sum"]).Cmp(kopecks(new(big.Rat).Mul(amount(it["price"]), amount(it["quantity"])))) != 0 {
		v.fail("SumMismatch", at+"sum")
	}
	if q, ok := it["mark_quantity"].(object); ok && amount(q["numerator"]).Cmp(amount(q["denominator"])) >= 0 {
		v.fail("FractionMismatch", at+"mark_quantity")
	}
	code, ok := it["mark_code"].(object)
	if !ok {
		return
	}
	v.mark(it, code, at)
}

// mark checks a marking code: exactly one key, one unit.
func (v *validator) mark(it, code object, at string) {
	if len(code) != 1 {
		v.fail("TooManyProperties", at+"mark_code")
	}
	if gs1m, ok := code["gs1m"].(string); ok {
		if _, err := base64.StdEncoding.DecodeString(gs1m); err != nil {
			v.fail("Base64Expected", at+"mark_code.gs1m")
		}
	}
	if (code["gs1m"] != nil || code["short"] != nil) && it["planned_status"] == nil {
		v.fail("PropertyRequired", at+"planned_status")
	}
	if it["mark_processing_mode"] == nil {
		v.fail("PropertyRequired", at+"mark_processing_mode")
	}
	if it["wholesale"] != true && amount(it["quantity"]).Cmp(big.NewRat(1, 1)) != 0 {
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

// amount returns a number as it is written, or nil.
func amount(value any) *big.Rat {
	n, ok := value.(json.Number)
	if !ok {
		return nil
	}
	x, ok := new(big.Rat).SetString(n.String())
	if !ok {
		return nil
	}
	return x
}
