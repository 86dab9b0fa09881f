package chestnyznak

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// withNulls writes a document with null for the fields that are left out for having no value. A content that encodes
// itself stays as it is.
func withNulls(content Content) ([]byte, error) {
	b, err := json.Marshal(content)
	if err != nil {
		return nil, err
	}
	return addNulls(b, reflect.ValueOf(content))
}

// addNulls adds to b, which is v as encoding/json writes it.
func addNulls(b []byte, v reflect.Value) ([]byte, error) {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch {
	case v.Kind() == reflect.Slice && bytes.HasPrefix(b, []byte("[")):
		var all []json.RawMessage
		if err := json.Unmarshal(b, &all); err != nil || len(all) != v.Len() {
			return b, err
		}
		for i := range all {
			var err error
			if all[i], err = addNulls(all[i], v.Index(i)); err != nil {
				return nil, err
			}
		}
		return json.Marshal(all)
	case v.Kind() != reflect.Struct || !bytes.HasPrefix(b, []byte("{")):
		return b, nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(b, &fields); err != nil {
		return nil, err
	}
	for i := range v.NumField() {
		name, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		raw, has := fields[name]
		switch {
		case has:
			with, err := addNulls(raw, v.Field(i))
			if err != nil {
				return nil, err
			}
			fields[name] = with
		case name != "" && name != "-" && slices.ContainsFunc(strings.Split(options, ","), func(o string) bool { return o == "omitzero" || o == "omitempty" }):
			fields[name] = json.RawMessage("null")
		}
	}
	return json.Marshal(fields)
}
