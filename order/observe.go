package order

import (
	"reflect"
	"slices"
)

// Observation is what an outside system reports. The set is sealed:
//
//	StatusReport        a status of the order or of some units, translated by the system's table
//	CancelReport        units were cancelled, or are to be
//	LinesReport         all lines, with quantities and prices
//	DetailsReport       buyer, recipient, address, delivery service, payment method
//	ConfirmationReport  the confirmations that are open
//	PaymentReport       a payment
//	DateReport          the delivery window and the deadlines
//	ShipmentReport      the state of a shipment, from its carrier
//	DocumentReport      a document, and the state that it is in
//	Intent              commands that a person gave in that system
//
// A report of the fact's owner (Authority) is never refused: it is applied, ignored because it is already so or out of
// date, or recorded as a conflict that holds the order. A report of any other system is tried as a command; if the
// command is refused, the refusal is kept as a Note for that system.
type Observation interface {
	observe(o *Order, by By) error
	name() string
}

// Observe applies a report of an outside system. The error is for a report that cannot be meant (no time, an unknown
// line, a key with other content). Without events the report changed nothing.
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
	if !isOutside(by.Actor.Role) {
		return nil, withKind(kind, refuse(ErrRole, roleText(by.Actor.Role), "only channel, erp, books, carrier and gateway report; people give commands"))
	}
	if o.rules.scheme == nil {
		return nil, withKind(kind, refuse(ErrScheme, "order", "its scheme %s is not known here; pass it with WithScheme", o.scheme))
	}
	sum := digest(by, string(kind), obs)
	if again, err := o.keyUsed(by.Key, sum); again || err != nil {
		return nil, withKind(kind, err)
	}
	if o.forgotten != nil {
		return nil, withKind(kind, o.forgottenRefusal(ErrNotNow))
	}
	// A report may take several steps, each of which sees the one before. Work on a copy, so that an error in the
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

// isOutside reports whether a role is that of an outside system, whose reports count.
func isOutside(r Role) bool {
	switch r {
	case RoleChannel, RoleERP, RoleBooks, RoleCarrier, RoleGateway:
		return true
	}
	return false
}

// commitReported commits events as a part of the report that is being applied.
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
