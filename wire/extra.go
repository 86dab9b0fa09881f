package wire

import "encoding/json"

// Extra holds the fields of an object that its type does not know, and those whose values do not fit, as they came, by
// name. A record that comes as something other than an object stands under the name "".
//
//	var gift bool
//	if raw, ok := o.Extra["isGift"]; ok {
//		err = json.Unmarshal(raw, &gift)
//	}
type Extra map[string]json.RawMessage
