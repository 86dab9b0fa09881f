package cdektest

import (
	"encoding/json"
	"math/big"
	"strconv"
)

// str is a text, or a number as text.
func str(o object, key string) string {
	switch v := o[key].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// num is a whole number; 0 for anything else.
func num(o object, key string) int {
	n, _ := strconv.Atoi(str(o, key))
	return n
}

// dec is an exact decimal number; 0 for anything else.
func dec(o object, key string) *big.Rat {
	r, ok := new(big.Rat).SetString(str(o, key))
	if !ok {
		return new(big.Rat)
	}
	return r
}

// rub returns a number with two decimals.
func rub(r *big.Rat) json.Number { return json.Number(r.FloatString(2)) }

// obj is a nested object; nil for anything else.
func obj(o object, key string) object {
	v, _ := o[key].(object)
	return v
}

// list is the objects of a list.
func list(o object, key string) []object {
	all, _ := o[key].([]any)
	var out []object
	for _, v := range all {
		if one, ok := v.(object); ok {
			out = append(out, one)
		}
	}
	return out
}

// anyOf converts a list for encoding.
func anyOf[T any](all []T) []any {
	out := make([]any, 0, len(all))
	for _, v := range all {
		out = append(out, v)
	}
	return out
}
