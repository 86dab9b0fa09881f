package yookassa

import (
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// stampLayout is the form of times: UTC with milliseconds.
const stampLayout = "2006-01-02T15:04:05.000Z"

// stamp returns a time as YooKassa writes it.
func stamp(t time.Time) string { return t.UTC().Format(stampLayout) }

// encode writes a request like encoding/json, but with sums, quantities and times in YooKassa's form. Fields in Extra
// are added; the known fields win.
func encode(v any) ([]byte, error) { return encodeValue(reflect.ValueOf(v)) }

// encodeValue encodes one value.
func encodeValue(v reflect.Value) ([]byte, error) {
	if !v.IsValid() {
		return []byte("null"), nil
	}
	switch x := v.Interface().(type) {
	case amount.Money:
		if x.IsUnset() {
			return []byte("null"), nil
		}
		return json.Marshal(struct {
			Value    string `json:"value"`
			Currency string `json:"currency"`
		}{x.Text(), x.Currency()})
	case amount.Quantity:
		return []byte(x.String()), nil
	case time.Time:
		return json.Marshal(stamp(x))
	case json.Marshaler:
		return json.Marshal(x)
	}
	switch v.Kind() { //nolint:exhaustive // the other kinds are left to encoding/json
	case reflect.Pointer, reflect.Interface:
		return encodeValue(v.Elem())
	case reflect.Slice:
		return encodeList(v)
	case reflect.Struct:
		return encodeStruct(v)
	}
	return json.Marshal(v.Interface())
}

func encodeList(v reflect.Value) ([]byte, error) {
	all := make([]json.RawMessage, v.Len())
	for i := range all {
		var err error
		if all[i], err = encodeValue(v.Index(i)); err != nil {
			return nil, err
		}
	}
	return json.Marshal(all)
}

func encodeStruct(v reflect.Value) ([]byte, error) {
	out := map[string]json.RawMessage{}
	if extra := v.FieldByName("Extra"); extra.IsValid() {
		more, _ := extra.Interface().(wire.Extra) // of no other type
		maps.Copy(out, more)
	}
	for i := range v.NumField() {
		name, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if name == "-" || name == "" || (options == "omitzero" && v.Field(i).IsZero()) {
			continue
		}
		raw, err := encodeValue(v.Field(i))
		if err != nil {
			return nil, err
		}
		out[name] = raw
	}
	return json.Marshal(out)
}
