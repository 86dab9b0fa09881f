package carriers

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Box is a package of a consignment.
type Box struct {
	Number string // the reference of the package in the order, or its number
	Weight int    // grams; 0: not known
	Length int    // millimetres; 0: not known
	Width  int
	Height int
	Items  []Item
}

// Item is goods of one line and price in a box. A unit with a marking code is a separate item.
type Item struct {
	order.Units // the units of the order
	SKU, Name   string
	Pieces      int
	Price       amount.Money // of one piece
	Owed        amount.Money // what is still to be paid for it, usually on delivery
	VAT         amount.VAT
	Mark        string // the marking code
	Weight      int    // of one piece in grams, however many units it has; 0: not known
	// Part numbers the boxes of one large unit from 2; it is 0 in the first box. Only the first box has the units and
	// the price.
	Part int
}

// Boxes returns the packages of the shipment with their contents. Prices are exact: over all boxes of all shipments
// Owed adds up to what is still to be paid for the order. Goods that are not packed are in an extra box. The error is a
// *FormError.
func (c Consignment) Boxes() ([]Box, error) {
	if _, err := c.find(); err != nil {
		return nil, err
	}
	goods, err := c.goods()
	if err != nil {
		return nil, err
	}
	if len(goods) == 0 {
		return nil, Refuse("", []Problem{broken("shipment", CodeRequired, "shipment S%d has no goods", c.Shipment)})
	}
	parts := map[order.Units]int{}
	var out []Box
	for _, p := range c.Order.Packages {
		b := Box{Number: cmp.Or(p.Ref, strconv.Itoa(p.N)), Weight: p.Weight, Length: p.Length, Width: p.Width, Height: p.Height}
		for _, u := range p.Units {
			for i := range goods {
				b.Items = append(b.Items, goods[i].take(u, parts)...)
			}
		}
		if len(b.Items) > 0 {
			out = append(out, b.complete())
		}
	}
	loose := Box{Number: strconv.Itoa(len(c.Order.Packages) + 1)}
	for i := range goods {
		loose.Items = append(loose.Items, goods[i].rest()...)
	}
	if len(loose.Items) > 0 {
		out = append(out, loose.complete())
	}
	return out, nil
}

// complete sets the weight of a box from its items, if all weights are known.
func (b Box) complete() Box {
	total := 0
	for _, i := range b.Items {
		if i.Weight == 0 {
			return b
		}
		total += i.Weight * i.Pieces
	}
	b.Weight = cmp.Or(b.Weight, total)
	return b
}

// piece is an indivisible range of units with its price.
type piece struct {
	order.Units
	price, owed amount.Money
	taken       bool
}

// good is the goods of one line in the shipment.
type good struct {
	line   order.LineView
	weight int
	pieces []piece
}

// take puts the pieces of a range into a box. A piece that is already in another box is added as a further part.
func (g *good) take(u order.Units, parts map[order.Units]int) []Item {
	if u.Line != g.line.ID {
		return nil
	}
	var fresh []piece
	var again []Item
	for i := range g.pieces {
		p := &g.pieces[i]
		if p.From.Cmp(u.From) < 0 || p.To.Cmp(u.To) > 0 {
			continue
		}
		parts[p.Units]++
		if n := parts[p.Units]; n > 1 {
			again = append(again, Item{SKU: g.line.SKU, Name: g.line.Name, Pieces: 1, VAT: g.line.VATRate, Part: n})
			continue
		}
		p.taken = true
		fresh = append(fresh, *p)
	}
	return append(g.items(fresh), again...)
}

// weigh returns the weight of a piece in grams, rounded up. Goods that are sold by weight or length go as one piece of
// more or less than one unit.
func (g *good) weigh(u order.Units) int {
	return int((int64(g.weight)*(u.To.Milli()-u.From.Milli()) + 999) / 1000)
}

// rest returns the items that are in no box.
func (g *good) rest() []Item {
	return g.items(slices.DeleteFunc(slices.Clone(g.pieces), func(p piece) bool { return p.taken }))
}

// items joins neighbouring pieces with the same price.
func (g *good) items(ps []piece) []Item {
	var out []Item
	for _, p := range ps {
		i := Item{
			Units: p.Units, SKU: g.line.SKU, Name: g.line.Name, Pieces: 1, Price: p.price, Owed: p.owed, VAT: g.line.VATRate,
			Mark: g.mark(p.Units), Weight: g.weigh(p.Units),
		}
		if n := len(out) - 1; n >= 0 && out[n].joins(i) {
			out[n].To, out[n].Pieces = i.To, out[n].Pieces+1
			continue
		}
		out = append(out, i)
	}
	return out
}

// joins reports whether the next item can be added to this one.
func (i Item) joins(next Item) bool {
	whole := i.From.IsMultipleOf(amount.Pcs(1)) && i.To.IsMultipleOf(amount.Pcs(1)) && next.To.IsMultipleOf(amount.Pcs(1))
	return whole && i.To == next.From && i.Price == next.Price && i.Owed == next.Owed && i.Mark == "" && next.Mark == ""
}

// mark returns the marking code of a unit that was not rejected.
func (g *good) mark(u order.Units) string {
	for _, m := range g.line.Marks {
		if amount.Milli(int64(m.Unit)*1000) == u.From && m.Rejected == "" {
			return m.Code
		}
	}
	return ""
}
