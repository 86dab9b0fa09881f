package order

import (
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// LineKind tells what a line sells.
type LineKind string

// The kinds of lines. Only goods are picked, packed and shipped; the others follow the goods.
const (
	LineGoods      LineKind = "goods"
	LineService    LineKind = "service"
	LineDelivery   LineKind = "delivery"
	LineAdditional LineKind = "additional" // an additional sale without stock
)

func (k LineKind) valid() bool {
	return k == LineGoods || k == LineService || k == LineDelivery || k == LineAdditional
}

// Portion is some units of a line that share one fate: units [From,To), counted in thousandths from the line's start.
// The portions of a line cover it exactly once, always.
type Portion struct {
	From      amount.Quantity      `json:"from"`
	To        amount.Quantity      `json:"to"`
	State     status.ItemState     `json:"state"`
	Warehouse string               `json:"warehouse,omitzero"` // where they are reserved or were taken from
	Shipment  int                  `json:"shipment,omitzero"`  // number of the shipment, 0 for none
	Block     int                  `json:"block,omitzero"`     // number of the return block, 0 for none
	Custody   status.ReturnCustody `json:"custody,omitzero"`   // of a portion in a return block
	Door      status.Reason        `json:"door,omitzero"`      // refused at the door; takes effect when the order is closed
}

// sold tells whether the buyer pays for the units: they are neither cancelled nor returned, or their return was rejected.
func (p Portion) sold() bool { return !finished.Has(p.State) || p.Custody == status.CustodyRejected }

// same tells whether two portions differ in nothing but their range.
func (p Portion) same(q Portion) bool {
	p.From, p.To = q.From, q.To
	return p == q
}

// Move says where some units of a line are from now on. Events carry moves.
type Move struct {
	Line string `json:"line"`
	Portion
}

// Part is the price of some units of a line, VAT included and told apart.
type Part struct {
	Line string          `json:"line"`
	From amount.Quantity `json:"from"`
	To   amount.Quantity `json:"to"`
	Sum  amount.Money    `json:"sum"`
	VAT  amount.Money    `json:"vat"`
}

// Mark is the marking code of one unit.
type Mark struct {
	Unit     int    `json:"unit"` // index of the unit, from 0
	Code     string `json:"code,omitzero"`
	Rejected string `json:"rejected,omitzero"` // why the code was refused, until a new one is set
}

// line is what an order keeps of a line.
type line struct {
	id       string
	kind     LineKind
	sku      string
	name     string
	ref      Ref
	step     amount.Quantity
	quantity amount.Quantity
	vat      amount.VAT
	marked   bool
	gross    amount.Spans    // before the order's adjustments
	net      amount.Spans    // what the units cost
	cutThere amount.Quantity // units that the owner of the lines knows are gone
	tax      amount.Spans    // the VAT contained in net, told apart by the same rule; nil when the rate is not said
	shares   []Share
	portions []Portion
	marks    []Mark
}

func (l *line) goods() bool { return l.kind == LineGoods }

// clones copies lines, with few allocations however many there are. Only portions are changed in place; prices, shares and
// marks are replaced as a whole.
func clones(lines []*line) []*line {
	n := 0
	for _, l := range lines {
		n += len(l.portions)
	}
	out, all, portions := make([]*line, len(lines)), make([]line, len(lines)), make([]Portion, 0, n)
	for i, l := range lines {
		first := len(portions)
		portions = append(portions, l.portions...)
		all[i] = *l
		all[i].portions = portions[first:len(portions):len(portions)]
		out[i] = &all[i]
	}
	return out
}

// at returns the index of the portion that holds the unit at q.
func (l *line) at(q amount.Quantity) int {
	i, found := slices.BinarySearchFunc(l.portions, q, func(p Portion, q amount.Quantity) int { return p.From.Cmp(q) })
	if found {
		return i
	}
	return i - 1
}

// put makes units [p.From,p.To) stand as p says and leaves every other unit alone. Neighbours with the same fate are
// joined, so that the portions do not depend on the order of splits.
func (l *line) put(p Portion) {
	i, j := l.at(p.From), l.at(minus(p.To, amount.Milli(1)))
	first, last := l.portions[i], l.portions[j]
	var buf [3]Portion
	mid := buf[:0]
	if first.From.Cmp(p.From) < 0 {
		first.To = p.From
		mid = append(mid, first)
	}
	mid = append(mid, p)
	if p.To.Cmp(last.To) < 0 {
		last.From = p.To
		mid = append(mid, last)
	}
	l.portions = slices.Replace(l.portions, i, j+1, mid...)
	l.join(i+len(mid), max(i-1, 0))
}

// join merges equal neighbours among portions[lo..hi].
func (l *line) join(hi, lo int) {
	hi = min(hi, len(l.portions)-1)
	for k := hi; k > lo; k-- {
		if l.portions[k-1].same(l.portions[k]) {
			l.portions[k-1].To = l.portions[k].To
			l.portions = slices.Delete(l.portions, k, k+1)
		}
	}
}

// each calls f for the portions within [from,to), clipped to it.
func (l *line) each(from, to amount.Quantity, f func(Portion)) {
	for i := l.at(from); i < len(l.portions) && l.portions[i].From.Cmp(to) < 0; i++ {
		p := l.portions[i]
		if p.From.Cmp(from) < 0 {
			p.From = from
		}
		if p.To.Cmp(to) > 0 {
			p.To = to
		}
		f(p)
	}
}

// part prices units [from,to).
func (l *line) part(from, to amount.Quantity) (Part, error) {
	sum, err := l.net.Of(from, to)
	if err != nil {
		return Part{}, err
	}
	p := Part{Line: l.id, From: from, To: to, Sum: sum}
	if l.tax != nil {
		p.VAT, err = l.tax.Of(from, to)
	}
	return p, err
}

// mark returns the marking code of a unit.
func (l *line) mark(unit int) (Mark, bool) {
	i := slices.IndexFunc(l.marks, func(m Mark) bool { return m.Unit == unit })
	if i < 0 {
		return Mark{}, false
	}
	return l.marks[i], true
}

// byUnit is the marking codes for who looks at many units.
func (l *line) byUnit() map[int]Mark {
	ms := make(map[int]Mark, len(l.marks))
	for _, m := range l.marks {
		ms[m.Unit] = m
	}
	return ms
}

// unmarked returns the first unit in [from,to) without a good code.
func (l *line) unmarked(from, to amount.Quantity) (int, bool) {
	marks := l.byUnit()
	for u := pieces(from); u < pieces(to); u++ {
		if m := marks[u]; m.Code == "" || m.Rejected != "" {
			return u, true
		}
	}
	return 0, false
}
