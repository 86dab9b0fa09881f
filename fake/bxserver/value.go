package bxserver

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"strconv"
	"strings"
)

// Map is a PHP array with names: its keys keep the order in which they came. The values are string, json.Number, bool,
// nil, []any and *Map. A nil Map is empty.
type Map struct {
	keys   []string
	values map[string]any
}

// Set sets a value; a new key comes last.
func (m *Map) Set(key string, v any) {
	if _, ok := m.values[key]; !ok {
		m.keys = append(m.keys, key)
	}
	if m.values == nil {
		m.values = map[string]any{}
	}
	m.values[key] = v
}

// Get returns the value of a key; names are compared as they are written.
func (m *Map) Get(key string) any {
	v, _ := m.Find(key)
	return v
}

// Find returns the value of a key, and whether there is one.
func (m *Map) Find(key string) (any, bool) {
	if m == nil {
		return nil, false
	}
	v, ok := m.values[key]
	return v, ok
}

// Fold returns the value of the first key that has this name in any case, and whether there is one.
func (m *Map) Fold(key string) (any, bool) {
	if v, ok := m.Find(key); ok {
		return v, true
	}
	for k, v := range m.All() {
		if strings.EqualFold(k, key) {
			return v, true
		}
	}
	return nil, false
}

// Delete takes a key out.
func (m *Map) Delete(key string) {
	if _, ok := m.Find(key); !ok {
		return
	}
	delete(m.values, key)
	kept := m.keys[:0:0]
	for _, k := range m.keys {
		if k != key {
			kept = append(kept, k)
		}
	}
	m.keys = kept
}

// Len returns how many keys there are.
func (m *Map) Len() int {
	if m == nil {
		return 0
	}
	return len(m.keys)
}

// All yields keys and values in their order.
func (m *Map) All() iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		if m == nil {
			return
		}
		for _, k := range m.keys {
			if !yield(k, m.values[k]) {
				return
			}
		}
	}
}

// MarshalJSON writes the map in its order; an empty one is [], as in PHP.
func (m *Map) MarshalJSON() ([]byte, error) {
	if m.Len() == 0 {
		return []byte("[]"), nil
	}
	var b bytes.Buffer
	b.WriteByte('{')
	for i, k := range m.keys {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(k)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.values[k])
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// plain returns a list where PHP has one: keys 0, 1, 2 and so on.
func (m *Map) plain() any {
	if m.Len() == 0 {
		return m
	}
	list := make([]any, 0, len(m.keys))
	for i, k := range m.keys {
		if k != strconv.Itoa(i) {
			return m
		}
		list = append(list, m.values[k])
	}
	return list
}

// AsMap returns v as a map, and whether it is an array at all: PHP makes no difference between a list and a map.
func AsMap(v any) (*Map, bool) {
	switch v := v.(type) {
	case *Map:
		return v, true
	case []any:
		m := &Map{}
		for i, e := range v {
			m.Set(strconv.Itoa(i), e)
		}
		return m, true
	}
	return nil, false
}

// AsList returns the values of an array, and whether v is one.
func AsList(v any) ([]any, bool) {
	switch v := v.(type) {
	case []any:
		return v, true
	case *Map:
		list := make([]any, 0, v.Len())
		for _, e := range v.All() {
			list = append(list, e)
		}
		return list, true
	}
	return nil, false
}

// Text returns a value as PHP makes text of it; an array is empty.
func Text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "1"
		}
	case int, int64:
		return fmt.Sprint(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// Number returns a value as a number, and whether it is one: the whole text, with a point.
func Number(v any) (float64, bool) {
	n, err := strconv.ParseFloat(strings.TrimSpace(Text(v)), 64)
	return n, err == nil
}

// Int returns what PHP's intval makes of a value: the digits that it begins with, else 0.
func Int(v any) int {
	s := strings.TrimSpace(Text(v))
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || end == 0 && (s[end] == '-' || s[end] == '+')) {
		end++
	}
	n, _ := strconv.Atoi(s[:end]) // 0 is what PHP has
	return n
}

// True tells whether a value is true in PHP.
func True(v any) bool {
	if list, ok := AsList(v); ok {
		return len(list) > 0
	}
	s := Text(v)
	return s != "" && s != "0"
}

// decodeJSON reads JSON with the order of its keys.
func decodeJSON(b []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	v, err := jsonValue(dec, 0)
	if err != nil {
		return nil, err
	}
	if dec.More() {
		return nil, fmt.Errorf("data after the value")
	}
	return v, nil
}

// maxDepth is how deep PHP reads JSON.
const maxDepth = 512

func jsonValue(dec *json.Decoder, depth int) (any, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("deeper than %d", maxDepth)
	}
	token, err := dec.Token()
	if err != nil {
		return nil, err
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return token, nil
	}
	if delim == '[' {
		list := []any{}
		for dec.More() {
			v, err := jsonValue(dec, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err = dec.Token()
		return list, err
	}
	m := &Map{}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, err
		}
		v, err := jsonValue(dec, depth+1)
		if err != nil {
			return nil, err
		}
		m.Set(fmt.Sprint(key), v)
	}
	_, err = dec.Token()
	return m.plain(), err
}
