package order

import (
	"cmp"
	"slices"
	"time"
)

// checkBy checks and normalises who and when.
func (o *Order) checkBy(by By) (By, error) {
	if by.At.IsZero() {
		return by, refuse(ErrTime, "By.At", "it is not set; this package reads no clock")
	}
	by.At, by.Occurred = instant(by.At), instant(by.Occurred)
	if by.Occurred.After(by.At.Add(maxAhead)) {
		return by, refuse(ErrTime, "By.Occurred", "%s is more than 24 hours after %s", by.Occurred.Format(time.RFC3339), by.At.Format(time.RFC3339))
	}
	if !storableTime(by.At) || !storableTime(by.Occurred) {
		return by, refuse(ErrTime, "By", "%d and %d; years must be between 1 and 9999", by.At.Year(), by.Occurred.Year())
	}
	if f := cmp.Or(checkID(by.Actor.ID), checkID(by.Actor.System), checkID(by.Actor.Place), checkID(string(by.Actor.Role)), checkID(string(by.Actor.As)), checkText(by.Key)); f != nil {
		return by, refuse(f.problem, "By", "%s", f.why)
	}
	if by.Actor.As != "" && !isOutside(by.Actor.Role) {
		return by, refuse(ErrRole, roleText(by.Actor.As), "By.Actor.As is for a person in an outside system; set By.Actor.Role alone")
	}
	if by.At.Year() < 1970 {
		return by, refuse(ErrTime, "By.At", "year %d", by.At.Year())
	}
	if n := len(o.log); n > 0 && by.At.Before(o.log[n-1].At) {
		by.At = o.log[n-1].At
	}
	return by, nil
}

// keyUsed reports whether a key was used before. A key that was used with other content is an error.
func (o *Order) keyUsed(key, sum string) (bool, error) {
	if key == "" {
		return false, nil
	}
	was, ok := o.keys[key]
	if ok && was != sum && was != "" { // it is empty once personal data were erased
		return false, refuse(ErrKeyReused, Textf("key %s", key), "it was used for other content before; take a new key")
	}
	return ok, nil
}

// commit stamps bodies as the next events and applies them, with what follows for the transfers of units that are moved
// on. It cannot fail.
func (o *Order) commit(bodies []Body, by By, sum, code string) []Event {
	first := len(o.log)
	bodies = slices.Clone(bodies)
	for i := 0; i < len(bodies); i++ {
		b := bodies[i]
		bodies = slices.Insert(bodies, i+1, o.leaveTransfers(b)...)
		e := Event{N: len(o.log) + 1, At: by.At, Occurred: by.Occurred, By: by.Actor, Code: code, Left: o.leavings(b), Body: b}
		if len(o.log) == first {
			e.Key, e.Digest = by.Key, sum
		}
		b.apply(o, &e)
		if s := o.rollUp(); s != o.state {
			e.State = s
		}
		o.append(e)
	}
	return slices.Clone(o.log[first:])
}

// append adds an event to the log, with its state and key.
func (o *Order) append(e Event) {
	if e.State != 0 {
		o.state, o.changed = e.State, e.At
	}
	if e.Key != "" {
		o.keys[e.Key] = e.Digest
	}
	o.log = append(o.log, e)
}
