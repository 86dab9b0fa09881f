package retailcrm

import (
	"fmt"
	"strconv"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// line is one line as it is written, and what the CRM's price of it is too high by.
func (s *System) line(l *share, channel string) (ItemFields, amount.Money, error) {
	it := ItemFields{ExternalIDs: ExternalIDs{{Code: channel, Value: lineKey(l.LineView)}}, ProductName: l.Name, Quantity: Quantity{l.left}}
	var err error
	if it.VATRate, err = vatRate(l.VATRate); err != nil {
		return it, amount.Money{}, err
	}
	if l.SKU != "" {
		it.Offer = &OfferKey{ExternalID: l.SKU}
	}
	for _, m := range l.Marks {
		if m.Code != "" && living(l.LineView, m.Unit) {
			it.MarkingCodes = append(it.MarkingCodes, m.Code)
		}
	}
	gross, net := l.gross, l.net
	if l.left.IsZero() {
		// A line of which nothing is left shows what it was, and how it went.
		it.Quantity, it.Status = Quantity{l.Quantity}, s.mapping.leftStatus(l.LineView)
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
// the price is rounded up, or the discount down, and over is what the whole costs too much.
func priceOf(gross, net amount.Money, q amount.Quantity) (p unitPrice, err error) {
	if q.IsZero() || net.IsUnset() {
		return unitPrice{unit: net}, nil
	}
	g, whole, err := unitOf(gross, q)
	if err != nil {
		return p, err
	}
	if c, err := gross.Cmp(net); err == nil && c >= 0 && whole {
		p.unit = g
		off, err := gross.Sub(net)
		if err != nil {
			return p, err
		}
		if p.discount, _, err = unitOf(off, q); err != nil {
			return p, err
		}
		if p.discount.IsZero() {
			p.discount = amount.Money{}
		}
	} else {
		if p.unit, whole, err = unitOf(net, q); err == nil && !whole {
			p.unit, err = plusMinor(p.unit)
		}
		if err != nil {
			return p, err
		}
	}
	unit, err := p.unit.Sub(p.discount)
	if err != nil {
		return p, err
	}
	sum, err := unit.Times(q)
	if err != nil {
		return p, err
	}
	if p.over, err = sum.Sub(net); p.over.Sign() <= 0 {
		p.over = amount.Money{}
	}
	return p, err
}

// unitOf is the part of a sum of q units that one has, cut to whole kopecks, and whether q of it are the sum.
func unitOf(m amount.Money, q amount.Quantity) (amount.Money, bool, error) {
	whole, milli := m.Minor()/q.Milli(), m.Minor()%q.Milli()
	u, err := amount.NewMoney(whole*1000+milli*1000/q.Milli(), m.Currency())
	if err != nil {
		return u, false, err
	}
	back, err := u.Times(q)
	return u, back == m, err
}

// plusMinor is a kopeck more.
func plusMinor(m amount.Money) (amount.Money, error) {
	up, err := amount.NewMoney(1, m.Currency())
	if err != nil {
		return m, err
	}
	return m.Add(up)
}

// manualOrder is the type of the part of a line's discount that comes from the order's own discount.
const manualOrder = "manual_order"

// ownPrice is what a unit of a line costs before the order's own discount.
func (it *Item) ownPrice() (amount.Money, error) {
	price, err := it.InitialPrice.Money()
	if err != nil || price.IsUnset() {
		return price, err
	}
	given := []wire.Sum{it.DiscountManualAmount}
	if len(it.Discounts) > 0 { // with percents and what the CRM gives by itself
		given = nil
		for _, d := range it.Discounts {
			if d.Type != manualOrder {
				given = append(given, d.Amount)
			}
		}
	}
	for _, g := range given {
		d, err := g.Money()
		if err == nil && !d.IsUnset() {
			price, err = price.Sub(d)
		}
		if err != nil {
			return price, err
		}
	}
	return price, nil
}

// isNought reports whether a number is 0 or not told.
func isNought(d wire.Decimal) bool {
	for _, c := range d {
		if c >= '1' && c <= '9' {
			return false
		}
	}
	return true
}
