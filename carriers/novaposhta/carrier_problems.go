package novaposhta

import (
	"cmp"
	"errors"
	"slices"

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

// refuse returns the *carriers.FormError of a request with a problem of ours.
func refuse(key, field, code, format string, args ...any) error {
	return carriers.Refuse(key, []carriers.Problem{broken(field, code, format, args...)})
}

// codeOf is the code of a problem that came without one.
const codeOf = "refused"

// problems converts the vendor's problems to those of the form.
func problems(all Problems) []carriers.Problem {
	var out []carriers.Problem
	for _, p := range all {
		code, text := cmp.Or(rest.Clip(p.Code), codeOf), cmp.Or(rest.Clip(p.Text), noReason)
		if p.TooBig() {
			out = append(out, broken(p.Field(), code, "%s: choose another branch, or send a smaller parcel", text))
			continue
		}
		out = append(out, carriers.Problem{Field: p.Field(), Code: code, Rule: text})
	}
	return out
}

// quiet are warnings that Nova Poshta gives for every parcel with sizes, or to a locker: it has computed the volume,
// and the recipient is a private person. They say nothing to a seller; the client keeps them.
var quiet = []string{"30000200888", "30000200889", "30000200879"}

// warnings converts warnings, which are about no field.
func warnings(all Problems) []carriers.Problem {
	all = slices.DeleteFunc(slices.Clone(all), func(p Problem) bool { return slices.Contains(quiet, p.Code) })
	out := problems(all)
	for i := range out {
		out[i].Field = ""
		if all[i].Code == "" {
			out[i].Code = "warning"
		}
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
