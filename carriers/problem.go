package carriers

import (
	"fmt"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// The codes of the rules of forms. Carriers add their own codes.
const (
	CodeRequired = "required" // empty
	CodeType     = "type"     // not a number, a date, a telephone number ...
	CodeLength   = "length"   // too many characters
	CodePattern  = "pattern"
	CodeChoice   = "choice"  // not one of the choices
	CodeMin      = "min"     // below Field.Min, or too few rows
	CodeMax      = "max"     // above Field.Max, or too many rows
	CodeRow      = "row"     // a row number is missing
	CodeUnknown  = "unknown" // no such field, or unknown to the carrier
)

// Problem is one thing that is wrong with a request, or a warning for a person.
type Problem struct {
	// Field is the full name of the field, such as "packages.1.weight", without the row number if the carrier does not
	// return it. Empty: the request as a whole.
	Field string `json:"field,omitzero"`
	Code  string `json:"code"` // one of the codes above, or the carrier's
	Rule  string `json:"rule"` // what is wrong and what would be right, in the carrier's words if it reported it
	// Message is Rule with its arguments, for other languages (package texts); zero for the carrier's own words.
	Message order.Text `json:"message,omitzero"`
}

// broken returns a problem with a formatted rule.
func broken(field, code, format string, args ...any) Problem {
	t := order.Textf(format, args...)
	return Problem{Field: field, Code: code, Rule: t.String(), Message: t}
}

// Text returns what is wrong, without the field, for a person who reads another language.
func (p Problem) Text() order.Text {
	if p.Message.IsZero() {
		return order.Textf("%s", p.Rule)
	}
	return p.Message
}

// String returns the problem as "packages.1.weight [min]: is 0, at least 1 is needed".
func (p Problem) String() string {
	s := "[" + p.Code + "]: " + p.Rule
	if p.Field != "" {
		s = p.Field + " " + s
	}
	return s
}

// FormError lists everything that is wrong with a request. Nothing was sent. It matches [ordo.ErrInvalid].
type FormError struct {
	Key      string    // of the request, if it has one
	Problems []Problem // in the order of the fields, at least one
}

// Error implements error.
func (e *FormError) Error() string {
	var b strings.Builder
	b.WriteString("carriers: request")
	if e.Key != "" {
		fmt.Fprintf(&b, " %q", e.Key)
	}
	sep := ": "
	for _, p := range e.Problems {
		b.WriteString(sep + p.String())
		sep = "; "
	}
	return b.String()
}

// Text returns the problems, each after its field, for a person who reads another language.
func (e *FormError) Text() order.Text {
	var all order.Text
	for i, p := range e.Problems {
		t := p.Text()
		if p.Field != "" {
			t = order.Textf("%s: %s", p.Field, t)
		}
		if i > 0 {
			t = order.Textf("%s; %s", all, t)
		}
		all = t
	}
	return all
}

// Is reports whether target is [ordo.ErrInvalid].
func (e *FormError) Is(target error) bool { return target == ordo.ErrInvalid }

// Refuse returns a *FormError with the problems, or nil if there are none.
func Refuse(key string, problems []Problem) error {
	if len(problems) == 0 {
		return nil
	}
	return &FormError{Key: key, Problems: problems}
}
