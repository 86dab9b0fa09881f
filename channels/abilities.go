package channels

import (
	"context"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Webhooker is a channel that calls the merchant. Each of the news has a key of its own, so Call.Key is not looked at.
type Webhooker = ordo.Webhooker[News]

// News is one thing that a channel told about one order. It survives JSON, so that it can be stored before it is worked on.
type News struct {
	// Key is the same for every delivery of the same news, and for no other news of the account.
	Key string `json:"key"`
	// ID is the order's id in the channel.
	ID string `json:"id"`
	// Placed is the order, if it is new. Its own ID and Authority, and Ref.Account, are left empty.
	Placed *order.Draft `json:"placed,omitzero"`
	// Paid is what was paid for it already.
	Paid []order.PaymentReport `json:"paid,omitzero"`
	// Cancelled says that units were cancelled, or are asked to be.
	Cancelled *order.CancelReport `json:"cancelled,omitzero"`
	// Warning says what of the order could not be read, although it was understood: an unreadable field, an unknown value.
	// It is empty for an ordinary order. It is a text and not an error, as in Reading, because it must survive JSON.
	Warning string `json:"warning,omitzero"`
	// Occurred is the channel's time, or zero.
	Occurred time.Time `json:"occurred,omitzero"`
}

// Labeler is a channel that makes labels for parcels.
type Labeler interface {
	// Labels returns the labels of an order's packages. Before there are any the error is of class Conflict.
	Labels(ctx context.Context, o order.View) ([]Label, error)
}

// Label is a printable file.
type Label struct {
	Name        string // a file name
	ContentType string
	Data        []byte
}

// Reasoner is a channel that takes only certain reasons.
type Reasoner interface {
	// Reason returns the channel's own code for a reason at a moment: refusing units (EffectRefuse), cancelling them
	// (EffectCancel) or closing the order (EffectClose). The error names the reasons that would do.
	Reason(kind order.EffectKind, scheme order.SchemeCode, r status.Reason) (string, error)
}

// Checker is a channel that can tell in advance whether it will work.
type Checker interface {
	// Check looks whether credentials and settings are good. The error says all that is wrong.
	Check(ctx context.Context) error
}
