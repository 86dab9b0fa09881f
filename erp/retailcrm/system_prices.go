package retailcrm

import (
	"fmt"
	"strconv"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// line is one line as it is written, and what the CRM's price of it is too high by.
func (s *System) line(l order.LineView, channel string) (ItemFields, amount.Money, error) {
	it := ItemFields{ExternalIDs: ExternalIDs{{Code: channel, Value: lineKey(l)}}, ProductName: l.Name, Quantity: Quantity{l.Living}}
	var err error
	if it.VATRate, err = vatRate(l.VATRate); err != nil {
		return it, amount.Money{}, err
	}
	if l.SKU != "" {
		it.Offer = &OfferKey{ExternalID: l.SKU}
	}
	gross, net := l.Gross, l.Total
	if l.Living.IsZero() {
		// A line of which nothing lives shows what it was, and that it is cancelled.
		it.Quantity, it.Status = Quantity{l.Quantity}, s.mapping.lotStatus(endingOfLine(l))
		net = amount.Money{}
		for _, p := range l.Portions {
			var err error
			if net, err = net.Add(p.Sum); err != nil {
				return it, net, err
			}
		}
		gross = net
	}
	p, err := priceOf(gross, net, it.Quantity.Quantity)
	it.InitialPrice, it.DiscountManualAmount = wire.SumOf(p.unit), wire.SumOf(p.discount)
	if it.Status != "" {
		p.over = amount.Money{} // it counts for nothing
	}
	return it, p.over, err
}

// vatRate is the rate as the CRM knows it: the same tax, however a receipt would call it. The CRM has "none" for all
// sales without VAT, and cannot tell why there is none.
func vatRate(v amount.VAT) (string, error) {
	switch v {
	case amount.VATExempt, amount.VATOutside:
		return "", fmt.Errorf("its VAT is %s, which the CRM does not know; use amount.VATNone for sales without VAT", v)
	}
	if v.IsCalculated() {
		return strconv.Itoa(v.Percent()), nil
	}
	return v.String(), nil
}

// unitPrice is what a unit of a line costs in the CRM.
type unitPrice struct{ unit, discount, over amount.Money }

// priceOf finds the price and the discount of a unit that make the sum of q units exact. Where no whole kopeck does,
// the price is rounded up, and over is what the whole costs too much.
func priceOf(gross, net amount.Money, q amount.Quantity) (p unitPrice, err error) {
	if q.IsZero() || net.IsUnset() {
		return unitPrice{unit: net}, nil
	}
	per := func(m amount.Money) (amount.Money, bool, error) {
		whole, milli := m.Minor()/q.Milli(), m.Minor()%q.Milli()
		u, err := amount.NewMoney(whole*1000+milli*1000/q.Milli(), m.Currency())
		if err != nil {
			return u, false, err
		}
		back, err := u.Times(q)
		return u, back == m, err
	}
	g, wholeGross, err := per(gross)
	if err != nil {
		return p, err
	}
	n, wholeNet, err := per(net)
	if err != nil {
		return p, err
	}
	if wholeGross && wholeNet && g.Minor() >= n.Minor() {
		p.unit = g
		if d, err := g.Sub(n); err == nil && !d.IsZero() {
			p.discount = d
		}
		return p, nil
	}
	if p.unit = n; !wholeNet {
		up, err := amount.NewMoney(1, net.Currency())
		if err != nil {
			return p, err
		}
		if p.unit, err = n.Add(up); err != nil {
			return p, err
		}
	}
	sum, err := p.unit.Times(q)
	if err != nil {
		return p, err
	}
	if p.over, err = sum.Sub(net); p.over.Sign() <= 0 {
		p.over = amount.Money{}
	}
	return p, err
}
