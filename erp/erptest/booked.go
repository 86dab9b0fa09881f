package erptest

import (
	"maps"
	"slices"

	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// newBooked is an order as it comes into the books.
func newBooked(id string, o order.View) BookedOrder {
	b := BookedOrder{
		ID: id, Order: o, Window: o.Delivery.Window, Lines: erp.SumsOf(o).Lines, Marks: map[string][]order.Mark{},
	}
	b.setDetails(o)
	b.learnArticles(o)
	for _, l := range o.Lines {
		b.setMarks(l)
	}
	for _, p := range o.Payments {
		b.setPayment(p, o)
	}
	return b
}

// changed is an order in the books after an effect: only what the effect is about is another.
func changed(t order.Task, o BookedOrder) BookedOrder {
	o.Lines, o.Cancelled, o.Payments, o.Returned = slices.Clone(o.Lines), slices.Clone(o.Cancelled), slices.Clone(o.Payments), slices.Clone(o.Returned)
	o.Marks = maps.Clone(o.Marks)
	switch t.Kind { //nolint:exhaustive // see Books.Can
	case order.EffectMoveDate:
		o.Window = t.Order.Delivery.Window
	case order.EffectCancel:
		for _, u := range t.Units {
			if !slices.Contains(o.Cancelled, u.Line) {
				o.Cancelled = slices.Sorted(slices.Values(append(o.Cancelled, u.Line)))
			}
			o.setLine(u.Line, t.Order)
		}
	case order.EffectLines:
		for _, l := range t.Order.Lines {
			o.setLine(l.ID, t.Order)
			o.setMarks(l)
		}
	case order.EffectReturn:
		o.setReturn(t)
	case order.EffectPayment:
		for _, p := range t.Order.Payments {
			if p.ID == t.Payment {
				o.setPayment(p, t.Order)
			}
		}
	case order.EffectDetails:
		o.setDetails(t.Order)
	}
	return o
}

// setLine brings a line to what it is in an order. A line of which nothing is left is taken out.
func (o *BookedOrder) setLine(id string, v order.View) {
	at := slices.IndexFunc(o.Lines, func(l order.LineSum) bool { return l.Line == id })
	all := erp.SumsOf(v).Lines
	i := slices.IndexFunc(all, func(l order.LineSum) bool { return l.Line == id })
	switch {
	case i < 0 && at >= 0:
		o.Lines = slices.Delete(o.Lines, at, at+1)
	case i >= 0 && at >= 0:
		o.Lines[at] = all[i]
	case i >= 0:
		o.Lines = append(o.Lines, all[i])
	}
}

func (o *BookedOrder) setMarks(l order.LineView) {
	if len(l.Marks) == 0 {
		delete(o.Marks, l.ID)
		return
	}
	o.Marks[l.ID] = slices.Clone(l.Marks)
}

// setReturn shows the units of a return block as returned, or at the price to which they were reduced.
func (o *BookedOrder) setReturn(t order.Task) {
	for _, b := range t.Order.Blocks {
		if b.N != t.Block {
			continue
		}
		for _, p := range b.Parts {
			o.setLine(p.Line, t.Order)
		}
		if !slices.Contains(o.Returned, b.N) {
			o.Returned = append(o.Returned, b.N)
		}
	}
}

func (o *BookedOrder) setPayment(p order.Payment, v order.View) {
	now := BookedPayment{ID: p.ID, State: p.State, Kept: erp.KeptOf(p, v)}
	if i := slices.IndexFunc(o.Payments, func(x BookedPayment) bool { return x.ID == p.ID }); i >= 0 {
		o.Payments[i] = now
		return
	}
	o.Payments = append(o.Payments, now)
}

func (o *BookedOrder) setDetails(v order.View) {
	o.Buyer, o.Delivery = v.Buyer, v.Delivery
	o.Delivery.Window = order.Window{}
}
