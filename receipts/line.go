package receipts

import (
	"slices"
	"sort"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// line is a line with where its units are and which of them are settled.
type line struct {
	order.LineData
	codes map[int]string // the good marking codes, by unit
	sold  []sale         // in the order of their units
}

// sale is units that a settlement was made for, as they were sold.
type sale struct {
	from, to  amount.Quantity
	net, tax  amount.Spans
	marks     map[int]string
	elsewhere bool // its receipt was made elsewhere
}

// units is a range of units of a line, with prices.
type units struct {
	*line
	sale
	shipment int
}

// overlap is the range that both share; empty if from is not below to.
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

func (l *line) now(from, to amount.Quantity) sale {
	return sale{from: from, to: to, net: l.Net, tax: l.Tax, marks: l.codes}
}

// touching are the sales that share units with a range.
func (l *line) touching(from, to amount.Quantity) (i, j int) {
	i = sort.Search(len(l.sold), func(k int) bool { return l.sold[k].to.Cmp(from) > 0 })
	j = sort.Search(len(l.sold), func(k int) bool { return l.sold[k].from.Cmp(to) >= 0 })
	return i, max(i, j)
}

// soldIn returns what of a range is settled.
func (l *line) soldIn(from, to amount.Quantity) []sale {
	i, j := l.touching(from, to)
	sold := slices.Clone(l.sold[i:j])
	for k, s := range sold {
		sold[k].from, sold[k].to = overlap(s.from, s.to, from, to)
	}
	return sold
}

// openIn returns what of a range is not settled, at the prices of now.
func (l *line) openIn(from, to amount.Quantity) []sale {
	var open []sale
	i, j := l.touching(from, to)
	for _, s := range l.sold[i:j] {
		if from.Cmp(s.from) < 0 {
			open = append(open, l.now(from, s.from))
		}
		from = s.to
	}
	if from.Cmp(to) < 0 {
		open = append(open, l.now(from, to))
	}
	return open
}

// sell marks units as settled; unsell, as settled no more.
func (l *line) sell(s sale) {
	marks := map[int]string{}
	for u := int(s.from.Milli() / 1000); l.Marked && amount.Pcs(u).Cmp(s.to) < 0; u++ {
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

// put lets units stand where a move brings them.
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
	for k := min(i+len(now), len(l.Portions)-1); k >= max(i, 1); k-- { // neighbours with the same fate are one portion
		if sameFate(l.Portions[k-1], l.Portions[k]) {
			l.Portions[k-1].To = l.Portions[k].To
			l.Portions = slices.Delete(l.Portions, k, k+1)
		}
	}
}

func sameFate(a, b order.Portion) bool {
	a.From, a.To = b.From, b.To
	return a == b
}
