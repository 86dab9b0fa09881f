package erptest

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// The stock and the documents of memory are those of Books, but for what broken names.

// booked passes an effect on to the books.
func (m *memory) booked(ctx context.Context, t order.Task) (order.Outcome, error) {
	var number string
	for _, o := range m.ledger.Orders() {
		if o.Order.ID == t.Order.ID {
			number = o.ID
		}
	}
	t.Target.ID = number
	if lost := m.mishap == "loses"; lost {
		m.mishap = ""
		m.ledger.LoseNext(&ordo.Error{System: "memory", Class: ordo.InDoubt})
	}
	before, o := m.ledger.Commits(), m.ledger.find(func(o *BookedOrder) bool { return o.ID == number })
	goods := func(n int) {
		for _, article := range Articles() {
			m.ledger.SetStock(article, "central", amount.Pcs(n))
		}
	}
	switch m.broken + " " + string(t.Kind) {
	case "reserves nothing reserve":
		return order.Outcome{Kind: order.Applied}, nil
	case "keeps what was released reserve":
		if len(erp.ReservedOf(t.Order)) < len(o.Reserved) {
			return order.Outcome{Kind: order.AlreadySo}, nil
		}
	case "reserves each time reserve":
		m.writes++
	case "reserves what is not there reserve", "asks for what is not there transfer":
		goods(100)
	case "posts a draft at once document":
		t.Cause = order.Event{}
	case "sells what is not there document":
		goods(1)
		o.Reserved = erp.ReservedOf(t.Order)
	case "keeps a dropped transfer transfer":
		if t.Order.Transfers[0].State == status.TransferDropped {
			return order.Outcome{Kind: order.AlreadySo}, nil
		}
	}
	out, err := m.ledger.Apply(ctx, t)
	m.writes += m.ledger.Commits() - before
	m.spoil(t, o, &out, err)
	if m.broken == "a lost answer reserves again" && err != nil {
		err = errors.Join(err, m.ledger.TakeStock(Articles()[0], "central", amount.Pcs(1)))
	}
	return out, err
}

// spoil is what broken names of an effect that the books have carried out.
func (m *memory) spoil(t order.Task, o *BookedOrder, out *order.Outcome, err error) {
	another := func(kind string) {
		for _, d := range o.Documents {
			if d.Kind == kind {
				d.Number += "+"
				o.put(d)
				return
			}
		}
	}
	switch m.broken {
	case "does not say what is missing":
		out.Lacks = nil
	case "a refusal gives no reason":
		out.Text = ""
	case "a refusal reserves the rest":
		if out.Kind == order.Rejected {
			o.Reserved = erp.ReservedOf(t.Order)[:2]
		}
	case "a sale each time":
		another("sale")
	case "a sale leaves the stock":
		m.ledger.SetStock(Articles()[0], "central", amount.Pcs(shelved))
	case "a transfer moves nothing":
		m.ledger.SetStock(Articles()[0], "central", amount.Pcs(shelved))
		m.ledger.SetStock(Articles()[0], "shop", amount.Pcs(shelved))
	case "what is lost is made again":
		if err != nil {
			another("sale")
			another("transfer")
		}
	case "drops only the request":
		for _, d := range o.Documents {
			if d.Kind == "transfer" && d.State == order.DocumentVoid {
				d.State = "sent"
				o.put(d)
			}
		}
	case "a return without its sale":
		for i := range out.Documents {
			out.Documents[i].Basis = ""
		}
	case "a note each time there":
		another("return-note")
	case "says nothing of its documents":
		out.Documents = nil
	}
}

func (m *memory) reserved(number string) []order.Reserved {
	for _, o := range m.ledger.Orders() {
		if o.ID == number {
			return o.Reserved
		}
	}
	return nil
}

func (m *memory) numberOf(ref order.Ref) string {
	for _, o := range m.ledger.Orders() {
		if o.Order.Ref.ID == ref.ID {
			return o.ID
		}
	}
	return ""
}

func (m *memory) Stock(ctx context.Context, articles ...string) iter.Seq2[erp.Stock, error] {
	return func(yield func(erp.Stock, error) bool) {
		if err := m.enter(ctx, "reads stock without a context"); err != nil {
			yield(erp.Stock{}, err)
			return
		}
		for s, err := range m.ledger.Stock(context.WithoutCancel(ctx), articles...) {
			switch {
			case m.broken == "knows no stock":
				continue
			case m.broken == "an unknown article ends the list" && s.Problem != nil:
				yield(s, s.Problem)
				return
			case m.broken == "says nothing of an unknown article" && s.Problem != nil:
				continue
			case m.broken == "shows what is reserved as free":
				s.Free = s.OnHand
			}
			if !yield(s, err) {
				return
			}
		}
	}
}

func (m *memory) Warehouses(ctx context.Context) iter.Seq2[erp.Warehouse, error] {
	return func(yield func(erp.Warehouse, error) bool) {
		if err := m.enter(ctx, "lists warehouses without a context"); err != nil {
			yield(erp.Warehouse{}, err)
			return
		}
		ws := m.ledger.warehouses
		switch m.broken {
		case "forgets a warehouse":
			ws = ws[:1]
		case "lists a warehouse twice":
			ws = slices.Concat(ws, ws)
		}
		for _, w := range ws {
			if !yield(w, nil) && m.broken != "goes on listing warehouses" {
				return
			}
		}
	}
}

// acts is a person of the books who does something with a document.
func (m *memory) acts(ref order.Ref, do func() error) error {
	if err := do(); err != nil {
		return err
	}
	if m.broken != "tells nothing of documents" {
		m.does(erp.Change{Ref: ref, Field: FieldDocument, At: start, By: "7"})
	}
	return nil
}

// documents are the documents of an order that count.
func (m *memory) documents(number string) (ds []order.Document) {
	for _, o := range m.ledger.Orders() {
		for _, d := range o.Documents {
			if o.ID == number && d.State != order.DocumentVoid {
				ds = append(ds, d)
			}
		}
	}
	return ds
}
