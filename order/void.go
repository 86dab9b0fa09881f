package order

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// VoidDocument records that a document is void, and does what that stands for by the rules of the scheme
// (DocumentRule.Undo): the reserve of a void invoice is released. It is refused while goods that left by the document
// are with the carrier or the buyer: those are taken back with Return.
type VoidDocument struct {
	DocumentKind string
	Number       string
	Account      string // where the same number may be in two accounts; the newest document without
	Why          string
}

// Kind implements Command.
func (VoidDocument) Kind() Kind { return KindVoidDocument }

func (c VoidDocument) decide(o *Order, by By) ([]Body, error) {
	d := Document{Kind: c.DocumentKind, Number: c.Number}
	if err := d.check(); err != nil {
		return nil, err
	}
	if c.Why == "" {
		return nil, refuse(ErrInvalid, d.what(), "say why it is void")
	}
	at := o.documentNamed(c)
	if at < 0 {
		return nil, refuse(ErrUnknown, d.what(), "the order has no such document")
	}
	if o.documents[at].State == DocumentVoid {
		return nil, refuse(ErrAlready, d.what(), "it is void")
	}
	b := batch{o: o.Clone(), by: by}
	b.void(at, c.Why)
	if b.refused != nil {
		return nil, notVoided(o.documents[at], b.step, b.refused)
	}
	return b.bodies, nil
}

// documentNamed returns the index of the document that a command names, or -1: the newest that is not void counts.
func (o *Order) documentNamed(c VoidDocument) int {
	found := -1
	for i, d := range slices.Backward(o.documents) {
		if d.Kind != c.DocumentKind || d.Number != c.Number || c.Account != "" && d.Ref.Account != "" && d.Ref.Account != c.Account {
			continue
		}
		if d.State != DocumentVoid {
			return i
		}
		if found < 0 {
			found = i
		}
	}
	return found
}

// notVoided is the refusal to void a document.
func notVoided(d Document, step Kind, err error) error {
	if step == "" {
		return err
	}
	return notIssued(d, step, err)
}

// void decides that a document is void and undoes what it stood for, the last first.
func (b *batch) void(at int, why string) {
	before := b.o.fulfilments()
	b.add(DocumentVoided{N: at + 1, State: DocumentVoid, Why: why})
	after := b.o.fulfilments()
	for _, f := range slices.Backward(before) {
		if slices.Contains(after, f) {
			continue
		}
		rule, doc := b.o.rules.scheme.Documents[f.rule], b.o.documents[f.document]
		if doc.Units = b.o.onlyOf(f, after); doc.Units != nil && len(doc.Units) == 0 {
			continue
		}
		if len(rule.Does) > 0 && b.o.someOf(doc, inTransit|status.ItemStates(status.ItemHandedOut)) {
			b.refused = refuse(ErrNotNow, b.o.documents[at].what(), "its goods have left; take them back with Return first")
			return
		}
		doc.Voided = why
		for _, k := range rule.Undo {
			if b.do(k, doc, nil, rule.place(doc)); b.refused != nil {
				return
			}
		}
	}
}

// onlyOf returns the units that a document alone did something to: those of other documents of the same rule are left
// out. It is nil for all units.
func (o *Order) onlyOf(f fulfilment, others []fulfilment) []Units {
	doc := o.documents[f.document]
	moves := func(d Document) (ms []Move) {
		o.unitsOf(d, func(l *line, p Portion) { ms = append(ms, Move{l.id, p}) })
		return ms
	}
	var theirs []Move
	for _, g := range others {
		if g.rule == f.rule && g.document != f.document {
			theirs = append(theirs, moves(o.documents[g.document])...)
		}
	}
	if len(theirs) == 0 {
		return doc.Units
	}
	return joinUnits(append([]Units{}, rangesOf(without(moves(doc), theirs))...))
}

// DocumentVoided records that a document is void. The events of what that stands for follow.
type DocumentVoided struct {
	N     int    `json:"n"`     // its place in the order's list, from 1
	State string `json:"state"` // DocumentVoid or DocumentVoidUpstream
	Why   string `json:"why,omitzero"`
}

// Kind implements Body.
func (DocumentVoided) Kind() string { return "document-voided" }

func (b DocumentVoided) check(o *Order) error {
	if b.N < 1 || b.N > len(o.documents) {
		return fmt.Errorf("document %d of %d", b.N, len(o.documents))
	}
	if b.State != DocumentVoid && b.State != DocumentVoidUpstream {
		return fmt.Errorf("document %d is void in the state %q", b.N, b.State)
	}
	return nil
}

func (b DocumentVoided) apply(o *Order, e *Event) {
	d := &o.documents[b.N-1]
	d.State, d.Voided = b.State, b.Why
	o.markSeen(e, factDocuments, d.subject())
	o.docsAsked = slices.DeleteFunc(o.docsAsked, func(a DocumentRequested) bool { // it may be asked for again
		return a.DocumentKind == d.Kind && a.Shipment == d.Shipment
	})
}

// voidUpstream returns the events that mark the documents of units that another system cancelled. A document stays
// good as long as one of its units was not cancelled; receipts and documents of a return block are not about what is
// sold.
func (o *Order) voidUpstream(cancelled []Move, why string) (bodies []Body) {
	living := false
	for s, n := range o.tally.counted() {
		living = living || n != 0 && status.ItemState(s) != status.ItemCancelled
	}
	for i, d := range o.documents {
		if d.isVoid() || d.Kind == "receipt" || d.Block != 0 || living && !o.allCancelled(d, cancelled) {
			continue
		}
		bodies = append(bodies, DocumentVoided{N: i + 1, State: DocumentVoidUpstream, Why: why})
	}
	return bodies
}

// allCancelled reports whether all units of a document are cancelled, and some of them now. Units leave their shipment
// when they are cancelled.
func (o *Order) allCancelled(d Document, now []Move) bool {
	shipment, some := cmp.Or(d.Shipment, o.shipmentOf(d)), false
	for _, m := range now {
		some = some || len(d.Units) > 0 && shareUnits(d.Units, rangesOf([]Move{m})) || len(d.Units) == 0 && (shipment == 0 || m.Shipment == shipment)
	}
	o.unitsOf(d, func(_ *line, p Portion) { some = some && p.State == status.ItemCancelled })
	return some
}
