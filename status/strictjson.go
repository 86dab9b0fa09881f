package status

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// member is one field of a JSON object, in the order of the text.
type member struct {
	key string
	raw json.RawMessage
}

// members splits a well-formed JSON object. Unlike encoding/json it refuses a key that is a duplicate field, and null:
// a field that has no value is left out.
func members(data []byte) (all []member, err error) {
	seen := make(map[string]bool)
	err = split(data, '{', func(dec *json.Decoder) error {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		m := member{key: key.(string)} // a decoder lets nothing else stand there
		if err := dec.Decode(&m.raw); err != nil {
			return err
		}
		if string(m.raw) == "null" {
			return fmt.Errorf("%q is null; leave the field out instead", m.key)
		}
		if seen[m.key] {
			return fmt.Errorf("%q is a duplicate field", m.key)
		}
		seen[m.key] = true
		all = append(all, m)
		return nil
	})
	return all, err
}

// elements splits a well-formed JSON array.
func elements(data []byte) (all []json.RawMessage, err error) {
	err = split(data, '[', func(dec *json.Decoder) error {
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return err
		}
		all = append(all, raw)
		return nil
	})
	return all, err
}

// split reads one well-formed object or array; each reads one part of it.
func split(data []byte, open json.Delim, each func(*json.Decoder) error) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	first, err := dec.Token()
	if err != nil {
		return err
	}
	if first != open {
		return fmt.Errorf("is %s, not %s", kindOf(data), map[json.Delim]string{'{': "an object", '[': "a list"}[open])
	}
	for dec.More() {
		if err := each(dec); err != nil {
			return err
		}
	}
	return nil
}

// wellFormed is where a text stops being JSON.
func wellFormed(data []byte) error {
	err := json.Unmarshal(data, new(json.RawMessage))
	fault := (*json.SyntaxError)(nil)
	switch {
	case !errors.As(err, &fault):
		return err
	case fault.Offset >= int64(len(data)):
		return fmt.Errorf("the document ends too early: %w", err)
	}
	return fmt.Errorf("at byte %d: %w", fault.Offset, err)
}

// kindOf names what a JSON text is.
func kindOf(raw []byte) string {
	switch s := strings.TrimSpace(string(raw)); {
	case strings.HasPrefix(s, "{"):
		return "an object"
	case strings.HasPrefix(s, "["):
		return "a list"
	case strings.HasPrefix(s, `"`):
		return "a text"
	case s == "true", s == "false":
		return "a truth value"
	case s == "null":
		return "null"
	}
	return "a number"
}
