package yookassa

import (
	"github.com/ordo-sdk/ordo/internal/lax"
)

// decode reads JSON into v, a pointer. A field that does not fit is an error, because it may be about money.
func decode(b []byte, v any) error { return lax.Decode(b, v, lax.Options{}) }
