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
	before := m.ledger.Commits()
	switch m.broken {
	case "reserves nothing":
		return order.Outcome{Kind: order.Applied}, nil
	case "keeps what was released":
		if t.Kind == order.EffectReserve && len(erp.ReservedOf(t.Order)) < len(m.reserved(number)) {
			return order.Outcome{Kind: order.AlreadySo}, nil
		}
	case "reserves each time":
		m.writes++
	case "reserves what is not there":
		for _, article := range Articles() {
			m.ledger.SetStock(article, "central", amount.Pcs(100))
		}
	}
	out, err := m.ledger.Apply(ctx, t)
	m.writes += m.ledger.Commits() - before
	switch {
	case m.broken == "a lost answer reserves again" && err != nil:
		err = errors.Join(err, m.ledger.TakeStock(Articles()[0], "central", amount.Pcs(1)))
	case m.broken == "does not say what is missing":
		out.Lacks = nil
	case m.broken == "a refusal reserves the rest" && out.Kind == order.Rejected:
		m.ledger.find(func(o *BookedOrder) bool { return o.ID == number }).Reserved = erp.ReservedOf(t.Order)[:2]
	case m.broken == "a refusal gives no reason":
		out.Text = ""
	}
	return out, err
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
