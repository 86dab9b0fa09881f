package order

import (
	"time"

	"github.com/ordo-sdk/ordo/status"
)

// Actor is who acts: a person (ID and Role), or an outside system (Role and System, the merchant's account there,
// such as "mm-1"). Place is where the person works, such as the code of a shop or warehouse: some rights extend only
// to the units there.
type Actor struct {
	ID     string `json:"id,omitzero"`
	Role   Role   `json:"role,omitzero"`
	System string `json:"system,omitzero"`
	Place  string `json:"place,omitzero"`
	// As is the role of a person who acts in an outside system, such as a shop's clerk in a CRM. Role and System say
	// whose word it is, As what the person may ask for.
	As Role `json:"as,omitzero"`
}

// actsAs returns the role whose rights the actor has.
func (a Actor) actsAs() Role {
	if a.As != "" && a.Role != "" {
		return a.As
	}
	return a.Role
}

// party is the actor's side of the sale.
func (a Actor) party() status.Party {
	switch a.Role {
	case RoleBuyer:
		return status.PartyBuyer
	case RoleChannel:
		return status.PartyChannel
	case RoleCarrier:
		return status.PartyCarrier
	case RoleSystem, RoleGateway:
		return status.PartySystem
	}
	return status.PartyMerchant
}

// By is who gives a command or reports something, and when.
type By struct {
	// Actor is who.
	Actor Actor
	// At is when ordo learned of it. It is kept in UTC with microseconds, and never before the order's last event, so
	// that the clocks of two machines do not matter. It must be set, as this package reads no clock; Bridge.Do sets
	// it.
	At time.Time
	// Key makes a command or report happen once: the same key with the same content changes nothing, the same key
	// with other content is an ErrKeyReused. Without a key there is no such protection. A key is stored with the
	// events that it made, so a command or report that made none is not remembered: whoever delivers messages must
	// also keep their keys.
	Key string
	// Occurred is when it happened by the outside system's clock, or zero. It decides what is stale, and is refused
	// only if it is more than 24 hours after At.
	Occurred time.Time
}

// maxAhead is how far an outside system's clock may run ahead.
const maxAhead = 24 * time.Hour

// instant returns a time as a log stores it: UTC, microseconds.
func instant(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Microsecond)
}

// name returns the actor's system, or the role where no system is named.
func (a Actor) name() any {
	if a.System != "" {
		return a.System
	}
	return a.Role
}
