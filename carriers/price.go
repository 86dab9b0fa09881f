package carriers

import (
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// goods returns the goods of the shipment by line and piece, each with its price and the part still to be paid.
func (c Consignment) goods() ([]good, error) {
	owed, err := c.owed()
	if err != nil {
		return nil, err
	}
	var out []good
	for i, l := range c.Order.Lines {
		if l.Kind != order.LineGoods {
			continue
		}
		g := good{line: l, weight: c.Weights[l.ID]}
		price := prices(l)
		for j, p := range l.Portions {
			if p.Shipment != c.Shipment || !sold(p) {
				continue
			}
			due, err := amount.NewPriceSpan(p.From, p.To, owed[[2]int{i, j}])
			if err != nil {
				return nil, err
			}
			for _, u := range singly(order.Units{Line: l.ID, From: p.From, To: p.To}) {
				one := piece{Units: u}
				if one.price, err = price.Of(u.From, u.To); err != nil {
					return nil, err
				}
				if one.owed, err = due.Of(u.From, u.To); err != nil {
					return nil, err
				}
				g.pieces = append(g.pieces, one)
			}
		}
		if len(g.pieces) > 0 {
			out = append(out, g)
		}
	}
	return out, nil
}

// Charges returns what is still to be paid for lines other than goods, such as delivery, and its VAT rate. It is
// collected with the order's first shipment and zero for the others.
func (c Consignment) Charges() (amount.Money, amount.VAT, error) {
	if !c.first() {
		return amount.Money{}, amount.VATUnset, nil
	}
	owed, err := c.owed()
	var sum amount.Money
	var vat amount.VAT
	for i, l := range c.Order.Lines {
		if l.Kind == order.LineGoods {
			continue
		}
		for j := range l.Portions {
			if m := owed[[2]int{i, j}]; m.Sign() > 0 && err == nil {
				sum, err = sum.Add(m)
				vat = l.VATRate
			}
		}
	}
	return sum, vat, err
}

// owed splits what is still to be paid for the order over everything sold in proportion to its price, by line and
// portion.
func (c Consignment) owed() (map[[2]int]amount.Money, error) {
	due := c.Order.Due
	if due.Sign() < 0 {
		due = amount.Money{}
	}
	var places [][2]int
	var weights []int64
	for i, l := range c.Order.Lines {
		for j, p := range l.Portions {
			if sold(p) {
				places = append(places, [2]int{i, j})
				weights = append(weights, p.Sum.Minor())
			}
		}
	}
	out := map[[2]int]amount.Money{}
	if len(places) == 0 {
		return out, nil
	}
	shares, err := amount.Allocate(due, weights)
	for i, m := range shares {
		out[places[i]] = m
	}
	return out, err
}

// prices returns the unit prices of a line. If the whole line has one price, they are those of the order. Otherwise
// each portion's price is split over its units, which may differ by a kopeck for one of them.
func prices(l order.LineView) amount.Spans {
	var parts amount.Spans
	var total amount.Money
	for _, p := range l.Portions {
		s, err := amount.NewPriceSpan(p.From, p.To, p.Sum)
		if err != nil {
			return nil
		}
		if total, err = total.Add(p.Sum); err != nil {
			return nil
		}
		parts = append(parts, s)
	}
	whole, err := amount.NewPriceSpan(amount.Quantity{}, l.Quantity, total)
	if err != nil {
		return parts
	}
	for _, p := range l.Portions {
		if sum, err := whole.Of(p.From, p.To); err != nil || sum != p.Sum {
			return parts
		}
	}
	return amount.Spans{whole}
}

// singly splits a range into pieces. Goods that are not sold by the piece stay whole.
func singly(u order.Units) []order.Units {
	if n := pieces(u); n > 1 {
		var out []order.Units
		for k := range int64(n) {
			from := u.From.Milli() + k*1000
			out = append(out, order.Units{Line: u.Line, From: amount.Milli(from), To: amount.Milli(from + 1000)})
		}
		return out
	}
	return []order.Units{u}
}
