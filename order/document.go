package order

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
)

// Document is a document of another system that belongs to the order: an invoice, a sale, a transfer, a receipt. Within
// one account a document is the same by its kind and number.
type Document struct {
	Kind   string `json:"kind"` // "invoice", "waybill", "sale", "transfer", "return-note", "receipt" ... or a host's own
	Number string `json:"number"`
	Date   string `json:"date,omitzero"` // of the document, ISO 8601
	Ref    Ref    `json:"ref,omitzero"`
	URL    string `json:"url,omitzero"`    // a page that shows it, such as that of a receipt
	Posted bool   `json:"posted,omitzero"` // false for a draft
	Basis  string `json:"basis,omitzero"`  // number of the document it was made from
	// Shipment or Block it belongs to, 0 for the order.
	Shipment int `json:"shipment,omitzero"`
	Block    int `json:"block,omitzero"`
	Transfer int `json:"transfer,omitzero"` // that it is the document of, 0 for none
	// State is how far it has come, such as "issued", "posted", "sent", or one of the states below.
	State   string `json:"state,omitzero"`
	Waybill string `json:"waybill,omitzero"` // the carrier's number on it
	Voided  string `json:"voided,omitzero"`  // why it is void
	// From and To are the places that goods leave and reach by it.
	From string `json:"from,omitzero"`
	To   string `json:"to,omitzero"`
	// Units it is about; all units of the order, of Shipment or Transfer, without.
	Units []Units `json:"units,omitzero"`
	// Lines are what the document itself says.
	Lines []DocumentLine `json:"lines,omitzero"`
}

// The states of documents that have a meaning of their own. All others are texts of schemes and hosts.
const (
	DocumentDraft        = "draft"         // it stands for nothing yet
	DocumentPosted       = "posted"        // the state of a posted document that names none
	DocumentVoid         = "void"          // see VoidDocument
	DocumentVoidUpstream = "void-upstream" // kept, though all its units were cancelled by another system
)

// DocumentLine is a line as a document says it.
type DocumentLine struct {
	SKU      string          `json:"sku,omitzero"`
	Name     string          `json:"name,omitzero"`
	Quantity amount.Quantity `json:"quantity"`
	Price    amount.Money    `json:"price,omitzero"` // of one piece
	Sum      amount.Money    `json:"sum,omitzero"`
}

// what names the document in a refusal.
func (d Document) what() Text { return Textf("document %s %s", d.Kind, d.Number) }

// isVoid reports whether the document stands for nothing any more.
func (d Document) isVoid() bool { return d.State == DocumentVoid || d.State == DocumentVoidUpstream }

// stated is the state of the document. A posted document that names none is DocumentPosted.
func (d Document) stated() string {
	if d.State == "" && d.Posted {
		return DocumentPosted
	}
	return d.State
}

// sameThing reports whether two records are of the same document. The number may come first and its reference later.
// Two references are two documents though: numbers begin anew, with each year or each fiscal drive.
func (d Document) sameThing(e Document) bool {
	return d.Kind == e.Kind && d.Number == e.Number &&
		(d.Ref.System == e.Ref.System && d.Ref.Account == e.Ref.Account || d.Ref.IsZero() || e.Ref.IsZero()) &&
		(d.Ref.ID == e.Ref.ID || d.Ref.ID == "" || e.Ref.ID == "")
}

// equal reports whether two records say the same.
func (d Document) equal(e Document) bool {
	if !slices.Equal(d.Units, e.Units) || !slices.Equal(d.Lines, e.Lines) {
		return false
	}
	d.Units, d.Lines, e.Units, e.Lines = nil, nil, nil, nil
	return reflect.DeepEqual(d, e)
}

// known returns the document with what was known of it before and is not said again.
func (d Document) known(before Document) Document {
	d.Date, d.Basis, d.State = cmp.Or(d.Date, before.Date), cmp.Or(d.Basis, before.Basis), cmp.Or(d.State, before.State)
	d.Waybill, d.Voided = cmp.Or(d.Waybill, before.Waybill), cmp.Or(d.Voided, before.Voided)
	d.URL = cmp.Or(d.URL, before.URL)
	d.From, d.To = cmp.Or(d.From, before.From), cmp.Or(d.To, before.To)
	d.Transfer = cmp.Or(d.Transfer, before.Transfer)
	d.Shipment, d.Block = cmp.Or(d.Shipment, before.Shipment), cmp.Or(d.Block, before.Block)
	if d.Ref.IsZero() || d.Ref.ID == "" && before.Ref.ID != "" {
		d.Ref = before.Ref
	}
	if len(d.Units) == 0 {
		d.Units = before.Units
	}
	if len(d.Lines) == 0 {
		d.Lines = before.Lines
	}
	return d
}

func (d Document) check() error {
	switch {
	case d.Kind == "":
		return refuse(ErrInvalid, "document", "its kind is not set")
	case d.Number == "":
		return refuse(ErrInvalid, Textf("document %s", d.Kind), "its number is not set")
	}
	return nil
}

// checkNew checks a document that comes in with a command or report.
func (d Document) checkNew(o *Order) error {
	if err := d.check(); err != nil {
		return err
	}
	if d.Shipment != 0 {
		if _, err := o.shipment(d.Shipment); err != nil {
			return err
		}
	}
	if d.Block != 0 {
		if _, err := o.block(d.Block); err != nil {
			return err
		}
	}
	if d.Transfer != 0 {
		if _, err := o.transfer(d.Transfer); err != nil {
			return err
		}
	}
	if err := d.checkContent(o); err != nil {
		return refuse(ErrInvalid, d.what(), "%v", err)
	}
	return nil
}

// checkStored checks a document of a stored event.
func (d Document) checkStored(o *Order) error {
	if d.Shipment != 0 {
		if err := o.checkShipment(d.Shipment); err != nil {
			return err
		}
	}
	if d.Block != 0 {
		if err := o.checkBlock(d.Block); err != nil {
			return err
		}
	}
	if d.Transfer != 0 {
		if err := o.checkTransfer(d.Transfer); err != nil {
			return err
		}
	}
	return d.checkContent(o)
}

// checkContent checks units and lines: units exist and are named once, sums are in the order's currency.
func (d Document) checkContent(o *Order) error {
	if err := o.checkUnits(d.Units...); err != nil {
		return err
	}
	for i, u := range d.Units {
		for _, other := range d.Units[:i] {
			if u.overlaps(other) {
				return fmt.Errorf("line %q: units %s to %s are named twice", u.Line, u.From, u.To)
			}
		}
	}
	for i, l := range d.Lines {
		if l.Quantity.Sign() <= 0 {
			return fmt.Errorf("its line %d has the quantity %s", i+1, l.Quantity)
		}
		if err := o.checkSums(l.Price, l.Sum); err != nil {
			return fmt.Errorf("its line %d: %w", i+1, err)
		}
	}
	return nil
}

// overlaps reports whether two ranges share units.
func (u Units) overlaps(v Units) bool {
	return u.Line == v.Line && u.From.Cmp(v.To) < 0 && v.From.Cmp(u.To) < 0
}

// clone returns a copy that shares nothing.
func (d Document) clone() Document {
	d.Units, d.Lines = slices.Clone(d.Units), slices.Clone(d.Lines)
	return d
}

// subject is what reports about the document share, so that a later one makes an earlier one stale.
func (d Document) subject() string { return d.Kind + "\x00" + d.Number }

// cloneDocument is a copy of what a pointer points to.
func cloneDocument(d *Document) *Document {
	if d == nil {
		return nil
	}
	c := d.clone()
	return &c
}

func cloneDocuments(ds []Document) []Document {
	out := slices.Clone(ds)
	for i := range out {
		out[i] = out[i].clone()
	}
	return out
}

// findDocument returns the index of a document, or -1. A record with the same reference counts before one that has
// none, a later one before an earlier.
func (o *Order) findDocument(d Document) int {
	found := -1
	for i, e := range slices.Backward(o.documents) {
		if d.sameThing(e) {
			if d.Ref == e.Ref {
				return i
			}
			if found < 0 {
				found = i
			}
		}
	}
	return found
}

// checkDocumentNumber checks the place of a document in the order's list, from 1.
func (o *Order) checkDocumentNumber(n int) error {
	if n < 1 || n > len(o.documents)+1 {
		return fmt.Errorf("document %d of %d", n, len(o.documents))
	}
	return nil
}

// putDocument sets document n, from 1; the number after the last adds one.
func (o *Order) putDocument(n int, d Document) {
	if n > len(o.documents) {
		o.documents = append(o.documents, d)
		o.issuedIn = append(o.issuedIn, nil)
		return
	}
	o.documents[n-1] = d
}
