package lax

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"

	"github.com/ordo-sdk/ordo/wire"
)

// List is a list that may come as one value, as an object keyed by id (its values are taken, in the order of the keys
// as written), or as null. It is sent as an array.
type List[T any] []T

// UnmarshalJSON implements json.Unmarshaler.
func (l *List[T]) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	*l = nil
	switch {
	case len(b) == 0 || string(b) == "null":
		return nil
	case b[0] == '[':
		return json.Unmarshal(b, (*[]T)(l))
	}
	var one T
	if b[0] == '{' && reflect.TypeFor[T]().Kind() == reflect.Struct && keyed(b) {
		values, err := inOrder(b)
		if err != nil {
			return err
		}
		for _, v := range values {
			var x T
			if err := json.Unmarshal(v, &x); err != nil {
				return err
			}
			*l = append(*l, x)
		}
		return nil
	}
	if err := json.Unmarshal(b, &one); err != nil {
		return err
	}
	*l = List[T]{one}
	return nil
}

// keyed reports whether an object is a list keyed by id: all of its values are objects, and there is at least one.
func keyed(b []byte) bool {
	var m map[string]json.RawMessage
	if json.Unmarshal(b, &m) != nil || len(m) == 0 {
		return false
	}
	for _, v := range m {
		if v = bytes.TrimSpace(v); len(v) == 0 || v[0] != '{' {
			return false
		}
	}
	return true
}

// inOrder returns an object's values as they stand.
func inOrder(b []byte) ([]json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	var out []json.RawMessage
	for d.More() {
		if _, err := d.Token(); err != nil {
			return nil, err
		}
		var v json.RawMessage
		if err := d.Decode(&v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// Join encodes a struct together with fields that its type does not know; a known field wins.
func Join(v any, extra wire.Extra) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil || len(extra) == 0 {
		return b, err
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(b, &all); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.Write(bytes.TrimSuffix(b, []byte("}")))
	first := len(all) == 0
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		if _, has := all[name]; has {
			continue
		}
		if !first {
			out.WriteByte(',')
		}
		first = false
		key, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		out.Write(key)
		out.WriteByte(':')
		out.Write(extra[name])
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}
