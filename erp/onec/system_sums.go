package onec

import (
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// sumsOf returns what the base shows of an order: its rows that are not cancelled, less what came back by returns. What
// is paid is not known here.
func (s *System) sumsOf(there *Order, o order.View, back []Return) (*order.Sums, error) {
	currency := currencyOf(o)
	zero, err := amount.ParseMoney("0", currency)
	if err != nil {
		return nil, err
	}
	sums := &order.Sums{Total: zero}
	lines := map[string]int{}
	add := func(r *OrderRow, q Quantity, sum Sum) error {
		m, err := sum.Money(currency)
		if err != nil {
			return err
		}
		line := s.lineOf(r, o)
		sums.Total = plusMoney(sums.Total, m)
		if i, has := lines[line]; has && line != "" {
			l := &sums.Lines[i]
			l.Quantity, l.Total = plus(l.Quantity, q.Amount()), plusMoney(l.Total, m)
			return nil
		}
		lines[line] = len(sums.Lines)
		sums.Lines = append(sums.Lines, order.LineSum{Line: line, Name: s.nameOf(r, line, o), Quantity: q.Amount(), Total: m})
		return nil
	}
	for i := range there.Goods {
		if r := &there.Goods[i]; !r.Cancelled {
			if err := add(r, r.Quantity, r.Sum); err != nil {
				return nil, err
			}
		}
	}
	for i := range back {
		for j := range back[i].Goods {
			r := &back[i].Goods[j]
			if x := rowWith(there, r); x != nil && back[i].Posted {
				if err := add(x, -r.Quantity, -r.Sum); err != nil {
					return nil, err
				}
			}
		}
	}
	var left []order.LineSum
	for _, l := range sums.Lines {
		if l.Quantity.Sign() != 0 || !l.Total.IsZero() {
			left = append(left, l)
		}
	}
	sums.Lines = left
	return sums, nil
}

// rowWith returns the order's row that a row of a return is about: by its code, or by the goods where people left that
// out.
func rowWith(there *Order, r *ReturnRow) *OrderRow {
	for i := range there.Goods {
		if x := &there.Goods[i]; r.Code != 0 && x.Code == r.Code && x.Good == r.Good {
			return x
		}
	}
	for i := range there.Goods {
		if x := &there.Goods[i]; x.Good == r.Good && x.Characteristic == r.Characteristic && !x.Cancelled {
			return x
		}
	}
	return nil
}

// nameOf names a row for people.
func (s *System) nameOf(r *OrderRow, line string, o order.View) string {
	for _, l := range o.Lines {
		if l.ID == line {
			return l.Name
		}
	}
	if r.Content != "" {
		return r.Content
	}
	return s.language.Text(order.Textf("row %d of the order in 1C", r.Line))
}
