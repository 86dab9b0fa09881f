package order

import (
	"github.com/ordo-sdk/ordo/order/amount"
)

// pricedLine is what a line's living units cost before the order's adjustments.
type pricedLine struct {
	goods bool
	gross amount.Money
	live  []Units
}

// over prices the living units of a line anew: together they cost total; other units keep their price.
func (p pricedLine) over(ss amount.Spans, total amount.Money) (amount.Spans, error) {
	var all, done amount.Quantity
	for _, u := range p.live {
		all = plus(all, minus(u.To, u.From))
	}
	span := amount.PriceSpan{To: all, Width: all, Total: total}
	for _, u := range p.live {
		next := plus(done, minus(u.To, u.From))
		part, err := span.Of(done, next)
		if err != nil {
			return nil, err
		}
		if ss, err = ss.Replace(u.From, u.To, part); err != nil {
			return nil, err
		}
		done = next
	}
	return ss, nil
}

// priceLines spreads adjustments over new lines and returns what all of them cost together.
func priceLines(lines []LineData, adjustments []Adjustment, currency string) (amount.Money, error) {
	ps := make([]pricedLine, len(lines))
	for i, l := range lines {
		ps[i] = pricedLine{l.Kind == LineGoods, l.Gross[0].Total, []Units{{l.ID, amount.Quantity{}, l.Quantity}}}
	}
	nets, shares, err := spreadAdjustments(ps, adjustments, currency)
	if err != nil {
		return amount.Money{}, err
	}
	var total amount.Money
	for i := range lines {
		l := &lines[i]
		l.Shares = shares[i]
		l.Net = amount.Spans{{To: l.Quantity, Width: l.Quantity, Total: nets[i]}}
		if l.Tax, err = vatIn(l.VAT, l.Net); err != nil {
			return amount.Money{}, moneyProblem(Textf("line %s", l.ID), err)
		}
		if total, err = total.Add(nets[i]); err != nil {
			return amount.Money{}, moneyProblem("order", err)
		}
	}
	return total, nil
}

// spreadAdjustments puts the order's adjustments on lines: on the goods, in proportion to what they cost, by largest
// remainder; in an order without goods on everything. Each step spreads the running sum, so that the parts of several
// adjustments together never take more from a line than it costs.
func spreadAdjustments(lines []pricedLine, adjustments []Adjustment, currency string) (nets []amount.Money, shares [][]Share, err error) {
	weights := make([]int64, len(lines))
	var over []int
	for pass := range 2 {
		for i, l := range lines {
			if l.goods || pass == 1 {
				over = append(over, i)
			}
		}
		if len(over) > 0 {
			break
		}
	}
	base := amount.Money{}
	nets, shares = make([]amount.Money, len(lines)), make([][]Share, len(lines))
	for i, l := range lines {
		nets[i] = l.gross
	}
	for _, i := range over {
		weights[i] = lines[i].gross.Minor()
		if base, err = base.Add(lines[i].gross); err != nil {
			return nil, nil, moneyProblem("order", err)
		}
	}
	running, done := amount.Money{}, make([]amount.Money, len(lines))
	for n, a := range adjustments {
		signed, err := a.signed(currency)
		if err != nil {
			return nil, nil, err
		}
		if running, err = running.Add(signed); err != nil {
			return nil, nil, moneyProblem("adjustments", err)
		}
		if left, err := base.Add(running); err != nil || left.Sign() < 0 {
			return nil, nil, refuse(ErrMoney, a.what(), "with %s the adjustments take more than the goods cost, %s", a.Amount, base)
		}
		if err := spreadShare(n, running, over, weights, nets, done, shares); err != nil {
			return nil, nil, moneyProblem(a.what(), err)
		}
	}
	return nets, shares, nil
}

// spreadShare spreads the running sum of adjustments and books what is new of it as the shares of adjustment n.
func spreadShare(n int, running amount.Money, over []int, weights []int64, nets, done []amount.Money, shares [][]Share) error {
	ws := make([]int64, len(over))
	for k, i := range over {
		ws[k] = weights[i]
	}
	parts, err := amount.Allocate(running, ws)
	if err != nil {
		return err
	}
	for k, i := range over {
		delta, err := parts[k].Sub(done[i])
		if err != nil {
			return err
		}
		done[i] = parts[k]
		if nets[i], err = nets[i].Add(delta); err != nil {
			return err
		}
		if !delta.IsZero() {
			shares[i] = append(shares[i], Share{n, delta})
		}
	}
	return nil
}

// vatIn returns the VAT contained in a line's price, or nil if no rate is set.
func vatIn(v amount.VAT, net amount.Spans) (amount.Spans, error) {
	if v == amount.VATUnset {
		return nil, nil
	}
	return net.VAT(v)
}

// signed is what an adjustment adds to the price.
func (a Adjustment) signed(currency string) (amount.Money, error) {
	if err := checkMoney(a.what(), a.Amount, currency); err != nil {
		return amount.Money{}, err
	}
	switch a.Kind {
	case AdjustCharge:
		return a.Amount, nil
	case AdjustDiscount, AdjustPromo, AdjustBonus:
		return a.Amount.Neg()
	}
	return amount.Money{}, refuse(ErrInvalid, a.what(), "its kind must be discount, promo, bonus or charge")
}
