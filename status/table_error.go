package status

import (
	"fmt"
	"slices"
	"strings"
)

// RowError is a problem of one row of a table or of an override.
type RowError struct {
	Row     int    // its place in the list given, from 0; -1 when the fault is not in one row of it
	Axis    Axis   // as far as it could be read
	Code    string // as far as it could be read
	Field   string // the field, as JSON names it: "means.order"
	Problem string
	Right   string // what would be right; may be empty
	Err     error  // the cause, if there is a typed one
}

// Error implements error.
func (e *RowError) Error() string {
	var b strings.Builder
	if e.Row >= 0 {
		fmt.Fprintf(&b, "rows[%d]", e.Row)
	}
	if e.Axis != 0 {
		fmt.Fprintf(&b, " (%s %q)", e.Axis, e.Code)
	}
	if e.Field != "" {
		b.WriteString(" " + e.Field)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	b.WriteString(e.Problem)
	if e.Right != "" {
		b.WriteString("; right would be: " + e.Right)
	}
	return strings.TrimSpace(b.String())
}

// Unwrap returns the cause.
func (e *RowError) Unwrap() error { return e.Err }

// TableError lists the problems of a table or of an override. Each is a
// *RowError or an *AmbiguousError.
type TableError struct {
	System   string
	Problems []error // at most 50
	More     int     // how many there are beyond those
}

// tableError makes a *TableError.
func tableError(system string, problems []error) *TableError {
	listed := min(len(problems), 50)
	return &TableError{System: system, Problems: problems[:listed], More: len(problems) - listed}
}

// Error implements error.
func (e *TableError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "status: table of %q:", e.System)
	for _, p := range e.Problems {
		b.WriteString("\n\t" + p.Error())
	}
	if e.More > 0 {
		fmt.Fprintf(&b, "\n\tand %d more", e.More)
	}
	return b.String()
}

// Unwrap returns the problems.
func (e *TableError) Unwrap() []error { return e.Problems }

// AmbiguousError is the error for several codes that are equally good. When a table is built, two rows claim to be
// preferred for the same thing; when writing, the hints do not tell the codes apart.
type AmbiguousError struct {
	System string
	Axis   Axis
	State  string // the state to be written; empty on an axis without states
	Hints  Hints
	Codes  []string
}

// Error implements error.
func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("status: %s: to write %s the codes %s are equally good; right would be one preferred row, or hints that tell them apart (reason, party, scheme, waybill)",
		e.System, wanted(e.Axis, e.State, e.Hints), quoted(e.Codes))
}

// NoRowError is the error for a state or reason without a code, or without one for the given hints.
type NoRowError struct {
	System string
	Axis   Axis
	State  string // the state to be written; empty when only a reason was asked for
	Hints  Hints
	Right  []string // what could be written on this axis instead
}

// Error implements error.
func (e *NoRowError) Error() string {
	s := fmt.Sprintf("status: %s has no code for %s", e.System, wanted(e.Axis, e.State, e.Hints))
	if len(e.Right) == 0 {
		return s + "; nothing is written on this axis"
	}
	return s + "; right would be: " + strings.Join(e.Right, ", ")
}

// NoWalkError is the error if one code cannot follow another, not even through others.
type NoWalkError struct {
	System   string
	Axis     Axis
	From, To string
	Open     []string // what may follow From
}

// Error implements error.
func (e *NoWalkError) Error() string {
	s := fmt.Sprintf("status: %s: no %s code leads from %q to %q", e.System, e.Axis, e.From, e.To)
	if len(e.Open) == 0 {
		return s + "; nothing may follow it"
	}
	return s + "; right would be: " + quoted(e.Open)
}

// wanted puts what was to be written into words.
func wanted(axis Axis, state string, h Hints) string {
	s := axis.String()
	if state != "" {
		s += " " + state
	}
	if words := h.String(); words != "" {
		s += " " + words
	}
	return s
}

// quoted lists codes, each in quotation marks.
func quoted(codes []string) string {
	out := slices.Clone(codes)
	for i, c := range out {
		out[i] = fmt.Sprintf("%q", c)
	}
	return strings.Join(out, ", ")
}
