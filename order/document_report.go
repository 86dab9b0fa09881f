package order

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// DocumentReport reports a document and the state that it is in. A document in the state DocumentVoid is void; Voided
// says why. The word of the owner of the documents counts: the document is kept as reported, and where a command that
// it stands for cannot follow, the order is held. From any other system it is tried as IssueDocument or VoidDocument.
type DocumentReport struct {
	Document Document
}

func (DocumentReport) name() string { return "document" }

func (r DocumentReport) observe(o *Order, by By) error {
	d := r.Document
	if err := d.checkNew(o); err != nil {
		return err
	}
	void := d.isVoid() || d.Voided != ""
	why := cmp.Or(d.Voided, fmt.Sprintf("void in %v", by.Actor.name()))
	if !o.authority.owns(by.Actor.Role, factDocuments) {
		if void {
			return Intent{Commands: []Command{VoidDocument{DocumentKind: d.Kind, Number: d.Number, Account: d.Ref.Account, Why: why}}}.observe(o, by)
		}
		return Intent{Commands: []Command{IssueDocument{Document: d}}}.observe(o, by)
	}
	if o.stale(by, factDocuments, d.subject()) {
		return nil
	}
	b := batch{o: o.Clone(), by: by, fact: true}
	var against Text
	if void {
		at := o.documentNamed(VoidDocument{DocumentKind: d.Kind, Number: d.Number, Account: d.Ref.Account})
		switch {
		case at < 0: // an older report of it must find it void
			d.State, d.Voided = DocumentVoid, why
			b.add(DocumentIssued{Document: d, N: len(o.documents) + 1})
		case o.documents[at].State == DocumentVoid:
			return nil
		default:
			b.void(at, why)
		}
	} else {
		var err error
		if against, err = b.report(d); errors.Is(err, ErrAlready) {
			return nil
		} else if errors.Is(err, ErrNotNow) {
			against = reasonOf(err) // it is void here
		} else if err != nil {
			return err
		}
	}
	o.commitReported(by, b.bodies...)
	if b.refused != nil {
		against = Textf("it stands for %s, which is refused: %s", b.step, reasonOf(b.refused))
		if b.step == "" {
			against = reasonOf(b.refused)
		}
	}
	if !against.IsZero() {
		o.conflict(by, factDocuments, "", nil, Textf("%s reports document %s %s as %s: %s", by.Actor.name(), d.Kind, d.Number, word(r.state()), against))
	}
	return nil
}

// state is the reported state, for a message.
func (r DocumentReport) state() string {
	if r.Document.Voided != "" {
		return DocumentVoid
	}
	return cmp.Or(r.Document.stated(), "issued")
}

// report decides a reported state of a document. It returns what contradicts what is known, without deciding a step.
func (b *batch) report(d Document) (contradiction Text, err error) {
	if at := b.o.findDocument(d); at >= 0 && b.o.documents[at].State == DocumentVoidUpstream && slices.Contains(b.o.issuedIn[at], d.stated()) {
		return Text{}, refuse(ErrAlready, d.what(), "it was issued in this state before its units were cancelled")
	}
	d, at, err := IssueDocument{Document: d}.document(b.o)
	if err != nil {
		return Text{}, err
	}
	if at < len(b.o.documents) && b.o.goesBack(at, d.State) {
		was := cmp.Or(b.o.documents[at].State, "issued")
		b.add(DocumentIssued{Document: d, N: at + 1})
		return Textf("it is %s and does not go back to %s", word(was), word(d.State)), nil
	}
	b.issue(at, d, nil)
	return Text{}, nil
}
