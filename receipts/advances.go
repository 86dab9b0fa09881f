package receipts

import "github.com/ordo-sdk/ordo/order/amount"

// inAdvance returns the positions of a sum paid before the goods: an advance, or the full or partial price of units.
func (b *book) inAdvance(us []units, minor, cost int64, full bool) ([]Position, error) {
	switch {
	case !b.Prepaid || cost < minor:
		return b.advances(us, minor)
	case full:
		return b.positions(us, FullPrepayment)
	}
	return b.scaled(us, minor)
}

// scaled shares a sum out over the lines of units in proportion to their cost.
func (b *book) scaled(us []units, minor int64) ([]Position, error) {
	type taxed struct {
		*line
		vat amount.VAT
	}
	var lines []units // the first of each line and rate
	quantity, cost := map[taxed]amount.Quantity{}, map[taxed]int64{}
	for _, u := range us {
		q, err := u.to.Sub(u.from)
		if err != nil {
			return nil, err
		}
		of := taxed{u.line, u.vat}
		if _, known := quantity[of]; !known {
			lines = append(lines, u)
		}
		if quantity[of], err = quantity[of].Add(q); err != nil {
			return nil, err
		}
		cost[of] += sum([]units{u})
	}
	weights := make([]int64, len(lines))
	for i, u := range lines {
		weights[i] = cost[taxed{u.line, u.vat}]
	}
	shares, err := amount.Allocate(amount.RUB(minor), weights)
	if err != nil {
		return nil, err
	}
	var out []Position
	for i, u := range lines {
		if shares[i].IsZero() {
			continue
		}
		ps, err := b.split(u, shares[i], amount.RUB(0), quantity[taxed{u.line, u.vat}], Prepayment)
		if err != nil {
			return nil, err
		}
		for j := range ps {
			if ps[j].Sum.IsZero() {
				continue
			}
			if ps[j].VATSum, err = ps[j].VAT.Included(ps[j].Sum); err != nil {
				return nil, err
			}
			out = append(out, ps[j])
		}
	}
	return out, nil
}

// advances returns a sum as an advance, one position for each VAT rate of the units it was paid for.
func (b *book) advances(us []units, minor int64) ([]Position, error) {
	if len(us) == 0 {
		us = b.allUnits() // none of the units it was paid for remain
	}
	var rates []amount.VAT
	cost := map[amount.VAT]int64{}
	for _, u := range us {
		v := Calculated(b.rate(u.vat))
		if b.AdvanceVAT != amount.VATUnset {
			v = b.AdvanceVAT
		}
		if _, known := cost[v]; !known {
			rates = append(rates, v)
		}
		cost[v] += sum([]units{u})
	}
	weights := make([]int64, len(rates))
	for i, v := range rates {
		weights[i] = cost[v]
	}
	shares, err := amount.Allocate(amount.RUB(minor), weights)
	if err != nil {
		return nil, err
	}
	var out []Position
	for i, v := range rates {
		if shares[i].IsZero() {
			continue
		}
		vat, err := v.Included(shares[i])
		if err != nil {
			return nil, err
		}
		out = append(out, Position{
			Name: b.advanceName(b.number), Price: shares[i], Quantity: amount.Pcs(1), Sum: shares[i],
			VAT: v, VATSum: vat, Method: Advance, Object: MoneyInAdvance,
		})
	}
	return out, nil
}
