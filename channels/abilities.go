package channels

import (
	"context"
	"iter"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Webhooker is a channel with webhooks. Each News has its own key; Call.Key is not used.
type Webhooker = ordo.Webhooker[News]

// News is what a webhook reports about one order. It survives JSON, so that it can be stored before it is processed.
type News struct {
	// Key is unique in the account and the same for every delivery of the same news.
	Key string `json:"key"`
	// ID is the order's id in the channel.
	ID string `json:"id"`
	// Placed is the order, if it is new. ID, Authority and Ref.Account are empty: the caller sets them.
	Placed *order.Draft `json:"placed,omitzero"`
	// Paid are the payments made already.
	Paid []order.PaymentReport `json:"paid,omitzero"`
	// Cancelled reports units that were cancelled, or that the buyer asks to cancel. A quantity is how many of a line are
	// cancelled in all: the same twice changes nothing.
	Cancelled *order.CancelReport `json:"cancelled,omitzero"`
	// Changed is what an order is in the channel after a change there. Only a [Pusher] sends it: other orders are read.
	Changed *Change `json:"changed,omitzero"`
	// Warning says what of the order could not be read, although it was understood: an unreadable field, an unknown
	// value. It is empty for an ordinary order. It is a text and not an error, as in Reading, because it must survive
	// JSON.
	Warning string `json:"warning,omitzero"`
	// Occurred is when it happened, by the channel's clock; zero if unknown.
	Occurred time.Time `json:"occurred,omitzero"`
}

// Mirror is a channel that can be asked and whose orders are worked elsewhere: it is told of what changes here
// (order.EffectLines, EffectDetails, EffectPayment, EffectStatus), and people may change an order there as well. Its
// readings have Changed. A status of the whole order counts as news when it is another than at the last reading and not
// that of the order.
type Mirror interface {
	Channel
	// StatusFor returns the status that an order has in the channel once it is told of all; empty if it has none for it.
	// It makes no calls.
	StatusFor(o order.View) string
}

// Labeler is a channel that makes parcel labels.
type Labeler interface {
	// Labels returns the labels of an order's packages. The error is of class Conflict while there are none yet.
	Labels(ctx context.Context, o order.View) ([]Label, error)
}

// Label is a printable file.
type Label struct {
	Name        string // a file name
	ContentType string
	Data        []byte
}

// Reasoner is a channel that accepts only certain reasons.
type Reasoner interface {
	// Reason returns the channel's code of a reason for refusing units (EffectRefuse), cancelling them (EffectCancel)
	// or closing the order (EffectClose). The error lists the accepted reasons.
	Reason(kind order.EffectKind, scheme order.SchemeCode, r status.Reason) (string, error)
}

// Canceller is a channel that cancels with codes of its own, of which only some are open at a time.
type Canceller interface {
	// Choices returns the codes that cancel an order from where it is now; none if it cannot be cancelled.
	Choices(ctx context.Context, id string) ([]Choice, error)
}

// Choice is a code that cancels an order. The code goes into order.Cancel, and the channel refuses one that is not
// open.
type Choice struct {
	Code, Name   string
	Reason       status.Reason // what it means
	NeedsComment bool          // it is refused without a comment
	NotBefore    time.Time     // it is refused earlier; zero for now
}

// Shelf is a channel that lists the goods that the merchant sells there.
type Shelf interface {
	// Listed yields the goods, also those that are out of stock. An error is yielded once, last.
	Listed(ctx context.Context) iter.Seq2[Listed, error]
}

// Listed is a good that the merchant sells in a channel.
type Listed struct {
	ID string // the channel's own
	// Article is the merchant's own, as it stands in the SKU of a line; empty if the channel does not know it.
	Article string
	Name    string
	// Problem is why the record could not be read; the other fields may then be empty.
	Problem error
}

// PaymentMethods is a channel that names the ways in which buyers pay, so that a merchant can say for each where the
// money goes.
type PaymentMethods interface {
	// PaymentMethods returns all of them, in the same order each time. Draft.Method of every order that has one is the
	// Code of one of them.
	PaymentMethods(ctx context.Context) ([]PaymentMethod, error)
}

// PaymentMethod is a way to pay.
type PaymentMethod struct {
	Code string // stable; the method of orders that are paid so
	Name string // for people
}

// Checker is a channel that can check its settings.
type Checker interface {
	// Check checks the credentials and settings. The error lists everything that is wrong.
	Check(ctx context.Context) error
}
