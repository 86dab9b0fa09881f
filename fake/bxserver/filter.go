package bxserver

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

// operators are the prefixes of names in filters, the longest first.
var operators = []string{"!=%", "!%=", "!=", ">=", "<=", "=%", "%=", "!@", "!%", "=", "!", ">", "<", "@", "%"}

// splitOperator takes a name in a filter apart.
func splitOperator(name string) (op, field string) {
	for _, op := range operators {
		if field, ok := strings.CutPrefix(name, op); ok {
			return op, field
		}
	}
	return "", name
}

// filter makes the test of a filter.
func (c *Call) filter(m *Map, l List, path string) (func(Row) bool, error) {
	var tests []func(Row) bool
	either := false
	for name, want := range m.All() {
		if l.Nested && strings.EqualFold(name, "logic") {
			either = strings.EqualFold(Text(want), "OR")
			continue
		}
		if sub, ok := AsMap(want); ok && l.Nested && isNumber(name) {
			test, err := c.filter(sub, l, path+"."+name)
			if err != nil {
				return nil, err
			}
			tests = append(tests, test)
			continue
		}
		op, field := splitOperator(name)
		key, ok := l.Name(field)
		if !ok {
			if l.Unknown != nil {
				return nil, l.Unknown(field)
			}
			c.Ignore(path + "." + name)
			continue
		}
		if l.DropOffsets && hasOffset(Text(want)) {
			c.Ignore(path + "." + name)
			continue
		}
		tests = append(tests, func(r Row) bool { return c.matches(r[key], op, want) })
	}
	return func(r Row) bool {
		for _, test := range tests {
			if test(r) == either {
				return either
			}
		}
		return !either || len(tests) == 0
	}, nil
}

func isNumber(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}

// matches tests one condition. A list of wanted values means any of them.
func (c *Call) matches(have any, op string, want any) bool {
	switch op {
	case "!", "!=", "!@", "!%", "!=%", "!%=":
		return !c.matches(have, strings.TrimPrefix(op, "!"), want)
	}
	if list, ok := AsList(want); ok {
		for _, w := range list {
			if c.matches(have, op, w) {
				return true
			}
		}
		return len(list) == 0 && empty(have)
	}
	if several, ok := have.([]any); ok {
		for _, h := range several {
			if c.matches(h, op, want) {
				return true
			}
		}
		return len(several) == 0 && (op == "" || op == "=" || op == "@") && Text(want) == ""
	}
	switch op {
	case "%":
		return strings.Contains(strings.ToLower(Text(have)), strings.ToLower(Text(want)))
	case "=%", "%=":
		return like(strings.ToLower(Text(have)), strings.ToLower(Text(want)))
	case ">", ">=", "<", "<=":
		n, ok := c.compare(have, want)
		return ok && (n > 0 && op[0] == '>' || n < 0 && op[0] == '<' || n == 0 && len(op) == 2)
	}
	if Text(want) == "" {
		return empty(have)
	}
	n, ok := c.compare(have, want)
	return ok && n == 0
}

func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case time.Time:
		return v.IsZero()
	case int:
		return v == 0
	}
	return false
}

// compare compares a value of a row with one of a filter, as its kind is compared; false if it cannot be.
func (c *Call) compare(have, want any) (int, bool) {
	switch have := have.(type) {
	case nil:
		return 0, false
	case int:
		n, ok := Number(want)
		return cmp.Compare(float64(have), n), ok
	case float64:
		n, ok := Number(want)
		return cmp.Compare(have, n), ok
	case time.Time:
		t, ok := ParseTime(Text(want), c.Zone())
		return have.Compare(t), ok && !have.IsZero()
	case bool:
		b := strings.EqualFold(Text(want), "Y") || strings.EqualFold(Text(want), "true") || Text(want) == "1"
		return cmp.Compare(Text(have), Text(b)), true
	}
	return strings.Compare(strings.ToLower(Text(have)), strings.ToLower(Text(want))), true // as the database collates
}

// order compares two values of rows for sorting; nil is first.
func order(a, b any) int {
	switch a := a.(type) {
	case int:
		if b, ok := b.(int); ok {
			return cmp.Compare(a, b)
		}
	case float64:
		if b, ok := b.(float64); ok {
			return cmp.Compare(a, b)
		}
	case time.Time:
		if b, ok := b.(time.Time); ok {
			return a.Compare(b)
		}
	}
	return strings.Compare(strings.ToLower(Text(a)), strings.ToLower(Text(b)))
}

// like matches a pattern of SQL: % is anything, _ one letter.
func like(s, pattern string) bool {
	if pattern == "" {
		return s == ""
	}
	p, rest := []rune(pattern)[0], string([]rune(pattern)[1:])
	if p == '%' {
		for i := range s + " " {
			if like(s[i:], rest) {
				return true
			}
		}
		return false
	}
	r := []rune(s)
	return len(r) > 0 && (p == '_' || p == r[0]) && like(string(r[1:]), rest)
}

// layouts are the forms of times that are read, those with an offset first.
var layouts = []string{
	time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02",
	"02.01.2006 15:04:05", "02.01.2006 15:04", "02.01.2006",
}

// ParseTime reads a time as PHP's strtotime does the forms in use: without an offset it is that of the zone.
func ParseTime(s string, zone *time.Location) (time.Time, bool) {
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, strings.TrimSpace(s), zone); err == nil {
			return t.In(zone), true
		}
	}
	return time.Time{}, false
}

// hasOffset tells whether a text is a time that says its offset from UTC.
func hasOffset(s string) bool {
	_, err := time.Parse(time.RFC3339, strings.TrimSpace(s))
	return err == nil
}
