package carriers

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/order"
)

// checking is the check of a form.
type checking struct {
	form     Form
	values   Values
	problems []Problem
}

func (c *checking) add(field, code, format string, args ...any) {
	c.problems = append(c.problems, broken(field, code, format, args...))
}

// fields checks the fields of a row.
func (c *checking) fields(fields []Field, s scope) {
	in := s.with(fields)
	for _, f := range fields {
		name := s.prefix + f.Name
		switch value := strings.TrimSpace(c.values[name]); {
		case !f.applies(c.values, in):
		case f.Type == TypeList:
			c.list(name, f, in)
		case value != "":
			c.value(name, f, value)
		case f.needed(c.values, in):
			c.add(name, CodeRequired, "is empty: %s is needed", f.kind())
		}
	}
}

// list checks the rows of a list.
func (c *checking) list(name string, f Field, s *scope) {
	rows := c.values.rows(name)
	least, most := 0, len(rows)
	if n, err := strconv.Atoi(f.Min); err == nil && (len(rows) > 0 || f.needed(c.values, s)) {
		least = n
	}
	if n, err := strconv.Atoi(f.Max); err == nil {
		most = n
	}
	switch {
	case len(rows) == 0 && f.needed(c.values, s):
		c.add(name, CodeRequired, "has no rows: at least %d is needed", max(least, 1))
		return
	case len(rows) < least:
		c.add(name, CodeMin, "has %d {1:row|rows}, at least %d are needed", len(rows), least)
	case len(rows) > most:
		c.add(name, CodeMax, "has %d {1:row|rows}, at most %d are allowed", len(rows), most)
		return
	}
	for i, n := range rows {
		if n != i+1 {
			c.add(name, CodeRow, "has no row %d, but row %d: number the rows from 1 without gaps", i+1, n)
			return
		}
	}
	for _, n := range rows {
		c.fields(f.Fields, scope{prefix: RowPrefix(name, n), outer: s})
	}
}

// unknownFields reports values without a field.
func (c *checking) unknownFields() {
	for _, name := range slices.Sorted(maps.Keys(c.values)) {
		if blank(c.values[name]) {
			continue
		}
		if f, ok := c.form.Field(name); !ok || f.Type == TypeList {
			c.add(name, CodeUnknown, "the form has no such field")
		}
	}
}

// kind returns the kind of value of a field, for error texts.
func (f Field) kind() order.Text {
	switch f.Type {
	case TypeInteger, TypeDecimal, TypeMoney:
		if f.Unit != "" {
			return order.Textf("a number %s", f.Unit)
		}
		return order.Textf("a number")
	case TypePhone:
		return order.Textf("a phone")
	case TypeEmail:
		return order.Textf("an email")
	case TypeDate:
		return order.Textf("a date")
	case TypeFlag:
		return order.Textf("a flag")
	case TypeChoice:
		return order.Textf("a choice")
	case TypePoint:
		return order.Textf("a point")
	case TypeCity:
		return order.Textf("a city")
	}
	return order.Textf("a text")
}

// value checks a value.
func (c *checking) value(name string, f Field, value string) {
	if n := utf8.RuneCountInString(value); f.MaxLen > 0 && n > f.MaxLen {
		c.add(name, CodeLength, "has %d characters, at most %d are allowed", n, f.MaxLen)
		return
	}
	if rule := f.misfit(value); !rule.IsZero() {
		code := CodeType
		if f.Type == TypeChoice || f.Type == TypeChoices {
			code = CodeChoice
		}
		c.add(name, code, "is %q: %s", value, rule)
		return
	}
	if f.Pattern != "" {
		if re, err := regexp.Compile(`^(?:` + f.Pattern + `)$`); err != nil || !re.MatchString(value) {
			c.add(name, CodePattern, "is %q: it must look like %s", value, f.Pattern)
			return
		}
	}
	c.bounds(name, f, value)
}

// bounds checks a value against Min and Max.
func (c *checking) bounds(name string, f Field, value string) {
	compare := func(bound string) int { return strings.Compare(value, bound) } // dates
	switch f.Type {
	case TypeInteger, TypeDecimal, TypeMoney:
		n, _ := number(value)
		compare = func(bound string) int {
			b, _ := number(bound)
			return n.Cmp(b)
		}
	case TypeDate:
	default:
		return
	}
	if f.Min != "" && compare(f.Min) < 0 {
		c.add(name, CodeMin, "is %s, at least %s is needed", value, strings.TrimSpace(f.Min+" "+f.Unit))
	}
	if f.Max != "" && compare(f.Max) > 0 {
		c.add(name, CodeMax, "is %s, at most %s is allowed", value, strings.TrimSpace(f.Max+" "+f.Unit))
	}
}
