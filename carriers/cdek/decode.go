package cdek

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"

	"github.com/ordo-sdk/ordo/internal/lax"
)

// Extra is the fields of an object that its type does not know. They are written back.
type Extra = lax.Extra

// Decimal is a decimal number as CDEK wrote it, without floats: "30.31", "-1.0".
type Decimal = lax.Decimal

// read decodes an object into the struct that into points to, and returns the fields that it does not know. What does
// not fit at first, such as a number that comes as a text, is tried once more in the dress that the struct expects.
func read[T any](b []byte, into *T) (Extra, error) {
	if string(bytes.TrimSpace(b)) == "null" {
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

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

// soften rewrites JSON for a Go type: numbers as texts, texts as numbers, 0 and 1 as flags, one value as a list of it.
// What it does not understand it leaves as it is, for the decoder to refuse.
func soften(b json.RawMessage, t reflect.Type) json.RawMessage {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	b = bytes.TrimSpace(b)
	if len(b) == 0 || string(b) == "null" || reflect.PointerTo(t).Implements(unmarshaler) {
		return b
	}
	switch t.Kind() { //nolint:exhaustive // the other kinds are not used for fields
	case reflect.String:
		return scalar[lax.Text](b)
	case reflect.Int, reflect.Int64:
		return scalar[lax.Int](b)
	case reflect.Bool:
		return scalar[lax.Bool](b)
	case reflect.Struct:
		var all map[string]json.RawMessage
		if json.Unmarshal(b, &all) != nil {
			return b
		}
		softenFields(all, t)
		return remade(all, b)
	case reflect.Slice:
		var all []json.RawMessage
		if b[0] != '[' {
			all = []json.RawMessage{b}
		} else if json.Unmarshal(b, &all) != nil {
			return b
		}
		for i := range all {
			all[i] = soften(all[i], t.Elem())
		}
		return remade(all, b)
	}
	return b
}

// softenFields softens the fields that a struct knows, those of embedded structs included.
func softenFields(all map[string]json.RawMessage, t reflect.Type) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" {
			softenFields(all, f.Type)
			continue
		}
		if raw, has := all[name]; has && name != "-" {
			all[name] = soften(raw, f.Type)
		}
	}
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

// stamp names the currency of all sums in what v points to: that of the nearest record around them that states one, else
// the client's.
func (c *Client) stamp(v any) {
	if v != nil {
		stamp(reflect.ValueOf(v), c.currency)
	}
}

func stamp(v reflect.Value, currency string) {
	switch v.Kind() { //nolint:exhaustive // the other kinds hold no sums
	case reflect.Pointer:
		if !v.IsNil() {
			stamp(v.Elem(), currency)
		}
	case reflect.Slice:
		for i := range v.Len() {
			stamp(v.Index(i), currency)
		}
	case reflect.Struct:
		if own, ok := v.Addr().Interface().(*Sum); ok {
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
				stamp(v.Field(i), currency)
			}
		}
	}
}
