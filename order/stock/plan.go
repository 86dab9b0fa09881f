package stock

import (
	"cmp"
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Demand is what a line needs. Step is the smallest quantity, one piece when zero: half a kilogram is never taken apart
// where the step is half a kilogram. Services have no demand.
type Demand struct {
	Line, Article  string
	Quantity, Step amount.Quantity
}

// Plan says where the goods of an order are reserved, and what is short. Reserve and Short together are the demand.
type Plan struct {
	Reserve []Reservation // by line, the nearest place first
	Short   []Demand      // what is reserved nowhere
}

// Of returns the demand of an order, and the plan that it follows now: what is reserved at a warehouse, and what is
// not. It is about confirmed goods that are not packed yet, and in no shipment and no transfer; services and delivery
// need no stock. The article is the SKU of the line, or its name where it has none.
func Of(v order.View) (Plan, []Demand) {
	var now Plan
	var ds []Demand
	for _, l := range v.Lines {
		if l.Kind != order.LineGoods {
			continue
		}
		d := Demand{Line: l.ID, Article: cmp.Or(l.SKU, l.Name), Step: l.Step}
		short := d
		for _, p := range l.Portions {
			if p.Shipment != 0 || p.Block != 0 || p.State != status.ItemConfirmed && p.State != status.ItemAssembling {
				continue
			}
			n := amount.Milli(p.To.Milli() - p.From.Milli())
			d.Quantity = amount.Milli(d.Quantity.Milli() + n.Milli())
			if p.Warehouse == "" || p.State == status.ItemConfirmed {
				short.Quantity = amount.Milli(short.Quantity.Milli() + n.Milli())
			} else {
				now.add(Reservation{d.Line, d.Article, p.Warehouse, n})
			}
		}
		if !d.Quantity.IsZero() {
			ds = append(ds, d)
		}
		if !short.Quantity.IsZero() {
			now.Short = append(now.Short, short)
		}
	}
	return now, ds
}

// add adds a reservation to that of the same line at the same warehouse.
func (p *Plan) add(r Reservation) {
	i := slices.IndexFunc(p.Reserve, func(x Reservation) bool { return x.Line == r.Line && x.Warehouse == r.Warehouse })
	if i < 0 {
		p.Reserve = append(p.Reserve, r)
		return
	}
	p.Reserve[i].Quantity = amount.Milli(p.Reserve[i].Quantity.Milli() + r.Quantity.Milli())
}

// New plans the reservations of an order. As little as possible is short; then the policy decides. Stock at a warehouse
// that is not among the places is not used. The error is an *order.Refused that names what is wrong with the arguments.
//
// Lines of one article share its stock; if their steps differ, one must be a multiple of the other, or more may be
// short than need be. The fewest parcels, and lines of one article that may not be split, are found by a search that is
// exact for some twenty places and goes on with a good answer beyond. Of several ways to use the same parcels the
// nearest is not always found.
func New(ds []Demand, levels []Level, places []Place, p Policy) (Plan, error) {
	return Plan{}.Replan(ds, levels, places, p)
}

// Replan plans anew with the smallest change: what can stay where it is stays there, whatever is nearer by now, and
// only the rest is planned as New does. Reservations at a warehouse that is not among the places any more move. Where
// nothing has changed, the plan is the same. Without Policy.Split a line stays as it is, also where a person has split
// it, or it moves as a whole; with FewestParcels as well, more of them may then move than need be, where lines of one
// article want each other's place.
func (p Plan) Replan(ds []Demand, levels []Level, places []Place, policy Policy) (Plan, error) {
	at, err := rank(places, policy)
	if err != nil {
		return Plan{}, err
	}
	if err := checkDemand(ds); err != nil {
		return Plan{}, err
	}
	s := newSearch(p, ds, levels, at, policy)
	use := s.everywhere()
	if policy.Prefer == FewestParcels {
		use = s.fewest()
	}
	return s.plan(ds, s.fill(use)), nil
}

func checkDemand(ds []Demand) error {
	seen := map[string]bool{}
	for i, d := range ds {
		switch {
		case d.Line == "":
			return refuse(order.ErrInvalid, order.Textf("demand[%d].Line", i), "it is not set")
		case seen[d.Line]:
			return refuse(order.ErrDuplicate, order.Textf("line %s", d.Line), "the demand has it twice")
		case d.Quantity.Sign() < 0 || !d.Quantity.IsMultipleOf(d.step()):
			return refuse(order.ErrQuantity, order.Textf("line %s", d.Line), "%s is not a multiple of the line's step %s", d.Quantity, d.step())
		}
		seen[d.Line] = true
	}
	return nil
}

func (d Demand) step() amount.Quantity {
	if d.Step.IsZero() {
		return amount.Pcs(1)
	}
	return d.Step
}

// Change is a quantity of a line that goes from one warehouse to another; "" is none. From "" it is reserved now, which
// is order.Assemble with Warehouse To; to "" it is reserved no more, order.Release; else order.Assemble with both.
type Change struct {
	Line, Article, From, To string
	Quantity                amount.Quantity
}

// Changes returns what leads from this plan to the next, line by line.
func (p Plan) Changes(next Plan) []Change {
	var out []Change
	var lines []Demand
	for _, r := range slices.Concat(p.Reserve, next.Reserve) {
		if d := (Demand{Line: r.Line, Article: r.Article}); !slices.Contains(lines, d) {
			lines = append(lines, d)
		}
	}
	for _, l := range lines {
		var less, more []Reservation
		for _, r := range p.of(l) {
			r.Quantity = amount.Milli(r.Quantity.Milli() - next.at(l, r.Warehouse))
			less = append(less, r)
		}
		for _, r := range next.of(l) {
			r.Quantity = amount.Milli(r.Quantity.Milli() - p.at(l, r.Warehouse))
			more = append(more, r)
		}
		none := func(r Reservation) bool { return r.Quantity.Sign() <= 0 }
		less, more = slices.DeleteFunc(less, none), slices.DeleteFunc(more, none)
		for len(less) > 0 || len(more) > 0 {
			c := Change{Line: l.Line, Article: l.Article}
			switch {
			case len(less) == 0:
				c.To, c.Quantity = more[0].Warehouse, more[0].Quantity
			case len(more) == 0:
				c.From, c.Quantity = less[0].Warehouse, less[0].Quantity
			default:
				c.From, c.To = less[0].Warehouse, more[0].Warehouse
				c.Quantity = amount.Milli(min(less[0].Quantity.Milli(), more[0].Quantity.Milli()))
			}
			less, more = rest(less, c.Quantity), rest(more, c.Quantity)
			out = append(out, c)
		}
	}
	return out
}

// rest takes a quantity out of the first reservation.
func rest(rs []Reservation, q amount.Quantity) []Reservation {
	if len(rs) == 0 {
		return nil
	}
	if rs[0].Quantity = amount.Milli(rs[0].Quantity.Milli() - q.Milli()); rs[0].Quantity.IsZero() {
		return rs[1:]
	}
	return rs
}

// of returns the reservations of a line, one for each warehouse.
func (p Plan) of(d Demand) []Reservation {
	var own Plan
	for _, r := range p.Reserve {
		if r.Line == d.Line && r.Article == d.Article {
			own.add(r)
		}
	}
	return own.Reserve
}

// at returns how much of a line is reserved at a warehouse, in thousandths.
func (p Plan) at(d Demand, warehouse string) (n int64) {
	for _, r := range p.Reserve {
		if r.Line == d.Line && r.Article == d.Article && r.Warehouse == warehouse {
			n += r.Quantity.Milli()
		}
	}
	return n
}
