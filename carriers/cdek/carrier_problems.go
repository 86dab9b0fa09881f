package cdek

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order"
)

// formNames are the fields that have another name in the form.
var formNames = map[string]string{
	"ware_key":                carriers.FieldArticle,
	"payment":                 "payment.value",
	"from_location":           "from_location.code",
	"to_location":             "to_location.code",
	"packages.package_id":     "packages." + carriers.FieldNumber,
	"packages.items":          "packages",
	"recipient":               "recipient.name",
	"payment.vat_sum":         "payment.vat_rate",
	"delivery_recipient_cost": "delivery_recipient_cost.value",
	"number":                  "key",
}

var indexed = regexp.MustCompile(`\[(\d+)\]`)

// formField returns the name of CDEK's field in the form. CDEK mostly leaves out the row; if it has one, it counts from
// 0.
func formField(field string) string {
	if other, ok := formNames[field]; ok {
		return other
	}
	field = indexed.ReplaceAllStringFunc(field, func(index string) string {
		return "." + strconv.Itoa(integer(strings.Trim(index, "[]"))+1)
	})
	head, last := "", field
	for _, tail := range []string{".payment.vat_sum", ".payment", ".ware_key"} {
		if before, ok := strings.CutSuffix(field, tail); ok {
			head, last = before+".", tail[1:]
			break
		}
	}
	if other, ok := formNames[last]; ok {
		return head + other
	}
	return field
}

// broken returns a problem of ours.
func broken(field, code, format string, args ...any) carriers.Problem {
	t := order.Textf(format, args...)
	return carriers.Problem{Field: field, Code: code, Rule: t.String(), Message: t}
}

// problems converts CDEK's problems to those of the form.
func problems(all []Problem) []carriers.Problem {
	var out []carriers.Problem
	for _, p := range all {
		out = append(out, carriers.Problem{Field: formField(p.Field()), Code: rest.Clip(p.Code), Rule: rest.Clip(p.reason())})
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
