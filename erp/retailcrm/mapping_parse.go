package retailcrm

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

// maxMapping is how long a merchant's settings may be, in bytes: far beyond what an account needs.
const maxMapping = 1 << 20

// ParseMapping reads a merchant's settings from JSON, in the form in which [Mapping] is written. Nothing is taken from
// [DefaultMapping]. It is strict: an unknown field, one that occurs twice, a value of another kind, a state or
// scheme that does not exist are all listed, each with the path of its field, in a *[MappingError] within an
// *ordo.Error of class Invalid. Whether the account knows the codes is for [System.Check] to say.
func ParseMapping(b []byte) (Mapping, error) {
	var m Mapping
	r := &mappingReader{}
	switch {
	case len(b) > maxMapping:
		r.wrong("", "", fmt.Sprintf("%d bytes are too many: at most %d", len(b), maxMapping))
	case !json.Valid(b):
		r.wrong("", "", "it is not a JSON document: "+syntax(b))
	default:
		r.read("", b, reflect.ValueOf(&m).Elem())
	}
	if len(r.problems) == 0 {
		r.problems = m.problems()
	}
	if len(r.problems) > 0 {
		return Mapping{}, mappingError("", r.problems)
	}
	return m, nil
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

// mappingReader reads settings into plain data, and keeps what is wrong with them.
type mappingReader struct{ problems []MappingProblem }

func (r *mappingReader) wrong(field, code, why string, known ...string) {
	r.problems = append(r.problems, MappingProblem{Field: field, Code: code, Why: why, Known: known})
}

// read reads one valid JSON value.
func (r *mappingReader) read(path string, raw json.RawMessage, into reflect.Value) {
	raw = bytes.TrimSpace(raw)
	switch into.Kind() { //nolint:exhaustive // Mapping is made of these
	case reflect.Pointer:
		into.Set(reflect.New(into.Type().Elem()))
		r.read(path, raw, into.Elem())
	case reflect.Struct:
		fields := jsonFields(into)
		r.members(path, raw, func(key string, raw json.RawMessage) {
			f, known := fields[key]
			if !known {
				r.wrong(below(path, key), "", "unknown field", slices.Sorted(maps.Keys(fields))...)
				return
			}
			r.read(below(path, key), raw, f)
		})
	case reflect.Map:
		into.Set(reflect.MakeMap(into.Type()))
		r.members(path, raw, func(key string, raw json.RawMessage) {
			v := reflect.New(into.Type().Elem()).Elem()
			r.read(below(path, key), raw, v)
			into.SetMapIndex(reflect.ValueOf(key).Convert(into.Type().Key()), v)
		})
	case reflect.Slice:
		var all []json.RawMessage
		if raw[0] != '[' || json.Unmarshal(raw, &all) != nil {
			r.wrong(path, "", "it is "+kindOfJSON(raw)+", not a list")
			return
		}
		into.Set(reflect.MakeSlice(into.Type(), len(all), len(all)))
		for i := range all {
			r.read(path+"["+strconv.Itoa(i)+"]", all[i], into.Index(i))
		}
	default:
		var s string
		if raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
			r.wrong(path, "", "it is "+kindOfJSON(raw)+", not a text")
			return
		}
		into.SetString(s)
	}
}

// members reads the fields of an object.
func (r *mappingReader) members(path string, raw json.RawMessage, each func(key string, raw json.RawMessage)) {
	if raw[0] != '{' {
		r.wrong(path, "", "it is "+kindOfJSON(raw)+", not an object")
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
			r.wrong(path, "", "it cannot be read")
			return
		}
		if seen[key] {
			r.wrong(below(path, key), "", "it occurs twice")
			continue
		}
		seen[key] = true
		each(key, value)
	}
}

// below is the path of a field.
func below(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
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

// kindOfJSON names what a JSON value is.
func kindOfJSON(raw json.RawMessage) string {
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
