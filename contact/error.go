package contact

import (
	"errors"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// Error says why a text is no telephone number or e-mail address. It matches [ordo.ErrInvalid].
type Error struct {
	Value   string // as given
	problem order.Text
}

// Error implements error.
func (e *Error) Error() string { return "contact: " + e.problem.String() }

// Text returns what is wrong, for a person who reads another language (package texts).
func (e *Error) Text() order.Text { return e.problem }

// Is reports whether target is [ordo.ErrInvalid].
func (e *Error) Is(target error) bool { return target == ordo.ErrInvalid }

// Reason returns what an error of this package says is wrong, for a person who reads another language.
func Reason(err error) order.Text {
	if e, is := errors.AsType[*Error](err); is {
		return e.problem
	}
	return order.Textf("%v", err)
}

func invalid(value, format string, args ...any) error {
	return &Error{Value: value, problem: order.Textf(format, args...)}
}
