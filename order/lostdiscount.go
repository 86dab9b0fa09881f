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
	for i := range b.Lines {
		p := &b.Lines[i]
		p.Of = o.lines[o.index[p.Line]].staying(leaving)
	}
	if b.Lines, _, err = o.lowered(leaving, more, b.Lines); err != nil {
		return Repriced{}, err
	}
	return b, o.leaveAtNet(&b, leaving)
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

// leaveAtNet completes new prices by those of units that leave: the discounts that are left are on what stays, so the
// others cost the same before and after them. The total is that of all units that the buyer pays for until they leave.
func (o *Order) leaveAtNet(b *Repriced, leaving []Move) error {
	for _, m := range leaving {
		p := &b.Lines[slices.IndexFunc(b.Lines, func(p LinePrices) bool { return p.Line == m.Line })]
		p.Gross = splice(p.Gross, p.Net, m.From, m.To)
		if p.Agreed != nil {
			p.Agreed = splice(p.Agreed, p.Net, m.From, m.To)
		}
		if p.Of == nil {
			p.Shares, p.Of = nil, []Units{}
		}
		if !m.sold() {
			continue
		}
		cost, err := p.Net.Of(m.From, m.To)
		if err == nil {
			b.Total, err = b.Total.Add(cost)
		}
		if err != nil {
			return moneyProblem(Textf("line %s", m.Line), err)
		}
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
