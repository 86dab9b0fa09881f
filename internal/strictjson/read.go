package strictjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// maxSize is how long settings may be, in bytes: far beyond what an account needs.
const maxSize = 1 << 20

// Problem is one thing that is wrong.
type Problem struct {
	Field string   // its path, such as "lots.refuse" or "confirm[0]"; "" for the whole document
	Why   string   // what is wrong with it
	Known []string // what would be right
}

// Read reads a JSON document into what v points to: a struct of texts, flags, numbers, structs, pointers, slices and
// maps with text keys, all with json tags. An unknown field, one that occurs twice, a value of another kind and null
// are problems; there are none if all of it was read.
func Read(b []byte, v any) []Problem {
	r := &reader{}
	switch {
	case len(b) > maxSize:
		r.wrong("", fmt.Sprintf("%d bytes are too many: at most %d", len(b), maxSize))
	case !json.Valid(b):
		r.wrong("", "it is not a JSON document: "+syntax(b))
	default:
		r.read("", b, reflect.ValueOf(v).Elem())
	}
	return r.problems
}

// Below is the path of a field.
func Below(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// syntax returns the place at which a document stops being JSON.
func syntax(b []byte) string {
	err := json.Unmarshal(b, new(any))
	var at *json.SyntaxError
	if errors.As(err, &at) {
		return fmt.Sprintf("at byte %d: %v", at.Offset, err)
	}
	return fmt.Sprint(err)
}

// reader reads settings into plain data, and keeps what is wrong with them.
type reader struct{ problems []Problem }

func (r *reader) wrong(field, why string, known ...string) {
	r.problems = append(r.problems, Problem{Field: field, Why: why, Known: known})
}

// read reads one valid JSON value.
func (r *reader) read(path string, raw json.RawMessage, into reflect.Value) {
	raw = bytes.TrimSpace(raw)
	switch into.Kind() { //nolint:exhaustive // settings are made of these
	case reflect.Pointer:
		into.Set(reflect.New(into.Type().Elem()))
		r.read(path, raw, into.Elem())
	case reflect.Struct:
		fields := jsonFields(into)
		r.members(path, raw, func(key string, raw json.RawMessage) {
			f, known := fields[key]
			if !known {
				r.wrong(Below(path, key), "unknown field", slices.Sorted(maps.Keys(fields))...)
				return
			}
			r.read(Below(path, key), raw, f)
		})
	case reflect.Map:
		into.Set(reflect.MakeMap(into.Type()))
		r.members(path, raw, func(key string, raw json.RawMessage) {
			v := reflect.New(into.Type().Elem()).Elem()
			r.read(Below(path, key), raw, v)
			into.SetMapIndex(reflect.ValueOf(key).Convert(into.Type().Key()), v)
		})
	case reflect.Slice:
		var all []json.RawMessage
		if raw[0] != '[' || json.Unmarshal(raw, &all) != nil {
			r.wrong(path, "it is "+kindOf(raw)+", not a list")
			return
		}
		into.Set(reflect.MakeSlice(into.Type(), len(all), len(all)))
		for i := range all {
			r.read(path+"["+strconv.Itoa(i)+"]", all[i], into.Index(i))
		}
	default:
		r.single(path, raw, into)
	}
}

// single reads a text, a flag or a number.
func (r *reader) single(path string, raw json.RawMessage, into reflect.Value) {
	want := "a number"
	switch into.Kind() { //nolint:exhaustive // the others are numbers
	case reflect.String:
		want = "a text"
	case reflect.Bool:
		want = "a truth value"
	}
	if kind := kindOf(raw); kind != want {
		r.wrong(path, "it is "+kind+", not "+want)
		return
	}
	if json.Unmarshal(raw, into.Addr().Interface()) != nil {
		r.wrong(path, "the number does not fit")
	}
}

// members reads the fields of an object.
func (r *reader) members(path string, raw json.RawMessage, each func(key string, raw json.RawMessage)) {
	if raw[0] != '{' {
		r.wrong(path, "it is "+kindOf(raw)+", not an object")
		return
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	_, _ = d.Token() // the document is valid: it is the brace
	seen := map[string]bool{}
	for d.More() {
		var value json.RawMessage
		token, err := d.Token()
		key, ok := token.(string)
		if err != nil || !ok || d.Decode(&value) != nil {
			r.wrong(path, "it cannot be read")
			return
		}
		if seen[key] {
			r.wrong(Below(path, key), "it occurs twice")
			continue
		}
		seen[key] = true
		each(key, value)
	}
}

// jsonFields are the fields of a struct by their names in JSON.
func jsonFields(v reflect.Value) map[string]reflect.Value {
	fields := make(map[string]reflect.Value, v.NumField())
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		fields[name] = v.Field(i)
	}
	return fields
}

// kindOf names what a JSON value is.
func kindOf(raw json.RawMessage) string {
	switch raw[0] {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a text"
	case 't', 'f':
		return "a truth value"
	case 'n':
		return "null (leave the field out instead)"
	}
	return "a number"
}
