package order

import (
	"slices"
)

// Observation is what an outside system reports. The set is sealed:
//
//	StatusReport    a status of the order or of some units, already translated by a table
//	CancelReport    units were cancelled, or are asked to be
//	LinesReport     which lines there are, how many units, for how much
//	PaymentReport   a payment
//	DateReport      the delivery window and the deadlines
//	ShipmentReport  where a shipment is, from its carrier
//	Intent            what somebody wants who works in that system
//
// The report of the fact's owner (Authority) is never refused: it is applied, ignored because it is already so or out of
// date, or recorded as a conflict that holds the order. The report of anybody else is a wish: it is tried as a command, and
// its refusal is kept as a note that is owed to that system.
type Observation interface {
	observe(o *Order, by By) error
	name() string
}

// Observe takes up what an outside system reports. The error is for reports that make no sense at all (no time, an
// unknown line, a key with other content); no events mean that nothing is new.
func (o *Order) Observe(obs Observation, by By) ([]Event, error) {
	obs, err := observationOf(obs)
	if err != nil {
		return nil, named("observe", err)
	}
	kind := Kind("observe " + obs.name())
	if by, err = o.admit(by); err == nil {
		err = storable(obs)
	}
	if err != nil {
		return nil, named(kind, err)
	}
	switch by.Actor.Role {
	case RoleChannel, RoleERP, RoleCarrier, RoleGateway:
	default:
		return nil, named(kind, refuse(ErrRole, Textf("role %s", by.Actor.Role), "only channel, erp, carrier and gateway report; people give commands"))
	}
	if o.rules.scheme == nil {
		return nil, named(kind, refuse(ErrScheme, "order", "its scheme %q is not known here; pass it with WithScheme", o.scheme))
	}
	sum := digest(by, string(kind), obs)
	if again, err := o.repeated(by.Key, sum); again || err != nil {
		return nil, named(kind, err)
	}
	// A report may lead to several steps, each of which sees the one before: work on a copy, so that an error in the
	// middle leaves the order as it was.
	w := o.Clone()
	first := len(w.log)
	w.observing = &report{sum: sum}
	if err := obs.observe(w, by); err != nil {
		return nil, named(kind, err)
	}
	w.observing = nil
	*o = *w
	return slices.Clone(o.log[first:]), nil
}

// report is what is under way while a report is taken up.
type report struct {
	sum  string
	code string
	used bool
}

// note commits bodies as a part of the report that is being taken up.
func (o *Order) note(by By, bodies ...Body) {
	r := o.observing
	sum := r.sum
	if r.used {
		by.Key, sum = "", ""
	}
	if len(bodies) > 0 {
		r.used = true
		o.commit(bodies, by, sum, r.code)
	}
}

// saw remembers how new the newest applied word of a system about a fact is; about one shipment or payment where it names
// one, as the news of one do not make those of another old.
func (o *Order) saw(e *Event, f fact, subject string) {
	if e.Occurred.IsZero() {
		return
	}
	k := about(e.By, f, subject)
	if e.Occurred.After(o.seen[k]) {
		o.seen[k] = e.Occurred
	}
}

// stale tells whether something newer was applied from the same system.
func (o *Order) stale(by By, f fact, subject string) bool {
	return !by.Occurred.IsZero() && by.Occurred.Before(o.seen[about(by.Actor, f, subject)])
}

func about(a Actor, f fact, subject string) string {
	return a.System + "\x00" + f.String() + "\x00" + subject
}

// sayMoves remembers how far a system itself said units have come.
func (o *Order) sayMoves(e *Event, ms []Move) {
	switch e.By.Role {
	case RoleChannel, RoleERP, RoleCarrier:
		for _, m := range ms {
			o.said[e.By.System+"\x00"+m.Line] = m.State
		}
		o.saw(e, factFulfilment, "")
	}
}

// conflict holds the order because an owner's word cannot be applied; the same conflict again is no news.
func (o *Order) conflict(by By, f fact, code string, us []Units, text Text) {
	for _, h := range o.holds {
		if h.Kind != HoldConflict || h.System != by.Actor.System || h.Fact != f.String() || h.Code != code && (h.Cleared || len(us) == 0) || h.Cleared && h.Text != text.String() {
			continue // what a person has cleared is news only when it is something else; what is open is not, in whatever code
		}
		if len(us) == 0 && h.Text == text.String() || len(us) > 0 && within(us, h.Units) {
			return
		}
	}
	o.note(by, o.newHold(HoldConflict, f, by, code, text, us))
}

// within tells whether all units are among others.
func within(us, others []Units) bool {
	all := ranges{}
	all.add(others)
	return !slices.ContainsFunc(us, func(u Units) bool { return !all.hold(u) })
}

// ranges is units by line.
type ranges map[string][]Units

func (r ranges) add(us []Units) {
	for _, u := range us {
		r[u.Line] = append(r[u.Line], u)
	}
}

// hold tells whether units are all in one of the ranges.
func (r ranges) hold(u Units) bool {
	return slices.ContainsFunc(r[u.Line], func(x Units) bool { return x.From.Cmp(u.From) <= 0 && u.To.Cmp(x.To) <= 0 })
}

func (o *Order) newHold(kind string, f fact, by By, code string, text Text, us []Units) Held {
	return Held{Hold{N: len(o.holds) + 1, Kind: kind, Fact: f.String(), System: by.Actor.System, Code: code, Text: text.String(), Message: text.stored(), Units: us}}
}
