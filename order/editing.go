package order

import (
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Edit changes the lines of an order that is not paid: lines are added, enlarged or removed, and in the same breath
// everything may be priced anew. Either all of it happens or nothing.
type Edit struct {
	Add     []Line
	Extend  []Extension
	Remove  Picks
	Reason  status.Reason // of the removal; ReasonOther when empty
	Reprice *Reprice      // prices that the caller asked the shop for; nil keeps what is not touched
}

// Extension enlarges a line by units that cost Total together, or Price each.
type Extension struct {
	Line  string
	By    amount.Quantity
	Total amount.Money
	Price amount.Money
}

// Reprice gives living units new prices. Lines that Prices does not name keep their price before adjustments; Adjustments
// is the complete new list for the order.
type Reprice struct {
	Prices      []NewPrice
	Adjustments []Adjustment
}

// NewPrice is what all living units of a line cost now, before the order's adjustments: Total together, or Price a piece.
type NewPrice struct {
	Line  string
	Total amount.Money
	Price amount.Money
}

// Kind implements Command.
func (Edit) Kind() Kind { return KindEdit }

// Kind implements Command.
func (Reprice) Kind() Kind { return KindReprice }

func (c Reprice) decide(o *Order, by By) ([]Body, error) {
	if err := o.editable(by, factPrices); err != nil {
		return nil, err
	}
	b, err := o.repriced(c.Prices, c.Adjustments)
	if err != nil {
		return nil, err
	}
	return []Body{b}, nil
}

func (c Edit) decide(o *Order, by By) ([]Body, error) {
	if err := o.editable(by, factLines); err != nil {
		return nil, err
	}
	if len(c.Add)+len(c.Extend)+len(c.Remove) == 0 {
		return nil, refuse(ErrInvalid, "edit", "it adds, extends and removes nothing; Reprice only changes prices")
	}
	if c.Reason == "" {
		c.Reason = status.ReasonOther
	}
	d := &draftEdit{o: o.Clone(), by: by}
	for _, l := range c.Add {
		d.add(l)
	}
	for _, x := range c.Extend {
		d.extend(x)
	}
	if len(c.Remove) > 0 {
		d.remove(c.Remove, c.Reason, true)
	}
	if c.Reprice != nil {
		d.reprice(*c.Reprice)
	}
	return d.bodies, d.err
}

// editable tells whether lines or prices may be changed here and by this actor.
func (o *Order) editable(by By, f fact) error {
	if owner := o.authority.owner(f); owner != "" && owner != by.Actor.Role {
		return refuse(ErrNotNow, f.text(), "they belong to the %s (%s): change them there, the change will be taken over", owner, o.ref)
	}
	s := o.rules.scheme
	if !s.Editable && o.authority.owner(f) == "" {
		return refuse(ErrScheme, f.text(), "the scheme %s does not let them be changed", o.scheme)
	}
	if o.paid.Sign() > 0 {
		return refuse(ErrNotNow, f.text(), "%s is paid; after payment units go back by Return", o.paid)
	}
	if st, out := o.outside(inHouse); out {
		return refuse(ErrNotNow, f.text(), "there are units %s", st)
	}
	return nil
}

// draftEdit works an edit out on a copy of the order, step by step; the first error ends it.
type draftEdit struct {
	o      *Order
	by     By
	bodies []Body
	heard  []reportedLine
	err    error
}

func (d *draftEdit) keep(b Body, err error) {
	if d.err != nil {
		return
	}
	if d.err = err; err != nil {
		return
	}
	b.apply(d.o, &Event{At: d.by.At, By: d.by.Actor, Body: b})
	d.bodies = append(d.bodies, b)
}

func (d *draftEdit) add(l Line) {
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
	if ld.Tax, err = taxOf(ld.VAT, ld.Net); err != nil {
		d.err = moneyProblem(Textf("line %s", l.ID), err)
		return
	}
	total, err := d.o.total.Add(ld.Net[0].Total)
	if err != nil {
		err = moneyProblem("order", err)
	}
	d.keep(LineAdded{ld, total}, err)
}

func (d *draftEdit) extend(x Extension) {
	if d.err != nil {
		return
	}
	b, err := d.o.extended(x)
	d.keep(b, err)
}

// remove takes units away. follow lets what only follows the goods go with the last of them.
func (d *draftEdit) remove(ps Picks, reason status.Reason, follow bool) {
	if d.err != nil {
		return
	}
	ms, err := d.o.pick(ps, "removed", func(_ *line, p Portion) bool { return inHouse.Has(p.State) })
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

func (d *draftEdit) reprice(c Reprice) {
	if d.err != nil {
		return
	}
	b, err := d.o.repriced(c.Prices, c.Adjustments)
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
		return LineExtended{}, refuse(ErrQuantity, what, "%s more: it must be more than none, a multiple of %s, and give at most %s", x.By, l.step, maxQuantity)
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
	if b.Tax, err = taxOf(l.vat, b.Net); err != nil {
		return LineExtended{}, moneyProblem(what, err)
	}
	if b.Total, err = o.total.Add(total); err != nil {
		return LineExtended{}, moneyProblem("order", err)
	}
	if err := o.soundSpans(b.Net, q); err != nil {
		return LineExtended{}, moneyProblem(what, err)
	}
	return b, nil
}

// repriced makes the event of new prices.
func (o *Order) repriced(prices []NewPrice, adjustments []Adjustment) (Repriced, error) {
	given := map[string]NewPrice{}
	for _, p := range prices {
		if _, err := o.line(p.Line); err != nil {
			return Repriced{}, err
		}
		if _, twice := given[p.Line]; twice {
			return Repriced{}, refuse(ErrDuplicate, Textf("line %s", p.Line), "it is priced twice")
		}
		given[p.Line] = p
	}
	var lines []*line
	var ps []priced
	for _, l := range o.lines {
		p := priced{goods: l.goods()}
		var q amount.Quantity
		var old amount.Money
		for _, x := range l.portions {
			if !x.sold() {
				continue
			}
			p.live = append(p.live, Units{l.id, x.From, x.To})
			q = plus(q, minus(x.To, x.From))
			m, err := l.gross.Of(x.From, x.To)
			if err == nil {
				old, err = old.Add(m)
			}
			if err != nil {
				return Repriced{}, moneyProblem(Textf("line %s", l.id), err)
			}
		}
		n, isGiven := given[l.id]
		if len(p.live) == 0 {
			if isGiven {
				return Repriced{}, refuse(ErrNotNow, Textf("line %s", l.id), "no units of it are left")
			}
			continue
		}
		if p.gross = old; isGiven {
			g, err := n.total(q, o.currency)
			if err != nil {
				return Repriced{}, err
			}
			p.gross = g
		}
		lines, ps = append(lines, l), append(ps, p)
	}
	return o.respread(lines, ps, adjustments)
}

func (n NewPrice) total(q amount.Quantity, currency string) (amount.Money, error) {
	m, what := n.Total, Textf("line %s", n.Line)
	if m.IsUnset() {
		var err error
		if m, err = n.Price.Times(q); err != nil {
			return amount.Money{}, moneyProblem(what, err)
		}
	}
	return m, checkMoney(what, m, currency)
}

// respread puts adjustments on living units and makes the event of it.
func (o *Order) respread(lines []*line, ps []priced, adjustments []Adjustment) (Repriced, error) {
	nets, shares, err := spread(ps, adjustments, o.currency)
	if err != nil {
		return Repriced{}, err
	}
	b := Repriced{Adjustments: slices.Clone(adjustments), Total: o.nothing()}
	for i, l := range lines {
		lp := LinePrices{Line: l.id, Shares: shares[i]}
		lp.Gross, err = ps[i].over(l.gross, ps[i].gross)
		if err == nil {
			lp.Net, err = ps[i].over(l.net, nets[i])
		}
		if err == nil {
			lp.Tax, err = taxOf(l.vat, lp.Net)
		}
		if err == nil {
			err = o.soundSpans(lp.Net, l.quantity)
		}
		if err != nil {
			return Repriced{}, moneyProblem(Textf("line %s", l.id), err)
		}
		b.Lines = append(b.Lines, lp)
		if b.Total, err = b.Total.Add(nets[i]); err != nil {
			return Repriced{}, moneyProblem("order", err)
		}
	}
	return b, nil
}
