package order

import (
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Edit adds, extends and removes lines, and before payment may reprice the order at the same time. Either all of it
// happens or none.
//
// After payment it is an exchange. What is added raises the total, and the difference is due (View.Due); what is
// removed goes into a return block, which owes what is then paid beyond the new total. So goods of 1000.00 that are
// exchanged for some of 1500.00 leave 500.00 due and owe nothing, for some of 600.00 they owe 400.00. Goods that the
// buyer has come back as by Return, where the scheme allows that (Scheme.Returns); lines of which units are on the way
// cannot be edited. Prices of what stays do not change any more.
type Edit struct {
	Add     []Line
	Extend  []Extension
	Remove  Picks
	Reason  status.Reason // of the removal; ReasonOther when empty
	Reprice *Reprice      // prices that the caller asked the shop for; nil keeps what is not touched; not after payment
	// Statement is a reference to the buyer's statement, where goods that the buyer has are exchanged.
	Statement string
}

// Kind implements Command.
func (Edit) Kind() Kind { return KindEdit }

func (c Edit) decide(o *Order, by By) ([]Body, error) {
	if err := o.editedHere(by, factLines); err != nil {
		return nil, err
	}
	paid := o.paid.Sign() > 0
	if err := c.tooLate(o); err != nil {
		return nil, err
	}
	if len(c.Add)+len(c.Extend)+len(c.Remove) == 0 {
		return nil, refuse(ErrInvalid, "edit", "it adds, extends and removes nothing; Reprice only changes prices")
	}
	if c.Reason == "" {
		c.Reason = status.ReasonOther
	}
	d := &editing{o: o.Clone(), by: by}
	for _, l := range c.Add {
		d.add(l)
	}
	for _, x := range c.Extend {
		d.extend(x)
	}
	if len(c.Remove) > 0 && paid {
		d.exchange(c)
	} else if len(c.Remove) > 0 {
		d.remove(c.Remove, c.Reason, true)
	}
	if c.Reprice != nil {
		d.reprice(*c.Reprice)
	}
	return d.bodies, d.err
}

// Extension enlarges a line by units that cost Total together, or Price each.
type Extension struct {
	Line  string
	By    amount.Quantity
	Total amount.Money
	Price amount.Money
}

// editing works an edit out on a copy of the order, step by step; the first error ends it.
type editing struct {
	o       *Order
	by      By
	bodies  []Body
	learned []reportedLine
	err     error
}

func (d *editing) keep(b Body, err error) {
	if d.err != nil {
		return
	}
	if d.err = err; err != nil {
		return
	}
	b.apply(d.o, &Event{At: d.by.At, By: d.by.Actor, Body: b})
	d.bodies = append(d.bodies, b)
}

func (d *editing) add(l Line) {
	if d.err != nil {
		return
	}
	if _, known := d.o.index[l.ID]; known {
		d.err = refuse(ErrDuplicate, Textf("line %s", l.ID), "the order has a line with this id")
		return
	}
	ld, err := lineData(l, d.o.currency, d.o.rules.scheme.Start)
	if err != nil {
		d.err = err
		return
	}
	if ld.Tax, err = vatIn(ld.VAT, ld.Net); err != nil {
		d.err = moneyProblem(Textf("line %s", l.ID), err)
		return
	}
	total, err := d.o.total.Add(ld.Net[0].Total)
	if err != nil {
		err = moneyProblem("order", err)
	}
	d.keep(LineAdded{ld, total}, err)
}

func (d *editing) extend(x Extension) {
	if d.err != nil {
		return
	}
	b, err := d.o.extended(x)
	d.keep(b, err)
}

// remove takes units away. follow lets what only follows the goods go with the last of them.
func (d *editing) remove(ps Picks, reason status.Reason, follow bool) {
	if d.err != nil {
		return
	}
	ms, err := d.o.pick(ps, "removed", nearestSeller, func(_ *line, p Portion) bool { return withSeller.Has(p.State) })
	if err != nil {
		d.err = err
		return
	}
	whole := follow && d.o.isAll(ms)
	bs, err := d.o.cancelled(ms, Cancel{Reason: reason, Party: d.by.Actor.party()}, whole)
	if err != nil {
		d.err = err
		return
	}
	d.keep(bs[0], nil)
}

func (d *editing) reprice(c Reprice) {
	if d.err != nil {
		return
	}
	b, err := d.o.repriced(c, nil)
	d.keep(b, err)
}

// extended makes the event of a line that gets more units.
func (o *Order) extended(x Extension) (LineExtended, error) {
	l, err := o.line(x.Line)
	if err != nil {
		return LineExtended{}, err
	}
	what := Textf("line %s", x.Line)
	q, err := l.quantity.Add(x.By)
	if err != nil || x.By.Sign() <= 0 || q.Cmp(maxQuantity) > 0 || !x.By.IsMultipleOf(l.step) {
		return LineExtended{}, refuse(ErrQuantity, what, "%s more: it must be more than 0 and a multiple of %s, and the line must stay within %s", x.By, l.step, maxQuantity)
	}
	total := x.Total
	if total.IsUnset() {
		if total, err = x.Price.Times(x.By); err != nil {
			return LineExtended{}, moneyProblem(what, err)
		}
	}
	if err := checkMoney(what, total, o.currency); err != nil {
		return LineExtended{}, err
	}
	span := amount.PriceSpan{From: l.quantity, To: q, Origin: l.quantity, Width: x.By, Total: total}
	b := LineExtended{
		Line: l.id, Quantity: q, Gross: append(slices.Clone(l.gross), span), Net: append(slices.Clone(l.net), span),
		State: o.rules.scheme.Start,
	}
	if b.Tax, err = l.taxIn(b.Net); err != nil {
		return LineExtended{}, moneyProblem(what, err)
	}
	if b.Total, err = o.total.Add(total); err != nil {
		return LineExtended{}, moneyProblem("order", err)
	}
	if err := o.checkSpans(b.Net, q); err != nil {
		return LineExtended{}, moneyProblem(what, err)
	}
	return b, nil
}

// LineAdded records a new line.
type LineAdded struct {
	Line  LineData     `json:"line"`
	Total amount.Money `json:"total"`
}

// Kind implements Body.
func (LineAdded) Kind() string { return "line-added" }

func (b LineAdded) check(o *Order) error {
	if _, known := o.index[b.Line.ID]; known {
		return fmt.Errorf("line %q twice", b.Line.ID)
	}
	return firstError(b.Line.check(o, len(o.shipments)), o.checkSums(b.Total))
}

func (b LineAdded) apply(o *Order, e *Event) {
	o.addLine(b.Line)
	o.total = b.Total
	o.markSeen(e, factLines, "")
}

// LineExtended records that a line got more units.
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

func (b LineExtended) check(o *Order) error {
	i, ok := o.index[b.Line]
	if !ok {
		return fmt.Errorf("unknown line %q", b.Line)
	}
	l := o.lines[i]
	if b.Quantity.Cmp(l.quantity) <= 0 || b.Quantity.Cmp(maxQuantity) > 0 || !b.Quantity.IsMultipleOf(l.step) {
		return fmt.Errorf("line %q: quantity %s after %s", b.Line, b.Quantity, l.quantity)
	}
	d := LineData{Gross: b.Gross, Net: b.Net, Tax: b.Tax, Quantity: b.Quantity}
	return firstError(d.checkPrices(o), Portion{State: b.State}.checkNumbers(0, 0, 0), o.checkSums(b.Total))
}

func (b LineExtended) apply(o *Order, e *Event) {
	l := o.lines[o.index[b.Line]]
	o.tally.of(l)[b.State] += b.Quantity.Milli() - l.quantity.Milli()
	l.portions = append(l.portions, Portion{From: l.quantity, To: b.Quantity, State: b.State})
	l.agreed = append(slices.Clone(l.agreed), b.Net[len(b.Net)-1])
	l.quantity, l.gross, l.net, l.tax = b.Quantity, b.Gross, b.Net, b.Tax
	l.join(len(l.portions)-1, 0)
	o.total = b.Total
	o.markSeen(e, factLines, "")
}

// linesReported records which units the owner of the lines knows to be gone: when it lists more than that later, they
// are new.
type linesReported struct {
	Lines []reportedLine `json:"lines"`
}

// Kind implements Body.
func (linesReported) Kind() string { return "lines-heard" }

func (b linesReported) check(o *Order) error {
	for _, h := range b.Lines {
		i, ok := o.index[h.Line]
		if !ok {
			return fmt.Errorf("unknown line %q", h.Line)
		}
		if l := o.lines[i]; h.Gone.Sign() < 0 || h.Gone.Cmp(l.quantity) > 0 || !h.Gone.IsMultipleOf(l.step) {
			return fmt.Errorf("line %q: %s of %s are gone", h.Line, h.Gone, l.quantity)
		}
	}
	return nil
}

func (b linesReported) apply(o *Order, e *Event) {
	for _, h := range b.Lines {
		o.lines[o.index[h.Line]].knownGone = h.Gone
	}
	o.markSeen(e, factLines, "")
}

// reportedLine is the number of a line's units that its owner knows to be gone.
type reportedLine struct {
	Line string          `json:"line"`
	Gone amount.Quantity `json:"gone"`
}
