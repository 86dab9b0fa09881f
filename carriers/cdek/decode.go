package cdek

import (
	"encoding/json"
	"errors"
	"reflect"
	"time"

	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// decode reads JSON into v, a pointer. currency is used for sums in records that do not name one.
func decode(b []byte, v any, currency string) error {
	return lax.Decode(b, v, lax.Options{Zone: time.UTC, Currency: currency})
}

// decoder reads answers with sums in the currency of a contract.
func decoder(currency string) func(*rest.Reply, any) error {
	return rest.Decoder(func(b []byte, v any) error {
		if n, is := v.(required); is {
			var all map[string]json.RawMessage
			if _ = json.Unmarshal(b, &all); all[n.needs()] == nil {
				return errors.New("the answer has no " + n.needs())
			}
		}
		if reflect.TypeOf(v).Elem().Kind() == reflect.Slice && b[0] != '[' {
			return errors.New("the answer is not a list")
		}
		return decode(b, v, currency)
	})
}

// required is an answer that must have a field, even if its value is empty.
type required interface{ needs() string }
