package order

import (
	"errors"
	"fmt"
	"strings"
)

// What can be wrong with a command or a report. A *Refused wraps one of them; a log that cannot be read or replayed is
// a *LogError.
var (
	ErrNotNow    = errors.New("not allowed in this state")
	ErrAlready   = errors.New("already so")
	ErrScheme    = errors.New("not allowed by the scheme")
	ErrRole      = errors.New("not allowed for this role")
	ErrUnknown   = errors.New("unknown")           // no such line, shipment, block, payment, request or hold
	ErrQuantity  = errors.New("impossible amount") // more units than there are, or off the line's step
	ErrMoney     = errors.New("impossible sum")    // negative, overflowing, above what was paid
	ErrDuplicate = errors.New("duplicate")
	ErrKeyReused = errors.New("command key reused with other content")
	ErrTime      = errors.New("impossible time")
	ErrInvalid   = errors.New("invalid")
	ErrMarking   = errors.New("marking code missing or wrong")
)

// Refused is the error of a command or report that was not carried out. The order is unchanged.
type Refused struct {
	Kind    Kind  // the command
	What    Text  // the thing it is about: a line, a shipment, a block, a field
	State   Text  // the state that thing or the order is in
	Why     Text  // the reason, and what would be right
	Problem error // one of the Err values

	order *Order // that refused; nil for a draft, a snapshot or a report
	by    By
}

// Allowed lists what the actor may do instead, as the order is now; nil for an error that is not of Do. It reads the
// order, so it must be called by the goroutine that has the order.
func (e *Refused) Allowed() []Kind {
	if e.order == nil {
		return nil
	}
	var ks []Kind
	for _, p := range e.order.Allowed(e.by) {
		if p.Why == nil {
			ks = append(ks, p.Kind)
		}
	}
	return ks
}

// Error implements error.
func (e *Refused) Error() string {
	var b strings.Builder
	b.WriteString("order:")
	if e.Kind != "" {
		fmt.Fprintf(&b, " %s", e.Kind)
	}
	if !e.What.IsZero() {
		fmt.Fprintf(&b, " %s", e.What)
	}
	if e.Kind != "" || !e.What.IsZero() {
		b.WriteString(":")
	}
	fmt.Fprintf(&b, " %v", e.Problem)
	if !e.State.IsZero() {
		fmt.Fprintf(&b, " (%s)", e.State)
	}
	if !e.Why.IsZero() {
		fmt.Fprintf(&b, ": %s", e.Why)
	}
	return b.String()
}

// Text returns the refusal for a person who reads it in another language: what was not done, the reason, and the state.
func (e *Refused) Text() Text {
	t := e.reason()
	if e.Kind != "" {
		t = Textf("%s: %s", e.Kind, t)
	}
	if !e.State.IsZero() {
		t = Textf("%s (%s)", t, e.State)
	}
	return t
}

// reason is the thing and why, without the command and the state.
func (e *Refused) reason() Text {
	t := e.Why
	if t.IsZero() {
		t = Textf("%v", e.Problem)
	}
	if !e.What.IsZero() {
		t = Textf("%s: %s", e.What, t)
	}
	return t
}

// Unwrap returns the problem, for errors.Is.
func (e *Refused) Unwrap() error { return e.Problem }

// LogError is the error of a log that cannot be read or replayed. It names the event.
type LogError struct {
	N    int    // the event's number, from 1; 0 when it is the log as a whole
	Kind string // the event's kind as written
	Why  string
}

// Error implements error.
func (e *LogError) Error() string {
	if e.N == 0 {
		return "order: damaged log: " + e.Why
	}
	return fmt.Sprintf("order: damaged log: event %d (%s): %s", e.N, e.Kind, e.Why)
}

// refuse makes the error of a command; Do fills in kind, state and what Allowed needs.
func refuse[W string | Text](problem error, what W, format string, args ...any) error {
	return &Refused{What: thing(what), Why: Textf(format, args...), Problem: problem}
}

// thing returns the text of what a refusal is about.
func thing[W string | Text](what W) Text {
	if t, ok := any(what).(Text); ok {
		return t
	}
	return word(fmt.Sprint(what))
}
