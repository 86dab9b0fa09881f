package order

import (
	"fmt"
	"time"

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

func (Taken) sound(*Order) error       { return nil }
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
		return nil, refuse(ErrAlready, "confirmation "+c.Of.String(), "it is not open; open are %v", o.open.List())
	}
	if c.Of == status.ConfirmShippingCostAccepted && o.open.Has(status.ConfirmShippingCostSet) {
		return nil, refuse(ErrNotNow, "confirmation "+c.Of.String(), "the cost of shipping must be set first")
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
		ms = append(ms, to(st.To, o.services(Items(status.ItemNew)))...)
	}
	return []Body{Confirmed{ms}}, nil
}

// Confirmed says that the seller will deliver units.
type Confirmed struct {
	Moves []Move `json:"moves"`
}

// Kind implements Body.
func (Confirmed) Kind() string { return "confirmed" }

func (b Confirmed) sound(o *Order) error     { return o.soundMoves(b.Moves) }
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

func (Completed) sound(*Order) error       { return nil }
func (Completed) apply(o *Order, _ *Event) { o.closed = true }

// MoveDate moves the delivery window, by agreement with the buyer.
type MoveDate struct {
	Window Window
}

// Kind implements Command.
func (MoveDate) Kind() Kind { return KindMoveDate }

func (c MoveDate) decide(o *Order, _ By) ([]Body, error) {
	w := c.Window.normal()
	if err := w.check(); err != nil {
		return nil, err
	}
	if w == o.delivery.Window {
		return nil, refuse(ErrAlready, "window", "it is the one agreed")
	}
	allowed := o.rules.scheme.MoveDate
	if allowed == 0 {
		return nil, refuse(ErrScheme, "window", "the scheme %s does not let the date be moved", o.scheme)
	}
	if s, ok := o.outside(allowed); ok {
		return nil, refuse(ErrNotNow, "window", "there are units %s; the date moves only while all are %v", s, allowed.List())
	}
	return []Body{DateMoved{w}}, nil
}

// DateMoved says that the delivery window moved.
type DateMoved struct {
	Window Window `json:"window"`
}

// Kind implements Body.
func (DateMoved) Kind() string { return "date-moved" }

func (b DateMoved) sound(*Order) error { return soundTimes(b.Window.From, b.Window.To) }
func (b DateMoved) apply(o *Order, e *Event) {
	o.delivery.Window = b.Window
	o.saw(e, FactDates)
}

// WriteComment leaves a remark.
type WriteComment struct {
	Text string
}

// Kind implements Command.
func (WriteComment) Kind() Kind { return KindComment }

func (c WriteComment) decide(*Order, By) ([]Body, error) {
	if c.Text == "" {
		return nil, refuse(ErrInvalid, "comment", "it is empty")
	}
	return []Body{Commented{c.Text}}, nil
}

// Comment is a remark on an order.
type Comment struct {
	Text string    `json:"text"`
	By   Actor     `json:"by"`
	At   time.Time `json:"at"`
}

// Commented is a remark.
type Commented struct {
	Text string `json:"text"`
}

// Kind implements Body.
func (Commented) Kind() string { return "commented" }

func (Commented) sound(*Order) error { return nil }
func (b Commented) apply(o *Order, e *Event) {
	o.comments = append(o.comments, Comment{b.Text, e.By, e.At})
}

// Label sets a host's own label, e.g. the stage of a deal; an empty Text removes it. Labels stand beside the state and
// never change it.
type Label struct {
	Key  string
	Text string
}

// Kind implements Command.
func (Label) Kind() Kind { return KindLabel }

func (c Label) decide(o *Order, _ By) ([]Body, error) {
	if c.Key == "" {
		return nil, refuse(ErrInvalid, "label", "it has no key")
	}
	if o.labels[c.Key] == c.Text {
		return nil, refuse(ErrAlready, "label "+c.Key, "it is %q", c.Text)
	}
	return []Body{Labelled{c.Key, c.Text}}, nil
}

// Labelled says that a host's label changed.
type Labelled struct {
	Key  string `json:"key"`
	Text string `json:"text,omitzero"`
}

// Kind implements Body.
func (Labelled) Kind() string { return "labelled" }

func (Labelled) sound(*Order) error { return nil }
func (b Labelled) apply(o *Order, _ *Event) {
	if b.Text == "" {
		delete(o.labels, b.Key)
		return
	}
	o.labels[b.Key] = b.Text
}

// ended tells whether nothing can happen to the goods any more but a return.
func (o *Order) ended() bool {
	switch o.state {
	case status.OrderCancelled, status.OrderRefused, status.OrderReturned, status.OrderCompleted:
		return true
	}
	return false
}

// outside returns a state that living goods are in and that is not in a set.
func (o *Order) outside(allowed ItemSet) (status.ItemState, bool) {
	some := false
	for s := status.ItemNew; s <= status.ItemCancelled; s++ {
		if o.tally.counted()[s] == 0 || finished.Has(s) {
			continue
		}
		if some = true; !allowed.Has(s) {
			return s, true
		}
	}
	return status.ItemCancelled, !some
}

// services returns the units of lines that only follow the goods and stand in one of some states.
func (o *Order) services(in ItemSet) []Move {
	var ms []Move
	for _, l := range o.lines {
		if o.tally.of(l) == o.tally.counted() {
			continue
		}
		for _, p := range l.portions {
			if in.Has(p.State) {
				ms = append(ms, Move{l.id, p})
			}
		}
	}
	return ms
}

// sumOf adds up the units of moves, in thousandths.
func sumOf(ms []Move) int64 {
	var n int64
	for _, m := range ms {
		n += m.To.milli - m.From.milli
	}
	return n
}
