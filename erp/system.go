package erp

import (
	"context"
	"iter"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// System is one account of an ERP or CRM. It is safe for concurrent use.
type System interface {
	// System names the system, e.g. "retailcrm".
	System() string

	// Can tells whether effects of a kind mean anything to the system in a scheme. What it cannot do is not owed to it.
	Can(kind order.EffectKind, scheme order.SchemeCode) bool

	// Apply carries out what is owed. It is "ensure": applied again, after a crash or a lost answer, it finds what the
	// first try did, and does nothing twice. It writes nothing but what the effect is about:
	//
	//	EffectUpsert    the order comes into being there
	//	EffectStatus    its status becomes what StatusFor returns of t.Order
	//	EffectCancel    t.Units show as cancelled, with the reason that t.Cause names; if nothing lives on, the status too
	//	EffectMoveDate  the delivery window becomes that of t.Order
	//	EffectDocument  a carrier has accepted shipment t.Shipment of t.Order: the sale is made, as far as the system keeps one,
	//	                or what it shows of parcels; Outcome.Ref names the document
	//	EffectNote      t.Text comes before the eyes of the people who work there, once for each t.Key
	//
	// What people did there themselves is not told back to them: a system whose sums follow from its lines has them right.
	//
	// An outcome says that the effect is settled, and in Code the status that the system shows now, if it is known. An
	// error, classed by *ordo.Error, says that it is not: to be tried again (Retry, RateLimited), stopped by the account
	// (Auth) or in doubt (InDoubt). Classes Invalid and NotFound count as rejected: people deleted the order there.
	Apply(ctx context.Context, t order.Task) (order.Outcome, error)

	// Ref names an order in the system before it is there, where the one who creates it chooses the id. It is zero where
	// the system gives ids; Outcome.Ref of the first EffectUpsert then tells. It is pure.
	Ref(o order.View) order.Ref

	// StatusFor is the status, in the system's own code, that shows where an order stands; "" where the merchant's settings
	// name none, and the status is then left as it is. It is pure.
	StatusFor(o order.View) string

	// Changes yields what people and other programs changed behind the cursor, oldest first, up to the present end. Its own
	// changes are left out. An empty cursor begins a day ago at most. An error comes once, last.
	Changes(ctx context.Context, cursor string) iter.Seq2[Change, error]

	// Read looks at one order because of changes to it and says what they mean. It reads the order afresh: the changes tell
	// what was touched, the order how it is.
	Read(ctx context.Context, changes []Change, o order.View) (Reading, error)
}

// FieldStatus is Change.Field of a change of the order's status, whose Value is the system's own code. Whoever finds
// that an order shows another status than it did, and was told of no change, makes such a Change and reads the order
// because of it.
const FieldStatus = "status"

// Change is one thing that was changed in one order. It survives JSON, so that it can be stored before it is worked on.
type Change struct {
	// Cursor is where to go on once the change is stored.
	Cursor string `json:"cursor,omitzero"`
	// Ref names the order; zero for an entry that is about none and only moves the cursor.
	Ref order.Ref `json:"ref,omitzero"`
	// At is when, by the system's clock.
	At time.Time `json:"at,omitzero"`
	// Field is what was changed, in the system's own words, and Value what to. Item is the line, if it is about one.
	Field string `json:"field,omitzero"`
	Value string `json:"value,omitzero"`
	Item  string `json:"item,omitzero"`
	// Gone says that the order was deleted there.
	Gone bool `json:"gone,omitzero"`
	// Problem says why the entry could not be read.
	Problem string `json:"problem,omitzero"`
}

// Reading is what an order in the system says.
type Reading struct {
	// Status is the order's status there, in the system's own code.
	Status string
	// Reports are what the changes mean: wishes, as a rule.
	Reports []order.Observation
	// Remarks are for the people there: what they see and what is not so, and what to do. Each is told once.
	Warnings []string
	// Occurred is the system's time of its latest word, or zero.
	Occurred time.Time
}
