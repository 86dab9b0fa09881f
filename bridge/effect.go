package bridge

import (
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// Phase is how far an effect has come.
type Phase string

// The phases of an effect.
const (
	PhasePending Phase = "pending"  // to be carried out
	PhaseSending Phase = "sending"  // being carried out, or the process was stopped in the middle of it
	PhaseWaiting Phase = "waiting"  // accepted by the outside system, which has not finished it; it is polled
	PhaseDone    Phase = "done"     // applied, already so, unsupported, or overtaken by what happened
	PhaseInDoubt Phase = "in-doubt" // not known whether it was done; a person decides
	PhaseParked  Phase = "parked"   // refused or given up; a person decides
)

// Open reports whether an effect is not settled.
func (p Phase) Open() bool { return p != PhaseDone }

// goesOn reports whether an effect is tried again without a person.
func (p Phase) goesOn() bool { return p == PhasePending || p == PhaseSending || p == PhaseWaiting }

// PendingEffect is an effect and how far it has come. Settled ones stay in the store, in PhaseDone.
type PendingEffect struct {
	order.Effect
	Phase    Phase         `json:"phase"`
	Attempts int           `json:"tries,omitzero"`
	Polls    int           `json:"asked,omitzero"`   // how often the outside system was asked whether it is finished
	Since    time.Time     `json:"since"`            // when it was added
	Due      time.Time     `json:"due,omitzero"`     // when it is tried, or tried again
	Outcome  order.Outcome `json:"outcome,omitzero"` // the latest
	Problem  string        `json:"problem,omitzero"` // of the latest try
	Ended    time.Time     `json:"ended,omitzero"`   // when it was settled
	// Lacks is what the order does not have yet and the effect cannot do without; empty if nothing.
	Lacks string `json:"lacks,omitzero"`
}

// EffectFilter selects effects; a zero field selects all.
type EffectFilter struct {
	Order, Account string
	Kind           order.EffectKind
	Phases         []Phase
	Key            string
}
