package bench

import (
	"slices"
	"testing"

	"github.com/looplab/fsm"
	"github.com/qmuntal/stateless"

	"github.com/ordo-sdk/ordo/status"
)

// step is one step of an order's life.
type step = status.Transition[status.OrderState, status.Trigger]

// BenchmarkTransition measures one legal step of an order's life: the machine of package status against the same
// graph in two state machine libraries. Each goes round the same loop of states, so that it never has to be reset.
func BenchmarkTransition(b *testing.B) {
	machine := status.Orders()
	loop := walk(b, machine, status.OrderNew, life)

	b.Run("ordo", func(b *testing.B) {
		b.ReportAllocs()
		state, i := loop[0].From, 0
		for b.Loop() {
			to, ok := machine.Next(state, loop[i].On)
			if !ok {
				b.Fatal("refused: ", loop[i])
			}
			state, i = to, (i+1)%len(loop)
		}
	})

	b.Run("looplab-event", func(b *testing.B) {
		m := inLooplab(machine, loop[0].From)
		events := names(loop)
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			if err := m.Event(b.Context(), events[i]); err != nil {
				b.Fatal(err)
			}
			i = (i + 1) % len(events)
		}
	})

	// Can asks and SetState moves: what is left of looplab/fsm when no callbacks are wanted.
	b.Run("looplab-can", func(b *testing.B) {
		m := inLooplab(machine, loop[0].From)
		events, targets := names(loop), make([]string, len(loop))
		for i, t := range loop {
			targets[i] = t.To.String()
		}
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			if !m.Can(events[i]) {
				b.Fatal("refused: ", loop[i])
			}
			m.SetState(targets[i])
			i = (i + 1) % len(events)
		}
	})

	b.Run("stateless-fire", func(b *testing.B) {
		m := inStateless(machine, loop[0].From)
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			if err := m.Fire(loop[i].On); err != nil {
				b.Fatal(err)
			}
			i = (i + 1) % len(loop)
		}
	})
}

// life is an order up to the packed box, which is then opened and the order amended: a loop that begins at new.
var life = []status.Trigger{
	status.TriggerTake, status.TriggerPropose, status.TriggerConsent, status.TriggerAskPayment, status.TriggerPay,
	status.TriggerConfirm, status.TriggerAssemble, status.TriggerPack, status.TriggerUnpack, status.TriggerAmend,
}

// walk returns the transitions that the triggers cause, and fails unless they end where they began.
func walk(b *testing.B, m *status.OrderMachine, begin status.OrderState, life []status.Trigger) (loop []step) {
	b.Helper()
	state := begin
	for _, on := range life {
		to, ok := m.Next(state, on)
		if !ok {
			b.Fatalf("%s is not legal in %s", on, state)
		}
		loop = append(loop, step{From: state, On: on, To: to})
		state = to
	}
	if state != begin {
		b.Fatalf("the loop ends in %s, not in %s", state, begin)
	}
	return loop
}

func transitions(m *status.OrderMachine) (all []step) {
	for s := range m.States() {
		all = slices.AppendSeq(all, m.Events(s))
	}
	return all
}

func names(loop []step) []string {
	events := make([]string, len(loop))
	for i, t := range loop {
		events[i] = t.On.String()
	}
	return events
}

func inLooplab(m *status.OrderMachine, initial status.OrderState) *fsm.FSM {
	var events fsm.Events
	for _, t := range transitions(m) {
		events = append(events, fsm.EventDesc{Name: t.On.String(), Src: []string{t.From.String()}, Dst: t.To.String()})
	}
	return fsm.NewFSM(initial.String(), events, nil)
}

func inStateless(m *status.OrderMachine, initial status.OrderState) *stateless.StateMachine {
	machine := stateless.NewStateMachine(initial)
	for _, t := range transitions(m) {
		machine.Configure(t.From).Permit(t.On, t.To)
	}
	return machine
}
