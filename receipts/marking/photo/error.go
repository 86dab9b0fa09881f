package photo

import (
	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// Reason is why no marking code was read.
type Reason string

// The reasons.
const (
	Empty     Reason = "empty"      // there are no bytes
	TooLarge  Reason = "too-large"  // more bytes or pixels than Reader allows
	Format    Reason = "format"     // not JPEG, PNG or GIF
	Broken    Reason = "broken"     // the file ends early, or is damaged
	NoCode    Reason = "no-code"    // nothing was found that could be read
	OtherCode Reason = "other-code" // another code: a link, the number of the goods, of a pack
)

// Error says why no marking code was read from a picture. It matches [ordo.ErrInvalid].
type Error struct {
	Reason Reason
	// Found is the text of another code that was read.
	Found   string
	problem order.Text
}

// Error implements error.
func (e *Error) Error() string { return "photo: " + e.problem.String() }

// Text returns what is wrong and what to do, for a person who reads another language (package texts).
func (e *Error) Text() order.Text { return e.problem }

// Is reports whether target is [ordo.ErrInvalid].
func (e *Error) Is(target error) bool { return target == ordo.ErrInvalid }

func unread(reason Reason, format string, args ...any) *Error {
	return &Error{Reason: reason, problem: order.Textf(format, args...)}
}
