package status

import (
	"iter"
	"slices"
)

// States returns the states in the order of the spec.
func (m *Machine[S, E]) States() iter.Seq[S] { return slices.Values(m.spec.States) }

// Events returns the transitions that lead out of from, in the order of the spec.
func (m *Machine[S, E]) Events(from S) iter.Seq[Transition[S, E]] {
	if int(from) >= len(m.out) {
		return func(func(Transition[S, E]) bool) {}
	}
	return slices.Values(m.out[from])
}

// Path returns the fewest transitions that lead from from to to; of several equally short ways, the one that the spec
// lists first. From a state to itself the path is empty. False means that there is no way, or no such state.
func (m *Machine[S, E]) Path(from, to S) ([]Transition[S, E], bool) {
	if !m.Reaches(from, to) {
		return nil, false
	}
	if from == to {
		return nil, true
	}
	var (
		came  [256]Transition[S, E] // the step by which each state was first reached
		seen  set
		queue = []S{from}
	)
	for seen.add(uint8(from)); !seen.has(uint8(to)); queue = queue[1:] {
		for _, t := range m.out[queue[0]] {
			if !seen.has(uint8(t.To)) {
				seen.add(uint8(t.To))
				came[uint8(t.To)] = t
				queue = append(queue, t.To)
			}
		}
	}
	var path []Transition[S, E]
	for s := to; s != from; s = came[uint8(s)].From {
		path = append(path, came[uint8(s)])
	}
	slices.Reverse(path)
	return path, true
}
