package yookassa

import (
	"github.com/ordo-sdk/ordo/internal/lax"
)

// decode reads JSON into what v points to. Anything that does not fit is an error: it is about money.
func decode(b []byte, v any) error { return lax.Decode(b, v, lax.Options{}) }
