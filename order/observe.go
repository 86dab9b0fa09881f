package order

import (
	"reflect"
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
		return nil, withKind("observe", err)
	}
	kind := Kind("observe " + obs.name())
	if by, err = o.checkBy(by); err == nil {
		err = storable(obs)
	}
	if err != nil {
		return nil, withKind(kind, err)
	}
	switch by.Actor.Role {
	case RoleChannel, RoleERP, RoleCarrier, RoleGateway:
	default:
		return nil, withKind(kind, refuse(ErrRole, roleText(by.Actor.Role), "only channel, erp, carrier and gateway report; people give commands"))
	}
	if o.rules.scheme == nil {
		return nil, withKind(kind, refuse(ErrScheme, "order", "its scheme %s is not known here; pass it with WithScheme", o.scheme))
	}
	sum := digest(by, string(kind), obs)
	if again, err := o.keyUsed(by.Key, sum); again || err != nil {
		return nil, withKind(kind, err)
	}
	// A report may lead to several steps, each of which sees the one before: work on a copy, so that an error in the
	// middle leaves the order as it was.
	w := o.Clone()
	first := len(w.log)
	w.observing = &currentReport{sum: sum}
	if err := obs.observe(w, by); err != nil {
		return nil, withKind(kind, err)
	}
	w.observing = nil
	*o = *w
	return slices.Clone(o.log[first:]), nil
}

// commitReported commits bodies as a part of the report that is being taken up.
func (o *Order) commitReported(by By, bodies ...Body) {
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

// observationOf does the same for a report.
func observationOf(obs Observation) (Observation, error) {
	if v := reflect.ValueOf(obs); obs == nil || v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, refuse(ErrInvalid, "observation", "it is nil")
	} else if v.Kind() == reflect.Pointer {
		return v.Elem().Interface().(Observation), nil
	}
	return obs, nil
}
