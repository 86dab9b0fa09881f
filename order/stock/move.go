package stock

import (
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Move moves a quantity of a line from one warehouse to another by hand, within what the other has. From "" it is what
// is short that is reserved; to "" the reservation is given up, and the quantity is short. A policy does not count
// here. The error is an *order.Refused; the plan then is as before.
func (p Plan) Move(d Demand, from, to string, q amount.Quantity, levels []Level) (Plan, error) {
	what := order.Textf("line %s", d.Line)
	switch {
	case q.Sign() <= 0 || !q.IsMultipleOf(d.step()):
		return p, refuse(order.ErrQuantity, what, "%s is not a multiple of the line's step %s", q, d.step())
	case from == to:
		return p, refuse(order.ErrInvalid, what, "it is to go from a place to the same place; name another")
	}
	if from != "" {
		if have := p.at(d, from); have < q.Milli() {
			return p, refuse(order.ErrQuantity, what, "%s asked, %s reserved at %s", q, amount.Milli(have), from)
		}
	} else if have := p.short(d); have < q.Milli() {
		return p, refuse(order.ErrQuantity, what, "%s asked, %s not reserved yet", q, amount.Milli(have))
	}
	if to != "" {
		k := shelf{d.Article, to}
		if free := sum(Taken(levels, p.Reserve))[k]; free < q.Milli() {
			return p, refuse(order.ErrQuantity, what, "%s asked, %s free at %s", q, amount.Milli(free), to)
		}
	}
	return p.moved(d, from, to, q.Milli()), nil
}

// short returns how much of a line is short, in thousandths.
func (p Plan) short(d Demand) (n int64) {
	for _, s := range p.Short {
		if s.Line == d.Line {
			n += s.Quantity.Milli()
		}
	}
	return n
}

func (p Plan) moved(d Demand, from, to string, n int64) Plan {
	next := Plan{Short: slices.Clone(p.Short)}
	for _, r := range p.Reserve { // one for each line and warehouse
		next.add(r)
	}
	if from != "" {
		next.add(Reservation{d.Line, d.Article, from, amount.Milli(-n)})
	}
	if to != "" {
		next.add(Reservation{d.Line, d.Article, to, amount.Milli(n)})
	}
	short := p.short(d)
	next.Short = slices.DeleteFunc(next.Short, func(s Demand) bool { return s.Line == d.Line })
	if from == "" {
		short -= n
	}
	if to == "" {
		short += n
	}
	if short > 0 {
		next.Short = append(next.Short, Demand{d.Line, d.Article, amount.Milli(short), d.Step})
	}
	next.Reserve = slices.DeleteFunc(next.Reserve, func(r Reservation) bool { return r.Quantity.IsZero() })
	return next
}
