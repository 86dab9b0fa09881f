package status

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// textOf reads a JSON text.
func textOf(raw []byte) (s string, err error) {
	if err := json.Unmarshal(raw, &s); err != nil || string(raw) == "null" {
		return "", fmt.Errorf("is %s, not a text", kindOf(raw))
	}
	return s, nil
}

// text reads a text.
func (r *rowReader) text(f member, into *string) {
	s, err := textOf(f.raw)
	if err != nil {
		r.wrong(f.key, err.Error(), "a text in quotation marks")
	}
	*into = s
}

// textInto returns text with its target bound.
func (r *rowReader) textInto(into *string) func(member) {
	return func(f member) { r.text(f, into) }
}

// texts reads a list of texts.
func (r *rowReader) texts(f member, into *[]string) {
	list, err := elements(f.raw)
	if err != nil {
		r.wrong(f.key, err.Error(), "a list of texts")
		return
	}
	for i, raw := range list {
		var s string
		r.text(member{key: fmt.Sprintf("%s[%d]", f.key, i), raw: raw}, &s)
		*into = append(*into, s)
	}
}

// truth reads true or false.
func (r *rowReader) truth(f member, into *bool) {
	if err := json.Unmarshal(f.raw, into); err != nil {
		r.wrong(f.key, fmt.Sprintf("is %s, not true or false", kindOf(f.raw)), "true or false")
	}
}

// code reads a value of an enumeration.
func (r *rowReader) code(f member, into encoding.TextUnmarshaler) {
	s, err := textOf(f.raw)
	if err != nil {
		r.wrong(f.key, err.Error(), "a code in quotation marks")
		return
	}
	if s == "" {
		r.wrong(f.key, "is empty", "a code, or leave the field out")
		return
	}
	if err := into.UnmarshalText([]byte(s)); err != nil {
		var right string
		if unknown := (*UnknownCodeError)(nil); errors.As(err, &unknown) {
			right = strings.Join(unknown.Known, ", ")
		}
		r.problems = append(r.problems, &RowError{
			Row: r.at, Axis: r.row.Axis, Code: r.row.Code, Field: f.key,
			Problem: fmt.Sprintf("%q is unknown", s), Right: right, Err: err,
		})
	}
}

// object reads an object whose fields are known.
func (r *rowReader) object(f member, known map[string]func(member)) {
	fields, err := members(f.raw)
	names := strings.Join(slices.Sorted(maps.Keys(known)), ", ")
	if err != nil {
		r.wrong(f.key, err.Error(), "an object with "+names)
		return
	}
	for _, sub := range fields {
		read, ok := known[sub.key]
		if !ok {
			r.wrong(f.key+"."+sub.key, "unknown field", names)
			continue
		}
		read(member{key: f.key + "." + sub.key, raw: sub.raw})
	}
}
