package order

import (
	"encoding"
	"encoding/json"
	"fmt"

	"github.com/ordo-sdk/ordo/order/amount"
)

// EffectKind is the kind of an effect.
type EffectKind string

// The kinds of effects.
const (
	EffectTake     EffectKind = "take" // the order is taken into work
	EffectConfirm  EffectKind = "confirm"
	EffectRefuse   EffectKind = "refuse" // units before confirmation
	EffectCancel   EffectKind = "cancel"
	EffectPack     EffectKind = "pack"
	EffectShip     EffectKind = "ship"
	EffectArrive   EffectKind = "arrive"
	EffectClose    EffectKind = "close" // with a result for each unit
	EffectMoveDate EffectKind = "move-date"
	EffectAnswer   EffectKind = "answer"
	EffectContact  EffectKind = "contact" // an attempt to reach the buyer
	EffectComment  EffectKind = "comment" // a comment for the channel
	EffectNote     EffectKind = "note"    // Text is for the people of that system
	// EffectShow brings what a system of people shows of an order to View: shipments, return blocks, states and places of
	// units, receipts, files, notices that were answered elsewhere; and each entry of Task.Log once.
	EffectShow    EffectKind = "show"
	EffectUpsert  EffectKind = "upsert"  // the order as it is, into an ERP
	EffectStatus  EffectKind = "status"  // the state of the order, into an ERP
	EffectLines   EffectKind = "lines"   // lines, quantities, prices, discounts and marks as they are, into an ERP
	EffectDetails EffectKind = "details" // buyer, recipient, address and comment as they are, into an ERP
	EffectPayment EffectKind = "payment" // a payment as it is, into an ERP
	EffectReturn  EffectKind = "return"  // a return block, into an ERP: units that came back, or a price reduction
	// EffectReserve brings the reserves in the books to what the order says: units that are assembling or packed at a
	// warehouse are reserved there, others are not. It is about the whole order.
	EffectReserve EffectKind = "reserve"
	// EffectTransfer brings the transfer with the number Transfer in the books to its state in the order. Requested: an
	// order for it, posted. Sent: a document of the transfer, not posted. Posted and received: posted, and received.
	// Dropped: unposted and marked as deleted. Its units stand in View.Transfers.
	EffectTransfer  EffectKind = "transfer"
	EffectDocument  EffectKind = "document"    // after DocumentRequested: the document that it asks for, in its state
	EffectParcel    EffectKind = "parcel"      // a request to a carrier
	EffectDrop      EffectKind = "drop-parcel" // a request to a carrier is cancelled
	EffectTrack     EffectKind = "track"       // a parcel is followed until it has arrived
	EffectCapture   EffectKind = "capture"     // held money is taken, all of it or less
	EffectRelease   EffectKind = "release"     // held money is given back
	EffectRefund    EffectKind = "refund"
	EffectReceipt   EffectKind = "receipt"
	EffectParty     EffectKind = "party"     // the buyer is found, or created, in a directory of the merchant's
	EffectGoods     EffectKind = "goods"     // which goods are marked is asked of the books
	EffectWithdraw  EffectKind = "withdraw"  // marking codes leave circulation, at the registry of marked goods
	EffectReinstate EffectKind = "reinstate" // they come back
	EffectMessage   EffectKind = "message"   // a message to the buyer or to somebody else outside
)

// Effect is something that must happen in an outside system because of an event. An effect is "ensure", not "do":
// applying it again finds, by its Key, what the first attempt did.
type Effect struct {
	Kind     EffectKind `json:"kind"`
	Target   Ref        `json:"target"`            // the account, and the thing in it, that it goes to
	Order    string     `json:"order"`             // the order's id here
	N        int        `json:"n"`                 // number of the event that caused it
	Key      string     `json:"key"`               // made once and kept with it; the same for every try
	Units    []Units    `json:"units,omitzero"`    // what it is about; empty for the whole order
	Shipment int        `json:"shipment,omitzero"` // its number
	Block    int        `json:"block,omitzero"`
	Transfer int        `json:"transfer,omitzero"` // its number
	Payment  string     `json:"payment,omitzero"`  // its id
	Text     string     `json:"text,omitzero"`
	// Data is the content to be sent, in the port's own form, where it is fixed when the effect is made and must not
	// change later: a receipt, an order to pay money back.
	Data json.RawMessage `json:"data,omitzero"`
}

// Check reports which required field of an effect is not set, as an ErrInvalid.
func (e Effect) Check() error {
	for _, f := range []struct{ name, value string }{
		{"kind", string(e.Kind)},
		{"target system", e.Target.System},
		{"order", e.Order},
		{"key", e.Key},
	} {
		if f.value == "" {
			what := Textf("effect %s", e.Kind)
			if e.Kind == "" {
				what = Textf("effect")
			}
			return refuse(ErrInvalid, what, "its %s is not set", f.name)
		}
	}
	return nil
}

// OutcomeKind is the way an effect ended.
type OutcomeKind uint8

// String returns the stable text code.
func (k OutcomeKind) String() string {
	if int(k) < len(outcomeCodes) {
		return outcomeCodes[k]
	}
	return fmt.Sprintf("unknown(%d)", uint8(k))
}

// MarshalText implements encoding.TextMarshaler.
func (k OutcomeKind) MarshalText() ([]byte, error) {
	if int(k) >= len(outcomeCodes) {
		return nil, fmt.Errorf("order: outcome %d has no code", uint8(k))
	}
	return []byte(outcomeCodes[k]), nil
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (k *OutcomeKind) UnmarshalText(b []byte) error {
	for i, c := range outcomeCodes {
		if c == string(b) {
			*k = OutcomeKind(i)
			return nil
		}
	}
	return fmt.Errorf("order: unknown outcome %q (known: %v)", b, outcomeCodes[1:])
}

// The ways an effect ends.
const (
	Applied     OutcomeKind = iota + 1 // done now
	AlreadySo                          // it was so before
	Unsupported                        // that system cannot do it
	Rejected                           // that system refused; Text says why
	InDoubt                            // the answer was lost, and reading back did not show it
	Parked                             // stopped; a person decides
	Waiting                            // accepted by that system and not finished; it is asked again
)

var outcomeCodes = [...]string{"", "applied", "already-so", "unsupported", "rejected", "in-doubt", "parked", "waiting"}

var (
	_ encoding.TextMarshaler   = OutcomeKind(0)
	_ encoding.TextUnmarshaler = (*OutcomeKind)(nil)
)

// Outcome is how an effect ended.
type Outcome struct {
	Kind OutcomeKind `json:"kind"`
	Ref  Ref         `json:"ref,omitzero"`  // what was created there
	Code string      `json:"code,omitzero"` // the vendor's code of a refusal
	Text string      `json:"text,omitzero"` // the vendor's reason, in its own words
	May  []string    `json:"may,omitzero"`  // what may be done instead, if the vendor names it
	// Documents are those that were made or found there.
	Documents []Document `json:"documents,omitzero"`
	// Lacks is what a refused EffectReserve asked for and the warehouses do not have: how many units too many at each.
	Lacks []Reserved `json:"lacks,omitzero"`
	// Sums is what that system shows of the order after the effect, to be compared with the order; nil if unknown.
	Sums *Sums `json:"sums,omitzero"`
}

// Reserved is how much of a line another system keeps for the order at a warehouse.
type Reserved struct {
	Line      string          `json:"line"`
	Warehouse string          `json:"warehouse"`
	Quantity  amount.Quantity `json:"quantity"`
}

// Sums is what an outside system shows of an order.
type Sums struct {
	Lines []LineSum    `json:"lines,omitzero"` // without those that are cancelled there
	Total amount.Money `json:"total"`          // goods, services and delivery, less all discounts
	Paid  amount.Money `json:"paid"`           // received and not paid back; unset if it does not show it
}

// LineSum is a line as an outside system shows it.
type LineSum struct {
	Line     string          `json:"line,omitzero"` // its id here; empty for a line that is unknown here
	Name     string          `json:"name,omitzero"` // as that system names it
	Quantity amount.Quantity `json:"quantity"`
	Total    amount.Money    `json:"total"` // unset if only the order's total is known exactly
}

// Done reports whether the outside system is now as the effect requires.
func (o Outcome) Done() bool { return o.Kind == Applied || o.Kind == AlreadySo }
