package receipts

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/ordo-sdk/ordo"
)

// Problem is one rule that a receipt or refund breaks.
type Problem struct {
	Tag      int    // the requisite's number in the format of fiscal data; 0 for what has none
	Field    string // the field here, e.g. "Positions[2].VAT"
	Position int    // the position's index, from 0; -1 for the receipt as a whole
	Rule     string // what is wrong, and what would be right
}

// String reads like "Positions[2].VAT (1199): not given; say none for goods without VAT".
func (p Problem) String() string {
	if p.Tag == 0 {
		return p.Field + ": " + p.Rule
	}
	return fmt.Sprintf("%s (%d): %s", p.Field, p.Tag, p.Rule)
}

// RuleError says all that is wrong with a receipt or refund. Nothing was sent. It is an [ordo.ErrInvalid].
type RuleError struct {
	What     string // "receipt" or "refund"
	Key      string
	Problems []Problem // in the order of the fields, at least one
}

// Error implements error.
func (e *RuleError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "receipts: %s %q: ", e.What, e.Key)
	for i, p := range e.Problems {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(p.String())
	}
	return b.String()
}

// Is makes it an [ordo.ErrInvalid].
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
		r.broken = append(r.broken, Problem{Tag: tag, Field: r.prefix + field, Position: r.position, Rule: fmt.Sprintf(format, args...)})
	}
}

// text checks the length of a text in characters. What is no text would be changed on the way, and two keys could be one.
func (r *rules) text(tag int, field, s string, least, most int) {
	r.must(utf8.ValidString(s), tag, field, "%q is no text in UTF-8", s)
	n := utf8.RuneCountInString(s)
	r.must(n >= least || least != 1, tag, field, "is empty")
	r.must(n <= most, tag, field, "has %d characters, at most %d are allowed", n, most)
}

func (r *rules) err(what, key string) error {
	if len(r.broken) == 0 {
		return nil
	}
	return &RuleError{What: what, Key: key, Problems: r.broken}
}
