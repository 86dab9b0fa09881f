package receipts

import (
	"slices"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// book is what the plan knows of an order at one event of its log. Sums are kopecks: a sound order cannot overflow them.
type book struct {
	Settings
	id, number string
	buyer      Buyer
	lines      []*line
	index      map[string]*line
	coded      map[string]coded // where a marking code was put last
	payments   map[string]payment
	newest     string // id of the payment that came last
	blocks     []order.Block

	total, paid, owed int64 // as the order has them

	advance int64          // receipts were made for it, and it is not used up
	atHand  map[Form]int64 // came with the goods, no receipt yet
	stray   int64          // went back unasked, no receipt could be made
	method  Method         // of the receipts of the advance
	used    map[string]int // how often a key was

	event order.Event
	owing []Owed
}

type payment struct {
	form   Form
	counts bool
	ref    order.Ref
}

// coded is a unit with a marking code.
type coded struct {
	line *line
	unit int
}

// line is a line with where its units are and which of them are settled.
type line struct {
	order.LineData
	codes map[int]string // the good marking codes, by unit
	sold  []sale
}

// sale is units that a settlement was made for, as they were sold.
type sale struct {
	from, to order.Quantity
	net, tax order.Spans
	marks    map[int]string
}

// units is a range of units of a line, with prices.
type units struct {
	*line
	sale
	shipment int
}

// range of what both share; empty if from is not below to.
func overlap(a1, a2, b1, b2 order.Quantity) (from, to order.Quantity) {
	from, to = a1, a2
	if b1.Cmp(from) > 0 {
		from = b1
	}
	if b2.Cmp(to) < 0 {
		to = b2
	}
	return from, to
}

func (l *line) now(from, to order.Quantity) sale {
	return sale{from: from, to: to, net: l.Net, tax: l.Tax, marks: l.codes}
}

// settledIn returns what of a range is settled, and what is not at the prices of now.
func (l *line) settledIn(from, to order.Quantity) (sold, open []sale) {
	at := from
	for _, s := range l.sold {
		f, t := overlap(s.from, s.to, at, to)
		if f.Cmp(t) >= 0 {
			continue
		}
		if at.Cmp(f) < 0 {
			open = append(open, l.now(at, f))
		}
		s.from, s.to = f, t
		sold, at = append(sold, s), t
	}
	if at.Cmp(to) < 0 {
		open = append(open, l.now(at, to))
	}
	return sold, open
}

// sell marks units as settled; unsell, as settled no more.
func (l *line) sell(s sale) {
	marks := map[int]string{}
	for u := range s.marks {
		if q := order.Pcs(u); q.Cmp(s.from) >= 0 && q.Cmp(s.to) < 0 {
			marks[u] = s.marks[u]
		}
	}
	s.marks = marks
	l.unsell(s.from, s.to)
	l.sold = append(l.sold, s)
	slices.SortFunc(l.sold, func(a, b sale) int { return a.from.Cmp(b.from) })
}

func (l *line) unsell(from, to order.Quantity) {
	var out []sale
	for _, s := range l.sold {
		f, t := overlap(s.from, s.to, from, to)
		if f.Cmp(t) >= 0 {
			out = append(out, s)
			continue
		}
		before, after := s, s
		before.to, after.from = f, t
		for _, x := range []sale{before, after} {
			if x.from.Cmp(x.to) < 0 {
				out = append(out, x)
			}
		}
	}
	l.sold = out
}

// put lets units stand where a move brings them.
func (l *line) put(p order.Portion) {
	out := make([]order.Portion, 0, len(l.Portions)+2)
	placed := false
	for _, x := range l.Portions {
		f, t := overlap(x.From, x.To, p.From, p.To)
		if f.Cmp(t) >= 0 {
			out = append(out, x)
			continue
		}
		if before := x; x.From != f {
			before.To = f
			out = append(out, before)
		}
		if !placed {
			out, placed = append(out, p), true
		}
		if after := x; x.To != t {
			after.From = t
			out = append(out, after)
		}
	}
	if !placed {
		out = append(out, p)
	}
	l.Portions = out
}

// withBuyer tells whether units are the buyer's: handed out, or come back from a return that was not accepted.
func withBuyer(p order.Portion) bool {
	return p.State == status.ItemHandedOut || p.Custody == status.CustodyRejected
}

// awaited tells whether units are still to be handed out.
func awaited(p order.Portion) bool {
	switch p.State {
	case status.ItemRefused, status.ItemReturned, status.ItemReturning, status.ItemLost, status.ItemCancelled:
		return false
	}
	return !withBuyer(p)
}

// standing tells which units the buyer has that are not settled, and whether more are to come: at all, and by shipment.
func (b *book) standing() (open []units, toCome bool, by map[int]bool) {
	by = map[int]bool{}
	for _, l := range b.lines {
		for _, p := range l.Portions {
			if awaited(p) {
				toCome, by[p.Shipment] = true, true
			}
			if !withBuyer(p) {
				continue
			}
			_, some := l.settledIn(p.From, p.To)
			for _, s := range some {
				open = append(open, units{l, s, p.Shipment})
			}
		}
	}
	return open, toCome, by
}

// living returns the units that the buyer pays for.
func (b *book) living() []units {
	var us []units
	for _, l := range b.lines {
		for _, p := range l.Portions {
			if withBuyer(p) || awaited(p) {
				us = append(us, units{l, l.now(p.From, p.To), p.Shipment})
			}
		}
	}
	return us
}

// everything is all units there ever were.
func (b *book) everything() []units {
	us := make([]units, len(b.lines))
	for i, l := range b.lines {
		us[i] = units{l, l.now(order.Quantity{}, l.Quantity), 0}
	}
	return us
}

// sum is what units cost.
func sum(us []units) int64 {
	n := int64(0)
	for _, u := range us {
		if m, err := u.net.Of(u.from, u.to); err == nil { // a sound order prices all its units
			n += m.Minor()
		}
	}
	return n
}
