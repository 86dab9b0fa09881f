package order

import (
	"cmp"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
)

// withoutDiscount makes the event of a discount that is lost because units leave: those that stay get the prices of c,
// and by as much as they get dearer, those that leave get cheaper. So all units together cost what they did, and each
// can still go back at its price.
func (o *Order) withoutDiscount(leaving []Move, c Reprice, by By) (Repriced, error) {
	if err := o.mayReprice(by); err != nil {
		return Repriced{}, err
	}
	b, err := o.repriced(c, leaving)
	if err != nil {
		return Repriced{}, err
	}
	more, err := o.dearer(b, leaving)
	if err != nil {
		return Repriced{}, err
	}
	_, cost, err := o.price(leaving)
	if err != nil {
		return Repriced{}, err
	}
	switch {
	case more.Sign() < 0:
		return Repriced{}, refuse(ErrMoney, factPrices.text(), "what stays would cost less than now, %s: reduce its price with ReducePrice, before payment with Reprice", b.Total)
	case greater(more, cost):
		return Repriced{}, refuse(ErrMoney, factPrices.text(), "what stays would get dearer by %s, but what goes back costs %s only: a return makes nothing due", more, cost)
	}
	var parts []Part
	if b.Lines, parts, err = o.lowered(leaving, more, b.Lines); err != nil {
		return Repriced{}, err
	}
	return b, o.leaveAsPriced(&b, leaving, parts)
}

// mayReprice refuses new prices of what stays to those who may not give them.
func (o *Order) mayReprice(by By) error {
	if own, err := o.right(by.Actor, KindReprice); err != nil || own != Anywhere {
		return cmp.Or(err, refuse(ErrRole, roleText(by.Actor.actsAs()), "its right is for its own place, but %s has no place; give the right for anywhere", KindReprice))
	}
	return o.editedHere(by, factPrices)
}

// dearer is by how much units that stay cost more with new prices.
func (o *Order) dearer(b Repriced, leaving []Move) (amount.Money, error) {
	more := b.Total
	for _, l := range o.lines {
		for _, u := range l.staying(leaving) {
			m, err := l.net.Of(u.From, u.To)
			if err == nil {
				more, err = more.Sub(m)
			}
			if err != nil {
				return amount.Money{}, moneyProblem(Textf("line %s", l.id), err)
			}
		}
	}
	return more, nil
}

// leaveAsPriced completes new prices by those of the units that do not stay, leaving or gone before: the discounts that
// are left are on what stays, so the others cost the same before and after them, should they stay after all. Parts are
// what each range that leaves got cheaper by.
func (o *Order) leaveAsPriced(b *Repriced, leaving []Move, parts []Part) error {
	for _, l := range o.lines {
		i := slices.IndexFunc(b.Lines, func(p LinePrices) bool { return p.Line == l.id })
		if i < 0 {
			if len(l.shares) == 0 {
				continue
			}
			i, b.Lines = len(b.Lines), append(b.Lines, LinePrices{Line: l.id, Gross: l.gross, Net: l.net, Tax: l.tax})
		}
		if err := b.Lines[i].leave(l, l.staying(leaving), parts); err != nil {
			return moneyProblem(Textf("line %s", l.id), err)
		}
	}
	for _, m := range leaving {
		if !m.sold() {
			continue // it has left the total already
		}
		i := slices.IndexFunc(b.Lines, func(p LinePrices) bool { return p.Line == m.Line })
		cost, err := b.Lines[i].Net.Of(m.From, m.To)
		if err == nil {
			b.Total, err = b.Total.Add(cost)
		}
		if err != nil {
			return moneyProblem(Textf("line %s", m.Line), err)
		}
	}
	return nil
}

// leave prices the units of a line that do not stay.
func (p *LinePrices) leave(l *line, staying []Units, parts []Part) error {
	agreed := p.Agreed
	if agreed == nil {
		agreed = l.agreed
		for _, u := range staying {
			agreed = splice(agreed, p.Net, u.From, u.To)
		}
	}
	for _, x := range parts {
		if x.Line != l.id || x.Sum.IsZero() {
			continue
		}
		m, err := agreed.Of(x.From, x.To)
		if err == nil {
			m, err = m.Sub(x.Sum)
		}
		if err == nil {
			agreed, err = agreed.Replace(x.From, x.To, m)
		}
		if err != nil {
			return err
		}
	}
	from := amount.Quantity{}
	for _, u := range append(slices.Clone(staying), Units{From: l.quantity}) {
		p.Gross = splice(p.Gross, agreed, from, u.From)
		from = u.To
	}
	if p.Of = staying; len(staying) == 0 {
		p.Shares, p.Of = nil, []Units{} // none is not all
	}
	if p.Agreed = agreed; slices.Equal(agreed, p.Net) {
		p.Agreed = nil
	}
	return nil
}

// splice prices units [from,to) as other spans do.
func splice(ss, others amount.Spans, from, to amount.Quantity) amount.Spans {
	var out amount.Spans
	keep := func(s amount.PriceSpan) {
		if s.From != s.To {
			out = append(out, s)
		}
	}
	for _, s := range ss {
		before, _ := s.Cut(from)
		keep(before)
	}
	for _, s := range others {
		_, s = s.Cut(from)
		s, _ = s.Cut(to)
		keep(s)
	}
	for _, s := range ss {
		_, after := s.Cut(to)
		keep(after)
	}
	return out
}
