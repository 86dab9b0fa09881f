package bridge

import (
	"context"
	"log/slog"
	"time"
)

// Waker is a [Store] that wakes workers itself, in all processes that share it. [Bridge.Run] leaves that to it.
type Waker interface {
	Store

	// Wake has the duties of this process done until the context ends, and returns when all calls of their functions
	// have returned. It survives an outage of the store; an error before the context ends says that it cannot go on.
	//
	// Whatever Claim would give is found by the Waker itself, soon after it becomes due: after a Save, Receive or
	// Release, by whatever process, and when its time has come or its claim has ended. Nobody tells it.
	Wake(ctx context.Context, d Duties) error
}

// Duties are what a [Waker] has one process do. The functions are safe for concurrent use, and a call too often, too
// late or twice does no harm. Their errors, those of the store or the context, are logged by whoever calls; the
// functions are then called again later.
type Duties struct {
	// Work is [Bridge.Work]: with ids it works on these orders, many at once if need be, as far as they are due and
	// nobody else has them. It is called without ids, too, at least every PollEvery: that finds whatever nobody was
	// woken for, and what a wrong clock has put off.
	Work func(ctx context.Context, ids ...string) error

	// Accounts are the names of the accounts to be polled, and of flows that have a time of their own ([Flow]).
	Accounts []string

	// Poll makes a pass over an account, or the exchange of a flow, if its time has come and no other process has taken
	// it, and returns after what time to call again, at the latest. A pass that was taken by a process that ended is made
	// at the next interval. The time is counted from the last pass: who calls at a fixed period as long as the interval
	// finds it not yet over as soon as one call was late.
	Poll func(ctx context.Context, account string) (again time.Duration, err error)

	// Loop is what Run does over a store that is no Waker, for a Waker that leaves it at that. It knows of what this
	// process makes due only, and looks for the rest every PollEvery.
	Loop func(ctx context.Context) error

	Workers   int           // how many orders are worked on at once ([WithWorkers])
	PollEvery time.Duration // between passes over an account without a [Schedule] ([WithPollEvery])
	Log       *slog.Logger  // of the bridge ([WithLogger])
}
