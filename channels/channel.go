package channels

import (
	"context"
	"iter"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// Channel is one account of a marketplace or shop. It is safe for concurrent use.
type Channel interface {
	// System names the system, e.g. "megamarket".
	System() string

	// Can tells whether effects of a kind mean anything to the channel in a scheme. What it cannot do stays a fact of our
	// own and is not owed to it: a marketplace that has no call for the hand-over is not told of it.
	Can(kind order.EffectKind, scheme order.SchemeCode) bool

	// Apply carries out what is owed. It is "ensure": applied again, after a crash or a lost answer, it finds what the
	// first try did, and does nothing twice. Before it brings units on it looks at them; if some have meanwhile been
	// cancelled there, it sends nothing and returns an error of class Conflict, so that the order is read again.
	//
	//	EffectConfirm   t.Units will be delivered
	//	EffectRefuse    t.Units will not be, said before any was confirmed; the reason is in t.Cause, an order.Cancelled
	//	EffectCancel    the same, said later; t.Cause may be an order.Returned, where the units are paid for
	//	EffectPack      t.Units are packed, in the packages of t.Cause, an order.Packed
	//	EffectShip      t.Units have left the seller
	//	EffectArrive    t.Units wait at the pick-up point
	//	EffectClose     the buyer took t.Units but those in Refused of t.Cause, an order.Delivered, each with its reason
	//	EffectMoveDate  the delivery window is that of t.Order
	//	EffectAnswer    a request is answered: yes to Accepted and no to Declined of t.Cause, an order.CancelRequestAnswered
	//
	// An outcome says that the effect is settled: applied, already so, unsupported, or rejected with the channel's reason.
	// An error, classed by *ordo.Error, says that it is not: to be tried again (Retry, RateLimited), stopped by the account
	// (Auth), overtaken (Conflict) or in doubt (InDoubt). Classes Invalid and NotFound count as rejected: an order that is
	// only not readable yet is Retry.
	Apply(ctx context.Context, t order.Task) (order.Outcome, error)

	// Orders reads orders as the channel has them now, several in one call where it can. An order it does not have is left
	// out; one that cannot be understood has a Problem. An error comes once, last.
	Orders(ctx context.Context, ids ...string) iter.Seq2[Reading, error]

	// Changed finds the orders that changed in a window, each at least once, in any order. What the channel cannot find by
	// itself is found by reading single orders from time to time. An error comes once, last.
	Changed(ctx context.Context, w Window) iter.Seq2[Found, error]
}

// Window is a span of the channel's own time, From included and To not.
type Window struct {
	From, To time.Time
	// All asks for every order of the window; otherwise those are enough that wait for the merchant, if that is cheaper.
	All bool
}

// Found is an order that changed.
type Found struct {
	ID string
	// Problem says why the record could not be read; ID may then be empty.
	Problem error
}

// Reading is an order as the channel has it.
type Reading struct {
	// ID is the order's id in the channel.
	ID string
	// Snapshot takes the order up where it stands, if it is unknown here. Its own ID and Authority are left empty, and
	// Ref.Account too: they are the reader's.
	Snapshot order.Snapshot
	// Reports are what the reading says about an order that is known here. Those that change nothing do no harm.
	Reports []order.Observation
	// Status is the order's status in the channel's own words, for people to see.
	Status string
	// Occurred is the channel's time of its latest word, or zero.
	Occurred time.Time
	// Odd says what of the order could not be read, or what the channel remarked on it, although the order was understood.
	Warning error
	// Problem says why the order could not be understood; nothing but ID is then set.
	Problem error
}
