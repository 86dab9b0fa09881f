package order

import (
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
)

// VATRange is the rate of VAT of units [From,To) of a line.
type VATRange struct {
	From amount.Quantity `json:"from"`
	To   amount.Quantity `json:"to"`
	VAT  amount.VAT      `json:"vat,omitzero"`
}

// eachRate calls f for the parts of [from,to) with their rates, in order.
func (l *line) eachRate(from, to amount.Quantity, f func(VATRange)) {
	for _, r := range append(slices.Clone(l.rates), VATRange{to, to, l.vat}) { // in order, apart from each other
		if r.From.Cmp(from) > 0 {
			next := r.From
			if next.Cmp(to) > 0 {
				next = to
			}
			if from.Cmp(next) < 0 {
				f(VATRange{from, next, l.vat})
				from = next
			}
		}
		if end := r.To; end.Cmp(from) > 0 && from.Cmp(to) < 0 {
			if end.Cmp(to) > 0 {
				end = to
			}
			f(VATRange{from, end, r.VAT})
			from = end
		}
	}
}

// ratesWith returns the ranges that keep another rate when the line's becomes v: units that are not with the seller any
// more, or are in a return block.
func (l *line) ratesWith(v amount.VAT) []VATRange {
	var out []VATRange
	for _, p := range l.portions {
		if withSeller.Has(p.State) && p.Block == 0 {
			continue
		}
		l.eachRate(p.From, p.To, func(r VATRange) {
			if n := len(out); n > 0 && out[n-1].To == r.From && out[n-1].VAT == r.VAT {
				out[n-1].To = r.To
			} else if r.VAT != v {
				out = append(out, r)
			}
		})
	}
	return out
}

// taxIn returns the VAT contained in a price of the line, each unit at its own rate; nil if no rate is set.
func (l *line) taxIn(net amount.Spans) (amount.Spans, error) {
	if len(l.rates) == 0 {
		return vatIn(l.vat, net)
	}
	var out amount.Spans
	for _, s := range net {
		var err error
		l.eachRate(s.From, s.To, func(r VATRange) {
			_, part := s.Cut(r.From)
			part, _ = part.Cut(r.To)
			tax, e := part.VAT(r.VAT)
			if err == nil {
				err = e
			}
			out = append(out, tax)
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
