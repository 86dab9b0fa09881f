package bridge

import (
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// Phase is how far an owed effect has come.
type Phase string

// The phases of an effect.
const (
	PhasePending Phase = "pending"  // to be carried out
	PhaseSending Phase = "sending"  // being carried out, or the program was stopped in the middle of it
	PhaseWaiting Phase = "waiting"  // taken by the outside system, which has not ended it; it is asked again
	PhaseDone    Phase = "done"     // applied, already so, unsupported, or overtaken by what happened
	PhaseInDoubt Phase = "in-doubt" // nobody knows whether it was done; a person looks
	PhaseParked  Phase = "parked"   // refused or given up; a person decides
)

// Open tells whether an effect is not settled.
func (p Phase) Open() bool { return p != PhaseDone }

// goesOn tells whether an effect will be tried by itself.
func (p Phase) goesOn() bool { return p == PhasePending || p == PhaseSending || p == PhaseWaiting }

// PendingEffect is an effect with what has become of it.
type PendingEffect struct {
	order.Effect
	Phase    Phase         `json:"phase"`
	Attempts int           `json:"tries,omitzero"`
	Polls    int           `json:"asked,omitzero"`   // how often the outside system was asked how it ended
	Since    time.Time     `json:"since"`            // when it came to be owed
	Due      time.Time     `json:"due,omitzero"`     // when it is tried, or tried again
	Outcome  order.Outcome `json:"outcome,omitzero"` // the latest
	Problem  string        `json:"problem,omitzero"` // of the latest try
	Ended    time.Time     `json:"ended,omitzero"`   // when it was settled
}

// EffectFilter chooses effects; zero values ask for nothing.
type EffectFilter struct {
	Order, Account string
	Kind           order.EffectKind
	Phases         []Phase
	Key            string
}
