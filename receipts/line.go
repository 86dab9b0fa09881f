package receipts

import (
	"slices"
	"sort"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// line is an order line with the position of its units and the sales already settled.
type line struct {
	order.LineData
	rates []order.VATRange // of units that have another rate than LineData.VAT
	was   []rating         // the rates before they changed, oldest first
	codes map[int]string   // marking codes that were not rejected, by unit
	sold  []sale           // sorted by units
}

// rating is the rates of a line up to a number of changes of rates in the order.
type rating struct {
	until int
	vat   amount.VAT
	rates []order.VATRange
}

// sale is a settled range of units with the facts, prices and codes of the settlement.
type sale struct {
	from, to amount.Quantity
	facts
	net, tax amount.Spans
	marks    map[int]string
	external bool // another system made its receipt
}

// facts are what a receipt says of the goods. Units that are settled keep them.
type facts struct {
	name, sku string
	vat       amount.VAT
	marked    bool
}

// units is a range of units of a line, with prices.
type units struct {
	*line
	sale
	shipment int
}

// overlap returns the intersection of two ranges; it is empty if from is not below to.
func overlap(a1, a2, b1, b2 amount.Quantity) (from, to amount.Quantity) {
	from, to = a1, a2
	if b1.Cmp(from) > 0 {
		from = b1
	}
	if b2.Cmp(to) < 0 {
		to = b2
	}
	return from, to
}

// now returns a range of units as it is, one sale for each rate of VAT.
func (l *line) now(from, to amount.Quantity) []sale {
	return rated(sale{from: from, to: to, facts: facts{l.Name, l.SKU, l.VAT, l.Marked}, net: l.Net, tax: l.Tax, marks: l.codes}, l.VAT, l.rates)
}

// rated splits a range by rates: vat, but for the units in others, which are in order.
func rated(s sale, vat amount.VAT, others []order.VATRange) []sale {
	var out []sale
	at := s.from
	add := func(to amount.Quantity, v amount.VAT) {
		if at.Cmp(to) < 0 {
			part := s
			part.from, part.to, part.vat = at, to, v
			out, at = append(out, part), to
		}
	}
	for _, r := range others {
		if f, t := overlap(r.From, r.To, s.from, s.to); f.Cmp(t) < 0 {
			add(f, vat)
			add(t, r.VAT)
		}
	}
	add(s.to, vat)
	return out
}

// asOf returns units that are not settled with the rates that they had at a number of changes of rates.
func asOf(us []units, changes int) []units {
	var out []units
	for _, u := range us {
		i := slices.IndexFunc(u.was, func(w rating) bool { return changes <= w.until })
		if i < 0 {
			out = append(out, u)
			continue
		}
		u.tax = nil // it is that of the rate of today
		for _, s := range rated(u.sale, u.was[i].vat, u.was[i].rates) {
			out = append(out, units{u.line, s, u.shipment})
		}
	}
	return out
}

// touching returns the index range of the sales that overlap a range of units.
func (l *line) touching(from, to amount.Quantity) (i, j int) {
	i = sort.Search(len(l.sold), func(k int) bool { return l.sold[k].to.Cmp(from) > 0 })
	j = sort.Search(len(l.sold), func(k int) bool { return l.sold[k].from.Cmp(to) >= 0 })
	return i, max(i, j)
}

// soldIn returns the settled parts of a range.
func (l *line) soldIn(from, to amount.Quantity) []sale {
	i, j := l.touching(from, to)
	sold := slices.Clone(l.sold[i:j])
	for k, s := range sold {
		sold[k].from, sold[k].to = overlap(s.from, s.to, from, to)
	}
	return sold
}

// openIn returns the parts of a range that are not settled, at the current prices.
func (l *line) openIn(from, to amount.Quantity) []sale {
	var open []sale
	i, j := l.touching(from, to)
	for _, s := range l.sold[i:j] {
		if from.Cmp(s.from) < 0 {
			open = append(open, l.now(from, s.from)...)
		}
		from = s.to
	}
	if from.Cmp(to) < 0 {
		open = append(open, l.now(from, to)...)
	}
	return open
}

// sell marks units as settled. unsell undoes it.
func (l *line) sell(s sale) {
	marks := map[int]string{}
	for u := int(s.from.Milli() / 1000); s.marked && amount.Pcs(u).Cmp(s.to) < 0; u++ {
		if code, ok := s.marks[u]; ok {
			marks[u] = code
		}
	}
	s.marks = marks
	l.unsell(s.from, s.to)
	i, _ := l.touching(s.from, s.to)
	l.sold = slices.Insert(l.sold, i, s)
}

func (l *line) unsell(from, to amount.Quantity) {
	i, j := l.touching(from, to)
	if i == j {
		return
	}
	var rest []sale
	if before := l.sold[i]; before.from.Cmp(from) < 0 {
		before.to = from
		rest = append(rest, before)
	}
	if after := l.sold[j-1]; after.to.Cmp(to) > 0 {
		after.from = to
		rest = append(rest, after)
	}
	l.sold = slices.Replace(l.sold, i, j, rest...)
}

// put replaces the portion of the units that a move names.
func (l *line) put(p order.Portion) {
	i := sort.Search(len(l.Portions), func(k int) bool { return l.Portions[k].To.Cmp(p.From) > 0 })
	j := sort.Search(len(l.Portions), func(k int) bool { return l.Portions[k].From.Cmp(p.To) >= 0 })
	var buf [3]order.Portion
	now := buf[:0]
	if i < j {
		if before := l.Portions[i]; before.From.Cmp(p.From) < 0 {
			before.To = p.From
			now = append(now, before)
		}
	}
	now = append(now, p)
	if i < j {
		if after := l.Portions[j-1]; after.To.Cmp(p.To) > 0 {
			after.From = p.To
			now = append(now, after)
		}
	}
	l.Portions = slices.Replace(l.Portions, i, max(i, j), now...)
	for k := min(i+len(now), len(l.Portions)-1); k >= max(i, 1); k-- { // join equal neighbours
		if samePortion(l.Portions[k-1], l.Portions[k]) {
			l.Portions[k-1].To = l.Portions[k].To
			l.Portions = slices.Delete(l.Portions, k, k+1)
		}
	}
}

// samePortion reports whether two portions differ in their ranges only.
func samePortion(a, b order.Portion) bool {
	a.From, a.To = b.From, b.To
	return a == b
}
