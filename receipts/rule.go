package receipts

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// Problem is one rule that a receipt or refund breaks.
type Problem struct {
	Tag      int    // the tag in the format of fiscal data; 0 for a field without a tag
	Field    string // the field of the receipt or refund, such as "Positions[2].VAT"
	Position int    // the position's index, from 0; -1 for the receipt as a whole
	Rule     string // what is wrong and what would be right
	// Message is Rule with its arguments, for other languages (package texts); zero for a service's own words.
	Message order.Text
}

// String returns the problem as "Positions[2].VAT (1199): is missing: set the rate".
func (p Problem) String() string {
	if p.Tag == 0 {
		return p.Field + ": " + p.Rule
	}
	return fmt.Sprintf("%s (%d): %s", p.Field, p.Tag, p.Rule)
}

// Text returns what is wrong, without the field, for a person who reads another language.
func (p Problem) Text() order.Text {
	if p.Message.IsZero() {
		return order.Textf("%s", p.Rule)
	}
	return p.Message
}

// RuleError lists everything that is wrong with a receipt, a refund or settings. Nothing was sent. It matches
// [ordo.ErrInvalid].
type RuleError struct {
	What     string    // "receipt", "refund", "plan" or "settings"
	Key      string    // of the receipt or refund, or the id of the order; may be empty
	Problems []Problem // in the order of the fields, at least one
}

// Error implements error.
func (e *RuleError) Error() string {
	var b strings.Builder
	b.WriteString("receipts: " + e.What)
	if e.Key != "" {
		fmt.Fprintf(&b, " %q", e.Key)
	}
	b.WriteString(": ")
	for i, p := range e.Problems {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(p.String())
	}
	return b.String()
}

// Text returns the problems, each after its field, for a person who reads another language.
func (e *RuleError) Text() order.Text {
	var all order.Text
	for i, p := range e.Problems {
		t := order.Textf("%s: %s", p.Field, p.Text())
		if i > 0 {
			t = order.Textf("%s; %s", all, t)
		}
		all = t
	}
	return all
}

// Is reports whether target is [ordo.ErrInvalid].
func (e *RuleError) Is(target error) bool { return target == ordo.ErrInvalid }

// rules collects problems.
type rules struct {
	prefix   string
	position int
	broken   []Problem
}

// must adds a problem unless ok.
func (r *rules) must(ok bool, tag int, field, format string, args ...any) {
	if !ok {
		t := order.Textf(format, args...)
		r.broken = append(r.broken, Problem{Tag: tag, Field: r.prefix + field, Position: r.position, Rule: t.String(), Message: t})
	}
}

// text checks the length of a text in characters. A text that is not UTF-8 is refused: services change it, and two keys
// could become one.
func (r *rules) text(tag int, field, s string, least, most int) {
	r.must(utf8.ValidString(s), tag, field, "is %q: it must be UTF-8", s)
	n := utf8.RuneCountInString(s)
	r.must(n >= least || least != 1, tag, field, "is empty")
	r.must(n <= most, tag, field, "has %d characters, at most %d are allowed", n, most)
}

// is returns "is missing" for an empty value, else the value in quotes.
func is(value string) order.Text {
	if value == "" {
		return order.Textf("is missing")
	}
	return order.Textf("is %q", value)
}

func (r *rules) err(what, key string) error {
	if len(r.broken) == 0 {
		return nil
	}
	return &RuleError{What: what, Key: key, Problems: r.broken}
}
