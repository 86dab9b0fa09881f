package erp

import (
	"context"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Webhooker is a system with webhooks. A call reports changes like [System.Changes]; their cursors are not used.
type Webhooker = ordo.Webhooker[Change]

// Reasoner is a system whose mapping has reasons for refusing units.
type Reasoner interface {
	// Reasons returns the reasons, so that they can be checked against those that a channel accepts.
	Reasons() []Reason
}

// Reason is a reason that people can choose in the system.
type Reason struct {
	Status string           // the system's code for the reason
	Kind   order.EffectKind // EffectRefuse, EffectCancel or EffectClose
	Reason status.Reason
}

// Checker is a system that can check its settings.
type Checker interface {
	// Check checks the credentials, and that the account has everything the merchant's settings name. The error lists
	// everything that is wrong, and what would be right.
	Check(ctx context.Context) error
}
