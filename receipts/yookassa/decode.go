package yookassa

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/order"
)

// Extra is the fields of an object that its type does not know.
type Extra = lax.Extra

// amount is a sum on the wire.
type amount struct {
	Value    lax.Decimal `json:"value"`
	Currency lax.Text    `json:"currency"`
}

// formError says where an answer is not of the documented form.
type formError struct {
	path string
	err  error
}

func (e *formError) Error() string {
	if e.path == "" {
		return e.err.Error()
	}
	return strings.TrimPrefix(e.path, ".") + ": " + e.err.Error()
}

// Unwrap also tells the transport that the answer is complete and a repeat would bring the same.
func (e *formError) Unwrap() []error {
	return []error{e.err, &json.UnmarshalTypeError{Value: "value", Type: reflect.TypeFor[order.Money](), Field: e.path}}
}

// decode reads JSON into what v points to. It takes what YooKassa really sends: numbers as strings and the reverse, one
// object for a list, null for anything. A struct with a field Extra keeps what it does not know there.
func decode(b []byte, v any) error {
	if len(bytes.TrimSpace(b)) == 0 {
		return errors.New("it is empty")
	}
	if !json.Valid(b) {
		var none json.RawMessage
		return json.Unmarshal(b, &none) // tells what is wrong with it
	}
	if v == nil {
		return nil
	}
	return into(b, reflect.ValueOf(v).Elem(), "")
}

// into decodes one value; path says where it stands.
func into(b json.RawMessage, v reflect.Value, path string) error {
	null := string(bytes.TrimSpace(b)) == "null"
	switch p := v.Addr().Interface().(type) {
	case json.Unmarshaler:
		if _, own := v.Interface().(time.Time); !own {
			return at(path, p.UnmarshalJSON(b))
		}
		return at(path, readTime(b, v))
	case *order.Money:
		return at(path, readMoney(b, p))
	case *order.Quantity:
		return at(path, readQuantity(b, p))
	}
	switch v.Kind() { //nolint:exhaustive // the other kinds are left to encoding/json
	case reflect.String:
		var t lax.Text
		err := t.UnmarshalJSON(b)
		v.SetString(string(t))
		return at(path, err)
	case reflect.Int, reflect.Int64:
		var n lax.Int
		err := n.UnmarshalJSON(b)
		v.SetInt(int64(n))
		return at(path, err)
	case reflect.Bool:
		var f lax.Bool
		err := f.UnmarshalJSON(b)
		v.SetBool(bool(f))
		return at(path, err)
	case reflect.Pointer:
		v.SetZero()
		if null {
			return nil
		}
		one := reflect.New(v.Type().Elem())
		v.Set(one)
		return into(b, one.Elem(), path)
	case reflect.Slice:
		return intoList(b, v, path)
	case reflect.Map:
		return intoMap(b, v, path)
	case reflect.Struct:
		return intoStruct(b, v, path)
	}
	return at(path, json.Unmarshal(b, v.Addr().Interface()))
}

func intoList(b json.RawMessage, v reflect.Value, path string) error {
	var all lax.List[json.RawMessage]
	if err := json.Unmarshal(b, &all); err != nil {
		return at(path, err)
	}
	v.SetZero()
	if len(all) == 0 {
		return nil
	}
	v.Set(reflect.MakeSlice(v.Type(), len(all), len(all)))
	for i, raw := range all {
		if err := into(raw, v.Index(i), fmt.Sprintf("%s[%d]", path, i)); err != nil {
			return err
		}
	}
	return nil
}

func intoMap(b json.RawMessage, v reflect.Value, path string) error {
	var all lax.Map[json.RawMessage]
	if err := json.Unmarshal(b, &all); err != nil {
		return at(path, err)
	}
	v.SetZero()
	if len(all) == 0 {
		return nil
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(all)))
	for k, raw := range all {
		one := reflect.New(v.Type().Elem()).Elem()
		if err := into(raw, one, path+"."+k); err != nil {
			return err
		}
		v.SetMapIndex(reflect.ValueOf(k).Convert(v.Type().Key()), one)
	}
	return nil
}

func intoStruct(b json.RawMessage, v reflect.Value, path string) error {
	var all lax.Map[json.RawMessage]
	if err := json.Unmarshal(b, &all); err != nil {
		return at(path, err)
	}
	v.SetZero()
	t := v.Type()
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		raw, has := all[name]
		if !has || name == "-" {
			continue
		}
		delete(all, name)
		if err := into(raw, v.Field(i), path+"."+name); err != nil {
			return err
		}
	}
	if extra := v.FieldByName("Extra"); extra.IsValid() && len(all) > 0 {
		extra.Set(reflect.ValueOf(Extra(all)))
	}
	return nil
}

// at places an error.
func at(path string, err error) error {
	if err == nil {
		return nil
	}
	return &formError{path, err}
}

func readMoney(b []byte, m *order.Money) error {
	var a amount
	*m = order.Money{}
	if err := json.Unmarshal(b, &a); err != nil || a.Value == "" {
		return err
	}
	var err error
	*m, err = order.ParseMoney(string(a.Value), string(a.Currency))
	return err
}

func readQuantity(b []byte, q *order.Quantity) error {
	var d lax.Decimal
	*q = order.Quantity{}
	if err := json.Unmarshal(b, &d); err != nil || d == "" {
		return err
	}
	return q.UnmarshalText([]byte(d))
}

// readTime reads a time with its offset; null and "" are no time.
func readTime(b []byte, v reflect.Value) error {
	var s lax.Text
	v.SetZero()
	if err := s.UnmarshalJSON(b); err != nil || s == "" {
		return err
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999Z0700"} {
		t, err := time.Parse(layout, string(s))
		if y := t.UTC().Year(); err == nil && y >= 1 && y <= 9999 { // what JSON can hold in every zone
			v.Set(reflect.ValueOf(t))
			return nil
		}
	}
	return fmt.Errorf("%.40q is not a time such as 2026-01-14T10:02:11.114Z", string(s))
}
