package erp

import (
	"context"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Webhooker is a system that calls us. A call tells of changes, as [System.Changes] does; their cursors are not looked at.
type Webhooker = ordo.Webhooker[Change]

// Reasoner is a system whose settings name reasons for refusing units.
type Reasoner interface {
	// Reasons lists them, so that they can be compared with what a channel takes before any order is lost to them.
	Reasons() []Reason
}

// Reason is a reason that people can give in the system.
type Reason struct {
	Status string           // the system's own code that gives it
	Kind   order.EffectKind // the moment: EffectRefuse, EffectCancel or EffectClose
	Reason status.Reason
}

// Checker is a system that can tell in advance whether it will work.
type Checker interface {
	// Check looks whether credentials are good and whether the account has all that the merchant's settings name. The error
	// says all that is wrong, and what would be right.
	Check(ctx context.Context) error
}
