package carriers

import (
	"slices"
	"strings"
)

// Form is the request form of a carrier. It survives JSON, but for ExtraCheck.
type Form struct {
	System string  `json:"system"` // the carrier
	Fields []Field `json:"fields"` // in display order
	Values Values  `json:"values"` // from the order and the carrier's settings
	// Notes are problems for a person to check, such as data of the order that could not be used, by field.
	Notes []Problem `json:"notes,omitzero"`
	// ExtraCheck returns what is wrong beyond single fields. It does not survive JSON; Create always calls it.
	ExtraCheck func(Values) []Problem `json:"-"`
}

// Check returns nil or a *FormError that names each field and rule that the values break.
func (f Form) Check(v Values) error {
	c := &checking{form: f, values: v}
	c.fields(f.Fields, scope{})
	c.unknownFields()
	if len(c.problems) == 0 && f.ExtraCheck != nil {
		c.problems = f.ExtraCheck(f.Applicable(v))
	}
	return Refuse("", c.problems)
}

// Applicable returns the values to send: those of fields that apply, trimmed.
func (f Form) Applicable(v Values) Values {
	out := Values{}
	f.counted(v, f.Fields, scope{}, out)
	return out
}

func (f Form) counted(v Values, fields []Field, s scope, out Values) {
	for _, x := range fields {
		name := s.prefix + x.Name
		switch {
		case !x.applies(v, s.with(fields)):
		case x.Type == TypeList:
			for _, n := range v.rows(name) {
				f.counted(v, x.Fields, scope{prefix: RowPrefix(name, n), outer: s.with(fields)}, out)
			}
		case !blank(v[name]):
			out[name] = strings.TrimSpace(v[name])
		}
	}
}

// Field returns a field by its full name, with or without row numbers: "packages.2.weight", "packages.weight".
func (f Form) Field(name string) (Field, bool) { return find(f.Fields, name) }

func find(fields []Field, name string) (Field, bool) {
	for _, x := range fields {
		if x.Name == name {
			return x, true
		}
		if x.Type != TypeList {
			continue
		}
		_, rest, ok := row(name, x.Name)
		if !ok {
			rest, ok = strings.CutPrefix(name, x.Name+".")
		}
		if ok {
			if found, ok := find(x.Fields, rest); ok {
				return found, true
			}
		}
	}
	return Field{}, false
}

// scope is a row of fields and the scope around it.
type scope struct {
	prefix string // of the field names
	own    []Field
	outer  *scope
}

// with returns the scope with its fields.
func (s scope) with(own []Field) *scope {
	s.own = own
	return &s
}

// value returns the value of a field by its name in the row or in an enclosing one.
func (s *scope) value(v Values, name string) string {
	for ; s != nil; s = s.outer {
		if slices.ContainsFunc(s.own, func(f Field) bool { return f.Name == name }) {
			return strings.TrimSpace(v[s.prefix+name])
		}
	}
	return ""
}

// applies reports whether a field applies.
func (f Field) applies(v Values, s *scope) bool {
	return len(f.OnlyWhen) == 0 || anyHolds(f.OnlyWhen, v, s)
}

// needed reports whether a field must be filled in.
func (f Field) needed(v Values, s *scope) bool { return f.Required || anyHolds(f.RequiredWhen, v, s) }

func anyHolds(all []Condition, v Values, s *scope) bool {
	return slices.ContainsFunc(all, func(c Condition) bool { return c.holds(s.value(v, c.Field)) })
}

// holds reports whether a value meets the condition.
func (c Condition) holds(value string) bool {
	switch {
	case value == "":
		return false
	case c.Above != "":
		n, ok := number(value)
		least, _ := number(c.Above)
		return ok && n.Cmp(least) > 0
	case len(c.Is) == 0:
		return true
	}
	return slices.ContainsFunc(strings.Split(value, ","), func(one string) bool {
		return slices.Contains(c.Is, strings.TrimSpace(one))
	})
}
