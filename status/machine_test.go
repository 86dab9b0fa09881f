package status_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo/status"
)

// ticket is a state type of a user; it counts from zero, unlike ours.
type ticket uint8

const (
	ticketOpen ticket = iota
	ticketWaiting
	ticketDone
	ticketStuck
	ticketNowhere
)

func (t ticket) String() string {
	return []string{"open", "waiting", "done", "stuck", "nowhere"}[t]
}

type deed uint8

const (
	deedAsk deed = iota
	deedAnswer
	deedClose
)

func (d deed) String() string { return []string{"ask", "answer", "close"}[d] }

func ticketSpec() status.MachineSpec[ticket, deed] {
	return status.MachineSpec[ticket, deed]{
		States:  []ticket{ticketOpen, ticketWaiting, ticketDone},
		Initial: []ticket{ticketOpen},
		Final:   []ticket{ticketDone},
		Transitions: []status.Transition[ticket, deed]{
			{From: ticketOpen, On: deedAsk, To: ticketWaiting},
			{From: ticketWaiting, On: deedAnswer, To: ticketOpen},
			{From: ticketOpen, On: deedClose, To: ticketDone},
		},
	}
}

func TestAMachineOfTheUsersOwnTypesAnswers(t *testing.T) {
	m, err := status.NewMachine("ticket", ticketSpec())
	require.NoError(t, err)

	to, ok := m.Next(ticketOpen, deedAsk)
	require.True(t, ok)
	require.Equal(t, ticketWaiting, to)

	_, ok = m.Next(ticketDone, deedAsk)
	require.False(t, ok, "nothing leads out of done")
	_, ok = m.Next(ticketWaiting, 200)
	require.False(t, ok, "an event that the machine does not know")
	_, ok = m.Next(200, deedAsk)
	require.False(t, ok, "a state that the machine does not know")

	require.True(t, m.Allows(ticketOpen, deedClose))
	require.True(t, m.Can(ticketWaiting, ticketOpen))
	require.False(t, m.Can(ticketWaiting, ticketDone), "two steps away")
	require.True(t, m.Reaches(ticketWaiting, ticketDone))
	require.False(t, m.Reaches(ticketDone, ticketOpen))
	require.False(t, m.Reaches(200, ticketOpen))
	require.True(t, m.Initial(ticketOpen))
	require.True(t, m.Final(ticketDone))
	require.False(t, m.Known(ticketStuck))
	require.Equal(t, "ticket", m.Name())
	require.Empty(t, slices.Collect(m.Events(200)))
	require.Len(t, slices.Collect(m.Events(ticketOpen)), 2)
	require.Equal(t, []ticket{ticketOpen, ticketWaiting, ticketDone}, slices.Collect(m.States()))
}

func TestAMachineBuiltWrongNamesEveryProblemAtOnce(t *testing.T) {
	spec := ticketSpec()
	spec.States = append(spec.States, ticketStuck, ticketOpen)
	spec.Initial = append(spec.Initial, ticketNowhere)
	spec.Transitions = append(
		spec.Transitions,
		status.Transition[ticket, deed]{From: ticketOpen, On: deedAsk, To: ticketDone},
		status.Transition[ticket, deed]{From: ticketNowhere, On: deedAsk, To: ticketDone},
	)
	_, err := status.NewMachine("ticket", spec)
	var wrong *status.MachineError
	require.ErrorAs(t, err, &wrong)
	require.Equal(t, []status.MachineProblem{
		{Kind: status.ProblemDuplicateState, State: "open"},
		{Kind: status.ProblemUnknownState, State: "nowhere", Where: "initial"},
		{Kind: status.ProblemDuplicateTransition, State: "open", Event: "ask", Where: "to waiting and to done"},
		{Kind: status.ProblemUnknownState, State: "nowhere", Where: "nowhere --ask--> done"},
		{Kind: status.ProblemUnreachable, State: "stuck"},
		{Kind: status.ProblemDeadEnd, State: "stuck"},
	}, wrong.Problems)
	require.Equal(t, `status: the spec of machine "ticket" is wrong:
	state "open": state listed twice
	state "nowhere": unknown state (initial)
	state "open": duplicate transition on "ask" (to waiting and to done)
	state "nowhere": unknown state (nowhere --ask--> done)
	state "stuck": unreachable: no initial state leads to it
	state "stuck": dead end: not final, and no transition leads away`, err.Error())
}

func TestAMachineWithoutABeginningOrAnEndIsRefused(t *testing.T) {
	spec := ticketSpec()
	spec.Initial, spec.Final = nil, nil
	_, err := status.NewMachine("ticket", spec)
	require.ErrorContains(t, err, "no initial state")
	require.ErrorContains(t, err, "no final state")
	require.ErrorContains(t, err, `state "done": dead end`)
}

func TestStatesThatGoRoundForEverAreRefused(t *testing.T) {
	spec := ticketSpec()
	spec.States = append(spec.States, ticketStuck, ticketNowhere)
	spec.Transitions = append(
		spec.Transitions,
		status.Transition[ticket, deed]{From: ticketWaiting, On: deedClose, To: ticketStuck},
		status.Transition[ticket, deed]{From: ticketStuck, On: deedAsk, To: ticketNowhere},
		status.Transition[ticket, deed]{From: ticketNowhere, On: deedAsk, To: ticketStuck},
	)
	_, err := status.NewMachine("ticket", spec)
	var wrong *status.MachineError
	require.ErrorAs(t, err, &wrong)
	require.Equal(t, []status.MachineProblem{
		{Kind: status.ProblemNeverEnds, State: "stuck"},
		{Kind: status.ProblemNeverEnds, State: "nowhere"},
	}, wrong.Problems)
}

func TestAStateThatLeadsOnlyToItselfIsADeadEnd(t *testing.T) {
	spec := ticketSpec()
	spec.States = append(spec.States, ticketStuck)
	spec.Transitions = append(
		spec.Transitions,
		status.Transition[ticket, deed]{From: ticketWaiting, On: deedClose, To: ticketStuck},
		status.Transition[ticket, deed]{From: ticketStuck, On: deedAsk, To: ticketStuck},
	)
	_, err := status.NewMachine("ticket", spec)
	require.ErrorContains(t, err, `state "stuck": dead end`)
}

func TestTheSpecMayBeChangedAfterwards(t *testing.T) {
	spec := ticketSpec()
	m, err := status.NewMachine("ticket", spec)
	require.NoError(t, err)
	spec.States[0], spec.Transitions[0].To = ticketStuck, ticketDone
	require.Equal(t, []ticket{ticketOpen, ticketWaiting, ticketDone}, slices.Collect(m.States()))
	require.False(t, m.Can(ticketOpen, ticketStuck))
}

func TestDiagramsQuoteWhatIsNoWord(t *testing.T) {
	m, err := status.NewMachine("ticket", ticketSpec())
	require.NoError(t, err)
	require.Equal(t, `stateDiagram-v2
    state "open" as s0
    state "waiting" as s1
    state "done" as s2
    [*] --> s0
    s0 --> s1 : ask
    s0 --> s2 : close
    s1 --> s0 : answer
    s2 --> [*]
`, m.Mermaid())
	require.Equal(t, `digraph "ticket" {
	rankdir=LR
	node [shape=box, style=rounded]
	"open" [style="rounded,bold"]
	"done" [peripheries=2]
	"open" -> "waiting" [label="ask"]
	"open" -> "done" [label="close"]
	"waiting" -> "open" [label="answer"]
}
`, m.DOT())

	odd, err := status.NewMachine(`a "b"`, status.MachineSpec[oddState, deed]{
		States: []oddState{0}, Initial: []oddState{0}, Final: []oddState{0},
	})
	require.NoError(t, err)
	require.Contains(t, odd.Mermaid(), `state "say #34;no#34;#59; 2#35; line" as s0`)
	require.Contains(t, odd.DOT(), `"say \"no\"; 2# line"`)
}

type oddState uint8

func (oddState) String() string { return "say \"no\"; 2#\nline" }

// Any machine at all: whatever NewMachine lets through has no dead ends, and its answers agree with each other.
func TestPropertyWhateverIsBuiltIsSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "states")
		state := rapid.Custom(func(t *rapid.T) status.ItemState {
			return status.ItemState(rapid.IntRange(1, n).Draw(t, "state"))
		})
		spec := status.MachineSpec[status.ItemState, status.Trigger]{
			Initial: rapid.SliceOfN(state, 1, 2).Draw(t, "initial"),
			Final:   rapid.SliceOfN(state, 1, 3).Draw(t, "final"),
			Transitions: rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) status.Transition[status.ItemState, status.Trigger] {
				return status.Transition[status.ItemState, status.Trigger]{
					From: state.Draw(t, "from"), On: status.Trigger(rapid.IntRange(1, 3).Draw(t, "on")), To: state.Draw(t, "to"),
				}
			}), 0, 20, func(tr status.Transition[status.ItemState, status.Trigger]) [2]uint8 {
				return [2]uint8{uint8(tr.From), uint8(tr.On)}
			}).Draw(t, "transitions"),
		}
		for s := 1; s <= n; s++ {
			spec.States = append(spec.States, status.ItemState(s))
		}
		m, err := status.NewMachine("any", spec)
		if err != nil {
			var wrong *status.MachineError
			require.ErrorAs(t, err, &wrong)
			require.NotEmpty(t, wrong.Problems)
			return
		}
		sound(t, m)
	})
}

func sound[S, E status.Dense](t require.TestingT, m *status.Machine[S, E]) {
	all := slices.Collect(m.States())
	for _, from := range all {
		require.True(t, slices.ContainsFunc(all, func(to S) bool { return m.Final(to) && m.Reaches(from, to) }), "%s never ends", from)
		require.True(t, slices.ContainsFunc(all, func(s S) bool { return m.Initial(s) && m.Reaches(s, from) }), "%s is unreachable", from)
		for tr := range m.Events(from) {
			to, ok := m.Next(tr.From, tr.On)
			require.True(t, ok)
			require.Equal(t, tr.To, to)
			require.True(t, m.Can(from, to))
			require.True(t, m.Allows(from, tr.On))
		}
		for _, to := range all {
			path, ok := m.Path(from, to)
			require.Equal(t, m.Reaches(from, to), ok)
			require.Equal(t, m.Can(from, to) && from != to, len(path) == 1)
			at := from
			for _, tr := range path {
				require.Equal(t, at, tr.From)
				at, ok = m.Next(at, tr.On)
				require.True(t, ok)
			}
			if ok {
				require.Equal(t, to, at)
			}
			// No neighbour is nearer by more than the step that leads to it: there is no shorter way.
			for tr := range m.Events(from) {
				if rest, ok := m.Path(tr.To, to); ok && from != to {
					require.LessOrEqual(t, len(path), len(rest)+1)
				}
			}
		}
	}
}
