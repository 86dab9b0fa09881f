package bridge

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// What a Store answers besides success. Test with errors.Is.
var (
	// ErrConflict says that somebody else has written meanwhile: load and decide again.
	ErrConflict = errors.New("written by somebody else meanwhile")
	// ErrUnknown says that there is no such order or effect.
	ErrUnknown = errors.New("unknown")
)

// Store keeps orders and everything that is under way with them. It decides nothing. Every method is atomic and safe for
// concurrent use; what it returns is the caller's own. Package storetest checks an implementation.
type Store interface {
	// Load returns an order's dossier. For an id that nothing is kept of it is the empty dossier with that ID, and no error.
	Load(ctx context.Context, id string) (StoredOrder, error)

	// Find returns the ids of the orders that carry the references; those that no order carries are left out.
	Find(ctx context.Context, refs ...order.Ref) (map[order.Ref]string, error)

	// Save writes a batch all at once, if the dossier's revision still is rev, and raises the revision by one. The order is
	// then due at b.Wake, or earlier if messages came after those that b.Seen counts. Otherwise, or if b.Token is that of a
	// claim that has ended, nothing is written, and the error is ErrConflict; if a reference of the batch is carried by
	// another order, it is a *RefTaken besides.
	Save(ctx context.Context, id string, rev int, b Batch) error

	// Receive stores messages, and moves a cursor, all at once. A message whose key its account has stored before, worked
	// on or not, is left out. The order that a message is for becomes due. Where the cursor is not what m.From says, nothing
	// is written and the error is ErrConflict. Receive does not change an order's revision.
	Receive(ctx context.Context, m Incoming) error

	// Cursor returns how far a stream of an account has been read: "" at first.
	Cursor(ctx context.Context, account, stream string) (string, error)

	// Claim claims at most n orders that are due at now and not claimed, the longest due first, until the time given: nobody
	// else gets them before that time, or before a Save or Release with the claim's token ends the claim. A claim that ends
	// later than now and MaxClaim was made by a clock that was wrong, and is over.
	Claim(ctx context.Context, now, until time.Time, n int) ([]Claim, error)

	// Release ends a claim. One that has ended, or that is somebody else's by now, is left as it is.
	Release(ctx context.Context, c Claim) error

	// Next returns when the next order becomes due, or the zero time if none will.
	Next(ctx context.Context) (time.Time, error)

	// Write adds entries to the journal. One whose Key is not empty and was written before is left out.
	Write(ctx context.Context, es ...Entry) error

	// Journal yields entries, oldest first.
	Journal(ctx context.Context, f JournalFilter) iter.Seq2[Entry, error]

	// Orders yields what is kept of orders, in the order in which they came.
	Orders(ctx context.Context, f OrderFilter) iter.Seq2[Summary, error]

	// Owed yields effects, in the order in which they came to be owed.
	Effects(ctx context.Context, f EffectFilter) iter.Seq2[PendingEffect, error]

	// Log yields events across orders, oldest first.
	Log(ctx context.Context, f LogFilter) iter.Seq2[LoggedEvent, error]
}

// StoredOrder is an order and all that is under way with it.
type StoredOrder struct {
	ID        string
	Rev       int             // how often it was saved
	Events    []order.Event   // none if only messages have come so far
	Refs      []order.Ref     // its names in other systems
	Effects   []PendingEffect // effects that are not settled, the oldest first
	Messages  []Message       // not worked on yet, in the order in which they came
	Refreshed time.Time       // when the channel was asked last
	Wake      time.Time       // when it is due; zero for never
	Summary   Summary         // as it was saved last
}

// Batch is what one Save writes.
type Batch struct {
	Events []order.Event // to be added to the log
	Refs   []order.Ref   // to be added to the names
	// Owed are effects that are new or have changed, by their Key.
	Effects []PendingEffect
	// Done are the numbers of messages that were worked on; Failed are messages that were tried and stay, with Tries, Due
	// and Problem. Numbers that the order does not have are passed over.
	Done   []int64
	Failed []Message
	// Journal are entries to be written with it.
	Journal []Entry
	// Looked, if it is not zero, is when the channel was asked.
	Refreshed time.Time
	// Wake is when the order is due next; zero for never.
	Wake time.Time
	// Seen is the greatest number among the messages of the dossier that the batch was made from: only later ones make the
	// order due by themselves.
	Seen int64
	// Token, if it is not empty, is that of a claim: it goes on until Claim, or ends with the write if Claim is zero.
	// Without a token claims are left alone.
	Token string
	Claim time.Time
	// Summary is what is shown of the order in lists.
	Summary Summary
}

// MaxClaim is how long an order may be claimed at once.
const MaxClaim = 2 * time.Hour

// Claim is an order that belongs to one worker for a while.
type Claim struct {
	ID    string // of the order
	Token string // of the claim; no other claim has it
}

// RefTaken says that another order has a reference already.
type RefTaken struct {
	Ref order.Ref
	By  string // the id of the order that has it
}

// Error implements error.
func (e *RefTaken) Error() string { return "reference " + e.Ref.String() + " belongs to order " + e.By }

// Unwrap returns ErrConflict.
func (e *RefTaken) Unwrap() error { return ErrConflict }
