package order

import (
	"slices"
)

// Attach attaches a document of another system, or records that it was posted.
type Attach struct {
	Document Document
}

// Kind implements Command.
func (Attach) Kind() Kind { return KindAttach }

func (c Attach) decide(o *Order, _ By) ([]Body, error) {
	d := c.Document
	if err := d.check(); err != nil {
		return nil, err
	}
	if d.Shipment != 0 {
		if _, err := o.shipment(d.Shipment); err != nil {
			return nil, err
		}
	}
	if d.Block != 0 {
		if _, err := o.block(d.Block); err != nil {
			return nil, err
		}
	}
	i := slices.IndexFunc(o.documents, d.sameThing)
	if i >= 0 && o.documents[i] == d {
		return nil, refuse(ErrAlready, Textf("document %s %s", d.Kind, d.Number), "it is attached")
	}
	return []Body{DocumentAttached{d}}, nil
}

// DocumentAttached records that a document of an outside system belongs to the order.
type DocumentAttached struct {
	Document Document `json:"document"`
}

// Kind implements Body.
func (DocumentAttached) Kind() string { return "document-attached" }

func (b DocumentAttached) check(o *Order) error {
	if b.Document.Shipment != 0 {
		if err := o.checkShipment(b.Document.Shipment); err != nil {
			return err
		}
	}
	if b.Document.Block != 0 {
		return o.checkBlock(b.Document.Block)
	}
	return nil
}

func (b DocumentAttached) apply(o *Order, _ *Event) {
	if i := slices.IndexFunc(o.documents, b.Document.sameThing); i >= 0 {
		o.documents[i] = b.Document
		return
	}
	o.documents = append(o.documents, b.Document)
}
