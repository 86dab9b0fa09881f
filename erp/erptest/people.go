package erptest

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// FieldDocument is the Field of a change of a document in [Books]; the Value is its number.
const FieldDocument = "document"

// Post posts a document, as a person of the books: a draft of a sale, or a transfer. The error says which rule forbids
// it.
func (b *Books) Post(by, number string) error {
	return b.acts(by, number, func(o *BookedOrder, d order.Document) error {
		if d.Posted || d.State == order.DocumentVoid {
			return fmt.Errorf("%s %s is %s", d.Kind, d.Number, d.State)
		}
		switch d.Kind {
		case "sale":
			return b.postSale(o, d)
		case "transfer":
			return b.postTransfer(o, d)
		}
		return fmt.Errorf("%s %s is posted when it is made", d.Kind, d.Number)
	})
}

func (b *Books) postSale(o *BookedOrder, d order.Document) error {
	if b.keepsStock() {
		moved := o.reservedUnits(d)
		if missing, ok := o.unreserved(moved); ok {
			return fmt.Errorf("%s of %s at %s are not reserved for order %s", missing.Quantity, o.articles[missing.Line], missing.Warehouse, o.ID)
		}
		if err := b.onShelves(o, moved); err != nil {
			return err
		}
		b.leave(o, moved)
	}
	d.Posted, d.State = true, order.DocumentPosted
	o.put(d)
	return nil
}

// reservedUnits is what a draft of a sale takes, at the place that it names.
func (o *BookedOrder) reservedUnits(d order.Document) (rs []order.Reserved) {
	for _, u := range d.Units {
		rs = plusReserved(rs, order.Reserved{Line: u.Line, Warehouse: d.From, Quantity: amount.Milli(u.To.Milli() - u.From.Milli())})
	}
	return rs
}

// Unpost takes back that a sale was posted, as a person of the books: its goods are reserved again.
func (b *Books) Unpost(by, number string) error {
	return b.acts(by, number, func(o *BookedOrder, d order.Document) error {
		if d.Kind != "sale" || !d.Posted {
			return fmt.Errorf("%s %s cannot be unposted", d.Kind, d.Number)
		}
		if b.keepsStock() {
			for _, r := range o.reservedUnits(d) {
				b.onHand[shelf{r.Warehouse, o.articles[r.Line]}] += r.Quantity.Milli()
				o.Reserved = plusReserved(o.Reserved, r)
			}
		}
		d.Posted, d.State = false, order.DocumentDraft
		o.put(d)
		return nil
	})
}

// Delete marks a document that is not posted for deletion, as a person of the books.
func (b *Books) Delete(by, number string) error {
	return b.acts(by, number, func(o *BookedOrder, d order.Document) error {
		if d.Posted && d.Kind != "transfer-order" {
			return fmt.Errorf("%s %s is posted", d.Kind, d.Number)
		}
		d.Posted, d.State, d.Voided = false, order.DocumentVoid, "marked for deletion"
		o.put(d)
		return nil
	})
}

// Unreserve gives up what an order has reserved of a line at a warehouse, as a person of the books.
func (b *Books) Unreserve(by, id, line, warehouse string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	o := b.find(func(x *BookedOrder) bool { return x.ID == id })
	if o == nil {
		return b.notFound("order " + id)
	}
	was := len(o.Reserved)
	o.Reserved = slices.DeleteFunc(slices.Clone(o.Reserved), func(r order.Reserved) bool { return r.Line == line && r.Warehouse == warehouse })
	if len(o.Reserved) == was {
		return fmt.Errorf("nothing of %s is reserved at %s", line, warehouse)
	}
	b.changed(by, o, "reserve", line)
	return nil
}

// Close closes an order, as a person of the books: nothing about it can be changed any more.
func (b *Books) Close(by, id string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	o := b.find(func(x *BookedOrder) bool { return x.ID == id })
	if o == nil {
		return b.notFound("order " + id)
	}
	o.Closed = true
	b.changed(by, o, "closed", id)
	return nil
}

// acts lets a person do something with a document.
func (b *Books) acts(by, number string, do func(*BookedOrder, order.Document) error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, o := range b.orders {
		for _, d := range o.Documents {
			if d.Number != number {
				continue
			}
			if o.Closed {
				return fmt.Errorf("order %s is closed", o.ID)
			}
			if err := do(o, d); err != nil {
				return err
			}
			b.changed(by, o, FieldDocument, number)
			return nil
		}
	}
	return b.notFound("document " + number)
}

// changed remembers what a person changed.
func (b *Books) changed(by string, o *BookedOrder, field, value string) {
	b.changes = append(b.changes, erp.Change{
		Cursor: strconv.Itoa(len(b.changes) + 1), Ref: b.ref("order", o.ID), At: time.Now().UTC().Truncate(time.Second),
		Field: field, Value: value, By: by,
	})
}

// Changes implements erp.System.
func (b *Books) Changes(ctx context.Context, cursor string) iter.Seq2[erp.Change, error] {
	return func(yield func(erp.Change, error) bool) {
		if err := b.called(ctx); err != nil {
			yield(erp.Change{}, err)
			return
		}
		b.mu.Lock()
		from, _ := strconv.Atoi(cursor)
		cs := slices.Clone(b.changes[min(from, len(b.changes)):])
		b.mu.Unlock()
		for _, c := range cs {
			if !yield(c, nil) {
				return
			}
		}
	}
}

// Read implements erp.System: the documents of the order as they are, and what is reserved for it.
func (b *Books) Read(ctx context.Context, cs []erp.Change, o order.View) (erp.Reading, error) {
	if err := b.called(ctx); err != nil {
		return erp.Reading{}, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	x := b.find(func(x *BookedOrder) bool { return x.Order.ID == o.ID })
	if x == nil {
		return erp.Reading{}, b.notFound("order of " + o.ID)
	}
	sums := x.Sums()
	r := erp.Reading{Sums: &sums}
	if b.keepsStock() {
		r.Reserved = append([]order.Reserved{}, x.Reserved...)
		for _, d := range x.Documents {
			r.Reports = append(r.Reports, order.DocumentReport{Document: d})
		}
	}
	for _, c := range cs {
		if c.Field == "closed" {
			r.Warnings = append(r.Warnings, order.Textf("order %s was closed in the books: nothing can be changed there any more", x.ID))
		}
	}
	return r, nil
}
