package torgsoft

import (
	"fmt"
	"unicode/utf16"

	"github.com/ordo-sdk/ordo"
)

// RowError is why one row of a file, or one value in it, could not be read. It is ordo.ErrInvalid.
type RowError struct {
	Line   int    // of the file, from 1: where the row begins
	Column string // empty if it is the row as a whole
	Value  string // as written, cut if it is long
	Why    string // and what would be right
}

// Error implements error.
func (e *RowError) Error() string {
	switch {
	case e.Column == "":
		return fmt.Sprintf("torgsoft: line %d: %s", e.Line, e.Why)
	case e.Value == "":
		return fmt.Sprintf("torgsoft: line %d: column %q is empty: %s", e.Line, e.Column, e.Why)
	}
	return fmt.Sprintf("torgsoft: line %d: column %q has %q: %s", e.Line, e.Column, e.Value, e.Why)
}

// Is reports whether target is the class of the error.
func (e *RowError) Is(target error) bool { return target == ordo.ErrInvalid }

// rowError makes the error of a row or value.
func rowError(line int, column, value, format string, args ...any) error {
	const longest = 80
	if rs := []rune(value); len(rs) > longest {
		value = string(rs[:longest]) + "…"
	}
	return &RowError{Line: line, Column: column, Value: value, Why: fmt.Sprintf(format, args...)}
}

// refuse makes the error of a file or order that is refused whole.
func refuse(format string, args ...any) error {
	return &ordo.Error{System: System, Class: ordo.Invalid, Text: fmt.Sprintf(format, args...)}
}

// escapeJSON writes a letter as JSON does without an encoding for it.
func escapeJSON(r rune) string {
	if r > 0xffff {
		hi, lo := utf16.EncodeRune(r)
		return fmt.Sprintf(`\u%04x\u%04x`, hi, lo)
	}
	return fmt.Sprintf(`\u%04x`, r)
}
