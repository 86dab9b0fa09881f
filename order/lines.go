package order

import (
	"fmt"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// LineAdded says that a line came to the order.
type LineAdded struct {
	Line  LineData     `json:"line"`
	Total amount.Money `json:"total"`
}

// Kind implements Body.
func (LineAdded) Kind() string { return "line-added" }

func (b LineAdded) sound(o *Order) error {
	if _, known := o.index[b.Line.ID]; known {
		return fmt.Errorf("line %q twice", b.Line.ID)
	}
	return first(b.Line.sound(o, len(o.shipments)), o.soundMoney(b.Total))
}

func (b LineAdded) apply(o *Order, e *Event) {
	o.addLine(b.Line)
	o.total = b.Total
	o.saw(e, factLines, "")
}

// LineExtended says that a line has more units.
type LineExtended struct {
	Line     string           `json:"line"`
	Quantity amount.Quantity  `json:"quantity"` // of the line now
	Gross    amount.Spans     `json:"gross"`
	Net      amount.Spans     `json:"net"`
	Tax      amount.Spans     `json:"tax,omitzero"`
	State    status.ItemState `json:"state"` // of the new units
	Total    amount.Money     `json:"total"`
}

// Kind implements Body.
func (LineExtended) Kind() string { return "line-extended" }

func (b LineExtended) sound(o *Order) error {
	i, ok := o.index[b.Line]
	if !ok {
		return fmt.Errorf("unknown line %q", b.Line)
	}
	l := o.lines[i]
	if b.Quantity.Cmp(l.quantity) <= 0 || b.Quantity.Cmp(maxQuantity) > 0 || !b.Quantity.IsMultipleOf(l.step) {
		return fmt.Errorf("line %q: quantity %s after %s", b.Line, b.Quantity, l.quantity)
	}
	d := LineData{Gross: b.Gross, Net: b.Net, Tax: b.Tax, Quantity: b.Quantity}
	return first(d.soundPrices(o), Portion{State: b.State}.soundIn(0, 0), o.soundMoney(b.Total))
}

func (b LineExtended) apply(o *Order, e *Event) {
	l := o.lines[o.index[b.Line]]
	o.tally.of(l)[b.State] += b.Quantity.Milli() - l.quantity.Milli()
	l.portions = append(l.portions, Portion{From: l.quantity, To: b.Quantity, State: b.State})
	l.quantity, l.gross, l.net, l.tax = b.Quantity, b.Gross, b.Net, b.Tax
	l.join(len(l.portions)-1, 0)
	o.total = b.Total
	o.saw(e, factLines, "")
}

// Repriced says what living units cost from now on. Units that are gone keep the price they had.
type Repriced struct {
	Lines       []LinePrices `json:"lines"`
	Adjustments []Adjustment `json:"adjustments,omitzero"`
	Total       amount.Money `json:"total"`
}

// LinePrices is the prices of a line.
type LinePrices struct {
	Line   string       `json:"line"`
	Gross  amount.Spans `json:"gross"`
	Net    amount.Spans `json:"net"`
	Tax    amount.Spans `json:"tax,omitzero"`
	Shares []Share      `json:"shares,omitzero"`
}

// Kind implements Body.
func (Repriced) Kind() string { return "repriced" }

func (b Repriced) sound(o *Order) error {
	for _, p := range b.Lines {
		i, ok := o.index[p.Line]
		if !ok {
			return fmt.Errorf("unknown line %q", p.Line)
		}
		d := LineData{Gross: p.Gross, Net: p.Net, Tax: p.Tax, Quantity: o.lines[i].quantity}
		if err := d.soundPrices(o); err != nil {
			return err
		}
	}
	return o.soundMoney(b.Total)
}

func (b Repriced) apply(o *Order, e *Event) {
	for _, p := range b.Lines {
		l := o.lines[o.index[p.Line]]
		l.gross, l.net, l.tax, l.shares = p.Gross, p.Net, p.Tax, p.Shares
	}
	o.adjustments, o.total = b.Adjustments, b.Total
	o.saw(e, factPrices, "")
}
