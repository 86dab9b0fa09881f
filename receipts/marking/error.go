package marking

import (
	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// Error says why a text is no marking code, or not one of the goods in question. It matches [ordo.ErrInvalid].
type Error struct {
	Code    string // as given
	problem order.Text
}

// Error implements error.
func (e *Error) Error() string { return "marking: " + e.problem.String() }

// Text returns what is wrong and what to do, for a person who reads another language (package texts).
func (e *Error) Text() order.Text { return e.problem }

// Is reports whether target is [ordo.ErrInvalid].
func (e *Error) Is(target error) bool { return target == ordo.ErrInvalid }

func invalid(code, format string, args ...any) error {
	return &Error{Code: code, problem: order.Textf(format, args...)}
}
