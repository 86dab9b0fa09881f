package order

import (
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// beforeWork reports whether a state of an order says nothing about its goods: nothing was promised yet.
func beforeWork(s status.OrderState) bool {
	switch s {
	case status.OrderAwaitingConfirmation, status.OrderNew, status.OrderInWork, status.OrderAwaitingConsent:
		return true
	}
	return false
}

// early observes a status from before the seller's promise.
func (r StatusReport) early(o *Order, by By) error {
	if !o.authority.owns(by.Actor.Role, factFulfilment) {
		return r.tryEarly(o, by)
	}
	if o.stale(by, factFulfilment, "") || o.ended() {
		return nil // out of date; a status of the whole order is about living units
	}
	ms, err := o.reported(r.Picks, status.ItemNew)
	if err != nil {
		return err
	}
	further := slices.DeleteFunc(ms, func(m Move) bool { return endedStates.Has(m.State) || m.State == status.ItemNew })
	if len(further) > 0 {
		back := slices.DeleteFunc(further, func(m Move) bool { return !o.contradicts(by, m, status.ItemNew) })
		return r.goBack(o, by, back, status.ItemNew) // none: its system is late, it never reported more
	}
	switch r.Says.Order {
	case status.OrderAwaitingConfirmation:
		o.showConfirmations(by, o.open)
		o.holdUnnamedConfirmation(by, r.Code)
	case status.OrderNew:
		o.closeConfirmations(by, o.open)
		if o.taken && o.saidTaken(by) {
			o.diverge(by, r.Code, nil, Textf("%s went back to %s, but here the order is %s", by.Actor.name(), r.Says.Order, o.state))
		}
	default:
		o.closeConfirmations(by, o.open)
		if !o.taken && o.state == status.OrderNew {
			o.commitReported(by, Taken{})
		}
	}
	return nil
}

// tryEarly tries such a status of another system as a command. One that was reached or passed is so already.
func (r StatusReport) tryEarly(o *Order, by By) error {
	work := r.Says.Order == status.OrderInWork || r.Says.Order == status.OrderAwaitingConsent
	switch {
	case o.ended():
		o.declineIntent(Take{}, by, refuse(ErrNotNow, "order", "it has ended"))
	case work && !o.taken && (o.state == status.OrderNew || o.state == status.OrderAwaitingConfirmation):
		return Intent{Commands: []Command{Take{}}, Code: r.Code}.observe(o, by)
	}
	return nil
}

// holdUnnamedConfirmation holds an order that waits for a confirmation there and for none here, unless the
// confirmations were given here and its system is late.
func (o *Order) holdUnnamedConfirmation(by By, code string) {
	if o.open != 0 {
		return
	}
	for _, g := range o.given {
		if g.system != by.Actor.System {
			return
		}
	}
	o.conflict(by, factFulfilment, code, nil, Textf("%s waits for a confirmation, but does not say for which: ask for it with AskConfirmation, or clear the hold", by.Actor.name()))
}

// saidTaken reports whether a system itself reported that the order is in work.
func (o *Order) saidTaken(by By) bool {
	return slices.ContainsFunc(o.log, func(e Event) bool {
		_, is := e.Body.(Taken)
		return is && e.By.System == by.Actor.System && e.By.Role == by.Actor.Role
	})
}

// declineStep declines a status for which there is no command, unless all the units are so far or further.
func (r StatusReport) declineStep(o *Order, by By, target status.ItemState) error {
	ms, err := o.reported(r.Picks, target)
	if err != nil {
		return err
	}
	if o.ended() {
		o.declineIntent(Assemble{}, by, refuse(ErrNotNow, "order", "it has ended"))
		return nil
	}
	open := slices.ContainsFunc(ms, func(m Move) bool { return m.State != target && stage(m.State) <= stage(target) })
	if open || stage(target) == 0 && slices.ContainsFunc(ms, func(m Move) bool { return m.State != target }) {
		o.declineIntent(Assemble{}, by, refuse(ErrScheme, "order", "no command makes goods %s: let who moves them report it", target))
	}
	return nil
}

// goBack follows the owner of the fulfilment, who took units back, where the scheme says so; otherwise the two sides
// have diverged, and a person must repair that.
func (r StatusReport) goBack(o *Order, by By, ms []Move, target status.ItemState) error {
	if len(ms) == 0 {
		return nil
	}
	if !o.rules.scheme.followsBack(ms, r.Says.Order) {
		said := Textf("%s went back to %s, but here the units are %s", by.Actor.name(), target, ms[0].State)
		if r.Says.Item == 0 {
			said = Textf("%s went back to %s, but here the units are %s", by.Actor.name(), r.Says.Order, ms[0].State)
		}
		o.diverge(by, r.Code, rangesOf(ms), said)
		return nil
	}
	b := Reopened{Moves: moveTo(backTo(r.Says.Order), ms)}
	for i := range b.Moves {
		b.Moves[i].Warehouse, b.Moves[i].Shipment, b.Moves[i].Door = "", 0, ""
	}
	for _, s := range o.shipments {
		if s.State == status.ShipmentRequested {
			continue // the carrier has it, or is still to answer: DropParcel ends it
		}
		in := func(m Move) bool { return m.Shipment == s.N }
		if left := without(o.inShipment(s.N), ms); slices.ContainsFunc(ms, in) && len(left) == 0 {
			s.Waybill, s.Parcel, s.State = "", Ref{}, status.ShipmentCancelled
			b.Shipments = append(b.Shipments, s)
		}
	}
	// What follows the goods goes back with the last of them.
	if back := backTo(r.Says.Order); o.isAll(ms) {
		for _, m := range o.services(withSeller | inTransit) {
			if stage(m.State) > stage(back) {
				m.Warehouse, m.Shipment = "", 0
				b.Moves = append(b.Moves, moveTo(back, []Move{m})...)
			}
		}
	}
	o.commitReported(by, b)
	return nil
}

// inShipment lists the living units of goods in a shipment.
func (o *Order) inShipment(n int) []Move {
	var ms []Move
	for _, l := range o.lines {
		for _, p := range l.portions {
			if p.Shipment == n && !endedStates.Has(p.State) && o.tally.of(l) == o.tally.counted() {
				ms = append(ms, Move{l.id, p})
			}
		}
	}
	return ms
}

// show keeps how far the owner of the fulfilment shows units, where its ways back are followed: a report of an earlier
// state is a step back then, and no delay.
func (o *Order) show(by By, target status.ItemState, ms []Move) {
	if len(o.rules.scheme.Back) == 0 {
		return
	}
	var lines []string
	for _, m := range ms {
		if stage(o.reportedStates[by.Actor.System+"\x00"+m.Line]) < stage(target) && !slices.Contains(lines, m.Line) {
			lines = append(lines, m.Line)
		}
	}
	if len(lines) > 0 {
		o.commitReported(by, Shown{target, lines})
	}
}

// Shown records how far the owner of the fulfilment shows units that are so far here, or further. Only schemes with
// ways back keep it.
type Shown struct {
	State status.ItemState `json:"state"`
	Lines []string         `json:"lines"`
}

// Kind implements Body.
func (Shown) Kind() string { return "shown" }

func (b Shown) check(o *Order) error {
	for _, l := range b.Lines {
		if !o.hasLine(l) {
			return fmt.Errorf("unknown line %q", l)
		}
	}
	if b.State == 0 || b.State > status.ItemCancelled {
		return fmt.Errorf("item state %q", b.State)
	}
	return nil
}

func (b Shown) apply(o *Order, e *Event) {
	for _, l := range b.Lines {
		o.reportedStates[e.By.System+"\x00"+l] = b.State
	}
	o.markSeen(e, factFulfilment, "")
}

// backTo is the state of units in an order that was taken back to a state; 0 if that is no way back.
func backTo(s status.OrderState) status.ItemState {
	if beforeWork(s) {
		return status.ItemNew
	}
	if to := itemOf(s); withSeller.Has(to) {
		return to
	}
	return 0
}

// diverge holds the order and all that would be sent to the reporting system. What differs stands in said.
func (o *Order) diverge(by By, code string, us []Units, said Text) {
	o.hold(HoldDivergence, by, factFulfilment, code, us, Textf(
		"%s; nothing is sent there until the hold is cleared: cancel the order there with a fitting status and restore it there, or forget it here so that it is loaded again", said))
}

// Reopened records that the owner of the fulfilment took units back, and that this was followed.
type Reopened struct {
	Moves     []Move     `json:"moves"`
	Shipments []Shipment `json:"shipments,omitzero"` // those that the units leave, without their waybills and parcels
}

// Kind implements Body.
func (Reopened) Kind() string { return "reopened" }

func (b Reopened) check(o *Order) error {
	for _, s := range b.Shipments {
		if err := o.checkShipment(s.N); err != nil {
			return fmt.Errorf("reopened: %w", err)
		}
	}
	return o.checkMoves(b.Moves)
}

func (b Reopened) apply(o *Order, e *Event) {
	o.moveAll(b.Moves)
	o.unpack(b.Moves)
	for _, s := range b.Shipments {
		o.shipments[s.N-1] = s
	}
	o.taken = true
	o.markReported(e, b.Moves)
}
