package order

import (
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
)

// LineKind is the kind of thing that a line sells.
type LineKind string

func (k LineKind) valid() bool {
	return k == LineGoods || k == LineService || k == LineDelivery || k == LineAdditional
}

// The kinds of lines. Only goods are picked, packed and shipped; the others follow the goods.
const (
	LineGoods      LineKind = "goods"
	LineService    LineKind = "service"
	LineDelivery   LineKind = "delivery"
	LineAdditional LineKind = "additional" // an additional sale without stock
)

// Line is a line as it is ordered.
type Line struct {
	ID       string   // unique within the order
	Kind     LineKind // LineGoods when empty
	SKU      string   // the seller's article
	GTIN     string   // the number of the goods on their bar code; marking codes must have the same
	Name     string
	Ref      Ref             // the line in the system it came from
	Quantity amount.Quantity // more than none, a multiple of Step
	Step     amount.Quantity // the smallest quantity; one piece when zero
	// Total is authoritative: what all units cost together after the line's own discounts and before the order's
	// adjustments. When it is unset it is Price times Quantity.
	Total amount.Money
	Price amount.Money // of one piece; only used when Total is unset
	// VAT is the rate that Total contains: also of other countries. Receipts of 54-ФЗ accept the Russian rates only.
	VAT amount.VAT
	// MarkRequired is set if each unit needs a marking code before it is packed or handed over.
	MarkRequired bool
}

// LineData is a line as events store it, with its prices.
type LineData struct {
	ID       string          `json:"id"`
	Kind     LineKind        `json:"kind"`
	SKU      string          `json:"sku,omitzero"`
	GTIN     string          `json:"gtin,omitzero"`
	Name     string          `json:"name,omitzero"`
	Ref      Ref             `json:"ref,omitzero"`
	Step     amount.Quantity `json:"step"`
	Quantity amount.Quantity `json:"quantity"`
	VAT      amount.VAT      `json:"vat,omitzero"`
	Marked   bool            `json:"marked,omitzero"`
	Gross    amount.Spans    `json:"gross"`
	Net      amount.Spans    `json:"net"`
	Tax      amount.Spans    `json:"tax,omitzero"` // the VAT contained in Net
	Shares   []Share         `json:"shares,omitzero"`
	Portions []Portion       `json:"portions"`
	Marks    []Mark          `json:"marks,omitzero"`
}

// Mark is the marking code of one unit.
type Mark struct {
	Unit     int    `json:"unit"` // index of the unit, from 0
	Code     string `json:"code,omitzero"`
	Rejected string `json:"rejected,omitzero"` // why the code was refused, until a new one is set
	Read     string `json:"read,omitzero"`     // a code that was read on the unit and cannot be its own
	// Out is the number of the document or receipt by which the code left circulation; empty while it is in circulation.
	Out string `json:"out,omitzero"`
}

// line is what an order keeps of a line.
type line struct {
	id        string
	kind      LineKind
	sku       string
	gtin      string
	name      string
	ref       Ref
	step      amount.Quantity
	quantity  amount.Quantity
	vat       amount.VAT
	rates     []VATRange // of units that have another rate than vat, in order
	marked    bool
	gross     amount.Spans    // before the order's adjustments
	net       amount.Spans    // what the units cost
	knownGone amount.Quantity // units that the owner of the lines knows to be gone
	tax       amount.Spans    // the VAT contained in net, by the same rule; nil without a rate
	agreed    amount.Spans    // net as it was priced last: before what a reduction took since
	shares    []Share         // of the units that were priced last
	shared    []Units         // these units
	portions  []Portion
	marks     []Mark
}

func (l *line) goods() bool { return l.kind == LineGoods }

// at returns the index of the portion that holds the unit at q.
func (l *line) at(q amount.Quantity) int {
	i, found := slices.BinarySearchFunc(l.portions, q, func(p Portion, q amount.Quantity) int { return p.From.Cmp(q) })
	if found {
		return i
	}
	return i - 1
}

// put replaces units [p.From,p.To) with p. Equal neighbours are joined, so that the portions do not depend on the
// order of splits.
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

// reduction is what the price of units [from,to) was reduced by.
func (l *line) reduction(from, to amount.Quantity) amount.Money {
	was, err := l.agreed.Of(from, to)
	if err != nil {
		return amount.Money{} // only in a damaged log
	}
	now, err := l.net.Of(from, to)
	if err == nil {
		was, err = was.Sub(now)
	}
	if err != nil {
		return amount.Money{}
	}
	return was
}

// lessReductions is a new price of units less what their price was reduced by; none if that is more.
func (l *line) lessReductions(us []Units, price amount.Money) amount.Money {
	for _, u := range us {
		left, err := price.Sub(l.reduction(u.From, u.To))
		switch {
		case err != nil:
			return price
		case left.Sign() < 0:
			left, _ = price.Sub(price)
		}
		price = left
	}
	return price
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

// byUnit returns the marking codes by unit.
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

// clones copies lines with few allocations. Only portions are changed in place; prices, shares and marks are replaced
// as a whole.
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
