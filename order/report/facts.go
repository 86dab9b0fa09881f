package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// over are the states of units that the buyer does not pay for.
var over = status.ItemStates(status.ItemRefused, status.ItemReturned, status.ItemReturning, status.ItemLost, status.ItemCancelled)

// factsOf returns what a report of a subject counts of an order.
func factsOf(s Subject, o *order.Order) []fact {
	x := &reading{view: o.View(), events: slices.Collect(o.Events(order.Filter{}))}
	x.common = map[By][]string{Channel: {x.view.Ref.Account}}
	for k, v := range x.view.Labels {
		x.common[Label(k)] = []string{v}
	}
	switch s {
	case Orders:
		return x.orders()
	case Stages:
		return x.stages()
	case Returns:
		return x.returns()
	case Goods:
		return x.goods()
	case Actions:
		return x.actions()
	}
	return nil
}

// reading is one order that is being counted.
type reading struct {
	view   order.View
	events []order.Event
	common map[By][]string // of the whole order
}

// fact returns a fact of the order with further values: dimension, value, and so on.
func (x *reading) fact(at time.Time, values map[By][]string) fact {
	for by, vs := range x.common {
		values[by] = vs
	}
	return fact{at: at, values: values}
}

// whoDid returns a person's id, or the name of a system.
func whoDid(a order.Actor) string { return cmp.Or(a.ID, a.System, string(a.Role)) }

func (x *reading) orders() []fact {
	var people []string
	for _, e := range x.events {
		if e.Key != "" && e.By.ID != "" && !slices.Contains(people, e.By.ID) {
			people = append(people, e.By.ID)
		}
	}
	at := x.view.Placed
	if at.IsZero() && len(x.events) > 0 {
		at = x.events[0].At
	}
	f := x.fact(at, map[By][]string{Stage: {x.view.State.String()}, Person: people})
	f.sum = x.view.Total
	f.splitUp(x.view, func(p order.PortionView) bool {
		return !over.Has(p.State) || p.Custody == status.CustodyRejected
	})
	return []fact{f}
}

// splitUp splits units and sum of a fact by the warehouses of portions. What is at none, such as a delivery, has the
// value "".
func (f *fact) splitUp(v order.View, counts func(order.PortionView) bool) {
	f.split = map[string]part{}
	left := f.sum
	for _, l := range v.Lines {
		for _, p := range l.Portions {
			if !counts(p) {
				continue
			}
			q, err := p.To.Sub(p.From)
			if err != nil || l.Kind != order.LineGoods {
				q = amount.Quantity{}
			}
			s := f.split[p.Warehouse]
			s.units, s.sum = plus(s.units, q), sum(s.sum, p.Sum)
			f.split[p.Warehouse] = s
			f.units = plus(f.units, q)
			left = less(left, p.Sum)
		}
	}
	if left.Sign() != 0 || len(f.split) == 0 {
		s := f.split[""]
		s.sum = sum(s.sum, left)
		f.split[""] = s
	}
	for place := range f.split {
		f.values[Warehouse] = append(f.values[Warehouse], place)
	}
	slices.Sort(f.values[Warehouse])
}

func (x *reading) stages() (fs []fact) {
	for _, e := range x.events {
		if e.State == 0 {
			continue
		}
		if n := len(fs); n > 0 {
			fs[n-1].stay, fs[n-1].ended = e.At.Sub(fs[n-1].at), true
		}
		f := x.fact(e.At, map[By][]string{Stage: {e.State.String()}, Person: {whoDid(e.By)}})
		f.stays = true
		fs = append(fs, f)
	}
	return fs
}

func (x *reading) returns() (fs []fact) {
	var state status.OrderState // before the event
	for _, e := range x.events {
		n := 0
		switch b := e.Body.(type) {
		case order.Returned:
			n = b.Block.N
		case order.PriceReduced:
			n = b.Block.N
		}
		if n > 0 && n <= len(x.view.Blocks) {
			block := x.view.Blocks[n-1]
			f := x.fact(e.At, map[By][]string{Stage: {state.String()}, Reason: {string(block.Reason)}, Person: {whoDid(e.By)}})
			f.sum = block.Sum
			f.splitUp(x.view, func(p order.PortionView) bool { return p.Block == n })
			fs = append(fs, f)
		}
		if e.State != 0 {
			state = e.State
		}
	}
	return fs
}

// stay is units of a line that are alike since the same moment.
type stay struct {
	line     string
	from, to amount.Quantity
	fact     fact
}

func (x *reading) goods() (fs []fact) {
	var now []stay
	end := func(s stay, from, to amount.Quantity) {
		s.fact.units = minus(to, from)
		fs = append(fs, s.fact)
	}
	for m := range order.Movements(x.events, order.Filter{}) {
		if m.Was.State == m.Now.State && m.Was.Warehouse == m.Now.Warehouse {
			continue
		}
		var next []stay
		for _, s := range now {
			from, to := later(s.from, m.Now.From), earlier(s.to, m.Now.To)
			if s.line != m.Line || from.Cmp(to) >= 0 {
				next = append(next, s)
				continue
			}
			if s.from.Cmp(from) < 0 {
				next = append(next, stay{s.line, s.from, from, s.fact})
			}
			if to.Cmp(s.to) < 0 {
				next = append(next, stay{s.line, to, s.to, s.fact})
			}
			s.fact.stay, s.fact.ended = m.At.Sub(s.fact.at), true
			end(s, from, to)
		}
		f := x.fact(m.At, map[By][]string{
			Stage: {m.Now.State.String()}, Warehouse: {m.Now.Warehouse}, Article: {m.Article}, Person: {whoDid(m.By)},
		})
		f.stays = true
		next = append(next, stay{m.Line, m.Now.From, m.Now.To, f})
		now = next
	}
	for _, s := range now {
		end(s, s.from, s.to)
	}
	return fs
}

func (x *reading) actions() (fs []fact) {
	var state status.OrderState
	for _, e := range x.events {
		if e.State != 0 {
			state = e.State
		}
		var places []string
		for _, m := range e.Moves() {
			places = append(places, m.Warehouse)
		}
		for _, l := range e.Left {
			places = append(places, l.Warehouse)
		}
		slices.Sort(places)
		places = slices.DeleteFunc(slices.Compact(places), func(p string) bool { return strings.TrimSpace(p) == "" })
		fs = append(fs, x.fact(e.At, map[By][]string{
			Stage: {state.String()}, Person: {whoDid(e.By)}, Warehouse: places, Kind: {e.Body.Kind()},
		}))
	}
	return fs
}

// The sums below are of units of one order, which has checked that all of them together are not too large.

func plus(a, b amount.Quantity) amount.Quantity { return amount.Milli(a.Milli() + b.Milli()) }

func minus(a, b amount.Quantity) amount.Quantity { return amount.Milli(a.Milli() - b.Milli()) }

func later(a, b amount.Quantity) amount.Quantity { return amount.Milli(max(a.Milli(), b.Milli())) }

func earlier(a, b amount.Quantity) amount.Quantity { return amount.Milli(min(a.Milli(), b.Milli())) }

func sum(a, b amount.Money) amount.Money {
	if a.IsUnset() {
		return b
	}
	a, _ = a.Add(b)
	return a
}

func less(a, b amount.Money) amount.Money {
	a, _ = a.Sub(b)
	return a
}
