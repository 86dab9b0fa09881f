package retailcrm

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"

	"github.com/ordo-sdk/ordo/internal/lax"
)

// Properties are the properties of a product, such as its colour. The CRM sends a list, an object keyed by code whose
// values are properties or bare texts, or an empty list; it takes a list.
type Properties []Property

// UnmarshalJSON implements json.Unmarshaler.
func (p *Properties) UnmarshalJSON(b []byte) error {
	*p = nil
	b = bytes.TrimSpace(b)
	if len(b) == 0 || b[0] != '{' {
		var list []Property
		err := decode(b, &list)
		*p = Properties(list)
		return err
	}
	var keyed map[string]json.RawMessage
	if err := json.Unmarshal(b, &keyed); err != nil {
		return err
	}
	for _, code := range slices.Sorted(maps.Keys(keyed)) {
		var one Property
		var bare lax.Text
		if json.Unmarshal(keyed[code], &bare) == nil {
			one.Value = string(bare)
		} else if err := decode(keyed[code], &one); err != nil {
			return err
		}
		one.Code = cmp.Or(one.Code, code)
		*p = append(*p, one)
	}
	return nil
}
