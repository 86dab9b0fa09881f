package lax

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/internal/scalar"
)

// Text is a text that may come as a number or a boolean. null is "". It is sent as a string.
type Text string

// UnmarshalJSON implements json.Unmarshaler; an array or object is an error.
func (t *Text) UnmarshalJSON(b []byte) error {
	s, err := scalar.Text(b)
	*t = Text(s)
	return err
}

// Int is a whole number that may come as a string. null and "" are 0. It is sent as a number.
type Int int64

// UnmarshalJSON implements json.Unmarshaler; a fraction other than zeros, or a number beyond 64 bits, is an error.
func (n *Int) UnmarshalJSON(b []byte) error {
	s, err := scalar.Text(b)
	if err != nil {
		return err
	}
	if s == "" {
		*n = 0
		return nil
	}
	v, err := strconv.ParseInt(scalar.Whole(s), 10, 64)
	if err != nil {
		return fmt.Errorf("%s is not a whole number", scalar.Quoted(b))
	}
	*n = Int(v)
	return nil
}

// Bool is a flag that may come as 0 or 1 or as a text. null and "" are false. It is sent as a boolean.
type Bool bool

// UnmarshalJSON implements json.Unmarshaler; a text that is neither yes nor no is an error.
func (f *Bool) UnmarshalJSON(b []byte) error {
	s, err := scalar.Text(b)
	if err != nil {
		return err
	}
	switch strings.ToLower(s) {
	case "true", "1", "yes", "y":
		*f = true
	case "", "false", "0", "no", "n":
		*f = false
	default:
		return fmt.Errorf("%s is neither true nor false", scalar.Quoted(b))
	}
	return nil
}
