package onec

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/internal/scalar"
	"github.com/ordo-sdk/ordo/wire"
)

// Filter chooses objects or records. The zero Filter lets all pass. A wrong name or value in it is returned by the call
// that it is given to.
type Filter struct {
	parts []any // string: as it is; name; time.Time
	exact []said
	err   error
}

// said is a text that a property must be, or hold: 1C compares texts without regard to case.
type said struct {
	property, text string
	part           bool
}

// isExactly reports whether an object has the texts of the filter to the letter, as far as it has the properties.
func (f Filter) isExactly(object json.RawMessage) bool {
	var all fields
	if json.Unmarshal(object, &all) != nil {
		return false
	}
	for _, s := range f.exact {
		raw, has := all[s.property]
		text, err := scalar.Text(raw)
		switch {
		case !has:
		case err != nil, s.part && !strings.Contains(text, s.text):
			return false
		case !s.part && strings.TrimRight(text, " ") != strings.TrimRight(s.text, " "):
			return false
		}
	}
	return true
}

// name is a property, to which a lambda gives its variable.
type name string

// IsZero reports whether the filter lets all pass.
func (f Filter) IsZero() bool { return len(f.parts) == 0 && f.err == nil }

// Eq compares a property, by 1C's name or by a path such as "Партнер/Description", with a value: a string, a bool, an
// int, a Sum, a Quantity, a wire.Decimal, a time.Time, a Time, a Guid, or a Reference where the property may be of
// several types. A Guid alone never equals such a property; that is 1C's rule.
//
// 1C compares texts without regard to case, in every comparison: "aB" equals "Ab".
func Eq(property string, value any) Filter {
	f := compare(property, "eq", value)
	if text, is := value.(string); is {
		f.exact = []said{{property, text, false}}
	}
	return f
}

// Ne is the opposite of [Eq].
func Ne(property string, value any) Filter { return compare(property, "ne", value) }

// Gt lets greater values pass.
func Gt(property string, value any) Filter { return compare(property, "gt", value) }

// Ge lets values pass that are greater or equal.
func Ge(property string, value any) Filter { return compare(property, "ge", value) }

// Lt lets less values pass.
func Lt(property string, value any) Filter { return compare(property, "lt", value) }

// Le lets values pass that are less or equal.
func Le(property string, value any) Filter { return compare(property, "le", value) }

// In lets each of the values pass; it is one comparison for each. Web servers cut long addresses: not many at a time.
func In[V any](property string, values ...V) Filter {
	all := make([]Filter, len(values))
	for i, v := range values {
		all[i] = Eq(property, v)
	}
	if len(all) == 0 {
		return Filter{parts: []any{"false"}}
	}
	return Or(all...)
}

// Contains lets texts pass that hold part.
func Contains(property, part string) Filter {
	f := property1(property, func(p name) []any { return []any{"substringof(" + quoted(part) + ",", p, ")"} })
	f.exact = []said{{property, part, true}}
	return f
}

// IsOf lets values of an entity pass, for a property that may be of several types.
func IsOf(property, entity string) Filter {
	return property1(property, func(p name) []any { return []any{"isof(", p, "," + quoted(entity) + ")"} })
}

// Any lets objects pass that have a row in a section, such as "Товары", for which f holds.
func Any(section string, f Filter) Filter {
	return property1(section, func(p name) []any {
		parts := []any{p, "/any(d: "}
		for _, part := range f.parts {
			if n, is := part.(name); is {
				part = "d/" + string(n)
			}
			parts = append(parts, part)
		}
		return append(parts, ")")
	}).with(f.err)
}

// And lets pass what all filters let pass. Zero filters do not count.
func And(filters ...Filter) Filter {
	f := join(" and ", filters)
	for _, one := range filters {
		f.exact = append(f.exact, one.exact...)
	}
	return f
}

// Or lets pass what one of the filters lets pass. Zero filters do not count.
func Or(filters ...Filter) Filter { return join(" or ", filters) }

// Not lets pass what f does not.
func Not(f Filter) Filter {
	if f.IsZero() {
		return Filter{parts: []any{"false"}}
	}
	return Filter{parts: append(append([]any{"not ("}, f.parts...), ")"), err: f.err}
}

func join(word string, filters []Filter) Filter {
	var out Filter
	n := 0
	for _, f := range filters {
		if f.IsZero() {
			continue
		}
		if n++; n > 1 {
			out.parts = append(out.parts, word)
		}
		out.parts = append(append(append(out.parts, "("), f.parts...), ")")
		out = out.with(f.err)
	}
	if n == 1 {
		out.parts = out.parts[1 : len(out.parts)-1]
	}
	return out
}

func (f Filter) with(err error) Filter {
	if f.err == nil {
		f.err = err
	}
	return f
}

var properties = regexp.MustCompile(`^[\pL_][\pL\pN_]*(/[\pL_][\pL\pN_]*)*$`)

// property1 makes a filter over one property.
func property1(property string, parts func(name) []any) Filter {
	if !properties.MatchString(property) {
		return Filter{err: fmt.Errorf("filter: %q is no name of a property", property)}
	}
	return Filter{parts: parts(name(property))}
}

func compare(property, word string, value any) Filter {
	literal, err := literal(value)
	return property1(property, func(p name) []any { return []any{p, " " + word + " ", literal} }).with(err)
}

// literal writes a value; a time waits until the zone is known.
func literal(value any) (any, error) {
	switch v := value.(type) {
	case string:
		return quoted(v), nil
	case bool:
		return strconv.FormatBool(v), nil
	case int:
		return strconv.Itoa(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case Int64:
		return strconv.FormatInt(int64(v), 10), nil
	case Sum:
		return trimmed(v.String()), nil
	case Quantity:
		return v.String(), nil
	case wire.Decimal:
		b, err := v.MarshalJSON()
		return string(b), err
	case time.Time:
		return v, nil
	case Time:
		return v.Time, nil
	case Guid:
		return guidLiteral(v)
	case Reference:
		id, err := guidLiteral(v.ID)
		if err == nil && (v.Entity == "" || !properties.MatchString(v.Entity)) {
			err = fmt.Errorf("filter: %q is no name of an entity", v.Entity)
		}
		return "cast(" + id + "," + quoted(v.Entity) + ")", err
	}
	return "", fmt.Errorf("filter: 1C has no literals for a %T", value)
}

func guidLiteral(g Guid) (string, error) {
	g, err := ParseGuid(string(g))
	if g == "" {
		g = noGuid
	}
	return "guid'" + string(g) + "'", err
}

func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// text writes the filter, with its times as the server's clock shows them.
func (f Filter) text(zone *time.Location) (string, error) {
	var b strings.Builder
	for _, part := range f.parts {
		switch p := part.(type) {
		case string:
			b.WriteString(p)
		case name:
			b.WriteString(string(p))
		case time.Time:
			b.WriteString("datetime'" + At(p).in(zone).Format(timeLayout) + "'")
		}
	}
	return b.String(), f.err
}
