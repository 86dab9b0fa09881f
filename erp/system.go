package erp

import (
	"context"
	"iter"
	"time"

	"github.com/ordo-sdk/ordo/order"
)

// System is one account of an ERP or CRM. It is safe for concurrent use.
type System interface {
	// System returns the name of the system, such as "retailcrm".
	System() string

	// Can reports whether the system supports a kind of effect in a scheme. Other effects are not created for it.
	Can(kind order.EffectKind, scheme order.SchemeCode) bool

	// Apply applies an effect. It is idempotent: applied again, after a crash or a lost answer, it finds the first
	// result and changes nothing twice. It writes only what the effect is about:
	//
	//	EffectUpsert    create the order
	//	EffectStatus    set the status that StatusFor returns for t.Order
	//	EffectCancel    mark t.Units as cancelled, with the reason of t.Cause; if no units remain, set the status too
	//	EffectMoveDate  set the delivery window of t.Order
	//	EffectDocument  a carrier has accepted shipment t.Shipment of t.Order: create the sale document or the parcel record,
	//	                whichever the system keeps; Outcome.Documents has its number and date and whether it is posted. A
	//	                system that has no documents names its record in Outcome.Ref
	//	EffectLines     bring lines, quantities, prices, discounts and marking codes to those of t.Order: what was added,
	//	                removed or priced anew after the order was created. Lines that people added there stay; but in a system
	//	                that reports a RowEdit all rows and the promo code become those of the order. What people changed
	//	                since they were read last stays as it is, or the error is of class Retry
	//	EffectDetails   set who buys, who gets the goods and where, and the buyer's comment, as in t.Order
	//	EffectPayment   bring the payment t.Payment of t.Order to its state and to what of it was not paid back; create it if
	//	                it is not there
	//	EffectReturn    return block t.Block of t.Order: show that its units came back, or what the price was reduced by. A
	//	                system with documents makes the one of the return on the basis of the sale, once: it is in
	//	                Outcome.Documents with Kind "return-note" and the number of the sale as Basis
	//	EffectReserve   bring the reservations of the whole order to the portions of t.Order: goods that are being assembled
	//	                or packed at a Warehouse are reserved there, all others are not. If a warehouse has less, the outcome
	//	                is Rejected, Outcome.Lacks says what is missing where, and the reservations are as they were before
	//	EffectTransfer  bring the documents of transfer t.Transfer of t.Order to its state: requested, a posted order of
	//	                transfer; sent, a transfer that is not posted; posted and received, a posted one; dropped, none that
	//	                counts. They are in Outcome.Documents: Kind "transfer-order" and "transfer", with From and To
	//	EffectNote      show t.Text to the people who work in the system, once for each t.Key. Of a notice, t.Cause is the
	//	                order.Notified: its number, for whom it is, whether it is urgent, its files
	//	EffectShow      bring all that people see of t.Order to what it is, its shipments, return blocks, states and places
	//	                of units, receipts, files, notices that were answered; t.Forms and t.Stock with it; and show each
	//	                entry of t.Log once, in its order
	//
	// What a system is to show of lines, quantities and sums is what [SumsOf] returns, and of a payment what [KeptOf]
	// returns: units that the buyer is to send back count until they are back.
	//
	// After each write that can change a sum, Outcome.Sums is what the system shows then, read from its answer, so that
	// the caller can compare.
	//
	// Changes that people made in the system are not written back to it.
	//
	// An outcome means that the effect is settled; its Code is the current status in the system, if known. An error
	// means that it is not settled; the class of the *ordo.Error says what follows: repeat it (Retry, RateLimited), a
	// person must act (Auth), or find out what happened (InDoubt). Invalid and NotFound count as rejected: the order
	// was deleted.
	Apply(ctx context.Context, t order.Task) (order.Outcome, error)

	// Ref returns the reference that an order will have in the system, if the creator chooses the id. It is zero if the
	// system assigns ids: Outcome.Ref of the first EffectUpsert is then the reference. It is pure.
	Ref(o order.View) order.Ref

	// StatusFor returns the system's status code for the state of an order. It is "" if the merchant's mapping has
	// none: the status is then left unchanged. It is pure.
	StatusFor(o order.View) string

	// Changes yields the changes of people and other programs after the cursor, oldest first. Our own changes are left
	// out. An empty cursor begins at most a day ago. An error is yielded once, last.
	Changes(ctx context.Context, cursor string) iter.Seq2[Change, error]

	// Read reads the current state of one order and returns what its changes mean. The changes name the fields that
	// were changed; the values come from the order. See also [FieldUnsent].
	Read(ctx context.Context, changes []Change, o order.View) (Reading, error)
}

// FieldStatus is Change.Field for a change of the order's status; Change.Value is then the system's status code. A
// caller that finds an unreported change of status makes such a Change and passes it to Read.
const FieldStatus = "status"

// FieldUnsent is Change.Field where a caller names a line of the order that the system was not told of yet, by its id
// in Change.Value: that it is not there is no removal. It is only passed to Read, and no person's change.
const FieldUnsent = "unsent"

// Change is a change of one field of one order. It survives JSON, so that it can be stored before it is processed.
type Change struct {
	// Cursor is where to continue once the change is stored.
	Cursor string `json:"cursor,omitzero"`
	// Ref is the order; it is zero for an entry that only moves the cursor.
	Ref order.Ref `json:"ref,omitzero"`
	// At is when it happened, by the system's clock.
	At time.Time `json:"at,omitzero"`
	// Field is the system's name of the changed field, Value its new value, Item the id of the line if it is a line's
	// field.
	Field string `json:"field,omitzero"`
	Value string `json:"value,omitzero"`
	Item  string `json:"item,omitzero"`
	// By is the system's id of the user who made the change; "" if it was no person, or the system does not say.
	By string `json:"by,omitzero"`
	// Gone reports that the order was deleted in the system.
	Gone bool `json:"gone,omitzero"`
	// Problem is why the entry could not be read.
	Problem string `json:"problem,omitzero"`
}

// MarkPhoto is a picture of the marking code of a unit that a person attached in the system.
type MarkPhoto struct {
	Line  string
	Units []int  // that it may be of; the first that waits for a code gets it
	Name  string // of what it is attached to, as people see it
	Code  string // of the field
	// Load returns the picture. An error of class Invalid says why there is none; others are tried again.
	Load func(context.Context) ([]byte, error)
}

// Reading is the state of an order in the system and what its changes mean.
type Reading struct {
	// Status is the system's status code of the order.
	Status string
	// Reports are what the changes mean, usually intents.
	Reports []order.Observation
	// Edit is what a person changed in the rows, where the system has no say about prices; nil if the changes are about
	// nothing of that. It is applied after Reports.
	Edit *RowEdit
	// Parcels are the shipments that a person asks the carrier to take. They are applied last.
	Parcels []ParcelWish
	// Photos are pictures of marking codes that people attached, each once. They are read after Reports were applied.
	Photos []MarkPhoto
	// Warnings are for the people who work in the system: what they see there that is not true, and what to do. Each is
	// shown once.
	Warnings []order.Text
	// Ignored are the changes of fields that mean nothing to an order. Each field is journalled once.
	Ignored []Change
	// Reserved is what the system keeps for the order now; nil if unknown, empty and not nil if nothing. What people moved
	// or gave up there is followed.
	Reserved []order.Reserved
	// Sums is what the system shows of the order now, to be compared once the reports are applied; nil if unknown. A line
	// that Reports add has the id that they give it.
	Sums *order.Sums
	// Seen is what people had set when it was read, in the system's own form; "" leaves what was kept before. It is kept
	// with the order, under [SeenLabel], with what the reading made of it: by it Apply can tell what people set since, and
	// does not overwrite it.
	Seen string
	// Occurred is when the order last changed, by the system's clock; zero if unknown.
	Occurred time.Time
}
