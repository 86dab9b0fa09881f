package russianposttest

import (
	"encoding/json"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// moscow is the time of the vendor's days.
var moscow = time.FixedZone("MSK", 3*60*60)

// day is the day in Moscow.
func day(t time.Time) string { return t.In(moscow).Format(time.DateOnly) }

// stamp is a time as Otpravka writes it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// text is any plain value as text, without space around it.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// str is a field as text.
func str(o object, key string) string { return text(o[key]) }

// num is a field as a whole number, 0 if it is none.
func num(o object, key string) int {
	n, _ := strconv.Atoi(str(o, key))
	return n
}

// yes reports whether a field is true.
func yes(o object, key string) bool { return str(o, key) == "true" }

// obj is an object in another one, nil if there is none.
func obj(o object, key string) object {
	v, _ := o[key].(object)
	return v
}

// objects is a list of objects.
func objects(v any) (out []object) {
	all, _ := v.([]any)
	for _, one := range all {
		if o, ok := one.(object); ok {
			out = append(out, o)
		}
	}
	return out
}

// texts is a list of plain values, as texts.
func texts(v any) (out []string) {
	all, _ := v.([]any)
	for _, one := range all {
		out = append(out, text(one))
	}
	return out
}

// isInt reports whether a value is a whole number, or a text of digits, which the vendor takes as well.
func isInt(v any) bool {
	_, err := strconv.ParseInt(text(v), 10, 64)
	_, flag := v.(bool)
	return err == nil && !flag
}

// isDecimal reports whether a value is a decimal number.
func isDecimal(v any) bool {
	if _, flag := v.(bool); flag || len(text(v)) > 40 || strings.ContainsAny(text(v), "/eExXpP_") {
		return false
	}
	_, ok := new(big.Rat).SetString(text(v))
	return ok
}

// without drops what is null, as the vendor does.
func without(v any) any {
	switch v := v.(type) {
	case object:
		for k, one := range v {
			if one == nil {
				delete(v, k)
				continue
			}
			v[k] = without(one)
		}
	case []any:
		for i, one := range v {
			v[i] = without(one)
		}
	}
	return v
}

// clone is a deep copy of JSON.
func clone(v any) any {
	switch v := v.(type) {
	case object:
		out := object{}
		for k, one := range v {
			out[k] = clone(one)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, one := range v {
			out[i] = clone(one)
		}
		return out
	}
	return v
}

// copied is a deep copy of an object.
func copied(o object) object { return clone(o).(object) }

// decode reads JSON with its numbers as they are written.
func decode(b []byte) (v any, err error) {
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	if err = d.Decode(&v); err == nil && d.More() {
		err = &json.SyntaxError{Offset: d.InputOffset()}
	}
	return without(v), err
}
