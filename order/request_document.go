package order

import (
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// documentSale is the document by which goods leave the books for the buyer.
const documentSale = "sale"

// RequestDocument asks the books for a document: to make it as a draft, or to post it. It is the sale of a shipment,
// whose units must all be reserved. The document itself comes from the books, with its number (IssueDocument).
type RequestDocument struct {
	DocumentKind string // "sale"
	Shipment     int
	State        string // DocumentDraft or DocumentPosted
}

// Kind implements Command.
func (RequestDocument) Kind() Kind { return KindRequestDocument }

func (c RequestDocument) decide(o *Order, _ By) ([]Body, error) {
	what := Textf("document %s", c.DocumentKind)
	switch {
	case c.DocumentKind == "":
		return nil, refuse(ErrInvalid, "document", "its kind is not set")
	case c.DocumentKind != documentSale:
		return nil, refuse(ErrInvalid, what, "the books can be asked for: %s", documentSale)
	case c.State == "":
		return nil, refuse(ErrInvalid, what, "say whether it is asked for as a draft or posted")
	case c.State != DocumentDraft && c.State != DocumentPosted:
		return nil, refuse(ErrInvalid, what, "it is asked for as draft or posted, not as %q", c.State)
	}
	s, err := o.shipment(c.Shipment)
	if err != nil {
		return nil, err
	}
	if s.State != status.ShipmentAssembling && s.State != status.ShipmentRequested {
		return nil, refuse(ErrNotNow, s.what(), "it is %s; a sale is asked for before the goods leave", s.State)
	}
	ms := o.inShipment(s.N)
	if len(ms) == 0 {
		return nil, refuse(ErrNotNow, s.what(), "it is empty")
	}
	for _, m := range ms {
		switch {
		case m.State != status.ItemAssembling && m.State != status.ItemPacked:
			return nil, refuse(ErrNotNow, s.what(), "%s of line %s are %s; a sale is made when all of it is reserved", minus(m.To, m.From), m.Line, m.State)
		case m.Warehouse == "":
			return nil, refuse(ErrNotNow, s.what(), "%s of line %s are reserved at no warehouse; a sale is made when all of it is reserved", minus(m.To, m.From), m.Line)
		}
	}
	for _, r := range o.rules.scheme.Documents { // what is posted would stand for a step that is refused then
		for _, k := range r.Does {
			if r.Kind != c.DocumentKind || r.State != c.State {
				break
			}
			if err := o.checkMarked(k, ms); err != nil {
				return nil, err
			}
		}
	}
	b := DocumentRequested{DocumentKind: c.DocumentKind, Shipment: s.N, State: c.State, Units: joinUnits(rangesOf(ms))}
	for _, d := range slices.Backward(o.docsAsked) {
		if d.DocumentKind != b.DocumentKind || d.Shipment != b.Shipment || !slices.Equal(d.Units, b.Units) {
			continue
		}
		if d.State == b.State || d.State == DocumentPosted {
			return nil, refuse(ErrAlready, s.what(), "its %s is asked for as %s", word(c.DocumentKind), word(d.State))
		}
		break
	}
	return []Body{b}, nil
}

// DocumentRequested records that the books are to make or post a document.
type DocumentRequested struct {
	DocumentKind string  `json:"kind"`
	Shipment     int     `json:"shipment"`
	State        string  `json:"state"` // DocumentDraft or DocumentPosted
	Units        []Units `json:"units"` // of the shipment, as it is
}

// Kind implements Body.
func (DocumentRequested) Kind() string { return "document-requested" }

func (b DocumentRequested) check(o *Order) error {
	if b.DocumentKind == "" || b.State != DocumentDraft && b.State != DocumentPosted {
		return errors.New("a document without a kind, or in no state")
	}
	return firstError(o.checkShipment(b.Shipment), o.checkUnits(b.Units...))
}

func (b DocumentRequested) apply(o *Order, _ *Event) { o.docsAsked = append(o.docsAsked, b) }
