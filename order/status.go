package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// StatusReport is a status in an outside system. Its payment state is ignored, as it has no sum: payments are
// reported by PaymentReport.
type StatusReport struct {
	Code string         // as received
	Text string         // as received
	Says status.Meaning // its meaning in the status table; zero for an unknown code
	// Picks are the units it is about; the whole order without.
	Picks Picks
	// Waybill is the tracking number that the system shows for all goods, if it does. That of who owns the fulfilment is
	// taken over once the goods are confirmed.
	Waybill string
}

func (StatusReport) name() string { return "status" }

func (r StatusReport) observe(o *Order, by By) error {
	o.observing.code = r.Code
	if r.Says.IsZero() {
		return o.holdUnknown(by, r.Code, r.Text)
	}
	target := r.Says.Item
	if target == 0 {
		target = itemOf(r.Says.Order)
	}
	switch {
	case r.Says.Item == 0 && beforeWork(r.Says.Order):
		return r.early(o, by)
	case r.Says.Item == 0 && r.Says.Order == status.OrderPartlyDelivered && len(r.Picks) == 0 && len(o.undecided()) > 0:
		r.partly(o, by, o.undecided())
		return nil
	case target == status.ItemCancelled:
		return CancelReport{Picks: r.Picks, Reason: r.Says.Reason, Party: r.Says.Party, Text: r.Text, Code: r.Code, Done: true, ended: true}.observe(o, by)
	case target != 0:
		if err := r.progress(o, by, target); err != nil {
			return err
		}
	}
	switch {
	case r.Says.Order != status.OrderCompleted || o.state != status.OrderDelivered && o.state != status.OrderPartlyDelivered:
		return nil
	case !o.authority.owns(by.Actor.Role, factFulfilment):
		return Intent{Commands: []Command{Complete{}}, Code: r.Code}.observe(o, by)
	}
	o.commitReported(by, Completed{})
	return nil
}

// undecided returns the goods of which it is not known whether the buyer took them; none once units were refused at the
// door, as the others were taken then.
func (o *Order) undecided() (us []Move) {
	for _, l := range o.lines {
		for _, p := range l.portions {
			switch {
			case p.Door != "":
				return nil
			case l.goods() && p.Block == 0 && p.State != status.ItemHandedOut && !endedStates.Has(p.State):
				us = append(us, Move{l.id, p})
			}
		}
	}
	return us
}

// partly deals with a status that says that the buyer took a part of the goods, and not which: nothing is moved by it,
// as long as that is not known of some.
func (r StatusReport) partly(o *Order, by By, us []Move) {
	text := Textf("%s reports that %s is %s, but not which units were taken: give Deliver with those that were refused",
		by.Actor.name(), Textf("order"), status.OrderPartlyDelivered)
	if !o.authority.owns(by.Actor.Role, factFulfilment) {
		o.declineIntentFor(Deliver{}, by, text)
	} else {
		o.conflict(by, factFulfilment, r.Code, rangesOf(us), text)
	}
}

// progress moves units to the reported state.
func (r StatusReport) progress(o *Order, by By, target status.ItemState) error {
	if !o.authority.owns(by.Actor.Role, factFulfilment) {
		ps, err := o.exactly(r.Picks, target)
		if err != nil {
			return err
		}
		cmds := commandsFor(r.Says, target, ps)
		if len(cmds) == 0 {
			return r.declineStep(o, by, target)
		}
		return Intent{Commands: cmds, Code: r.Code}.observe(o, by)
	}
	ms, err := o.reported(r.Picks, target)
	if err != nil {
		return err
	}
	stale := o.stale(by, factFulfilment, "")
	left := stage(target) >= stage(status.ItemSent)
	if left && !stale && r.Waybill != "" {
		o.showParcel(by, r.Code, r.Waybill)
		if ms, err = o.reported(r.Picks, target); err != nil {
			return err
		}
	}
	var moves, back, behind, shown []Move
	for _, m := range ms {
		switch {
		case m.State == target && m.Block == 0:
			shown = append(shown, m)
		case m.Transfer != 0 && len(r.Picks) == 0 && rank(m.State) == rank(target):
			shown = append(shown, m) // it knows of no transfers
		case len(o.rules.scheme.Back) > 0 && stage(target) > 0 && stage(m.State) > stage(target) && !o.contradicts(by, m, target):
			shown = append(shown, m) // it knows less of how the goods are made ready, or is late
		case m.State == target, m.Block != 0, m.State == status.ItemReturned, m.State == status.ItemCancelled && target != status.ItemHandedOut,
			endedStates.Has(m.State) && len(r.Picks) == 0: // a status of the whole order is about living units
		case ahead(m.State, target) && status.Items().Can(m.State, target):
			if len(r.Picks) > 0 {
				m.Door = "" // the owner speaks about these very units
			}
			moves = append(moves, m)
		case stale:
		case !endedStates.Has(m.State) && stage(m.State) > stage(target) && stage(target) > 0 && o.contradicts(by, m, target):
			back = append(back, m)
		case ahead(m.State, target) || o.contradicts(by, m, target),
			endedStates.Has(target) && !endedStates.Has(m.State): // no delay: an end is no station on the way
			behind = append(behind, m)
		}
	}
	if len(moves) > 0 {
		o.settleConfirmations(by, target)
		if err := o.advance(by, moves, target); err != nil {
			return err
		}
	}
	if !stale {
		o.show(by, target, shown)
	}
	if !left && stage(target) > 0 && len(back) == 0 && !stale && r.Waybill != "" {
		o.showParcel(by, r.Code, r.Waybill)
	}
	if err := r.goBack(o, by, back, target); err != nil {
		return err
	}
	if len(behind) > 0 {
		o.conflict(by, factFulfilment, r.Code, rangesOf(behind), Textf("%s reports %s, but here the units are %s", by.Actor.name(), target, behind[0].State))
	}
	return nil
}

// itemOf is the item state that an order's state stands for.
func itemOf(s status.OrderState) status.ItemState {
	switch s {
	case status.OrderConfirmed, status.OrderPartlyConfirmed, status.OrderPaid, status.OrderAwaitingPayment:
		return status.ItemConfirmed
	case status.OrderAssembling:
		return status.ItemAssembling
	case status.OrderPacked:
		return status.ItemPacked
	case status.OrderHandedToCarrier, status.OrderOutWithCourier:
		return status.ItemSent
	case status.OrderArrived:
		return status.ItemArrived
	case status.OrderDelivered, status.OrderPartlyDelivered, status.OrderCompleted:
		return status.ItemHandedOut
	case status.OrderRefused:
		return status.ItemRefused
	case status.OrderReturned:
		return status.ItemReturned
	case status.OrderCancelled:
		return status.ItemCancelled
	}
	return 0
}

// ahead reports whether units move on to target: it is further on the way, or later among the states in which the goods
// are made ready.
func ahead(from, target status.ItemState) bool {
	return further(from, target) || !endedStates.Has(from) && !endedStates.Has(target) && rank(from) == rank(target) && stage(target) > stage(from)
}

// stage orders item states more finely than rank: 0 for those that are on no way.
func stage(s status.ItemState) int {
	among := map[status.ItemState]int{status.ItemRequested: 1, status.ItemSentToCentral: 2, status.ItemAssembling: 3, status.ItemRemarking: 4}
	if s == 0 || endedStates.Has(s) {
		return 0
	}
	return 1 + 10*rank(s) + among[s]
}

// commandsFor translates a status that a person set elsewhere into commands.
func commandsFor(m status.Meaning, target status.ItemState, ps Picks) []Command {
	switch target {
	case status.ItemConfirmed:
		return []Command{Confirm{Picks: ps}}
	case status.ItemAssembling:
		return []Command{Assemble{Picks: ps}}
	case status.ItemPacked:
		return []Command{Pack{Picks: ps}}
	case status.ItemSent:
		return []Command{HandOver{Picks: ps, Courier: m.Order == status.OrderOutWithCourier}}
	case status.ItemArrived:
		return []Command{Arrive{Picks: ps}}
	case status.ItemHandedOut:
		return []Command{Deliver{Picks: ps}}
	case status.ItemRefused:
		return []Command{Cancel{Picks: ps, Reason: or(m.Reason, status.ReasonBuyerRefused)}}
	case status.ItemCancelled:
		return []Command{Cancel{Picks: ps, Reason: or(m.Reason, status.ReasonOther), Party: m.Party}}
	case status.ItemReturned, status.ItemReturning:
		return []Command{Return{Picks: ps, Reason: or(m.Reason, status.ReasonReturned)}}
	}
	return nil
}

func or(r, otherwise status.Reason) status.Reason {
	if r == "" {
		return otherwise
	}
	return r
}

// contradicts reports whether a report of an earlier state is more than a delay: the same system reported the present
// state before. Units that are cancelled here and handed out there always contradict.
func (o *Order) contradicts(by By, m Move, target status.ItemState) bool {
	if m.State == status.ItemCancelled {
		return target == status.ItemHandedOut
	}
	said, ok := o.reportedStates[by.Actor.System+"\x00"+m.Line]
	if ok && len(o.rules.scheme.Back) > 0 && stage(m.State) > stage(target) && stage(said) > stage(target) {
		return stage(target) > 0 // it went back from what it showed itself
	}
	return ok && said == m.State && (stage(m.State) > stage(target) || endedStates.Has(m.State))
}

// advance moves units as their owner reports. Deliveries and refusals follow the same rules of money as commands.
func (o *Order) advance(by By, ms []Move, target status.ItemState) error {
	if stage(target) >= stage(status.ItemSent) {
		parcels, others := o.leaving(ms)
		o.commitReported(by, parcels...)
		if target == status.ItemSent {
			ms = others
		}
		if len(ms) == 0 {
			return nil
		}
	}
	switch target {
	case status.ItemHandedOut:
		var kept, taken []Move
		for _, m := range ms {
			if m.Door != "" {
				kept = append(kept, m)
			} else {
				taken = append(taken, m)
			}
		}
		bs, err := o.delivered(moveTo(target, taken), kept)
		if err != nil {
			return err
		}
		o.commitReported(by, bs...)
	case status.ItemRefused:
		return o.reportRefused(by, ms)
	case status.ItemReturned, status.ItemLost:
		o.conflict(by, factFulfilment, o.observing.code, rangesOf(ms), Textf("%s reports %s; split the units off with Return so that their money is settled", by.Actor.name(), target))
	default:
		if target == status.ItemConfirmed && o.tally.counted()[status.ItemNew] == sumOf(ms) {
			ms = append(ms, moveTo(target, o.services(status.ItemStates(status.ItemNew)))...)
		}
		o.commitReported(by, Progressed{moveTo(target, ms)})
	}
	return nil
}

// Progressed records that units have come as far as an outside system reports.
type Progressed struct {
	Moves []Move `json:"moves"`
}

// Kind implements Body.
func (Progressed) Kind() string { return "progressed" }

func (b Progressed) check(o *Order) error { return o.checkMoves(b.Moves) }

func (b Progressed) apply(o *Order, e *Event) {
	o.moveAll(b.Moves)
	o.markReported(e, b.Moves)
}
