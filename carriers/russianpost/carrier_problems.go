package russianpost

import (
	"cmp"
	"errors"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order"
)

// broken returns a problem of ours.
func broken(field, code, format string, args ...any) carriers.Problem {
	t := order.Textf(format, args...)
	return carriers.Problem{Field: field, Code: code, Rule: t.String(), Message: t}
}

// codeOf is the code of a problem that came without one.
const codeOf = "refused"

// formFields are the fields of the form by those of a request, where they have other names.
var formFields = map[string]string{
	"surname": "recipient-name", "given-name": "recipient-name", "middle-name": "recipient-name",
	"delivery-point-index": fieldPoint, "str-index-to": "index-to",
}

// problems converts the vendor's problems to those of the form.
func problems(all []Problem) []carriers.Problem {
	var out []carriers.Problem
	f := emptyForm()
	for _, p := range all {
		field := cmp.Or(formFields[p.Field()], p.Field())
		if _, has := f.Field(field); !has {
			field = ""
		}
		out = append(out, carriers.Problem{Field: field, Code: cmp.Or(rest.Clip(p.Code), codeOf), Rule: rest.Clip(p.reason())})
	}
	return out
}

// refusalProblems returns the problems of a final refusal; none for any other error.
func refusalProblems(err error) []carriers.Problem {
	var no *RefusalError
	switch ordo.ClassOf(err) {
	case ordo.Invalid, ordo.Unsupported, ordo.Conflict:
		if errors.As(err, &no) {
			return problems(no.Problems)
		}
	}
	return nil
}
