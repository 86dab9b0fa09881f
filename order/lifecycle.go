package order

import (
	"fmt"

	"github.com/ordo-sdk/ordo/status"
)

// Take takes the order into work.
type Take struct{}

// Kind implements Command.
func (Take) Kind() Kind { return KindTake }

func (Take) decide(o *Order, _ By) ([]Body, error) {
	if o.taken {
		return nil, refuse(ErrAlready, "order", "somebody works on it")
	}
	if o.state != status.OrderNew {
		return nil, refuse(ErrNotNow, "order", "only a new order is taken into work")
	}
	return []Body{Taken{}}, nil
}

// Taken says that somebody works on the order.
type Taken struct{}

// Kind implements Body.
func (Taken) Kind() string { return "taken" }

func (Taken) sound(*Order) error { return nil }

func (Taken) apply(o *Order, _ *Event) { o.taken = true }

// ContactBuyer records an attempt to reach the buyer, or what was agreed with them. A failed attempt never cancels.
type ContactBuyer struct {
	Channel string // phone, chat ...
	Reached bool
	Agreed  bool // the buyer agrees to the order as it stands
	Text    string
}

// Kind implements Command.
func (ContactBuyer) Kind() Kind { return KindContact }

func (c ContactBuyer) decide(o *Order, _ By) ([]Body, error) {
	if c.Channel == "" || c.Agreed && !c.Reached {
		return nil, refuse(ErrInvalid, "contact", "a channel is needed, and only a buyer who was reached can agree")
	}
	if o.ended() {
		return nil, refuse(ErrNotNow, "order", "it has ended")
	}
	return []Body{Contacted{c.Channel, c.Reached, c.Agreed, c.Text}}, nil
}

// Contacted is an attempt to reach the buyer.
type Contacted struct {
	Channel string `json:"channel"`
	Reached bool   `json:"reached,omitzero"`
	Agreed  bool   `json:"agreed,omitzero"`
	Text    string `json:"text,omitzero"`
}

// Kind implements Body.
func (Contacted) Kind() string { return "contacted" }

func (Contacted) sound(*Order) error { return nil }

func (b Contacted) apply(o *Order, e *Event) {
	o.taken = true
	o.contacts = append(o.contacts, Contact{b.Channel, b.Reached, b.Agreed, b.Text, e.By, e.At})
}

// GiveConfirmation gives one of the open confirmations. The cost of shipping is accepted only after it was set.
type GiveConfirmation struct {
	Of status.Confirmation
}

// Kind implements Command.
func (GiveConfirmation) Kind() Kind { return KindGiveConfirmation }

func (c GiveConfirmation) decide(o *Order, _ By) ([]Body, error) {
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

func (b ConfirmationGiven) sound(*Order) error {
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
	ms = to(st.To, ms)
	// Services follow when the last goods are confirmed.
	if o.tally.counted()[status.ItemNew] == sumOf(ms) {
		ms = append(ms, to(st.To, o.services(status.ItemStates(status.ItemNew)))...)
	}
	return []Body{Confirmed{ms}}, nil
}

// Confirmed says that the seller will deliver units.
type Confirmed struct {
	Moves []Move `json:"moves"`
}

// Kind implements Body.
func (Confirmed) Kind() string { return "confirmed" }

func (b Confirmed) sound(o *Order) error { return o.soundMoves(b.Moves) }

func (b Confirmed) apply(o *Order, _ *Event) { o.moveAll(b.Moves) }

// Complete closes a delivered order: nothing more is expected.
type Complete struct{}

// Kind implements Command.
func (Complete) Kind() Kind { return KindComplete }

func (Complete) decide(o *Order, _ By) ([]Body, error) {
	switch o.state {
	case status.OrderDelivered, status.OrderPartlyDelivered:
		return []Body{Completed{}}, nil
	case status.OrderCompleted:
		return nil, refuse(ErrAlready, "order", "it is completed")
	}
	return nil, refuse(ErrNotNow, "order", "only a delivered order is completed")
}

// Completed says that nothing more is expected.
type Completed struct{}

// Kind implements Body.
func (Completed) Kind() string { return "completed" }

func (Completed) sound(*Order) error { return nil }

func (Completed) apply(o *Order, _ *Event) { o.closed = true }
