package torgsoft

import (
	"fmt"
	"unicode/utf16"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// RowError is why one row of a file, or one value in it, could not be read. It is ordo.ErrInvalid.
type RowError struct {
	Line   int        // of the file, from 1: where the row begins
	Column string     // empty if it is the row as a whole
	Value  string     // as written, cut if it is long
	Why    order.Text // and what would be right
}

// Error implements error.
func (e *RowError) Error() string { return System + ": " + e.Text().String() }

// Text returns what is wrong, for a person who reads another language (package texts).
func (e *RowError) Text() order.Text {
	switch {
	case e.Column == "":
		return order.Textf("line %d: %s", e.Line, e.Why)
	case e.Value == "":
		return order.Textf("line %d: column %q is empty: %s", e.Line, e.Column, e.Why)
	}
	return order.Textf("line %d: column %q has %q: %s", e.Line, e.Column, e.Value, e.Why)
}

// Is reports whether target is the class of the error.
func (e *RowError) Is(target error) bool { return target == ordo.ErrInvalid }

// rowError makes the error of a row or value.
func rowError(line int, column, value, format string, args ...any) error {
	return valueError(line, column, value, order.Textf(format, args...))
}

// valueError is rowError with a text.
func valueError(line int, column, value string, why order.Text) error {
	const longest = 80
	if rs := []rune(value); len(rs) > longest {
		value = string(rs[:longest]) + "…"
	}
	return &RowError{Line: line, Column: column, Value: value, Why: why}
}

// refusal is why a file or an order is refused whole: the cause of an *ordo.Error, for people.
type refusal struct{ why order.Text }

// Error implements error.
func (e *refusal) Error() string { return e.why.String() }

// Text returns what is wrong, for a person who reads another language (package texts).
func (e *refusal) Text() order.Text { return e.why }

// refuse makes the error of a file or order that is refused whole.
func refuse(format string, args ...any) error {
	return &ordo.Error{System: System, Class: ordo.Invalid, Err: &refusal{order.Textf(format, args...)}}
}

// conflict makes the error of an order that cannot be written as things are.
func conflict(format string, args ...any) error {
	return &ordo.Error{System: System, Class: ordo.Conflict, Err: &refusal{order.Textf(format, args...)}}
}

// escapeJSON writes a letter as JSON does without an encoding for it.
func escapeJSON(r rune) string {
	if r > 0xffff {
		hi, lo := utf16.EncodeRune(r)
		return fmt.Sprintf(`\u%04x\u%04x`, hi, lo)
	}
	return fmt.Sprintf(`\u%04x`, r)
}
