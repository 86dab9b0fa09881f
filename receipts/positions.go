package receipts

import (
	"cmp"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// positions returns the positions of units: the units of a line with one price in one position, each marked unit in its
// own.
func (b *book) positions(us []units, m Method) ([]Position, error) {
	out := make([]Position, 0, len(us))
	made := map[joinKey]int{}
	for _, u := range us {
		for _, span := range u.net {
			from, to := overlap(span.From, span.To, u.from, u.to)
			if from.Cmp(to) >= 0 {
				continue
			}
			part := u
			part.from, part.to = from, to
			if u.marked && m.WithGoods() {
				for _, one := range part.singly() {
					ps, err := b.lots(one, m)
					if err != nil {
						return nil, err
					}
					out = append(out, ps...)
				}
				continue
			}
			ps, err := b.lots(part, m)
			if err != nil {
				return nil, err
			}
			for _, p := range ps {
				out = join(out, made, p)
			}
		}
	}
	return out, nil
}

// singly splits a range into single pieces.
func (u units) singly() []units {
	var all []units
	for at := u.from; at.Cmp(u.to) < 0; {
		next, err := at.Add(amount.Pcs(1))
		if err != nil {
			return all
		}
		one := u
		one.from, one.to = at, next
		all, at = append(all, one), next
	}
	return all
}

// lots returns the positions of a range of units within one price span.
func (b *book) lots(u units, m Method) ([]Position, error) {
	price, err := u.net.Of(u.from, u.to)
	if err != nil {
		return nil, err
	}
	if price.IsZero() && (!u.marked || !m.WithGoods() || b.WithoutCodes) {
		return nil, nil // a gift needs no settlement, unless the receipt withdraws its code from circulation
	}
	rate := b.rate(u.vat)
	tax := u.tax
	if u.vat == amount.VATUnset || tax == nil {
		if tax, err = u.net.VAT(rate); err != nil {
			return nil, err
		}
	}
	vat, err := tax.Of(u.from, u.to)
	if err != nil {
		return nil, err
	}
	quantity, err := u.to.Sub(u.from)
	if err != nil {
		return nil, err
	}
	ps, err := b.split(u, price, vat, quantity, m)
	for i := range ps {
		ps[i].Units = []order.Units{{Line: u.ID, From: u.from, To: u.to}}
		switch {
		case !u.marked || !m.WithGoods():
		case b.WithoutCodes:
			b.setObjectWithoutCode(&ps[i])
		default:
			ps[i].Mark = u.marks[int(u.from.Milli()/1000)]
			b.setMarkedObject(&ps[i])
		}
	}
	return ps, err
}

// split returns the positions of a quantity with a total price, and splits the VAT over them.
func (b *book) split(u units, price, vat amount.Money, q amount.Quantity, m Method) ([]Position, error) {
	lots, err := Split(price, q)
	if err != nil {
		return nil, err
	}
	weights := make([]int64, len(lots))
	for i, lot := range lots {
		weights[i] = lot.Sum.Minor()
	}
	vats, err := amount.Allocate(vat, weights)
	if err != nil {
		return nil, err
	}
	var ps []Position
	for i, lot := range lots {
		if lot.Sum.IsZero() && !price.IsZero() {
			continue // registers refuse positions with a zero price
		}
		ps = append(ps, b.position(u, lot, vats[i], m))
	}
	return ps, nil
}

func (b *book) position(u units, lot Lot, vat amount.Money, m Method) Position {
	p := Position{
		Name: cmp.Or(fit(u.name), fit(u.sku), fit(u.ID)), Price: lot.Price, Quantity: lot.Quantity, Sum: lot.Sum,
		VAT: b.rate(u.vat), VATSum: vat, Method: m, Line: u.ID, Marked: u.marked,
	}
	switch u.Kind {
	case order.LineService, order.LineDelivery:
		p.Object = Service
	default:
		p.Object = b.Goods
	}
	if u.Step.Milli()%1000 != 0 {
		p.Measure = OtherMeasure
	}
	if m.BeforeGoods() {
		p.Object, p.VAT = MoneyInAdvance, Calculated(p.VAT)
	}
	return p
}

// setMarkedObject sets the object of marked goods.
func (b *book) setMarkedObject(p *Position) {
	if b.Format == FFD105 {
		return
	}
	p.Object = GoodsMarked
	if b.Goods == Excise {
		p.Object = ExciseMarked
	}
}

// setObjectWithoutCode sets the object of marked goods whose code a document withdraws, and no receipt.
func (b *book) setObjectWithoutCode(p *Position) {
	p.Marked = false
	if b.Format == FFD105 {
		return
	}
	p.Object = GoodsNoCode
	if b.Goods == Excise {
		p.Object = ExciseNoCode
	}
}

// joinKey identifies positions that may be joined.
type joinKey struct {
	line, name string
	vat        amount.VAT
	price      amount.Money
}

// join adds a position to one of the same line and price if both are whole pieces, so that nothing is rounded.
func join(out []Position, made map[joinKey]int, p Position) []Position {
	if p.Quantity.Milli()%1000 != 0 {
		return append(out, p)
	}
	same := joinKey{p.Line, p.Name, p.VAT, p.Price}
	i, ok := made[same]
	if !ok {
		made[same] = len(out)
		return append(out, p)
	}
	q, err1 := out[i].Quantity.Add(p.Quantity)
	sum, err2 := out[i].Sum.Add(p.Sum)
	vat, err3 := out[i].VATSum.Add(p.VATSum)
	if cmp.Or(err1, err2, err3) != nil {
		return append(out, p)
	}
	out[i].Quantity, out[i].Sum, out[i].VATSum = q, sum, vat
	out[i].Units = append(out[i].Units, p.Units...)
	return out
}
