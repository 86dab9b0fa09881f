package exchange

import (
	"context"
	"errors"
	"iter"
)

// ErrCursor says that a cursor is none of the source, or none any more: everything is to be read, with an empty one.
var ErrCursor = errors.New("the cursor is not known: read everything")

// Source yields the records of a system. The doc of the package says what an implementation must keep to.
type Source interface {
	// System is the name of the system, as in order.Ref.
	System() string
	// Records yields what changed behind a cursor, and everything for an empty one.
	Records(ctx context.Context, kind Kind, cursor string) iter.Seq2[Record, error]
}

// Whole is a Source of which everything that it yields for an empty cursor is all that there is: what is not among it
// is gone. A source that remembers what it told only while it runs is one, as it cannot say later what is gone: it
// yields [ErrCursor] for a cursor from before. Its records have the Ref of their thing, also those with a Problem: of a
// thing of which a record cannot be read nothing is gone. With one that has no Ref nothing is.
type Whole interface {
	Source
	// Whole reports whether that is so for a kind.
	Whole(kind Kind) bool
}

// Sink takes records into a system.
type Sink interface {
	// System is the name of the system, as in order.Ref.
	System() string
	// Can reports whether the system has records of a kind.
	Can(kind Kind) bool
	// Keep makes the system have the records, and yields what became of each, in order. An error comes once, last: the
	// records that were not answered may be kept or not, and are kept again later. A kind that it cannot keep is an
	// *ordo.Error of class Unsupported.
	Keep(ctx context.Context, kind Kind, records []Record) iter.Seq2[Kept, error]
}

// Kept is what became of a record in a sink.
type Kept struct {
	Key string
	// Changed is set if the system has something else now; if not, it was so already.
	Changed bool
	// Problem is why the record could not be kept, which a person must look at. The others are kept all the same.
	Problem error
}
