package erptest

import (
	"context"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// The rows of memory that people changed are those of Desk, but for what broken names.

// typed lets a person change the rows of a card.
func (m *memory) typed(ref order.Ref, field string, do func(id string) error) error {
	c := m.card(ref)
	c.typed = true
	m.does(erp.Change{Ref: ref, Field: field, At: start, By: "7"})
	return do(c.order)
}

// writeRows passes an effect on to the desk.
func (m *memory) writeRows(ctx context.Context, t order.Task) (order.Outcome, error) {
	c := m.desk.find(t.Order.ID)
	rows := slices.Clone(c.Rows)
	switch m.broken {
	case "overwrites what people type":
		c.edited = c.read
	case "leaves the rows":
		return m.desk.out(order.AlreadySo, c), nil
	}
	if m.mishap == "loses" {
		m.mishap = ""
		m.desk.LoseNext(&ordo.Error{System: "memory", Class: ordo.InDoubt})
	}
	out, err := m.desk.Apply(ctx, t)
	m.writes = m.desk.Commits()
	if m.broken == "keeps a person's row" {
		for _, r := range rows {
			if !slices.ContainsFunc(c.Rows, func(x DeskRow) bool { return x.Line == r.Line }) {
				c.Rows = append(c.Rows, r)
			}
		}
	}
	return out, err
}

// readRows adds what people changed in the rows to a reading.
func (m *memory) readRows(ctx context.Context, cs []erp.Change, o order.View, r *erp.Reading) error {
	if m.broken == "edits without a change" {
		cs = []erp.Change{{Field: FieldRows}}
	}
	x, err := m.desk.Read(ctx, cs, o)
	if r.Edit, r.Sums = x.Edit, x.Sums; err != nil || r.Edit == nil {
		return err
	}
	e := r.Edit
	switch m.broken {
	case "understands no rows":
		r.Edit = nil
	case "edits twice":
		r.Reports = append(r.Reports, order.Intent{Commands: []order.Command{e.Edit}})
	case "does not say what was changed":
		e.About = nil
	case "a row is another line each time":
		m.writes++
		for i := range e.Edit.Add {
			e.Edit.Add[i].ID += strconv.Itoa(m.writes)
		}
	case "takes what is typed for all":
		for i := range e.Edit.Extend {
			e.Edit.Extend[i].By = amount.Pcs(3)
		}
	case "reads no promo code":
		e.Promo = nil
	}
	return nil
}
