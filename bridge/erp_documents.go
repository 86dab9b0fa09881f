package bridge

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// attachDocuments keeps the documents that a system made of an effect. Where it keeps the books, they are what it would
// report of them by itself: what it posted stands for what the scheme says. The sale of a parcel is attached: the
// shipment is handed over when the carrier has it, too.
func (h *erpHandler) attachDocuments(j *job, a *account, w PendingEffect, out order.Outcome) {
	documents := slices.Clone(out.Documents)
	if w.Kind == order.EffectTransfer {
		documents = append(documents, h.dropped(j, a, w, documents)...)
	}
	if w.Kind == order.EffectDocument && len(documents) == 0 { // where there are none, its record
		documents = []order.Document{{Number: out.Ref.ID, Ref: out.Ref, Posted: true}}
	}
	cause, _ := eventOf(j, w.N)
	_, ofParcel := cause.Body.(order.ParcelSettled)
	for _, d := range documents {
		if w.Kind == order.EffectDocument {
			d.Kind, d.Shipment = cmp.Or(d.Kind, documentOfSale), w.Shipment
			d.Number = cmp.Or(d.Number, d.Ref.ID, j.view().Shipments[w.Shipment-1].Waybill) // a system may number nothing
		}
		d.Block, d.Transfer = cmp.Or(d.Block, w.Block), cmp.Or(d.Transfer, w.Transfer)
		if !d.Ref.IsZero() {
			d.Ref = a.ref(d.Ref)
			j.addRef(d.Ref)
		}
		err := h.keepDocument(j, a, d, ofParcel || w.Kind == order.EffectReturn)
		if err != nil && !errors.Is(err, order.ErrAlready) {
			j.note(LevelWarning, a.name, "document", "document %s cannot be attached: %v", d.Number, err)
		}
	}
}

// keepDocument keeps a document with the order. One that is only attached stands for nothing by itself, unless a draft
// of it was known.
func (h *erpHandler) keepDocument(j *job, a *account, d order.Document, attached bool) (err error) {
	if attached {
		if _, err = j.order.Do(order.Attach{Document: d}, j.fromBridge()); !errors.Is(err, order.ErrNotNow) {
			return err
		}
	}
	switch {
	case a.name == j.route.Books:
		_, err = j.order.Observe(order.DocumentReport{Document: d}, j.from(a, j.route.roleOf(a.name), time.Time{}))
	case d.State == order.DocumentVoid:
		_, err = j.order.Do(order.VoidDocument{DocumentKind: d.Kind, Number: d.Number, Account: d.Ref.Account, Why: d.Voided}, j.fromBridge())
	default:
		_, err = j.order.Do(order.IssueDocument{Document: d}, j.fromBridge())
	}
	return err
}

// dropped returns the documents of a transfer that was dropped, void: the system has taken them back.
func (h *erpHandler) dropped(j *job, a *account, w PendingEffect, made []order.Document) (void []order.Document) {
	v := j.view()
	if w.Transfer < 1 || w.Transfer > len(v.Transfers) || v.Transfers[w.Transfer-1].State != status.TransferDropped {
		return nil
	}
	for _, d := range v.Documents {
		if d.Transfer != w.Transfer || d.Ref.Account != a.name || d.State == order.DocumentVoid ||
			slices.ContainsFunc(made, func(m order.Document) bool { return m.Kind == d.Kind && m.Number == d.Number }) {
			continue
		}
		d.State, d.Posted, d.Voided = order.DocumentVoid, false, cmp.Or(v.Transfers[w.Transfer-1].Why, "the transfer was dropped")
		void = append(void, d)
	}
	return void
}

// named completes a report of a system: its documents are of its account, and the order is found by them.
func (h *erpHandler) named(j *job, a *account, r order.Observation) order.Observation {
	d, is := r.(order.DocumentReport)
	if !is || d.Document.Ref.IsZero() {
		return r
	}
	d.Document.Ref = a.ref(d.Document.Ref)
	j.addRef(d.Document.Ref)
	return d
}
