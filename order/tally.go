package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// tally counts units by state, in thousandths: goods, and everything else. It makes the roll-up independent of the
// number of lines.
type tally struct {
	goods, rest [status.ItemCancelled + 1]int64
	hasGoods    bool
}

func (t *tally) of(l *line) *[status.ItemCancelled + 1]int64 {
	if l.goods() {
		return &t.goods
	}
	return &t.rest
}

// counted returns the counts that decide the order's state: goods, or in an order without goods everything else.
func (t *tally) counted() *[status.ItemCancelled + 1]int64 {
	if t.hasGoods {
		return &t.goods
	}
	return &t.rest
}

// waiting reports whether services are still to be delivered.
func (t *tally) waiting() bool {
	for s := status.ItemNew; s <= status.ItemCancelled; s++ {
		if (withSeller | inTransit).Has(s) && t.rest[s] != 0 {
			return true
		}
	}
	return false
}

// move applies a move and keeps the counts.
func (o *Order) move(m Move) {
	l := o.lines[o.index[m.Line]]
	n := o.tally.of(l)
	l.each(m.From, m.To, func(p Portion) { n[p.State] -= p.To.Milli() - p.From.Milli() })
	n[m.State] += m.To.Milli() - m.From.Milli()
	l.put(m.Portion)
}

func (o *Order) moveAll(ms []Move) {
	for _, m := range ms {
		o.move(m)
	}
}

// countedOf is the number of units among moves that decide the order's state, in thousandths.
func (o *Order) countedOf(ms []Move) int64 {
	var n int64
	for _, m := range ms {
		if o.tally.of(o.lines[o.index[m.Line]]) == o.tally.counted() {
			n += m.To.Milli() - m.From.Milli()
		}
	}
	return n
}
