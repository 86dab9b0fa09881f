package bridge

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// Errors of a Store and of the Bridge. Test with errors.Is.
var (
	// ErrConflict says that the order was changed since it was loaded: load it again and decide again.
	ErrConflict = errors.New("written by somebody else meanwhile")
	// ErrUnknown says that there is no such order or effect.
	ErrUnknown = errors.New("unknown")
	// ErrDamaged says that what is stored of one order cannot be read; other orders can.
	ErrDamaged = errors.New("damaged")
	// ErrSettled says that an effect is settled: there is nothing left to decide.
	ErrSettled = errors.New("settled already")
)

// Store keeps orders and everything that is under way with them. It decides nothing. Every method is atomic and safe
// for concurrent use; what it returns belongs to the caller. Package storetest checks an implementation.
//
// It has two halves. Data is what must not be lost. Queue says who works on what, and when; whatever wakes the workers
// (the loop of [Bridge.Run], the store itself as a [Waker], an engine of the host that calls [Bridge.Work]) may be late,
// come twice or be lost: the queue is the truth.
type Store interface {
	Data
	Queue
}

// Data is the half of a [Store] that keeps things.
type Data interface {
	// Load returns an order. For an id of which nothing is stored it is an empty StoredOrder with that ID, and no
	// error. If a part cannot be read, the error wraps ErrDamaged, and the rest is returned with it.
	Load(ctx context.Context, id string) (StoredOrder, error)

	// Head returns the part of an order that tells whether it has changed since it was loaded, without reading its
	// log. For an id of which nothing is stored it is the zero Head, and no error.
	Head(ctx context.Context, id string) (Head, error)

	// Find returns the ids of the orders that have the references, without those that no order has.
	Find(ctx context.Context, refs ...order.Ref) (map[order.Ref]string, error)

	// Save writes a batch all at once if the order's revision still is rev, and raises the revision by one. The order
	// is then due at b.Wake, or earlier if messages came after those that b.Seen counts. If the revision is another,
	// or if b.Token is that of a claim that has ended, nothing is written and the error is ErrConflict; if another
	// order has a reference of the batch, the error is a *RefTaken as well.
	Save(ctx context.Context, id string, rev int, b Batch) error

	// Erase replaces what is stored of a person with an order, all at once, if the order's revision still is rev, and
	// raises the revision by one; otherwise the error is ErrConflict. It is the one exception to the rule that events
	// never change.
	Erase(ctx context.Context, id string, rev int, e Erasure) error

	// Receive stores messages and moves a cursor, all at once. A message is left out if its account has stored one
	// with the same key before, also one that is done. The orders of the messages become due. If the cursor is not at
	// in.From, nothing is written and the error is ErrConflict. Receive does not change an order's revision.
	Receive(ctx context.Context, in Incoming) error

	// Cursor returns how far a stream of an account has been read; "" at first.
	Cursor(ctx context.Context, account, stream string) (string, error)

	// Values returns the values that a bucket has for the keys, without those that it does not have.
	Values(ctx context.Context, bucket string, keys ...string) (map[string][]byte, error)

	// Swap sets the value of a key in a bucket if it still is old, and removes it if value is nil. A nil old stands for
	// no value. If the value is another, nothing is written and the error is ErrConflict.
	Swap(ctx context.Context, bucket, key string, old, value []byte) error

	// Write adds entries to the journal. An entry whose Key is not empty and was written before is left out.
	Write(ctx context.Context, es ...Entry) error

	// Journal yields entries, the oldest first.
	Journal(ctx context.Context, f JournalFilter) iter.Seq2[Entry, error]

	// Ran adds the record of a pass, or replaces the one with the same Key.
	Ran(ctx context.Context, r Run) error

	// Runs yields records of passes, in the order in which they were added.
	Runs(ctx context.Context, f RunFilter) iter.Seq2[Run, error]

	// Orders yields the summaries of orders, in the order in which they were first stored.
	Orders(ctx context.Context, f OrderFilter) iter.Seq2[Summary, error]

	// Effects yields effects, open and settled, in the order in which they were added.
	Effects(ctx context.Context, f EffectFilter) iter.Seq2[PendingEffect, error]

	// Log yields events across orders, the oldest first.
	Log(ctx context.Context, f LogFilter) iter.Seq2[LoggedEvent, error]
}

// Queue is the half of a [Store] that says which orders are due, who works on them, and for how long that counts.
type Queue interface {
	// Claim claims at most n orders that are due at now and not claimed, those that are due longest first, until the
	// time given: nobody else gets them before that time, or before a Save or Release with the claim's token ends the
	// claim. With ids, only those orders are claimed.
	//
	// A claim that ends later than now plus MaxClaim was made by a wrong clock, and counts as ended. A store may end a
	// claim before its time when the process that made it is not heard of any more. Either way its token counts no
	// longer once another worker has the order.
	Claim(ctx context.Context, now, until time.Time, n int, ids ...string) ([]Claim, error)

	// Release ends a claim. A claim that has ended, or that belongs to somebody else now, stays as it is.
	Release(ctx context.Context, c Claim) error

	// Next returns when the next order becomes due, or the zero time if none will.
	Next(ctx context.Context) (time.Time, error)
}

// Head is the part of a StoredOrder that changes with every write about the order.
type Head struct {
	Rev         int   // how often the order was saved
	LastMessage int64 // the greatest number among its messages; 0 if there are none
}

// StoredOrder is an order and all that is under way with it.
type StoredOrder struct {
	ID        string
	Rev       int             // how often it was saved
	Events    []order.Event   // none if only messages have come so far
	Refs      []order.Ref     // its names in other systems
	Effects   []PendingEffect // those that are open, the oldest first
	Messages  []Message       // not applied yet, in the order in which they came
	Refreshed time.Time       // when the channel was read last
	Wake      time.Time       // when it is due; zero for never
	Summary   Summary         // as it was saved last
}

// Batch is what one Save writes.
type Batch struct {
	Events []order.Event // to be appended to the log
	Refs   []order.Ref   // to be added to its names
	Free   []order.Ref   // names that the order gives up, before Refs are added
	// Effects are effects that are new or have changed, by their Key: the outcome of one, and that the next is being
	// sent, fit one batch.
	Effects []PendingEffect
	// Done are the numbers of messages that were applied; Failed are messages that were tried and stay, with
	// Attempts, Due and Problem. Numbers that the order does not have are ignored.
	Done   []int64
	Failed []Message
	// Journal are entries to be written with it.
	Journal []Entry
	// Refreshed, if it is not zero, is when the channel was read.
	Refreshed time.Time
	// Wake is when the order is due next; zero for never.
	Wake time.Time
	// Seen is the greatest number among the messages of the StoredOrder that the batch was made from: only later
	// messages make the order due earlier than Wake.
	Seen int64
	// Token, if it is not empty, is that of a claim, which lasts until Claim from now on, or ends with the write if
	// Claim is zero. Without a token claims stay as they are.
	Token string
	Claim time.Time
	// Summary is what lists show of the order.
	Summary Summary
}

// Erasure is what [Data.Erase] writes. Besides, the store deletes the data of the order's messages, also of those that
// it keeps though they were applied; their keys stay, so that they are not taken again.
type Erasure struct {
	Events  []order.Event   // the whole log, in place of the one that is stored
	Effects []PendingEffect // all effects of the order, open and settled, in place of those with the same keys
	Text    string          // in place of the text of every journal entry about the order, also in the records of passes
	Summary Summary
}

// MaxClaim is the longest time for which an order may be claimed at once.
const MaxClaim = 2 * time.Hour

// Claim gives an order to one worker for a while.
type Claim struct {
	ID    string // of the order
	Token string // of the claim; no other claim has it
}

// RefTaken is the error of a Save if another order has a reference already.
type RefTaken struct {
	Ref order.Ref
	By  string // the id of the order that has it
}

// Error implements error.
func (e *RefTaken) Error() string { return "reference " + e.Ref.String() + " belongs to order " + e.By }

// Unwrap returns ErrConflict.
func (e *RefTaken) Unwrap() error { return ErrConflict }
