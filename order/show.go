package order

import (
	"cmp"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
)

// LogEntry is an event of an order's log as people read it, in the language of the account that it is for.
type LogEntry struct {
	N     int       // number of the event, from 1; numbers may be missing
	At    time.Time // when it was learned here, UTC
	By    Actor
	Who   string // By for people: a person with the role, or an account
	Kind  string // of the event, as in Body.Kind
	Says  string // what happened, in one sentence
	Files []File // what came with it; see Event.Files
}

// ShipmentForm is the form with which a carrier takes a shipment, filled in as far as the order tells.
type ShipmentForm struct {
	Shipment int         // its number
	Carrier  string      // the carrier's account
	Fields   []FormField // in the order in which people fill them in
	Notes    []string    // what people should check, such as an address that the carrier does not know
	Problem  string      // why the carrier could not make the form now; it then has no fields
}

// FormField is a field of a carrier's form.
type FormField struct {
	Code     string // as the carrier names it; those of rows have a number, such as "packages.1.weight"
	Name     string // for people, in the carrier's language
	Value    string
	Required bool
	Choices  []string // the values that are allowed; empty if any is
	Labels   []string // what each of Choices is, for people
}

// StockLine is what a warehouse has of a line's article, as the books say.
type StockLine struct {
	Line      string
	Warehouse string          // its code
	Free      amount.Quantity // what any order may still have
	Reserved  amount.Quantity // what this order has reserved there
	At        time.Time       // when it was so
	// Problem is why the books do not tell. Line and Warehouse are empty if they could not be asked at all; At is then
	// when they were asked.
	Problem string
}

// Files returns the files that an event brought: those of a notice or an answer, a statement, the page of a receipt or
// another document.
func (e Event) Files() []File {
	switch b := e.Body.(type) {
	case Notified:
		return b.Files
	case NoticeAnswered:
		return b.Files
	case ReceiptAttached:
		return b.Receipt.page()
	case DocumentAttached:
		return b.Document.page()
	case DocumentIssued:
		return b.Document.page()
	case Returned:
		return statementFile(b.Block.Statement)
	case StatementAttached:
		return statementFile(b.Statement)
	}
	return nil
}

// page is the page that a document can be seen on.
func (d Document) page() []File {
	if d.URL == "" {
		return nil
	}
	return []File{{Name: cmp.Or(d.Number, d.Kind), Ref: d.Ref, URL: d.URL}}
}

// statementFile is the file that a statement refers to.
func statementFile(reference string) []File {
	switch {
	case reference == "":
		return nil
	case strings.Contains(reference, "://"):
		return []File{{Name: reference, URL: reference}}
	}
	return []File{{Name: reference}}
}
