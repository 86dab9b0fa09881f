package order

import (
	"errors"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// LinesReport is the complete list of an order's lines in an outside system: what is still wanted. Units that are
// cancelled here and still listed there are a delay of that system, not a change. Other facts of a known line change as
// ChangeLine does; what cannot change any more, and a kind, a step or a reference that never does, holds the order. A
// fact that is absent is left alone: an empty text, no rate, MarkRequired that is false.
type LinesReport struct {
	Lines []Line
}

func (LinesReport) name() string { return "lines" }

func (r LinesReport) observe(o *Order, by By) error {
	if o.stale(by, factLines, "") || o.stale(by, factPrices, "") {
		return nil
	}
	if !o.authority.owns(by.Actor.Role, factLines) {
		return refuse(ErrRole, "lines", "%s does not own them; report an Intent with an Edit to ask for a change", by.Actor.Role)
	}
	o.reportFacts(by, r.Lines)
	d := &editing{o: o.Clone(), by: by}
	listed := map[string]bool{}
	prices := o.authority.owns(by.Actor.Role, factPrices)
	var repriced []NewPrice
	for _, l := range r.Lines {
		if listed[l.ID] {
			return refuse(ErrDuplicate, Textf("line %s", l.ID), "the report lists it twice")
		}
		listed[l.ID] = true
		known, err := o.line(l.ID)
		if err != nil {
			d.add(l)
			continue
		}
		total, err := reportedTotal(l, o.currency)
		if err != nil {
			return err
		}
		if err := d.compare(known, l, total); err != nil {
			return err
		}
		if d.err == nil && prices && d.o.costsOther(known.id, l.Quantity, total) {
			repriced = append(repriced, NewPrice{Line: l.ID, Total: total})
		}
	}
	for _, l := range o.lines {
		if listed[l.id] {
			continue
		}
		d.cut(l, l.living())
		d.learn(l, l.living(), l.quantity)
	}
	if len(repriced) > 0 && d.err == nil {
		d.setTotals(repriced)
	}
	if o.handed() && d.changes() {
		o.conflict(by, factLines, "", nil, Textf("the lines changed there, but the order is %s here", o.state))
		return nil
	}
	if len(d.learned) > 0 {
		d.keep(linesReported{d.learned}, nil)
	}
	if errors.Is(d.err, ErrNotNow) || errors.Is(d.err, ErrQuantity) {
		o.conflict(by, factLines, "", nil, Textf("the lines changed there, but %s", reasonOf(d.err)))
		return nil
	}
	if d.err == nil {
		o.commitReported(by, d.bodies...)
		return o.oweSurplus(by)
	}
	return d.err
}

func reportedTotal(l Line, currency string) (amount.Money, error) {
	total := l.Total
	if total.IsUnset() {
		var err error
		if total, err = l.Price.Times(l.Quantity); err != nil {
			return amount.Money{}, moneyProblem(Textf("line %s", l.ID), err)
		}
	}
	return total, checkMoney(Textf("line %s", l.ID), total, currency)
}

// changes reports whether the edit changes lines or prices.
func (d *editing) changes() bool {
	return slices.ContainsFunc(d.bodies, func(b Body) bool { return b.Kind() != linesReported{}.Kind() })
}

// compare brings a line to the quantity that its owner reports.
func (d *editing) compare(l *line, r Line, total amount.Money) error {
	if r.Quantity.Sign() <= 0 || !r.Quantity.IsMultipleOf(l.step) {
		return refuse(ErrQuantity, Textf("line %s", l.id), "%s is reported; it must be more than 0 and a multiple of %s", r.Quantity, l.step)
	}
	living := l.living()
	most := minus(l.quantity, l.knownGone)
	if d.o.state == status.OrderCancelled && r.Quantity.Cmp(l.quantity) <= 0 {
		return nil // an order that is cancelled as a whole keeps its lines there
	}
	switch {
	case r.Quantity.Cmp(living) < 0:
		d.cut(l, minus(living, r.Quantity))
		d.learn(l, minus(living, r.Quantity), minus(l.quantity, r.Quantity))
	case r.Quantity.Cmp(most) > 0:
		more := minus(r.Quantity, most)
		price, err := amount.NewPriceSpan(amount.Quantity{}, r.Quantity, total)
		if err != nil {
			return moneyProblem(Textf("line %s", l.id), err)
		}
		part, err := price.Of(most, r.Quantity)
		if err != nil {
			return moneyProblem(Textf("line %s", l.id), err)
		}
		d.extend(Extension{Line: l.id, By: more, Total: part})
	case r.Quantity.Cmp(most) < 0:
		d.learn(l, amount.Quantity{}, minus(l.quantity, r.Quantity))
	}
	return nil
}

// learn records that the owner of a line knows how many of its units are gone, unless that is known after the cuts of
// this report.
func (d *editing) learn(l *line, cut, gone amount.Quantity) {
	if plus(l.knownGone, cut) != gone {
		d.learned = append(d.learned, reportedLine{l.id, gone})
	}
}

// cut takes units away that the owner does not list any more.
func (d *editing) cut(l *line, q amount.Quantity) {
	if !q.IsZero() {
		d.remove(Pick(l.id, q), status.ReasonOther, false)
	}
}

// costsOther reports whether the living units of a line cost another sum than reported. What their price was reduced by
// here is no matter of the prices' owner, who does not know of it.
func (o *Order) costsOther(id string, q amount.Quantity, total amount.Money) bool {
	l := o.lines[o.index[id]]
	if l.living() != q {
		return false // a lag: the report still prices units that were cancelled here
	}
	var now amount.Money
	for _, p := range l.portions {
		if !p.sold() {
			continue
		}
		m, err := l.agreed.Of(p.From, p.To)
		if err == nil {
			now, err = now.Add(m)
		}
		if err != nil {
			return true
		}
	}
	return now != total
}

// setTotals sets the totals that the owner of the prices reports; they include all adjustments. What the price of units
// was reduced by here still comes off.
func (d *editing) setTotals(prices []NewPrice) {
	b := Repriced{Adjustments: d.o.adjustments, Total: d.o.total}
	for _, n := range prices {
		l := d.o.lines[d.o.index[n.Line]]
		p := pricedLine{gross: n.Total}
		old := d.o.zero()
		for _, x := range l.portions {
			if !x.sold() {
				continue
			}
			p.live = append(p.live, Units{l.id, x.From, x.To})
			m, err := l.net.Of(x.From, x.To)
			if err == nil {
				old, err = old.Add(m)
			}
			d.fail(err)
		}
		net := l.lessReductions(p.live, n.Total)
		lp := LinePrices{Line: l.id}
		var err error
		lp.Gross, err = p.over(l.gross, n.Total)
		d.fail(err)
		lp.Net, err = p.over(l.net, net)
		d.fail(err)
		if net != n.Total {
			lp.Agreed, err = p.over(l.agreed, n.Total)
			d.fail(err)
		}
		lp.Tax, err = l.taxIn(lp.Net)
		d.fail(err)
		b.Lines = append(b.Lines, lp)
		rest, err := b.Total.Sub(old)
		d.fail(err)
		b.Total, err = rest.Add(net)
		d.fail(err)
	}
	d.keep(b, nil)
}

// fail keeps the first error of the arithmetic.
func (d *editing) fail(err error) {
	if d.err == nil && err != nil {
		d.err = moneyProblem("prices", err)
	}
}
