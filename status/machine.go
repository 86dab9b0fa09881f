package status

import "fmt"

// Dense is the type of a state or event: a small number with a name. Number the values without gaps, because the
// machine keeps a table up to the largest value.
type Dense interface {
	~uint8
	fmt.Stringer
}

// Transition is a transition: in state From, the event On leads to state To.
type Transition[S, E Dense] struct {
	From S
	On   E
	To   S
}

// String returns the transition as "from --on--> to".
func (t Transition[S, E]) String() string {
	return fmt.Sprintf("%s --%s--> %s", t.From, t.On, t.To)
}

// MachineSpec is the specification of a machine.
type MachineSpec[S, E Dense] struct {
	States      []S                // every state, in display order
	Initial     []S                // initial states; at least one
	Final       []S                // final states; a final state may still have transitions
	Transitions []Transition[S, E] // at most one for each state and event
}

// Machine is a state machine. It is immutable and safe for concurrent use.
type Machine[S, E Dense] struct {
	name    string
	spec    MachineSpec[S, E]
	width   int      // events of a row of next
	next    []uint16 // [from*width+on] is the following state plus one, or 0
	out     [][]Transition[S, E]
	known   set
	initial set
	final   set
	steps   []set // [from]: one step away
	reach   []set // [from]: any number of steps away, none included
}

// set is a set of states or events.
type set [4]uint64

func (s *set) add(i uint8)      { s[i>>6] |= 1 << (i & 63) }
func (s *set) has(i uint8) bool { return s[i>>6]&(1<<(i&63)) != 0 }

// join adds the members of o and reports whether any was new.
func (s *set) join(o *set) bool {
	before := *s
	for i := range s {
		s[i] |= o[i]
	}
	return *s != before
}

// meets reports whether s and o have a member in common.
func (s *set) meets(o *set) bool {
	for i := range s {
		if s[i]&o[i] != 0 {
			return true
		}
	}
	return false
}

// NewMachine builds a machine, or returns a *MachineError that lists everything wrong with the spec: a state that is
// listed twice or not at all, two transitions for one state and event, an unreachable state, a dead end, a state from
// which no final state can be reached.
func NewMachine[S, E Dense](name string, spec MachineSpec[S, E]) (*Machine[S, E], error) {
	m := &Machine[S, E]{name: name, spec: MachineSpec[S, E]{
		States:      append([]S(nil), spec.States...),
		Initial:     append([]S(nil), spec.Initial...),
		Final:       append([]S(nil), spec.Final...),
		Transitions: append([]Transition[S, E](nil), spec.Transitions...),
	}}
	problems := m.fill()
	problems = append(problems, m.inspect()...)
	if len(problems) > 0 {
		return nil, &MachineError{Machine: name, Problems: problems}
	}
	return m, nil
}

// mustMachine is for the machines of this package, which its tests build.
func mustMachine[S, E Dense](name string, spec MachineSpec[S, E]) *Machine[S, E] {
	m, err := NewMachine(name, spec)
	if err != nil {
		panic(err)
	}
	return m
}

// Name returns the name given to NewMachine.
func (m *Machine[S, E]) Name() string { return m.name }

// Next returns the state to which on leads from from; false means that on is not legal there.
func (m *Machine[S, E]) Next(from S, on E) (S, bool) {
	i := int(from)*m.width + int(on)
	if int(on) >= m.width || i >= len(m.next) {
		return 0, false
	}
	to := m.next[i]
	return S(to - 1), to != 0
}

// Allows reports whether on is legal in from.
func (m *Machine[S, E]) Allows(from S, on E) bool {
	_, ok := m.Next(from, on)
	return ok
}

// Can reports whether one event leads from from to to.
func (m *Machine[S, E]) Can(from, to S) bool {
	return int(from) < len(m.steps) && m.steps[from].has(uint8(to))
}

// Reaches reports whether some number of events leads from from to to. Every state of the machine reaches itself.
func (m *Machine[S, E]) Reaches(from, to S) bool {
	return int(from) < len(m.reach) && m.reach[from].has(uint8(to))
}

// Known reports whether s is a state of the machine.
func (m *Machine[S, E]) Known(s S) bool { return m.known.has(uint8(s)) }

// Initial reports whether s is an initial state.
func (m *Machine[S, E]) Initial(s S) bool { return m.initial.has(uint8(s)) }

// Final reports whether s is a final state. Some final states can be left again: a completed order may be returned.
func (m *Machine[S, E]) Final(s S) bool { return m.final.has(uint8(s)) }
