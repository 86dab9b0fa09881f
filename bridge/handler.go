package bridge

import (
	"context"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// handler does what is particular to one kind of port. Its five verbs stand in the order in which things happen;
// whatever happens with a parcel, say, is read from top to bottom in handler_carrier.go.
//
//	intake   a page of changes becomes messages in the store
//	receive  a message becomes observations of the order
//	derive   the order's events become pending effects
//	perform  one effect is carried out: one call, one answer
//	settle   what the answer means for the order
//
// A handler calls the outbox, the job and the store; it calls no other handler and knows no schedule.
type handler interface {
	// serves reports whether an account has this kind of port.
	serves(a *account) bool
	// messages returns the kind of the messages that receive takes, and whether several mean one thing: how the order
	// is now.
	messages() (kind string, together bool)
	// effects returns how the outbox treats a kind of effect, and whether this handler knows the kind.
	effects(kind order.EffectKind) (rules, bool)
	// isFor reports whether an effect for an account is this handler's, if another one knows the kind, too.
	isFor(j *job, account string) bool

	// intake asks an account for changes. Errors of the outside system are *outsideError.
	intake(ctx context.Context, a *account) error
	// receive applies messages of one account to the order: one, or several that mean one thing.
	receive(ctx context.Context, j *job, a *account, ms []Message) error
	// derive adds the effects of new events, and what else follows from the order as it stands. It is called before
	// every save of a known order.
	derive(j *job, es []order.Event)
	// perform carries out an effect, or asks how one in PhaseWaiting stands.
	perform(ctx context.Context, j *job, a *account, w PendingEffect) answer
	// settle tells the order how an effect ended. out is Applied, AlreadySo, Rejected, Unsupported or InDoubt.
	settle(j *job, a *account, w PendingEffect, out order.Outcome)
}

// What a handler may do as well.
type (
	// A caller answers the webhook calls of an account; nil if the account makes none.
	caller interface{ webhook(a *account) http.Handler }
	// An actor does what the bridge does with an order without a person. It is called before derive.
	actor interface{ act(j *job) }
	// A refresher reads the order again, to find what nobody reported. It returns which accounts could not be read.
	refresher interface {
		refresh(ctx context.Context, j *job) []*AccountError
	}
	// A freshener reads the order before a person decides.
	freshener interface {
		readFirst(ctx context.Context, j *job) error
	}
	// A prefetcher reads many orders in one call before they are refreshed, by order id.
	prefetcher interface {
		prefetch(ctx context.Context, js []*job) map[string]any
	}
	// A loader looks at an order as it is in the store.
	loader interface{ loaded(j *job) }
	// A waker does something with an order when its time comes. It returns when; zero for never.
	waker interface{ wakesAt(j *job) time.Time }
	// A reverter takes back here what an outside system refused, so that people may order it again. It reports
	// whether it did.
	reverter interface {
		revert(j *job, w PendingEffect) bool
	}
	// An asker asks an account for changes before an effect overwrites what people may have changed there. overwrites
	// reports whether the effect does, and nobody has asked just now.
	asker interface {
		overwrites(j *job, a *account, w PendingEffect) bool
	}
	// A namer completes the target of an effect that was added before the target had its name.
	namer interface {
		nameTarget(j *job, w *PendingEffect)
	}
	// A forwarder takes messages for an order that was forgotten here.
	forwarder interface {
		forward(ctx context.Context, j *job, a *account, ms []Message) error
	}
	// An announcer makes messages of news that the host has.
	announcer interface {
		announced(ctx context.Context, a *account, news []channels.News) ([]Message, error)
	}
	// An opener knows a message that begins an order: it goes before those that came too early.
	opener interface{ opens(m Message) bool }
	// A renewer prepares an effect for another try that a person wants.
	renewer interface {
		renew(j *job, w *PendingEffect)
	}
	// A resolver applies what a person has found out about an effect. It reports whether the effect goes on.
	resolver interface {
		resolve(j *job, a *account, w *PendingEffect, out order.Outcome) (goesOn bool)
	}
)

// rules are how the outbox treats a kind of effect. The zero value is an effect that waits for its turn, holds up later
// ones to the same account, and waits for a person when it is refused.
type rules struct {
	money           bool          // doing it twice costs money or breaks the law: what is in doubt is not repeated blindly
	first           bool          // nothing else about the order goes to the account before it
	aside           bool          // it waits for no turn and holds up nothing; first and after still count
	note            bool          // it is a note to people; no note reports that it failed
	shows           bool          // it shows the order to people; nothing that is read there later is explained by it
	needed          bool          // an order is not forgotten before it is done
	silent          bool          // no note reports that it failed
	orderedAgain    bool          // a refusal ends it, and people may order it once more
	settledByPeople bool          // people may settle it in the order while it is in doubt
	every           time.Duration // between polls while it waits; 0: more rarely each time

	onHold      func(j *job, w PendingEffect) bool         // it goes out while the order is on hold; nil: it does not, unless a person caused it
	yields      func(w PendingEffect) bool                 // it holds up nothing while this is true; nil: never
	after       func(w, x PendingEffect) bool              // w waits for x of the same account; nil: for none
	overtakenBy func(w PendingEffect, e order.Effect) bool // the new effect e makes w pointless; nil: never
}

// always is a rule without exception.
func always(*job, PendingEffect) bool { return true }

// answer is what came of a call.
type answer struct {
	out    order.Outcome
	err    error                         // the call failed; out is empty
	learn  func(j *job, w PendingEffect) // applies what else the answer says
	atOnce bool                          // nothing was sent yet: the effect goes on at once with what learn keeps
}

// callLimit bounds one effect, waiting for the outside system included. It is shorter than a lease.
const callLimit = 3 * time.Minute
