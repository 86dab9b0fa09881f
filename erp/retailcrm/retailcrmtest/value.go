package retailcrmtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// object is a JSON object. Numbers in it are json.Number.
type object = map[string]any

// parse reads a JSON value.
func parse(s string, into any) error {
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	return d.Decode(into)
}

// text is s as a JSON string.
func text(s string) string { return string(raw(s)) }

// raw is v as JSON. What the fake keeps was decoded from JSON, so that it can always be encoded again: a panic is a
// mistake in the fake itself, and never the client's.
func raw(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("retailcrmtest: " + err.Error())
	}
	return b
}

// clone is a deep copy.
func clone[T any](v T) T {
	var out T
	if err := parse(string(raw(v)), &out); err != nil {
		panic("retailcrmtest: " + err.Error())
	}
	return out
}

// same compares two values as JSON.
func same(a, b any) bool { return bytes.Equal(raw(a), raw(b)) }

// at returns the value at a path such as "delivery.data.locked", or nil.
func at(o object, path string) any {
	var v any = o
	for name := range strings.SplitSeq(path, ".") {
		m, ok := v.(object)
		if !ok {
			return nil
		}
		v = m[name]
	}
	return v
}

// str is a scalar as text.
func str(v any) string {
	switch s := v.(type) {
	case nil:
		return ""
	case string:
		return s
	}
	return fmt.Sprint(v)
}

// num is a whole number, or 0.
func num(v any) int64 {
	n, err := strconv.ParseInt(str(v), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// yes is a flag.
func yes(v any) bool { s := str(v); return s == "true" || s == "1" }

// rat is an exact number; what is none is 0.
func rat(v any) *big.Rat {
	r, ok := new(big.Rat).SetString(str(v))
	if !ok {
		return new(big.Rat)
	}
	return r
}

// pick is some fields of an object, those that are set.
func pick(o object, names ...string) object {
	some := object{}
	for _, name := range names {
		if o[name] != nil {
			some[name] = o[name]
		}
	}
	return some
}

// number is r as a JSON number with at most 2 decimals.
func number(r *big.Rat) json.Number {
	s := r.FloatString(2)
	return json.Number(strings.TrimSuffix(strings.TrimRight(s, "0"), "."))
}

// merge writes patch over o: objects are merged, null removes, anything else replaces.
func merge(o, patch object) {
	for name, v := range patch {
		inner, isObject := v.(object)
		have, hasObject := o[name].(object)
		switch {
		case v == nil:
			delete(o, name)
		case isObject && hasObject:
			merge(have, inner)
		case isObject:
			fresh := object{}
			merge(fresh, inner)
			o[name] = fresh
		default:
			o[name] = v
		}
	}
}

// objects is a list of objects, which may come as an object that is keyed by anything.
func objects(v any) []object {
	var out []object
	if keyed, ok := v.(object); ok {
		list := []any{}
		for _, key := range slices.Sorted(maps.Keys(keyed)) {
			list = append(list, keyed[key])
		}
		v = list
	}
	if list, ok := v.([]any); ok {
		for _, e := range list {
			if o, ok := e.(object); ok {
				out = append(out, o)
			}
		}
	}
	return out
}

// isList reports whether v is a list of objects in one of its two shapes.
func isList(v any) bool {
	switch list := v.(type) {
	case []any:
		return len(objects(v)) == len(list)
	case object:
		return len(objects(v)) == len(list)
	}
	return false
}
