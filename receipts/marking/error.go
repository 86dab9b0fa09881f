package marking

import (
	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// Error says why a text is no marking code, or not one of the goods in question. It matches [ordo.ErrInvalid].
type Error struct {
	Code string // as given
	// Likely is the code that was probably meant, if the text was typed with the Russian keyboard. Show it to a person
	// beside the goods; it is never taken without one.
	Likely  string
	problem order.Text
	vague   bool // another reading of the text may say more
}

// Error implements error.
func (e *Error) Error() string { return "marking: " + e.problem.String() }

// Text returns what is wrong and what to do, for a person who reads another language (package texts).
func (e *Error) Text() order.Text { return e.problem }

// Is reports whether target is [ordo.ErrInvalid].
func (e *Error) Is(target error) bool { return target == ordo.ErrInvalid }

func invalid(code, format string, args ...any) *Error {
	return &Error{Code: code, problem: order.Textf(format, args...)}
}
