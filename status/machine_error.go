package status

import (
	"fmt"
	"strings"
)

// ProblemKind is the kind of a problem in the spec of a machine.
type ProblemKind uint8

// The problems that NewMachine finds.
const (
	ProblemUnknownState        ProblemKind = iota + 1 // a state is used that States does not list
	ProblemDuplicateState                             // States lists a state twice
	ProblemDuplicateTransition                        // two transitions for one state and event
	ProblemNoInitial                                  // no initial state is named
	ProblemNoFinal                                    // no final state is named
	ProblemUnreachable                                // no initial state leads there
	ProblemDeadEnd                                    // not final, and nothing leads away
	ProblemNeverEnds                                  // no final state can be reached from there
)

var problemTexts = []string{
	"",
	"unknown state",
	"state listed twice",
	"duplicate transition",
	"no initial state: name at least one",
	"no final state: name at least one",
	"unreachable: no initial state leads to it",
	"dead end: not final, and no transition leads away",
	"never ends: no final state can be reached from it",
}

// String returns the problem in words.
func (k ProblemKind) String() string { return text(problemTexts, k) }

// MachineProblem is one thing wrong with the spec of a machine.
type MachineProblem struct {
	Kind  ProblemKind
	State string // the state concerned, as its String method names it
	Event string // the event concerned; only for a duplicate transition
	Where string // where the spec says so
}

// String returns the problem with the state and place it concerns.
func (p MachineProblem) String() string {
	var b strings.Builder
	if p.State != "" {
		fmt.Fprintf(&b, "state %q: ", p.State)
	}
	b.WriteString(p.Kind.String())
	if p.Event != "" {
		fmt.Fprintf(&b, " on %q", p.Event)
	}
	if p.Where != "" {
		fmt.Fprintf(&b, " (%s)", p.Where)
	}
	return b.String()
}

// MachineError lists every problem of a spec.
type MachineError struct {
	Machine  string
	Problems []MachineProblem
}

// Error implements error.
func (e *MachineError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "status: the spec of machine %q is wrong:", e.Machine)
	for _, p := range e.Problems {
		b.WriteString("\n\t" + p.String())
	}
	return b.String()
}
