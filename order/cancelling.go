package order

import (
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Cancel refuses or cancels units; without Picks the whole order. What the scheme allows depends on where the units are:
// some of them only early (Scheme.PartialCancel), all together until later (Scheme.FullCancel), and at the door a refusal
// is kept as the result of the hand-over until the order is closed (Scheme.DoorResults). The money of units that are paid
// for is owed back in a return block.
type Cancel struct {
	Picks  Picks
	Reason status.Reason
	// Party is on whose side the reason lies; by default the actor's.
	Party status.Party
	Text  string
}

// Kind implements Command.
func (Cancel) Kind() Kind { return KindCancel }

func (c Cancel) decide(o *Order, by By) ([]Body, error) {
	if c.Reason == "" {
		return nil, refuse(ErrInvalid, "reason", "a cancellation needs one")
	}
	if c.Party == 0 {
		c.Party = by.Actor.party()
	}
	if c.Party > status.PartySystem {
		return nil, refuse(ErrInvalid, "party", "%s", c.Party)
	}
	s := o.rules.scheme
	living := func(l *line, p Portion) bool { return o.cancellable(p) }
	if len(c.Picks) == 0 {
		ms, err := o.pick(nil, "cancelled", living)
		if err != nil {
			return nil, err
		}
		if len(ms) == 0 {
			return nil, o.gone()
		}
		if st, out := o.outside(s.FullCancel); out {
			return nil, refuse(ErrNotNow, "order", "there are units %s; the whole order may be cancelled while all are %v", st, s.FullCancel.List())
		}
		return o.cancelled(ms, c, true)
	}
	early := func(l *line, p Portion) bool { return o.cancellable(p) && s.PartialCancel.Has(p.State) }
	ms, err := o.pick(c.Picks, "cancelled now", early)
	if err == nil {
		return o.cancelled(ms, c, o.isAll(ms))
	}
	if bodies, err := o.atDoor(c); bodies != nil || err != nil {
		return bodies, err
	}
	all, wide := o.pick(c.Picks, "cancelled", living)
	if wide != nil {
		return nil, o.alreadyGone(c.Picks, wide)
	}
	if _, out := o.outside(s.FullCancel); !out && o.isAll(all) {
		return o.cancelled(all, c, true)
	}
	var r *Refused
	if errors.As(err, &r) {
		r.Problem, r.Why = ErrNotNow, Textf("some units of an order may be cancelled only while they are %s; the whole order may be while all are %s",
			s.PartialCancel.List(), s.FullCancel.List())
	}
	return nil, err
}

// gone says why nothing is left to cancel.
func (o *Order) gone() error {
	if o.ended() && !o.closed {
		return refuse(ErrAlready, "order", "it is %s", o.state)
	}
	return refuse(ErrNotNow, "order", "no units are left that could be cancelled")
}

// alreadyGone turns "cannot be cancelled" into "already so" when all the picked units are cancelled.
func (o *Order) alreadyGone(ps Picks, err error) error {
	_, no := o.pick(ps, "cancelled", func(_ *line, p Portion) bool {
		return finished.Has(p.State)
	})
	if no == nil {
		return refuse(ErrAlready, "order", "these units are cancelled")
	}
	return err
}

// cancelled makes the event of a cancellation. When the last goods go, what only follows them goes too.
func (o *Order) cancelled(ms []Move, c Cancel, whole bool) ([]Body, error) {
	if whole {
		ms = append(ms, without(o.services(inHouse|underWay), ms)...)
	}
	if !o.rules.scheme.ChannelRefunds && o.paid.Sign() > 0 {
		return o.returned(ms, Block{Reason: c.Reason, Party: c.Party, Text: c.Text})
	}
	return o.cancelledUnpaid(ms, c, whole)
}

func (o *Order) cancelledUnpaid(ms []Move, c Cancel, whole bool) ([]Body, error) {
	parts, sum, err := o.price(ms)
	if err != nil {
		return nil, err
	}
	total, err := o.less(sum)
	if err != nil {
		return nil, err
	}
	before := !slices.ContainsFunc(ms, func(m Move) bool { return m.State != status.ItemNew })
	out := to(status.ItemCancelled, ms)
	for i := range out {
		out[i].Warehouse, out[i].Shipment, out[i].Door = "", 0, ""
	}
	out = append(out, o.following(ms)...)
	return []Body{Cancelled{out, parts, sum, c.Reason, c.Party, c.Text, before, whole, total}}, nil
}

// Cancelled says that units will not be delivered.
type Cancelled struct {
	Moves  []Move        `json:"moves"`
	Parts  []Part        `json:"parts"`
	Sum    amount.Money  `json:"sum"`
	Reason status.Reason `json:"reason"`
	Party  status.Party  `json:"party,omitzero"`
	Text   string        `json:"text,omitzero"`
	Before bool          `json:"before,omitzero"` // before any of them was confirmed
	Whole  bool          `json:"whole,omitzero"`  // nothing of the order lives on
	Total  amount.Money  `json:"total"`           // what the order costs now
}

// Kind implements Body.
func (Cancelled) Kind() string { return "cancelled" }

func (b Cancelled) sound(o *Order) error {
	return first(o.soundMoves(b.Moves), o.soundParts(b.Parts), o.soundMoney(b.Sum, b.Total))
}

func (b Cancelled) apply(o *Order, e *Event) {
	o.moveAll(b.Moves)
	o.unpack(b.Moves)
	o.total = b.Total
	o.cut = o.cut || b.Before && !b.Whole
	o.sayMoves(e, b.Moves)
	o.cutThere(e, b.Moves)
}

// cutThere remembers which units the owner of the lines itself took away: it will not list them any more.
func (o *Order) cutThere(e *Event, ms []Move) {
	if !o.authority.owns(e.By.Role, factLines) {
		return
	}
	for _, m := range ms {
		l := o.lines[o.index[m.Line]]
		l.cutThere = plus(l.cutThere, minus(m.To, m.From))
	}
	o.saw(e, factLines, "")
}

// atDoor keeps a refusal of units that are under way until the order is closed; nil when it is not about such units.
func (o *Order) atDoor(c Cancel) ([]Body, error) {
	set := o.rules.scheme.DoorResults
	ms, err := o.pick(c.Picks, "refused at the door", func(_ *line, p Portion) bool { return set.Has(p.State) })
	if err != nil {
		return nil, nil
	}
	kept := true
	for i := range ms {
		kept = kept && ms[i].Door == c.Reason
		ms[i].Door = c.Reason
	}
	if kept {
		return nil, refuse(ErrAlready, "order", "these units are refused at the door; it takes effect when the order is closed")
	}
	return []Body{DoorResultKept{ms, c.Reason, c.Text}}, nil
}

// DoorResultKept says that the buyer refused units at the door. They are not cancelled before the order is closed.
type DoorResultKept struct {
	Moves  []Move        `json:"moves"`
	Reason status.Reason `json:"reason"`
	Text   string        `json:"text,omitzero"`
}

// Kind implements Body.
func (DoorResultKept) Kind() string { return "door-result-kept" }

func (b DoorResultKept) sound(o *Order) error { return o.soundMoves(b.Moves) }

func (b DoorResultKept) apply(o *Order, _ *Event) { o.moveAll(b.Moves) }

// DropDoorResult takes a refusal at the door back: the buyer takes the units after all.
type DropDoorResult struct {
	Picks Picks
}

// Kind implements Command.
func (DropDoorResult) Kind() Kind { return KindDropDoorResult }

func (c DropDoorResult) decide(o *Order, _ By) ([]Body, error) {
	ms, err := o.pick(c.Picks, "taken after all", func(_ *line, p Portion) bool { return p.Door != "" && o.cancellable(p) })
	if err != nil {
		return nil, err
	}
	if len(ms) == 0 {
		return nil, refuse(ErrNotNow, "order", "no units were refused at the door")
	}
	for i := range ms {
		ms[i].Door = ""
	}
	return []Body{DoorResultDropped{ms}}, nil
}

// DoorResultDropped says that a refusal at the door was a mistake.
type DoorResultDropped struct {
	Moves []Move `json:"moves"`
}

// Kind implements Body.
func (DoorResultDropped) Kind() string { return "door-result-dropped" }

func (b DoorResultDropped) sound(o *Order) error { return o.soundMoves(b.Moves) }

func (b DoorResultDropped) apply(o *Order, _ *Event) { o.moveAll(b.Moves) }
