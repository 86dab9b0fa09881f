package erptest

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// sell makes the document of sale of a shipment, once, and posts it if it is to be posted.
func (b *Books) sell(t order.Task, o *BookedOrder) (order.Outcome, error) {
	at := slices.IndexFunc(o.Documents, func(d order.Document) bool {
		return d.Kind == "sale" && d.Shipment == t.Shipment && d.State != order.DocumentVoid
	})
	draft := isDraft(t)
	if at >= 0 && (draft || o.Documents[at].Posted) {
		return order.Outcome{Kind: order.AlreadySo, Documents: slices.Clone(o.Documents[at : at+1])}, nil
	}
	d := order.Document{Kind: "sale", Shipment: t.Shipment, State: order.DocumentDraft}
	if at >= 0 {
		d = o.Documents[at]
	} else {
		d.Units, d.From = shipped(t.Order, t.Shipment)
		if draft && b.keepsStock() && len(d.Units) == 0 {
			return refused("a sale needs goods, and shipment %d has none", t.Shipment)
		}
		d.Number = b.number("S")
		d.Ref = b.ref("sale", d.Number)
	}
	var moved []order.Reserved
	if !draft {
		if b.keepsStock() {
			moved = reservedFor(t.Order, d.Units)
			if missing, ok := o.unreserved(moved); ok {
				return refused("the sale cannot be posted: %s of %s at %s are not reserved for order %s", missing.Quantity, o.articles[missing.Line], missing.Warehouse, o.ID)
			}
			if err := b.onShelves(o, moved); err != nil {
				return refused("the sale cannot be posted: %v", err)
			}
		}
		d.Posted, d.State = true, order.DocumentPosted
	}
	return b.write(order.Outcome{Kind: order.Applied, Documents: []order.Document{d}}, func() {
		o.put(d)
		b.leave(o, moved)
	})
}

// shipped returns the goods of a shipment, and the warehouse that they leave if it is one.
func shipped(v order.View, shipment int) (us []order.Units, from string) {
	several := false
	for _, l := range v.Lines {
		for _, p := range l.Portions {
			if p.Shipment == shipment && cmp.Or(l.Kind, order.LineGoods) == order.LineGoods {
				us = append(us, order.Units{Line: l.ID, From: p.From, To: p.To})
				several = several || from != "" && from != p.Warehouse
				from = p.Warehouse
			}
		}
	}
	if several {
		from = ""
	}
	return us, from
}

// reservedFor returns where units are reserved, by their portions.
func reservedFor(v order.View, us []order.Units) (rs []order.Reserved) {
	for _, l := range v.Lines {
		for _, p := range l.Portions {
			n := int64(0)
			for _, u := range us {
				if u.Line == l.ID {
					n += max(0, min(u.To.Milli(), p.To.Milli())-max(u.From.Milli(), p.From.Milli()))
				}
			}
			if n > 0 {
				rs = plusReserved(rs, order.Reserved{Line: l.ID, Warehouse: p.Warehouse, Quantity: amount.Milli(n)})
			}
		}
	}
	return rs
}

// plusReserved adds to reservations; with a negative quantity it takes from them. None stays with nothing.
func plusReserved(rs []order.Reserved, r order.Reserved) []order.Reserved {
	i := slices.IndexFunc(rs, func(x order.Reserved) bool { return x.Line == r.Line && x.Warehouse == r.Warehouse })
	if i < 0 {
		return append(rs, r)
	}
	rs = slices.Clone(rs)
	if rs[i].Quantity = amount.Milli(rs[i].Quantity.Milli() + r.Quantity.Milli()); rs[i].Quantity.Sign() <= 0 {
		return slices.Delete(rs, i, i+1)
	}
	return rs
}

// unreserved returns the first of some goods that the order has not reserved.
func (o *BookedOrder) unreserved(rs []order.Reserved) (order.Reserved, bool) {
	for _, r := range rs {
		i := slices.IndexFunc(o.Reserved, func(x order.Reserved) bool { return x.Line == r.Line && x.Warehouse == r.Warehouse })
		switch {
		case i < 0:
			return r, true
		case o.Reserved[i].Quantity.Cmp(r.Quantity) < 0:
			r.Quantity = amount.Milli(r.Quantity.Milli() - o.Reserved[i].Quantity.Milli())
			return r, true
		}
	}
	return order.Reserved{}, false
}

// onShelves returns an error if a warehouse has less than it has reserved for an order, as after a stock-taking.
func (b *Books) onShelves(o *BookedOrder, rs []order.Reserved) error {
	for _, r := range rs {
		if at := (shelf{r.Warehouse, o.articles[r.Line]}); b.onHand[at] < r.Quantity.Milli() {
			return fmt.Errorf("%s has only %s of %s", r.Warehouse, amount.Milli(b.onHand[at]), at.article)
		}
	}
	return nil
}

// leave takes reserved goods of an order out of the stock.
func (b *Books) leave(o *BookedOrder, rs []order.Reserved) {
	for _, r := range rs {
		b.onHand[shelf{r.Warehouse, o.articles[r.Line]}] -= r.Quantity.Milli()
		r.Quantity = amount.Milli(-r.Quantity.Milli())
		o.Reserved = plusReserved(o.Reserved, r)
	}
}

// takeBack makes the document of a return, once, on the basis of the sale of its goods, and puts them onto the stock of
// the warehouse that has them.
func (b *Books) takeBack(t order.Task, o *BookedOrder) (order.Outcome, error) {
	to := changed(t, *o)
	i := slices.IndexFunc(t.Order.Blocks, func(x order.BlockView) bool { return x.N == t.Block })
	if !b.keepsStock() || i < 0 || t.Order.Blocks[i].Kind == order.BlockReduction {
		return b.bring(o, to)
	}
	back := backIn(t.Order, t.Block)
	note := slices.IndexFunc(o.Documents, func(d order.Document) bool {
		return d.Kind == "return-note" && d.Block == t.Block && d.State != order.DocumentVoid
	})
	if note >= 0 || len(back) == 0 {
		out, err := b.bring(o, to)
		if note >= 0 {
			out.Documents = slices.Clone(o.Documents[note : note+1])
		}
		return out, err
	}
	d := order.Document{Kind: "return-note", Block: t.Block, Posted: true, State: order.DocumentPosted}
	for _, m := range back {
		sale := slices.IndexFunc(o.Documents, func(d order.Document) bool {
			return d.Kind == "sale" && d.Posted && d.State != order.DocumentVoid && slices.ContainsFunc(d.Units, func(u order.Units) bool {
				return u.Line == m.Line && u.From.Cmp(m.From) <= 0 && m.To.Cmp(u.To) <= 0
			})
		})
		if sale < 0 {
			return refused("a return needs the sale of its goods, and %s of order %s were not sold", o.articles[m.Line], o.ID)
		}
		d.Basis = cmp.Or(d.Basis, o.Documents[sale].Number)
		d.To = cmp.Or(d.To, m.Warehouse)
		d.Units = append(d.Units, order.Units{Line: m.Line, From: m.From, To: m.To})
	}
	d.Number = b.number("R")
	d.Ref = b.ref("return-note", d.Number)
	sums := to.Sums()
	return b.write(order.Outcome{Kind: order.Applied, Documents: []order.Document{d}, Sums: &sums}, func() {
		*o = to
		o.put(d)
		for _, m := range back {
			if m.Custody != status.CustodyDamaged && m.Custody != status.CustodyLost {
				b.onHand[shelf{m.Warehouse, o.articles[m.Line]}] += m.To.Milli() - m.From.Milli()
			}
		}
	})
}

// backIn returns the goods of a block that are with the seller again.
func backIn(v order.View, block int) (ms []order.Move) {
	for _, l := range v.Lines {
		for _, p := range l.Portions {
			switch p.Custody { //nolint:exhaustive // the others are still to come, or are gone
			case status.CustodyReceived, status.CustodyAccepted, status.CustodyDamaged:
				if p.Block == block && cmp.Or(l.Kind, order.LineGoods) == order.LineGoods {
					ms = append(ms, order.Move{Line: l.ID, Portion: p.Portion})
				}
			}
		}
	}
	return ms
}

// put adds a document, or replaces the one with its number.
func (o *BookedOrder) put(d order.Document) {
	o.Documents = slices.Clone(o.Documents)
	if i := slices.IndexFunc(o.Documents, func(x order.Document) bool { return x.Kind == d.Kind && x.Number == d.Number }); i >= 0 {
		o.Documents[i] = d
		return
	}
	o.Documents = append(o.Documents, d)
}

// number is the next number of a kind of document.
func (b *Books) number(kind string) string {
	n := 1
	for _, o := range b.orders {
		for _, d := range o.Documents {
			if len(d.Number) > 1 && d.Number[:1] == kind {
				n++
			}
		}
	}
	return fmt.Sprintf("%s-%04d", kind, n)
}
