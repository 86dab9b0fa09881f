package marking

import (
	"context"
	"iter"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Registry is a register of marked goods, such as Честный знак (ГИС МТ): it knows each code's state, and takes the
// documents that bring codes out of circulation and back. Package markingtest has its suite, and one in memory.
type Registry interface {
	// System returns the name of the registry, such as "chestnyznak".
	System() string
	// Codes yields the state of each code, each once, in any order. A code that the registry does not know has a
	// Problem of class NotFound; it does not end the list.
	Codes(ctx context.Context, codes ...Code) iter.Seq2[Status, error]
	// Report ensures that the registry has the document r, which r.Key identifies, and returns it as it stands there:
	// a call with a key that the registry has sends nothing. What it does not have is sent once. Where the answer was
	// lost, the error is of class InDoubt, and the next calls look for the document, by its key and its codes, and
	// send it again only when it can no longer come. A refused document is answered, not an error; another attempt has
	// another key.
	Report(ctx context.Context, r Report) (Report, error)
	// Read returns a document by its Ref. One that was sent and cannot be seen yet is waiting.
	Read(ctx context.Context, ref order.Ref) (Report, error)
}

// Checker is a Registry that can be asked whether codes may be sold now, in the moment before a receipt (разрешительный
// режим). The receipt names the answer.
type Checker interface {
	CheckSale(ctx context.Context, codes ...Code) (SaleCheck, error)
}

// Signer signs for the participant. Signatures of the registry are GOST ones (УКЭП), which the host makes: with a
// cryptographic provider, a hardware token or a signing service.
type Signer interface {
	// Sign returns a CMS signature in DER. It contains content unless it is detached.
	Sign(ctx context.Context, content []byte, detached bool) ([]byte, error)
}

// State is where a code is in its life.
type State string

// The states.
const (
	Unknown       State = "" // the registry does not know the code, or its word is new: see Status.Vendor
	Issued        State = "issued"
	InCirculation State = "in-circulation"
	Out           State = "out"       // of circulation: sold, used, lost, written off
	Aggregate     State = "aggregate" // a pack that was broken up: the units that were in it have states of their own
)

// Status is what the registry knows of a code.
type Status struct {
	Code   Code
	State  State
	Vendor string // the registry's word for the state, such as "RETIRED"
	Extra  string // the registry's word for what else holds, such as "WAIT_SHIPMENT"; empty if nothing does
	Owner  string // INN of the owner, if the registry tells it: it does so to the owner
	Group  string // group of goods in the registry's word, such as "lp" or "shoes"
	Reason string // why the code is out, in the registry's word, such as "DISTANCE" or "RETAIL"
	// Problem is why no document can be reported about the code, whatever its State: class NotFound where the registry
	// does not know it, Conflict where it is of another owner, blocked by an authority or on its way to another owner.
	Problem error
}

// Ready reports whether a document of the direction is possible for the code now.
func (s Status) Ready(d Direction) bool {
	return s.Problem == nil && (d == Withdraw && s.State == InCirculation || d == Reinstate && s.State == Out)
}

// Direction is what a document does with its codes.
type Direction string

// The directions.
const (
	Withdraw  Direction = "withdraw"  // вывод из оборота
	Reinstate Direction = "reinstate" // возврат в оборот
)

// Reason is why codes leave circulation.
type Reason string

// The reasons.
const (
	DistanceSale Reason = ""        // sold to a person, and sent
	OwnUse       Reason = "own-use" // sold to a company for its own use
)

// PrimaryKind is the kind of the document on which a report rests.
type PrimaryKind string

// The kinds of primary documents.
const (
	PrimaryReceipt          PrimaryKind = "receipt"           // кассовый чек
	PrimarySalesReceipt     PrimaryKind = "sales-receipt"     // товарный чек
	PrimaryConsignmentNote  PrimaryKind = "consignment-note"  // товарная накладная
	PrimaryTransferDocument PrimaryKind = "transfer-document" // УПД
	PrimaryOther            PrimaryKind = "other"             // has a Name
)

// Primary is the document on which a report rests (первичный документ).
type Primary struct {
	Kind   PrimaryKind
	Number string
	Date   time.Time // the day in Moscow counts
	Name   string    // of PrimaryOther
}

// Report is a document about codes, as it is sent and as it stands at the registry.
type Report struct {
	// Key identifies the document: another document has another one. It is the document's number at the registry where
	// Document has none.
	Key       string
	Direction Direction
	Group     string // group of goods in the registry's word; empty: that of the codes, which is looked up
	// Date is when the goods left or came back; the day in Moscow counts. A document that the registry had before is of
	// an earlier sale or return of the same units.
	Date     time.Time
	Reason   Reason // of Withdraw. Which return Reinstate is follows from how the codes went out
	Document Primary
	Paid     bool // of Reinstate: the buyer had paid, and Document is the receipt of the refund
	Units    []ReportUnit
	// Tried is when the document was last sent without an answer; zero if it never was. A client that did not live then
	// knows by it that the document may still come.
	Tried time.Time

	// The answer.

	Ref   order.Ref
	State ReportState
	// Problems are why the document, or a part of its codes, was refused.
	Problems []ReportProblem
}

// ReportUnit is a unit of a report.
type ReportUnit struct {
	Code  Code
	Price amount.Money // what the buyer pays for the unit, with VAT
}

// ReportState is how far a report is.
type ReportState string

// The states of reports. The last three are final.
const (
	// ReportWaiting: the registry is checking the document, or has accepted it and the codes have not changed yet.
	ReportWaiting ReportState = "waiting"
	// ReportDone: the registry accepted the document, and every code is in the state that the document brings.
	ReportDone ReportState = "done"
	// ReportRefused: no code changed.
	ReportRefused ReportState = "refused"
	// ReportPartly: some codes changed. Problems name the others.
	ReportPartly ReportState = "partly"
)

// ReportProblem is why a code was refused.
type ReportProblem struct {
	Code   Code   // zero: all codes of the document
	Vendor string // the registry's number or word of the error; may be empty
	Text   string // the registry's own words
}

// SaleCheck is the registry's answer about codes that are to be sold. The receipt names it (tag 1265).
type SaleCheck struct {
	ID      string    // number of the check
	Time    time.Time // in milliseconds
	Offline bool      // a local module answered in the registry's place
	Codes   []SaleStatus
}

// SaleStatus says of one code whether it may be sold.
type SaleStatus struct {
	Code    Code
	Vendor  string // the registry's number of the error; "0" is none
	Expires time.Time
	// Problem is why the code may not be sold; nil if it may.
	Problem error
}
