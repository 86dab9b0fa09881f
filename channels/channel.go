package channels

import (
	"context"
	"iter"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// Channel is one account of a marketplace or shop. It is safe for concurrent use.
type Channel interface {
	// System returns the name of the system, such as "megamarket".
	System() string

	// Can reports whether the channel supports a kind of effect in a scheme. The bridge never creates an effect that
	// the channel does not support: a marketplace without a call for the hand-over is not informed of it.
	Can(kind order.EffectKind, scheme order.SchemeCode) bool

	// Apply applies an effect. It is idempotent: applied again, after a crash or a lost answer, it finds the first
	// result and changes nothing twice. Before it moves units forward it reads them. If some have been cancelled in
	// the channel, it sends nothing and returns an error of class Conflict, so that the order is read again.
	//
	//	EffectTake      take the order into work; one that is in work or further is left as it is
	//	EffectConfirm   confirm t.Units
	//	EffectRefuse    refuse t.Units before any was confirmed; the reason is in t.Cause, an order.Cancelled
	//	EffectCancel    cancel t.Units later; t.Cause may be an order.Returned if the units are paid for. Code and Told
	//	                of the cause are the channel's own code that a person chose and how the buyer was told, if given
	//	EffectPack      t.Units are packed, in the packages of t.Cause, an order.Packed
	//	EffectShip      t.Units have left the seller
	//	EffectArrive    t.Units are at the pick-up point
	//	EffectClose     the buyer took t.Units except Refused of t.Cause, an order.Delivered, each with its reason
	//	EffectMoveDate  set the delivery window of t.Order
	//	EffectContact   an attempt to reach the buyer, t.Cause an order.Contacted; it changes nothing else
	//	EffectComment   a comment, the text of t.Cause, an order.Commented; the status stays
	//	EffectLines     bring lines, quantities and prices to those of t.Order, see erp.SumsOf
	//	EffectDetails   set who buys, who gets the goods and where, and how they are paid for, as in t.Order
	//	EffectPayment   bring the payment t.Payment of t.Order to its state and to what of it was not paid back
	//	EffectStatus    set the status that stands for the state of t.Order; see Mirror
	//	EffectAnswer    answer a request: accept Accepted and decline Declined of t.Cause, an order.CancelRequestAnswered
	//
	// EffectLines, EffectDetails, EffectPayment and EffectStatus are for shops whose orders are worked elsewhere. They
	// bring an order to what it is when they are carried out: what comes meanwhile needs no other one. What the channel
	// reported itself is not among them. After them Outcome.Sums is what the channel shows, to be compared, and
	// Outcome.Code its status. If people changed the order there since it was read last, the error is of class Conflict.
	//
	// An outcome means that the effect is settled: applied, already so, unsupported, or rejected with the channel's
	// reason. An error means that it is not settled; the class of the *ordo.Error says what follows: repeat it (Retry,
	// RateLimited), a person must act (Auth), read the order first (Conflict), or find out what happened (InDoubt).
	// Invalid and NotFound count as rejected, so return Retry for an order that is not readable yet.
	Apply(ctx context.Context, t order.Task) (order.Outcome, error)

	// Orders yields the current state of orders, read several at a time where the system allows it. Unknown orders are
	// left out. An order that cannot be understood has a Problem. An error is yielded once, last.
	Orders(ctx context.Context, ids ...string) iter.Seq2[Reading, error]

	// Changed yields the orders that changed in a window, each at least once, in any order. Changes that the system
	// cannot list are found by reading single orders from time to time. An error is yielded once, last.
	Changed(ctx context.Context, w Window) iter.Seq2[Found, error]
}

// Window is a span of time by the channel's clock, including From and excluding To.
type Window struct {
	From, To time.Time
	// All asks for every order of the window. Otherwise orders that wait for the merchant are enough, if that is
	// cheaper.
	All bool
}

// Found is an order that changed.
type Found struct {
	ID string
	// Mark is another one whenever the order has changed in the channel: a time of change, a version, a digest of the
	// row. A known order is read again when its mark is another than before; without a Mark, from time to time.
	Mark string
	// Over: the order ended without success, so that it is not taken if it is not known here.
	Over bool
	// Problem is why the record could not be read; ID may then be empty.
	Problem error
}

// Reading is the state of an order in the channel.
type Reading struct {
	// ID is the order's id in the channel.
	ID string
	// Snapshot imports the order in its current state if it is unknown here. ID, Authority and Ref.Account are empty:
	// the caller sets them.
	Snapshot order.Snapshot
	// Reports are the observations for an order that is known here. Observations that change nothing are harmless.
	Reports []order.Observation
	// Changed is what an order is there now, if the channel is a [Mirror]: all lines, details and dates, as in
	// News.Changed. Each part is taken when it is another than at the last reading, and than here.
	Changed *Change
	// Labels are labels that an order gets when it is new here (order.Label), such as order.LabelSource.
	Labels map[string]string
	// Status is the channel's own status of the order, for display.
	Status string
	// Category is the group of statuses that Status belongs to, if the channel has such groups.
	Category string
	// Occurred is when the order last changed, by the channel's clock; zero if unknown.
	Occurred time.Time
	// Warning is what could not be read, or a warning of the channel, although the order was understood.
	Warning error
	// Problem is why the order could not be understood; only ID is then set.
	Problem error
}
