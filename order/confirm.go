package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// Confirm promises to deliver units.
type Confirm struct {
	Picks Picks
}

// Kind implements Command.
func (Confirm) Kind() Kind { return KindConfirm }

func (c Confirm) decide(o *Order, _ By) ([]Body, error) {
	ms, st, err := o.stepMoves(KindConfirm, c.Picks, "confirmed", nil)
	if err != nil {
		return nil, err
	}
	ms = moveTo(st.To, ms)
	// Services follow when the last goods are confirmed.
	if o.tally.counted()[status.ItemNew] == sumOf(ms) {
		ms = append(ms, moveTo(st.To, o.services(status.ItemStates(status.ItemNew)))...)
	}
	return []Body{Confirmed{ms}}, nil
}

// Confirmed records that the seller will deliver units.
type Confirmed struct {
	Moves []Move `json:"moves"`
}

// Kind implements Body.
func (Confirmed) Kind() string { return "confirmed" }

func (b Confirmed) check(o *Order) error { return o.checkMoves(b.Moves) }

func (b Confirmed) apply(o *Order, _ *Event) { o.moveAll(b.Moves) }
