package retailcrm

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/ordo-sdk/ordo/internal/lax"
)

// CustomFields are values of the account's own fields, by code: string, bool, json.Number, []any or map[string]any; nil
// is an empty field, and empties it when written. A field that is absent is left alone when written.
type CustomFields map[string]any

// UnmarshalJSON implements json.Unmarshaler. Numbers stay as they were written, and [] is no fields.
func (f *CustomFields) UnmarshalJSON(b []byte) error {
	*f = nil
	var raw map[string]json.RawMessage
	if err := decode(b, &raw); err != nil || len(raw) == 0 {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	return d.Decode((*map[string]any)(f))
}

// Bool returns a flag; an absent or empty field, and one that is no flag, is false.
func (f CustomFields) Bool(code string) bool {
	b, err := json.Marshal(f[code])
	var v lax.Bool
	return err == nil && json.Unmarshal(b, &v) == nil && bool(v)
}

// Text returns a value as text; it is "" for an absent or empty field.
func (f CustomFields) Text(code string) string {
	if f[code] == nil {
		return ""
	}
	return fmt.Sprint(f[code])
}
