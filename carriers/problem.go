package carriers

import (
	"fmt"
	"strings"

	"github.com/ordo-sdk/ordo"
)

// The codes of the rules that every form has. Carriers add codes of their own.
const (
	CodeRequired = "required" // nothing is filled in
	CodeType     = "type"     // not a number, no date, no telephone number ...
	CodeLength   = "length"   // too many characters
	CodePattern  = "pattern"
	CodeChoice   = "choice"  // none of the choices
	CodeMin      = "min"     // below Field.Min, or too few rows
	CodeMax      = "max"     // above Field.Max, or too many rows
	CodeRow      = "row"     // a row is left out
	CodeUnknown  = "unknown" // no such field; or something that the carrier does not know
)

// Problem is one thing that is wrong with a request, or that a person should know of.
type Problem struct {
	// Field is the full name of the field, such as "packages.1.weight"; without the number of the row where the carrier does
	// not tell it. Empty: the request as a whole.
	Field string `json:"field,omitzero"`
	Code  string `json:"code"` // one of ours, or the carrier's own
	Rule  string `json:"rule"` // what is wrong and what would be right, in the carrier's words if it said it
}

// broken is a problem with a rule that is put together.
func broken(field, code, format string, args ...any) Problem {
	return Problem{Field: field, Code: code, Rule: fmt.Sprintf(format, args...)}
}

// String reads like "packages.1.weight [min]: is 0, at least 1 is needed".
func (p Problem) String() string {
	s := "[" + p.Code + "]: " + p.Rule
	if p.Field != "" {
		s = p.Field + " " + s
	}
	return s
}

// FormError says all that is wrong with a request. Nothing was sent. It is an [ordo.ErrInvalid].
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

// Is makes it an [ordo.ErrInvalid].
func (e *FormError) Is(target error) bool { return target == ordo.ErrInvalid }

// Refuse makes a *FormError of problems, or nil if there are none.
func Refuse(key string, problems []Problem) error {
	if len(problems) == 0 {
		return nil
	}
	return &FormError{Key: key, Problems: problems}
}
