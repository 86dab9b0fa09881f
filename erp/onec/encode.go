package onec

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// fields are the properties of an object or a row by 1C's names.
type fields map[string]json.RawMessage

// place makes a copy of v, with its times in zone. What holds no time is shared.
func place(v reflect.Value, zone *time.Location) reflect.Value {
	switch v.Kind() { //nolint:exhaustive // the other kinds hold no times
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		p := reflect.New(v.Type().Elem())
		p.Elem().Set(place(v.Elem(), zone))
		return p
	case reflect.Slice:
		if v.IsNil() || v.Type().Elem().Kind() != reflect.Struct {
			return v
		}
		all := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			all.Index(i).Set(place(v.Index(i), zone))
		}
		return all
	case reflect.Struct:
		own := reflect.New(v.Type()).Elem()
		own.Set(v)
		if t, is := v.Interface().(Time); is {
			own.Set(reflect.ValueOf(t.in(zone)))
			return own
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				own.Field(i).Set(place(v.Field(i), zone))
			}
		}
		return own
	}
	return v
}

// decode reads an object. What does not fit is in its Problem.
func decode[T any](c *Client, raw []byte) (v T, err error) {
	err = lax.Decode(raw, &v, lax.Options{})
	return place(reflect.ValueOf(v), c.zone).Interface().(T), err
}

// encode writes an object whole: its rows are numbered, and have nothing that only answers have.
func encode(c *Client, v any) (fields, error) {
	b, err := lax.Encode(place(reflect.ValueOf(v), c.zone).Interface())
	if err != nil {
		return nil, err
	}
	var all fields
	if err := json.Unmarshal(b, &all); err != nil {
		return nil, err
	}
	for name, raw := range all {
		if beside(name) {
			delete(all, name)
			continue
		}
		if rows, is := section(raw); is {
			for i, row := range rows {
				delete(row, "Ref_Key")
				for name := range row {
					if beside(name) {
						delete(row, name)
					}
				}
				row["LineNumber"] = json.RawMessage(strconv.Quote(strconv.Itoa(i + 1)))
			}
			all[name] = write(rows)
		}
	}
	return all, nil
}

// beside reports whether a name is of what stands beside the properties: links, presentations, the service's own.
func beside(name string) bool {
	return strings.Contains(name, "@") || strings.HasPrefix(name, "odata.") || strings.HasSuffix(name, "____Presentation") ||
		strings.HasSuffix(name, "_Expanded")
}

// section reads a tabular section.
func section(raw json.RawMessage) (rows []fields, is bool) {
	return rows, bytes.HasPrefix(raw, []byte("[")) && json.Unmarshal(raw, &rows) == nil && !slices.ContainsFunc(rows, func(f fields) bool { return f == nil })
}

// write encodes what is made of JSON already.
func write(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil { // what was decoded can be written
		return nil
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// set keeps the properties that are not empty; 1C fills in the others as for a new object. In sections a property also
// stays if had names it: it came with one of their rows, so the base has it.
func (f fields) set(had map[string]map[string]bool) fields {
	out := fields{}
	for name, raw := range f {
		rows, is := section(raw)
		switch {
		case is && len(rows) > 0:
			for _, row := range rows {
				for field, raw := range row {
					if empty(raw) && !had[name][field] {
						delete(row, field)
					}
				}
			}
			out[name] = write(rows)
		case !empty(raw):
			out[name] = raw
		}
	}
	// A property of several types goes with its type.
	for name := range out {
		if raw, has := f[name+"_Type"]; has {
			out[name+"_Type"] = raw
		}
	}
	return out
}

// empty reports whether a value is that of a property that was never set.
func empty(raw json.RawMessage) bool {
	switch string(raw) {
	case "null", `""`, "0", `"0"`, "false", "[]", `"` + noGuid + `"`, `"0001-01-01T00:00:00"`, `"` + ownTypes + undefined + `"`:
		return true
	}
	return false
}

const jsonType = "application/json;charset=utf-8"

// body is a request's body with these properties.
func (f fields) body() rest.Body { return rest.Raw(jsonType, write(f)) }

func encodeBody(v any) (rest.Body, error) {
	b, err := lax.Encode(v)
	return rest.Raw(jsonType, b), err
}
