package status

import (
	"encoding"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// rowText is a row as an override gives it.
type rowText struct {
	row   Row
	given map[string]bool // the fields that were given
}

// rowFields are the fields of a row in an override.
var rowFields = []string{
	"axis", "code", "names", "category", "final", "means", "silent", "transient", "direction", "preferred",
	"alsoStates", "alsoReasons", "when", "to", "toIn", "cancels", "source",
}

// over returns r with the given fields replaced.
func (x rowText) over(r Row) Row {
	r.Axis, r.Code = x.row.Axis, x.row.Code
	set := func(field string, do func()) {
		if x.given[field] {
			do()
		}
	}
	set("names", func() { r.Names = x.row.Names })
	set("category", func() { r.Category = x.row.Category })
	set("final", func() { r.Final = x.row.Final })
	set("means", func() { r.Means, r.Silent = x.row.Means, "" })
	set("silent", func() { r.Silent = x.row.Silent })
	if x.given["silent"] && !x.given["means"] {
		r.Means = Meaning{}
	}
	set("transient", func() { r.Transient = x.row.Transient })
	set("direction", func() { r.Direction = x.row.Direction })
	set("preferred", func() { r.Preferred = x.row.Preferred })
	if x.given["preferred"] && !x.row.Preferred {
		r.AlsoStates, r.AlsoReasons = nil, nil
	}
	set("alsoStates", func() { r.AlsoStates = x.row.AlsoStates })
	set("alsoReasons", func() { r.AlsoReasons = x.row.AlsoReasons })
	set("when", func() { r.When = x.row.When })
	set("to", func() { r.To = x.row.To })
	set("toIn", func() { r.ToIn = x.row.ToIn })
	set("cancels", func() { r.Cancels = x.row.Cancels })
	set("source", func() { r.Source = x.row.Source })
	return r
}

// rowReader reads one row and notes what is wrong with it.
type rowReader struct {
	rowText
	at       int
	problems []error
}

// readRow reads the row at place i of an override.
func readRow(i int, raw []byte) (rowText, []error) {
	r := &rowReader{rowText: rowText{given: make(map[string]bool)}, at: i}
	fields, err := members(raw)
	if err != nil {
		r.wrong("", err.Error(), "an object with axis and code")
		return r.rowText, r.problems
	}
	// The axis goes first: alsoStates are read by it, and problems name it.
	for _, pass := range []func(key string) bool{isAddress, func(key string) bool { return !isAddress(key) }} {
		for _, f := range fields {
			if pass(f.key) {
				r.given[f.key] = true
				r.field(f)
			}
		}
	}
	for _, key := range []string{"axis", "code"} {
		if !r.given[key] {
			r.wrong(key, "missing", "every row names its axis and code")
		}
	}
	return r.rowText, r.problems
}

func isAddress(key string) bool { return key == "axis" || key == "code" }

// wrong notes a problem of a field.
func (r *rowReader) wrong(field, problem, right string) {
	r.problems = append(r.problems, &RowError{
		Row: r.at, Axis: r.row.Axis, Code: r.row.Code, Field: field, Problem: problem, Right: right,
	})
}

// field reads one field.
func (r *rowReader) field(f member) {
	switch f.key {
	case "axis":
		r.code(f, &r.row.Axis)
	case "code":
		r.text(f, &r.row.Code)
	case "names":
		n := &r.row.Names
		r.object(f, map[string]func(member){
			"ru": r.textInto(&n.RU), "uk": r.textInto(&n.UK), "pl": r.textInto(&n.PL), "en": r.textInto(&n.EN),
		})
	case "category":
		r.text(f, &r.row.Category)
	case "final":
		r.truth(f, &r.row.Final)
	case "means":
		r.means(f)
	case "silent":
		r.text(f, &r.row.Silent)
	case "transient":
		r.truth(f, &r.row.Transient)
	case "direction":
		r.code(f, &r.row.Direction)
	case "preferred":
		r.truth(f, &r.row.Preferred)
	case "alsoStates":
		r.alsoStates(f)
	case "alsoReasons":
		var codes []string
		r.texts(f, &codes)
		for _, c := range codes {
			r.row.AlsoReasons = append(r.row.AlsoReasons, Reason(c))
		}
	case "when":
		r.object(f, map[string]func(member){"scheme": r.textInto(&r.row.When.Scheme), "hasWaybill": r.waybill})
	case "to":
		r.texts(f, &r.row.To)
	case "toIn":
		r.toIn(f)
	case "cancels":
		r.texts(f, &r.row.Cancels)
	case "source":
		r.text(f, &r.row.Source)
	default:
		r.wrong(f.key, "unknown field", strings.Join(rowFields, ", "))
	}
}

// means reads what the code means.
func (r *rowReader) means(f member) {
	m, before := &r.row.Means, len(r.problems)
	into := func(v encoding.TextUnmarshaler) func(member) { return func(f member) { r.code(f, v) } }
	var reason string
	r.object(f, map[string]func(member){
		"order": into(&m.Order), "item": into(&m.Item), "shipment": into(&m.Shipment),
		"custody": into(&m.Custody), "money": into(&m.Money), "payment": into(&m.Payment),
		"party": into(&m.Party), "reason": r.textInto(&reason), "attempts": r.attempts,
	})
	m.Reason = Reason(reason)
	if m.IsZero() && len(r.problems) == before {
		r.wrong("means", "has no meaning", "at least one state, or silent with the reason why it has none")
	}
}

// attempts reads the number of failed attempts.
func (r *rowReader) attempts(f member) {
	if err := json.Unmarshal(f.raw, &r.row.Means.Attempts); err != nil {
		r.wrong(f.key, fmt.Sprintf("%s is not a number of attempts", f.raw), "a whole number from 0 to 255")
	}
}

// alsoStates reads states of the row's axis.
func (r *rowReader) alsoStates(f member) {
	var codes []string
	r.texts(f, &codes)
	all := StatesOf(r.row.Axis)
	for i, c := range codes {
		at := slices.IndexFunc(all, func(s State) bool { return s.String() == c })
		if at < 0 {
			r.wrong(fmt.Sprintf("%s[%d]", f.key, i), fmt.Sprintf("%q is not a state of axis %s", c, r.row.Axis), stateNames(all))
			continue
		}
		r.row.AlsoStates = append(r.row.AlsoStates, all[at])
	}
}

// waybill reads whether there must be a waybill.
func (r *rowReader) waybill(f member) {
	var has bool
	r.truth(f, &has)
	r.row.When.HasWaybill = No
	if has {
		r.row.When.HasWaybill = Yes
	}
}

// toIn reads what follows under each scheme.
func (r *rowReader) toIn(f member) {
	schemes, err := members(f.raw)
	if err != nil {
		r.wrong(f.key, err.Error(), `{"scheme": ["code", ...]}`)
		return
	}
	r.row.ToIn = make(map[string][]string, len(schemes))
	for _, s := range schemes {
		var codes []string
		r.texts(member{key: f.key + "." + s.key, raw: s.raw}, &codes)
		r.row.ToIn[s.key] = codes
	}
}
