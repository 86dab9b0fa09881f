package order

import (
	"slices"
)

// Attach attaches a document of another system that drives nothing, or records that it was posted. What is not said
// again is kept. See IssueDocument for a document that stands for commands.
type Attach struct {
	Document Document
}

// Kind implements Command.
func (Attach) Kind() Kind { return KindAttach }

func (c Attach) decide(o *Order, _ By) ([]Body, error) {
	d := c.Document.clone()
	if err := d.checkNew(o); err != nil {
		return nil, err
	}
	if d.isVoid() {
		return nil, refuse(ErrInvalid, d.what(), "state %s is set by VoidDocument", d.State)
	}
	n := len(o.documents) + 1
	if i := o.findDocument(d); i >= 0 {
		was := o.documents[i]
		if d.State != "" && d.State != was.State && (was.isVoid() || len(o.issuedIn[i]) > 0) {
			return nil, refuse(ErrNotNow, d.what(), "it was issued; its state is changed with IssueDocument")
		}
		if d = d.known(was); d.equal(was) {
			return nil, refuse(ErrAlready, d.what(), "it is attached")
		}
		n = i + 1
	}
	return []Body{DocumentAttached{Document: d, N: n}}, nil
}

// DocumentAttached records that a document of an outside system belongs to the order.
type DocumentAttached struct {
	Document Document `json:"document"`
	N        int      `json:"n,omitzero"` // its place in the order's list, from 1; 0 in older logs
}

// Kind implements Body.
func (DocumentAttached) Kind() string { return "document-attached" }

func (b DocumentAttached) check(o *Order) error {
	if b.N != 0 {
		if err := o.checkDocumentNumber(b.N); err != nil {
			return err
		}
	}
	return b.Document.checkStored(o)
}

func (b DocumentAttached) apply(o *Order, _ *Event) {
	n := b.N
	if n == 0 { // older logs: the same by kind, number and the whole reference
		n = 1 + slices.IndexFunc(o.documents, func(d Document) bool {
			return d.Kind == b.Document.Kind && d.Number == b.Document.Number && d.Ref == b.Document.Ref
		})
	}
	if n == 0 {
		n = len(o.documents) + 1
	}
	o.putDocument(n, b.Document)
}
