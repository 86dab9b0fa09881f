package receipts

import (
	"fmt"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// moving is settled units that get another price after their settlement.
type moving struct {
	units
	by int64 // how much dearer they get
}

// repriced takes new prices up. Those of settled units change if money only moves between units: a discount was lost
// because some of them come back.
func (b *book) repriced(x order.Repriced) error {
	var moves []moving
	all, rates := int64(0), map[amount.VAT]int64{}
	for _, p := range x.Lines {
		l := b.index[p.Line]
		for _, s := range l.soldIn(amount.Quantity{}, l.Quantity) {
			for _, m := range l.moved(s, p.Net) {
				moves = append(moves, m)
				rates[b.rate(m.vat)] += m.by
			}
		}
		was, err := l.Net.Of(amount.Quantity{}, l.Quantity)
		if err != nil {
			return err
		}
		is, err := p.Net.Of(amount.Quantity{}, l.Quantity)
		if err != nil {
			return err
		}
		all += is.Minor() - was.Minor()
		l.Net, l.Tax = p.Net, p.Tax
	}
	if all != 0 || len(moves) == 0 {
		return nil
	}
	for _, by := range rates {
		if by != 0 {
			return b.sellAnew(moves)
		}
	}
	return b.moveSales(moves)
}

// moved returns the parts of a sale whose units cost something else in new prices than in the line's old ones, each
// within one span of both.
func (l *line) moved(s sale, prices amount.Spans) (moves []moving) {
	for _, now := range prices {
		for _, old := range l.Net {
			from, to := overlap(now.From, now.To, s.from, s.to)
			if from, to = overlap(from, to, old.From, old.To); from.Cmp(to) >= 0 {
				continue
			}
			is, err1 := now.Of(from, to)
			was, err2 := old.Of(from, to)
			if err1 != nil || err2 != nil || is == was {
				continue
			}
			part := s
			part.from, part.to = from, to
			moves = append(moves, moving{units{l, part, 0}, is.Minor() - was.Minor()})
		}
	}
	return moves
}

// moveSales prices settled units anew. What they contain of VAT moves with the money, at each rate.
func (b *book) moveSales(moves []moving) error {
	taken := map[amount.VAT]int64{}
	weights := map[amount.VAT][]int64{}
	for _, m := range moves {
		r := b.rate(m.vat)
		if m.by > 0 {
			weights[r] = append(weights[r], m.by)
			continue
		}
		part := order.Part{Line: m.ID, From: m.from, To: m.to, Sum: amount.RUB(-m.by)}
		var err error
		if part.VAT, err = r.Included(part.Sum); err != nil {
			return err
		}
		taken[r] += part.VAT.Minor()
		if err := m.resell(func(s *sale) error { return s.lower(part) }); err != nil {
			return err
		}
	}
	shares := map[amount.VAT][]amount.Money{}
	for r, ws := range weights {
		var err error
		if shares[r], err = amount.Allocate(amount.RUB(taken[r]), ws); err != nil {
			return err
		}
	}
	for _, m := range moves {
		if m.by <= 0 {
			continue
		}
		r := b.rate(m.vat)
		vat := shares[r][0]
		shares[r] = shares[r][1:]
		if err := m.resell(func(s *sale) error { return s.raise(amount.RUB(m.by), vat) }); err != nil {
			return err
		}
	}
	return nil
}

// resell changes the prices of settled units, on the sale that they are a part of.
func (m moving) resell(change func(*sale) error) error {
	s := m.soldIn(m.from, m.to)[0]
	if err := change(&s); err != nil {
		return err
	}
	m.sell(s)
	return nil
}

// raise adds a sum to the price of all units of a sale, and VAT to theirs.
func (s *sale) raise(sum, vat amount.Money) error {
	add := func(ss amount.Spans, more amount.Money) (amount.Spans, error) {
		m, err := ss.Of(s.from, s.to)
		if err == nil {
			m, err = m.Add(more)
		}
		if err != nil {
			return nil, err
		}
		return ss.Replace(s.from, s.to, m)
	}
	var err error
	if s.net, err = add(s.net, sum); err == nil && s.tax != nil {
		s.tax, err = add(s.tax, vat)
	}
	return err
}

// sellAnew undoes the sale of units that get dearer, without money: what they cost is an advance again, and settles
// them at their new price. Units that get cheaper are in a return block, which refunds them at the price of their sale;
// what it does not pay back is an advance then, too.
func (b *book) sellAnew(moves []moving) error {
	var anew []units
	for _, m := range moves {
		if m.by > 0 {
			anew = append(anew, m.units)
		}
	}
	ps, err := b.positions(anew, FullPayment)
	if err != nil || len(anew) == 0 {
		return err
	}
	cost := sum(anew)
	for _, u := range anew {
		u.unsell(u.from, u.to)
	}
	if len(ps) == 0 {
		return nil
	}
	return b.add(PlannedReceipt{Reason: ForGoods}, SellRefund, ps, b.keepForTheRest(cost), "refund", fmt.Sprintf("E%d", b.event.N))
}
