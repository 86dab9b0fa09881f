package order

import (
	"fmt"

	"github.com/ordo-sdk/ordo/status"
)

// GiveConfirmation gives one of the open confirmations. The cost of shipping is accepted only after it was set.
type GiveConfirmation struct {
	Of status.Confirmation
}

// Kind implements Command.
func (GiveConfirmation) Kind() Kind { return KindGiveConfirmation }

func (c GiveConfirmation) decide(o *Order, _ By) ([]Body, error) {
	if c.Of == 0 || c.Of > status.ConfirmShippingCostAccepted {
		return nil, refuse(ErrInvalid, "confirmation", "it is not a known confirmation; open are %v", o.open.List())
	}
	if !o.open.Has(c.Of) {
		return nil, refuse(ErrAlready, Textf("confirmation %s", c.Of.String()), "it is not open; open are %v", o.open.List())
	}
	if c.Of == status.ConfirmShippingCostAccepted && o.open.Has(status.ConfirmShippingCostSet) {
		return nil, refuse(ErrNotNow, Textf("confirmation %s", c.Of.String()), "the cost of shipping must be set first")
	}
	return []Body{ConfirmationGiven{c.Of}}, nil
}

// ConfirmationGiven closes one open confirmation.
type ConfirmationGiven struct {
	Of status.Confirmation `json:"of"`
}

// Kind implements Body.
func (ConfirmationGiven) Kind() string { return "confirmation-given" }

func (b ConfirmationGiven) check(*Order) error {
	if b.Of == 0 || b.Of > status.ConfirmShippingCostAccepted {
		return fmt.Errorf("confirmation %q", b.Of)
	}
	return nil
}

func (b ConfirmationGiven) apply(o *Order, _ *Event) { o.open = o.open.Without(b.Of) }

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
