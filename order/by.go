package order

import (
	"time"

	"github.com/ordo-sdk/ordo/status"
)

// Actor is who acts: a person (ID and Role) or an outside system (Role and System, which is the merchant's account there,
// e.g. "mm-1").
type Actor struct {
	ID     string `json:"id,omitzero"`
	Role   Role   `json:"role,omitzero"`
	System string `json:"system,omitzero"`
}

// party is on whose side the actor stands.
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

// By tells who does or reports something and when.
type By struct {
	// Actor is who.
	Actor Actor
	// At is when ordo learned it. It is kept in UTC with microseconds and never lies before the order's last event, so
	// that two machines' clocks do not matter. It must be set: this package reads no clock.
	At time.Time
	// Key makes a command or report happen once: the same key with the same content changes nothing, the same key with
	// another content is an ErrKeyReused. Empty means no such protection. A key is remembered with the events it led to:
	// what led to none leaves no trace here, so who delivers messages keeps their keys besides.
	Key string
	// Occurred is the outside system's own time of what it reports, or zero. It decides what is stale, and is refused
	// only when it lies more than 24 hours after At.
	Occurred time.Time
}

// maxAhead is how far an outside system's clock may run ahead before its time is taken for damage.
const maxAhead = 24 * time.Hour

// instant brings a time to what a log holds: UTC, microseconds.
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
