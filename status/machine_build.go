package status

import "slices"

// fill makes the lookup tables and reports what the spec names wrongly.
func (m *Machine[S, E]) fill() (problems []MachineProblem) {
	var maxS, maxE uint8
	for _, s := range m.spec.States {
		if m.known.has(uint8(s)) {
			problems = append(problems, MachineProblem{Kind: ProblemDuplicateState, State: s.String()})
		}
		m.known.add(uint8(s))
		maxS = max(maxS, uint8(s))
	}
	for _, t := range m.spec.Transitions {
		maxE = max(maxE, uint8(t.On))
	}
	m.width = int(maxE) + 1
	m.next = make([]uint16, (int(maxS)+1)*m.width)
	m.out = make([][]Transition[S, E], int(maxS)+1)
	m.steps = make([]set, int(maxS)+1)
	m.reach = make([]set, int(maxS)+1)

	problems = append(problems, m.mark(&m.initial, m.spec.Initial, "initial", ProblemNoInitial)...)
	problems = append(problems, m.mark(&m.final, m.spec.Final, "final", ProblemNoFinal)...)
	for _, t := range m.spec.Transitions {
		problems = append(problems, m.connect(t)...)
	}
	m.spread()
	return problems
}

// mark puts the states of list into s.
func (m *Machine[S, E]) mark(s *set, list []S, role string, none ProblemKind) (problems []MachineProblem) {
	if len(list) == 0 {
		problems = append(problems, MachineProblem{Kind: none})
	}
	for _, state := range list {
		if !m.known.has(uint8(state)) {
			problems = append(problems, MachineProblem{Kind: ProblemUnknownState, State: state.String(), Where: role})
		}
		s.add(uint8(state))
	}
	return problems
}

// connect enters one transition.
func (m *Machine[S, E]) connect(t Transition[S, E]) (problems []MachineProblem) {
	for _, s := range []S{t.From, t.To} {
		if !m.known.has(uint8(s)) {
			problems = append(problems, MachineProblem{Kind: ProblemUnknownState, State: s.String(), Where: t.String()})
		}
	}
	if len(problems) > 0 {
		return problems
	}
	cell := &m.next[int(t.From)*m.width+int(t.On)]
	if *cell != 0 {
		return []MachineProblem{{
			Kind: ProblemDuplicateTransition, State: t.From.String(), Event: t.On.String(),
			Where: "to " + S(*cell-1).String() + " and to " + t.To.String(),
		}}
	}
	*cell = uint16(t.To) + 1
	m.out[t.From] = append(m.out[t.From], t)
	m.steps[t.From].add(uint8(t.To))
	return nil
}

// spread computes which states each state reaches.
func (m *Machine[S, E]) spread() {
	for _, s := range m.spec.States {
		m.reach[s].add(uint8(s))
	}
	for changed := true; changed; {
		changed = false
		for _, from := range m.spec.States {
			for _, t := range m.out[from] {
				changed = m.reach[from].join(&m.reach[t.To]) || changed
			}
		}
	}
}

// inspect reports the states that cannot be reached or cannot be left for good.
func (m *Machine[S, E]) inspect() (problems []MachineProblem) {
	var alive set
	for _, s := range m.spec.Initial {
		if m.Known(s) {
			alive.join(&m.reach[s])
		}
	}
	seen := set{}
	for _, s := range m.spec.States {
		if seen.has(uint8(s)) {
			continue
		}
		seen.add(uint8(s))
		if len(m.spec.Initial) > 0 && !alive.has(uint8(s)) {
			problems = append(problems, MachineProblem{Kind: ProblemUnreachable, State: s.String()})
		}
		away := func(t Transition[S, E]) bool { return t.To != s }
		switch {
		case m.Final(s):
		case !slices.ContainsFunc(m.out[s], away):
			problems = append(problems, MachineProblem{Kind: ProblemDeadEnd, State: s.String()})
		case len(m.spec.Final) > 0 && !m.reach[s].meets(&m.final):
			problems = append(problems, MachineProblem{Kind: ProblemNeverEnds, State: s.String()})
		}
	}
	return problems
}
