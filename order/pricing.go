package order

import (
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
)

// pricedLine is what a line's living units cost before the order's adjustments.
type pricedLine struct {
	kind  LineKind
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
		ps[i] = pricedLine{l.Kind, l.Gross[0].Total, []Units{{l.ID, amount.Quantity{}, l.Quantity}}}
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

// spreadAdjustments puts the order's adjustments on the lines of their bases, in proportion to what these cost, by
// largest remainder. Those on everything come last and go by what is left.
func spreadAdjustments(lines []pricedLine, adjustments []Adjustment, currency string) (nets []amount.Money, shares [][]Share, err error) {
	nets, shares = make([]amount.Money, len(lines)), make([][]Share, len(lines))
	goods := false
	for i, l := range lines {
		nets[i], goods = l.gross, goods || l.kind == LineGoods
	}
	for _, a := range adjustments {
		if !a.On.valid() {
			return nil, nil, refuse(ErrInvalid, a.what(), "it is on %q; it may be on the goods (\"\"), delivery, services or all", a.On)
		}
	}
	for _, base := range []AdjustmentBase{OnGoods, OnDelivery, OnServices, OnAll} {
		s := spreading{nets: nets, shares: shares, done: make([]amount.Money, len(lines)), base: base}
		for i, l := range lines {
			if base.covers(l.kind, goods) {
				s.over, s.weights = append(s.over, i), append(s.weights, nets[i].Minor())
				if s.cost, err = s.cost.Add(nets[i]); err != nil {
					return nil, nil, moneyProblem("order", err)
				}
			}
		}
		for n, a := range adjustments {
			if a.On != base {
				continue
			}
			if err := s.add(n, a, currency); err != nil {
				return nil, nil, err
			}
		}
	}
	for _, ss := range shares {
		slices.SortFunc(ss, func(a, b Share) int { return a.Adjustment - b.Adjustment })
	}
	return nets, shares, nil
}

// spreading spreads the adjustments of one base. Each step spreads the running sum, so that the parts of several
// adjustments together never take more from a line than it costs.
type spreading struct {
	nets    []amount.Money // of all lines
	shares  [][]Share
	base    AdjustmentBase
	over    []int          // the lines of the base
	weights []int64        // what they cost before
	cost    amount.Money   // together
	running amount.Money   // the sum of the adjustments so far
	done    []amount.Money // what of it is on each line
}

// add spreads adjustment n.
func (s *spreading) add(n int, a Adjustment, currency string) error {
	signed, err := a.signed(currency)
	if err != nil {
		return err
	}
	if s.running, err = s.running.Add(signed); err != nil {
		return moneyProblem("adjustments", err)
	}
	if len(s.over) == 0 {
		if signed.IsZero() {
			return nil
		}
		return refuse(ErrMoney, a.what(), "it is on %s, of which the order has none", s.base.text())
	}
	if left, err := s.cost.Add(s.running); err != nil || left.Sign() < 0 {
		return refuse(ErrMoney, a.what(), "with %s the adjustments on %s take more than that costs, %s", a.Amount, s.base.text(), s.cost)
	}
	parts, err := amount.Allocate(s.running, s.weights)
	if err != nil {
		return moneyProblem(a.what(), err)
	}
	for k, i := range s.over {
		delta, err := parts[k].Sub(s.done[i])
		if err == nil {
			s.done[i] = parts[k]
			s.nets[i], err = s.nets[i].Add(delta)
		}
		if err != nil {
			return moneyProblem(a.what(), err)
		}
		if !delta.IsZero() {
			s.shares[i] = append(s.shares[i], Share{n, delta})
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
