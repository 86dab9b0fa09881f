package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// Forget ends the log of an order here, without cancelling it in the channel or voiding anything outside: the reserve
// is free again, and no command or report changes the order any more. It stays readable. If its channel still has it,
// it is loaded as a new order, with a Link to this one.
//
// It is refused once goods have left or a carrier was asked for a parcel, once money was received or is held, while a
// transfer, a refund or a request to cancel is open, and while the order has a document that is not void.
type Forget struct {
	Why string
}

// Kind implements Command.
func (Forget) Kind() Kind { return KindForget }

func (c Forget) decide(o *Order, _ By) ([]Body, error) {
	if c.Why == "" {
		return nil, refuse(ErrInvalid, "order", "say why it is to be forgotten")
	}
	if err := o.checkForget(); err != nil {
		return nil, err
	}
	return []Body{Forgotten{Why: c.Why, Moves: o.freed()}}, nil
}

// checkForget returns an error if something outside rests on the order, so that it must stay known.
func (o *Order) checkForget() error {
	for _, s := range o.shipments {
		if s.State == status.ShipmentAssembling || s.State == status.ShipmentCancelled {
			continue
		}
		if s.State == status.ShipmentRequested {
			return refuse(ErrNotNow, s.what(), "carrier %s was asked for it; once it has answered, cancel that request first", s.Carrier)
		}
		return refuse(ErrNotNow, s.what(), "it is %s: an order whose goods have left cannot be forgotten", s.State)
	}
	for _, t := range o.transfers {
		if t.open() {
			return refuse(ErrNotNow, t.what(), "it is %s; drop or receive it first", t.State)
		}
	}
	for _, l := range o.lines {
		for _, p := range l.portions {
			if o.tally.of(l) == o.tally.counted() && p.State != status.ItemCancelled && !withSeller.Has(p.State) {
				return refuse(ErrNotNow, Textf("line %s", l.id), "it is %s: an order whose goods have left cannot be forgotten", p.State)
			}
		}
	}
	for _, p := range o.payments {
		if p.counts() || p.State == status.PaymentAuthorized || p.State == status.PaymentPartlyPaid {
			return refuse(ErrNotNow, Textf("payment %s", p.ID), "it is %s: an order with money cannot be forgotten", p.State)
		}
	}
	for _, b := range o.blocks {
		if b.Money != status.MoneyNothingOwed {
			return refuse(ErrNotNow, b.what(), "its money is %s: an order with money cannot be forgotten", b.Money)
		}
	}
	for _, q := range o.requests {
		if !q.Answered {
			return refuse(ErrNotNow, Textf("request %d", q.N), "the channel waits for its answer; answer it first")
		}
	}
	for _, d := range o.documents {
		if !d.isVoid() && d.State != DocumentDraft {
			return refuse(ErrNotNow, d.what(), "it is in force; void it first")
		}
	}
	return nil
}

// freed returns the units that are reserved, assembled or packed, as they are without a warehouse and a shipment.
func (o *Order) freed() []Move {
	var out []Move
	for _, l := range o.lines {
		for _, p := range l.portions {
			if p.Block != 0 || !withSeller.Has(p.State) {
				continue
			}
			was := p
			if p.State != status.ItemNew && status.Items().Can(p.State, status.ItemConfirmed) {
				p.State = status.ItemConfirmed
			}
			if p.Warehouse, p.Shipment = "", 0; p != was {
				out = append(out, Move{l.id, p})
			}
		}
	}
	return out
}

// forgottenRefusal is the refusal of what would change an order that was forgotten.
func (o *Order) forgottenRefusal(problem error) error {
	return refuse(problem, "order", "it was forgotten here and does not change any more; if its channel still has it, it is loaded as a new order")
}

// Forgotten is the last event of an order that was forgotten here.
type Forgotten struct {
	Why   string `json:"why,omitzero"`
	Moves []Move `json:"moves,omitzero"` // units that are not reserved any more
}

// Kind implements Body.
func (Forgotten) Kind() string { return "forgotten" }

func (b Forgotten) check(o *Order) error { return o.checkMoves(b.Moves) }

func (b Forgotten) apply(o *Order, e *Event) {
	o.moveAll(b.Moves)
	o.unpack(b.Moves)
	o.forgotten = &Comment{b.Why, e.By, e.At}
}
