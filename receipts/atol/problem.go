package atol

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo/order/amount"
)

// DocumentError is the cause of an *ordo.Error of class Invalid for a document that was not sent.
type DocumentError struct {
	ExternalID string
	Problems   []Problem // never empty
}

// Error lists the problems.
func (e *DocumentError) Error() string {
	texts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		texts[i] = p.String()
	}
	return "document " + strconv.Quote(e.ExternalID) + ": " + strings.Join(texts, "; ")
}

// Problem is one thing that is wrong with a document.
type Problem struct {
	Field    string // the name on the wire, such as "items[1].sum"; indexes count from 0
	Position int    // of the line, from 1; 0 if it is not about a line
	Tag      int    // of the fiscal document; 0 if there is none
	Text     string // what is wrong, and what would be right
}

// String returns the problem as one line.
func (p Problem) String() string {
	s := p.Field
	var about []string
	if p.Position > 0 {
		about = append(about, fmt.Sprintf("line %d", p.Position))
	}
	if p.Tag > 0 {
		about = append(about, fmt.Sprintf("tag %d", p.Tag))
	}
	if len(about) > 0 {
		s += " (" + strings.Join(about, ", ") + ")"
	}
	return s + ": " + p.Text
}

// checker collects problems.
type checker struct {
	op       Operation
	version  Version
	path     string // of the object under check, such as "items[1]."
	position int
	problems []Problem
}

// add records a problem.
func (c *checker) add(field string, tag int, format string, args ...any) {
	c.problems = append(c.problems, Problem{c.path + field, c.position, tag, fmt.Sprintf(format, args...)})
}

// text checks the length of a text in characters.
func (c *checker) text(field string, tag int, s string, least, most int) {
	if n := length(s); n < least || n > most {
		if n == 0 {
			c.add(field, tag, "is missing")
			return
		}
		c.add(field, tag, "is %d characters long, it must be %s", n, lengthRange(least, most))
	}
}

// inn checks a taxpayer's number.
func (c *checker) inn(field string, tag int, s string, needed bool) {
	switch {
	case s == "" && needed:
		c.add(field, tag, "is missing")
	case s != "" && (!digits(s) || (len(s) != 10 && len(s) != 12)):
		c.add(field, tag, "%q must be 10 or 12 digits", s)
	}
}

// maxMoney returns the greatest sum of a version. Document 5.23 raised that of v4; for v5 nothing newer is known.
func maxMoney(v Version) amount.Money {
	if v == V4 {
		return amount.RUB(10_000_000_000_00)
	}
	return amount.RUB(42_949_672_95)
}

// maxQuantity returns the greatest quantity of a version.
func maxQuantity(v Version) amount.Quantity {
	if v == V4 {
		return amount.Pcs(99_999_999)
	}
	return amount.Milli(99_999_999)
}

// money checks a sum, and reports whether it is set and good. An unset sum is fine unless it is needed.
func (c *checker) money(field string, tag int, m amount.Money, needed bool) bool {
	switch {
	case m.IsUnset():
		if needed {
			c.add(field, tag, "is missing")
		}
		return false
	case m.Currency() != currency:
		c.add(field, tag, "is %s, it must be in roubles (RUB)", m)
	case m.Sign() < 0 || m.Minor() > maxMoney(c.version).Minor():
		c.add(field, tag, "is %s, it must be 0 to %s", m, maxMoney(c.version))
	default:
		return true
	}
	return false
}

// phones checks telephone numbers.
func (c *checker) phones(field string, tag int, phones []string) {
	for i, p := range phones {
		if !isPhone(p, 19) {
			c.add(fmt.Sprintf("%s[%d]", field, i), tag, "%q must be at most 17 digits, or + and at most 18", p)
		}
	}
}

// only records a field that this version does not have.
func (c *checker) only(v Version, field string, tag int, set bool) {
	if set && c.version != v {
		c.add(field, tag, "exists in v%d only", v)
	}
}

// isPhone reports whether s is digits, with or without a leading plus, within the service's length.
func isPhone(s string, most int) bool {
	rest, plus := strings.CutPrefix(s, "+")
	if !plus {
		most -= 2
	}
	return rest != "" && digits(rest) && len(s) <= most
}

func digits(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

func length(s string) int { return utf8.RuneCountInString(s) }

// lengthRange returns a range of lengths as text.
func lengthRange(least, most int) string {
	if least == most {
		return strconv.Itoa(least)
	}
	return fmt.Sprintf("%d to %d", least, most)
}
