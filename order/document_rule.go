package order

import (
	"slices"
)

// DocumentRule says which commands a document stands for once it is issued in a state. The document and the events of
// its commands are one batch: if a command is refused, the document is.
type DocumentRule struct {
	Kind string `json:"kind"`
	// State of the document; "" for any but DocumentDraft. The rules of one kind are in the order of its states: a
	// document may leave states out, and does not go back; once it did something it is no draft again.
	State string `json:"state,omitzero"`
	// With: kinds of documents that must be issued too. The rule takes effect with the last of them, in whatever order
	// they come.
	With []string `json:"with,omitzero"`
	Does []Kind   `json:"does,omitzero"` // confirm, assemble, hand-over, arrive, deliver, complete, release, cancel, steps of transfers
	Undo []Kind   `json:"undo,omitzero"` // when the document, or one of With, is voided
	// Place is which place of the document its units get, PlaceFrom or PlaceTo; "" for none.
	Place string `json:"place,omitzero"`
}

// The places of a document, for DocumentRule.Place.
const (
	PlaceFrom = "from"
	PlaceTo   = "to"
)

// place returns the place that the units of a document get.
func (r DocumentRule) place(d Document) string {
	switch r.Place {
	case PlaceFrom:
		return d.From
	case PlaceTo:
		return d.To
	}
	return ""
}

// checkDocuments checks the rules of documents.
func (s *Scheme) checkDocuments() error {
	what := Textf("scheme %s", s.Code)
	for i, r := range s.Documents {
		switch {
		case r.Kind == "":
			return refuse(ErrInvalid, what, "a rule of documents has no kind of document")
		case r.State == DocumentDraft || r.State == DocumentVoid || r.State == DocumentVoidUpstream:
			return refuse(ErrInvalid, what, "document %s: in the state %s it stands for nothing", r.Kind, word(r.State))
		case r.Place != "" && r.Place != PlaceFrom && r.Place != PlaceTo:
			return refuse(ErrInvalid, what, "document %s: place %q (known: from, to)", r.Kind, r.Place)
		case slices.ContainsFunc(s.Documents[:i], func(e DocumentRule) bool { return e.Kind == r.Kind && e.State == r.State }):
			return refuse(ErrInvalid, what, "document %s: two rules for the state %q", r.Kind, r.State)
		case slices.Contains(r.With, "") || slices.Contains(r.With, r.Kind):
			return refuse(ErrInvalid, what, "document %s: it can only need documents of other kinds", r.Kind)
		}
		for _, k := range slices.Concat(r.Does, r.Undo) {
			if !slices.Contains(documentKinds, k) {
				return refuse(ErrInvalid, what, "document %s: it cannot stand for %s (known: %v)", r.Kind, k, documentKinds)
			}
			if k == KindCancel && s.CancelNeedsTold {
				return refuse(ErrInvalid, what, "document %s: it cannot cancel where the buyer must be told first", r.Kind)
			}
			if _, ok := s.step(k); !ok && k != KindComplete && k != KindCancel && !isOfTransfer(k) {
				return refuse(ErrInvalid, what, "document %s: the scheme has no step %s", r.Kind, k)
			}
		}
	}
	return nil
}

// fulfilment is a rule of the scheme and a document, both by index, for which all is there.
type fulfilment struct{ rule, document int }

// fulfilments lists the rules that have taken effect, in the order of the scheme. Documents that were only attached
// count for none.
func (o *Order) fulfilments() []fulfilment {
	var out []fulfilment
	for r, rule := range o.rules.scheme.Documents {
		for d := range o.documents {
			if o.fulfils(d, rule) {
				out = append(out, fulfilment{r, d})
			}
		}
	}
	return out
}

// fulfils reports whether a document has been in the state of a rule, with the others that the rule needs.
func (o *Order) fulfils(at int, r DocumentRule) bool {
	d := o.documents[at]
	if d.Kind != r.Kind || d.isVoid() || !slices.ContainsFunc(o.issuedIn[at], func(s string) bool {
		return s == r.State || r.State == "" && s != DocumentDraft
	}) {
		return false
	}
	return !slices.ContainsFunc(r.With, func(kind string) bool { return !o.hasCompanion(d, kind) })
}

// hasCompanion reports whether an issued document of another kind belongs to d. One that was made from another
// document of d's kind, or that names other units, does not.
func (o *Order) hasCompanion(d Document, kind string) bool {
	madeFromOther := func(c, d Document) bool {
		return c.Basis != d.Number && slices.ContainsFunc(o.documents, func(e Document) bool { return e.Kind == d.Kind && e.Number == c.Basis })
	}
	for i, c := range o.documents {
		if c.Kind == kind && !c.isVoid() && o.wasIssued(i) &&
			!madeFromOther(c, d) && !madeFromOther(d, c) && shareUnits(c.Units, d.Units) {
			return true
		}
	}
	return false
}

// shareUnits reports whether two documents are about the same units, at least in part. No units stand for all.
func shareUnits(us, vs []Units) bool {
	return len(us) == 0 || len(vs) == 0 || slices.ContainsFunc(us, func(u Units) bool { return slices.ContainsFunc(vs, u.overlaps) })
}

// wasIssued reports whether a document was more than a draft.
func (o *Order) wasIssued(at int) bool {
	return slices.ContainsFunc(o.issuedIn[at], func(s string) bool { return s != DocumentDraft })
}

// tookEffect reports whether a rule of the scheme has taken effect that would not have without the document.
func (o *Order) tookEffect(at int) bool {
	w := *o
	w.documents = slices.Clone(o.documents)
	w.documents[at].State = DocumentVoid
	return len(w.fulfilments()) < len(o.fulfilments())
}

// goesBack reports whether a state comes before one that the document has been in, by the rules of its kind. A document
// that did something is no draft any more.
func (o *Order) goesBack(at int, state string) bool {
	if state == DocumentDraft {
		return o.tookEffect(at)
	}
	reached, next := -1, -1
	for i, r := range o.rules.scheme.Documents {
		if r.Kind != o.documents[at].Kind || r.State == "" {
			continue
		}
		if slices.Contains(o.issuedIn[at], r.State) {
			reached = i
		}
		if r.State == state {
			next = i
		}
	}
	return next >= 0 && next < reached
}
