package order

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/status"
)

// IssueDocument records that a document was issued, or has reached a state, and does what that stands for by the rules
// of the scheme (Scheme.Documents): an invoice confirms, a waybill hands over. If one of these commands is refused, so
// is the document. A document of a kind without rules is kept and drives nothing. What is not said again of a document
// that is known is kept.
type IssueDocument struct {
	Document Document
	Picks    Picks  // the units it is about, where Document does not name them; all without
	Place    string // the place that its units get, where Document does not name it
}

// Kind implements Command.
func (IssueDocument) Kind() Kind { return KindIssueDocument }

func (c IssueDocument) decide(o *Order, by By) ([]Body, error) {
	d, at, err := c.document(o)
	if err != nil {
		return nil, err
	}
	if at < len(o.documents) && o.goesBack(at, d.State) {
		return nil, refuse(ErrNotNow, d.what(), "it is %s and does not go back to %s", word(cmp.Or(o.documents[at].State, "issued")), word(d.State))
	}
	b := batch{o: o.Clone(), by: by}
	b.issue(at, d, c.Picks)
	if b.refused != nil {
		return nil, notIssued(d, b.step, b.refused)
	}
	return b.bodies, nil
}

// document returns the document as it will be kept, and its index in the order's list.
func (c IssueDocument) document(o *Order) (Document, int, error) {
	d := c.Document.clone()
	if err := d.checkNew(o); err != nil {
		return d, 0, err
	}
	if d.isVoid() || d.Voided != "" {
		return d, 0, refuse(ErrInvalid, d.what(), "state %s is set by VoidDocument", word(DocumentVoid))
	}
	if len(d.Units) > 0 && len(c.Picks) > 0 {
		return d, 0, refuse(ErrInvalid, d.what(), "name its units in the document or as picks, not both")
	}
	d.State = d.stated()
	d.Posted = d.Posted || d.State == DocumentPosted
	at := o.findDocument(d)
	if at < 0 {
		at = len(o.documents)
	} else if was := o.documents[at]; was.isVoid() {
		return d, 0, refuse(ErrNotNow, d.what(), "it is void; issue another under a number of its own")
	} else {
		d.Posted = d.Posted || was.Posted && d.State != DocumentDraft
		d = d.known(was)
		if err := o.checkNumber(d, was); err != nil {
			return d, 0, err
		}
	}
	if c.Place != "" {
		named := &d.From
		if slices.ContainsFunc(o.rules.scheme.Documents, func(r DocumentRule) bool {
			return r.Kind == d.Kind && r.State == d.State && r.Place == PlaceTo
		}) {
			named = &d.To
		}
		if *named != "" && *named != c.Place {
			return d, 0, refuse(ErrInvalid, d.what(), "it names the place %s, the command %s", *named, c.Place)
		}
		*named = c.Place
	}
	if at < len(o.documents) && d.equal(o.documents[at]) && slices.Contains(o.issuedIn[at], d.State) {
		return d, 0, refuse(ErrAlready, d.what(), "it is issued in this state")
	}
	return d, at, nil
}

// notIssued is the refusal of a document for one of the commands that it stands for.
func notIssued(d Document, step Kind, err error) error {
	problem := ErrNotNow
	var r *Refused
	if errors.As(err, &r) {
		problem = r.Problem
	}
	return refuse(problem, d.what(), "it stands for %s, which is refused: %s", step, reasonOf(err))
}

// batch is a document and what it does, decided step by step on a copy of the order, so that each step sees the one
// before.
type batch struct {
	o       *Order // the copy
	by      By
	fact    bool // the owner's word: its steps need no right of a role
	bodies  []Body
	step    Kind  // that was refused, and
	refused error // why
}

// issue decides a document and the steps of the rules that take effect with it. It stops at the first that is refused.
func (b *batch) issue(at int, d Document, picks Picks) {
	before := b.o.fulfilments()
	issued := DocumentIssued{Document: d, N: at + 1, Anew: d.State == DocumentDraft && at < len(b.o.documents) && b.o.wasIssued(at)}
	b.add(issued)
	var units []Units
	for _, f := range b.o.fulfilments() {
		if slices.Contains(before, f) {
			continue
		}
		rule, doc := b.o.rules.scheme.Documents[f.rule], b.o.documents[f.document]
		for _, k := range rule.Does {
			var chosen Picks
			if f.document == at && len(doc.Units) == 0 {
				if chosen = picks; units != nil {
					doc.Units, chosen = units, nil
				}
			}
			moved := b.do(k, doc, chosen, rule.place(doc))
			if b.refused != nil {
				return
			}
			if len(chosen) > 0 && units == nil {
				units = b.o.namedBy(chosen, moved)
			}
		}
	}
	if len(picks) > 0 && units == nil {
		ms, err := b.o.pick(picks, "named by a document", nearestBuyer, func(_ *line, p Portion) bool { return !endedStates.Has(p.State) })
		if err != nil {
			b.step, b.refused = KindIssueDocument, err
			return
		}
		units = joinUnits(rangesOf(ms))
	}
	// What the document turned out to be about is a part of the record: its later states are about the same.
	if len(d.Units) == 0 {
		issued.Document.Units = units
	}
	if d.Shipment == 0 {
		issued.Document.Shipment = b.shipment()
	}
	if d.Transfer == 0 {
		issued.Document.Transfer = b.transfer()
	}
	b.bodies[0] = issued
}

// do decides and applies one step, and returns what it moved. A step that is done already is none.
func (b *batch) do(k Kind, d Document, picks Picks, place string) (moved []Move) {
	cmd, err := b.o.stepOf(k, d, picks, place)
	if cmd == nil && err == nil {
		return nil
	}
	var bodies []Body
	switch {
	case err != nil:
	case !b.fact:
		bodies, err = b.o.decide(cmd, b.by)
	case b.o.open != 0 && !beforeConfirmation(k):
		err = refuse(ErrNotNow, "order", "it waits for confirmations: %v", b.o.open.List())
	default:
		bodies, err = cmd.decide(b.o, b.by)
	}
	if errors.Is(err, ErrAlready) {
		return nil
	}
	if err != nil {
		b.step, b.refused = k, err
		return nil
	}
	b.add(bodies...)
	for _, body := range bodies {
		moved = append(moved, Event{Body: body}.Moves()...)
	}
	return moved
}

// add applies events to the copy and keeps them.
func (b *batch) add(bodies ...Body) {
	by := b.by
	by.Key = ""
	b.o.commit(bodies, by, "", "")
	b.bodies = append(b.bodies, bodies...)
}

// shipment returns the shipment that was handed over, if it is one, or 0.
func (b *batch) shipment() (n int) {
	for _, body := range b.bodies {
		if h, ok := body.(HandedOver); ok {
			if n != 0 {
				return 0
			}
			n = h.Shipment.N
		}
	}
	return n
}

// transfer returns the transfer that went on, if it is one, or 0.
func (b *batch) transfer() (n int) {
	for _, body := range b.bodies {
		var moved int
		switch t := body.(type) {
		case TransferSent:
			moved = t.N
		case TransferPosted:
			moved = t.N
		case TransferReceived:
			moved = t.N
		default:
			continue
		}
		if n != 0 && n != moved {
			return 0
		}
		n = moved
	}
	return n
}

// namedBy returns the units of the lines that picks name, of those that were moved.
func (o *Order) namedBy(picks Picks, moved []Move) []Units {
	var us []Units
	for _, m := range moved {
		u := Units{m.Line, m.From, m.To}
		if slices.ContainsFunc(picks, func(c Choice) bool { return c.Line == m.Line }) && !slices.ContainsFunc(us, u.overlaps) {
			us = append(us, u)
		}
	}
	return joinUnits(us)
}

// DocumentIssued records that a document was issued, or has reached a state. The events of what it stands for follow.
type DocumentIssued struct {
	Document Document `json:"document"`
	N        int      `json:"n"` // its place in the order's list, from 1
	// Anew: it is a draft again before it did anything, so the states that it was in count no more.
	Anew bool `json:"anew,omitzero"`
}

// Kind implements Body.
func (DocumentIssued) Kind() string { return "document-issued" }

func (b DocumentIssued) check(o *Order) error {
	// The shipment may be one that the hand-over of the same batch makes.
	if d := b.Document; d.Shipment < 0 || d.Shipment > len(o.shipments)+1 {
		return fmt.Errorf("document %s %s of unknown shipment S%d", d.Kind, d.Number, d.Shipment)
	}
	rest := b.Document
	rest.Shipment = 0
	return firstError(o.checkDocumentNumber(b.N), rest.checkStored(o))
}

func (b DocumentIssued) apply(o *Order, e *Event) {
	o.putDocument(b.N, b.Document)
	states := o.issuedIn[b.N-1]
	if b.Anew {
		states = nil
	}
	if !slices.Contains(states, b.Document.State) {
		o.issuedIn[b.N-1] = append(slices.Clip(states), b.Document.State)
	}
	o.markSeen(e, factDocuments, b.Document.subject())
}

// checkNumber refuses another number of the carrier on a document whose goods have left: who carries them, and the
// channel, know the first.
func (o *Order) checkNumber(d, was Document) error {
	if d.Waybill == was.Waybill || o.shipmentOf(d) != 0 {
		return nil
	}
	for _, s := range o.shipments {
		switch {
		case s.State < status.ShipmentSent || s.State == status.ShipmentCancelled:
		case was.Waybill != "" && s.Waybill == was.Waybill:
			return refuse(ErrNotNow, d.what(), "its goods left with waybill %s, and %s cannot replace it: put it right at the carrier and in the channel", was.Waybill, d.Waybill)
		case was.Waybill == "" && s.Courier:
			return refuse(ErrNotNow, d.what(), "its goods left with the seller's own courier, without waybill %s: put it right in the channel", d.Waybill)
		}
	}
	return nil
}
