package retailcrm

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/internal/lax"
)

// read decodes an object into the struct that into points to, and returns the fields that it does not know. What does
// not fit at first is tried once more in the dress that the struct expects.
func read[T any](b []byte, into *T) (lax.Extra, error) {
	b = bytes.TrimSpace(b)
	if nothing(b) {
		b = []byte("{}")
	}
	if string(b) == "null" {
		return nil, nil
	}
	extra, err := lax.Split(b, into)
	if err == nil {
		return extra, nil
	}
	var again T
	extra, second := lax.Split(soften(b, reflect.TypeFor[T]()), &again)
	if second != nil {
		return nil, err
	}
	*into = again
	return extra, nil
}

// decode reads one record.
func decode[T any](b []byte) (T, error) {
	var v T
	err := json.Unmarshal(b, &v)
	if err != nil && json.Unmarshal(soften(b, reflect.TypeFor[T]()), &v) == nil {
		err = nil
	}
	return v, err
}

// nothing tells whether PHP means an empty object.
func nothing(b []byte) bool {
	var none []json.RawMessage
	return string(b) == `""` || (len(b) > 0 && b[0] == '[' && json.Unmarshal(b, &none) == nil && len(none) == 0)
}

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

// soften rewrites JSON for a Go type: numbers as texts, texts as numbers, 0 and 1 as flags, [] as an empty object. What it
// does not understand it leaves as it is, for the decoder to refuse.
func soften(b json.RawMessage, t reflect.Type) json.RawMessage {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	b = bytes.TrimSpace(b)
	if (t.Kind() == reflect.Struct || t.Kind() == reflect.Map) && nothing(b) {
		return json.RawMessage("null")
	}
	if reflect.PointerTo(t).Implements(unmarshaler) {
		return b
	}
	switch t.Kind() { //nolint:exhaustive // the other kinds are not used for fields, or look after themselves
	case reflect.String:
		return scalar[lax.Text](b)
	case reflect.Int, reflect.Int64:
		return scalar[lax.Int](b)
	case reflect.Bool:
		return scalar[lax.Bool](b)
	case reflect.Struct:
		return softenFields(b, t)
	case reflect.Slice:
		var all []json.RawMessage
		if json.Unmarshal(b, &all) != nil {
			return b
		}
		for i := range all {
			all[i] = soften(all[i], t.Elem())
		}
		return remade(all, b)
	case reflect.Map:
		var all map[string]json.RawMessage
		if json.Unmarshal(b, &all) != nil {
			return b
		}
		for k := range all {
			all[k] = soften(all[k], t.Elem())
		}
		return remade(all, b)
	}
	return b
}

// softenFields softens the fields of an object.
func softenFields(b json.RawMessage, t reflect.Type) json.RawMessage {
	var all map[string]json.RawMessage
	if json.Unmarshal(b, &all) != nil {
		return b
	}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if raw, has := all[name]; has && name != "-" {
			all[name] = soften(raw, t.Field(i).Type)
		}
	}
	return remade(all, b)
}

// scalar reads b as a T and writes it as T is documented.
func scalar[T any](b json.RawMessage) json.RawMessage {
	var v T
	if json.Unmarshal(b, &v) != nil {
		return b
	}
	return remade(v, b)
}

// remade encodes v, or returns b.
func remade(v any, b json.RawMessage) json.RawMessage {
	if made, err := json.Marshal(v); err == nil {
		return made
	}
	return b
}

// stamp places the times in what v points to in zone and names the currency of its sums: that of the nearest record
// around them that states one, else currency.
func stamp(v any, zone *time.Location, currency string) {
	walk(reflect.ValueOf(v).Elem(), zone, currency)
}

func walk(v reflect.Value, zone *time.Location, currency string) {
	switch v.Kind() { //nolint:exhaustive // the other kinds hold neither times nor sums
	case reflect.Pointer:
		if !v.IsNil() {
			walk(v.Elem(), zone, currency)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), zone, currency)
		}
	case reflect.Struct:
		switch own := v.Addr().Interface().(type) {
		case *DateTime:
			if !own.IsZero() {
				*own = own.in(zone)
			}
			return
		case *Sum:
			if own.Decimal != "" {
				own.Currency = currency
			}
			return
		}
		if f := v.FieldByName("Currency"); f.IsValid() && f.Kind() == reflect.String && f.String() != "" {
			currency = f.String()
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				walk(v.Field(i), zone, currency)
			}
		}
	}
}
