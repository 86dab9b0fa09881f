package order

import (
	"fmt"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// ReducePrice lowers what living units cost, for example because of a defect that the buyer puts up with: the goods
// stay with the buyer, and what was paid too much is owed in a block of its own (BlockReduction). Any line may be
// picked: that of a delivery pays a part of its charge back. A later return of the units pays back the rest only.
//
// Prices of an order that nobody has paid for, and that may be edited, are changed by Reprice.
type ReducePrice struct {
	Picks     Picks        // the units, at least one
	Amount    amount.Money // by how much all of them together get cheaper: more than none, at most what they cost
	Reason    status.Reason
	Text      string
	Statement string // reference to the buyer's statement
	// Payment is the id of a payment of which this very sum was paid back in the gateway's own cabinet already, without
	// a refund here. Then no money moves: the block is paid back at once.
	Payment string
}

// Kind implements Command.
func (ReducePrice) Kind() Kind { return KindReducePrice }

func (c ReducePrice) decide(o *Order, by By) ([]Body, error) {
	switch {
	case c.Reason == "":
		return nil, refuse(ErrInvalid, "reason", "a price reduction needs one")
	case len(c.Picks) == 0:
		return nil, refuse(ErrInvalid, "picks", "name the units whose price is reduced")
	}
	if err := checkMoney("amount", c.Amount, o.currency); err != nil {
		return nil, err
	}
	if c.Amount.IsZero() {
		return nil, refuse(ErrMoney, "amount", "the price must be reduced by more than 0")
	}
	if o.paid.Sign() == 0 && o.editable(by, factPrices) == nil {
		return nil, refuse(ErrNotNow, "order", "nothing is paid yet: change the price with Reprice")
	}
	ms, err := o.pick(c.Picks, "made cheaper", nearestBuyer, func(_ *line, p Portion) bool { return p.sold() })
	if err != nil {
		return nil, err
	}
	b, err := o.reduced(ms, c)
	if err != nil || c.Payment == "" {
		return []Body{b}, err
	}
	b.Block.Owed, b.Block.Money = c.Amount, status.MoneyOwed
	booked, err := o.bookedRefund(b.Block, c.Payment, c.Amount)
	if err != nil {
		return nil, err
	}
	return o.booked(by, b, booked)
}

// reduced makes the event of a price reduction of units.
func (o *Order) reduced(ms []Move, c ReducePrice) (PriceReduced, error) {
	_, cost, err := o.price(ms)
	if err != nil {
		return PriceReduced{}, err
	}
	if greater(c.Amount, cost) {
		return PriceReduced{}, refuse(ErrMoney, "amount", "%s is more than the units cost, %s", c.Amount, cost)
	}
	lines, parts, err := o.lowered(ms, c.Amount, nil)
	if err != nil {
		return PriceReduced{}, err
	}
	total, err := o.totalLess(c.Amount)
	if err != nil {
		return PriceReduced{}, err
	}
	owed, err := o.refundDue(c.Amount, total)
	if err != nil {
		return PriceReduced{}, err
	}
	b := Block{
		N: len(o.blocks) + 1, Kind: BlockReduction, Parts: parts, Sum: c.Amount, Owed: owed,
		Reason: c.Reason, Text: c.Text, Statement: c.Statement, Money: status.MoneyNothingOwed,
	}
	if owed.Sign() > 0 {
		b.Money = status.MoneyOwed
	}
	return PriceReduced{b, lines, total}, nil
}

// lowered lowers the price of units by a sum, in proportion to what they cost, by largest remainder. It returns the new
// prices of their lines, and for each range what it was lowered by. Units of a range with one price keep one price.
// Lines that are in known have these prices until now.
func (o *Order) lowered(ms []Move, by amount.Money, known []LinePrices) ([]LinePrices, []Part, error) {
	index, lines := map[string]int{}, known
	for i, p := range known {
		index[p.Line] = i
	}
	var parts []Part
	var weights []int64
	var rates []amount.VAT
	for _, m := range ms {
		l := o.lines[o.index[m.Line]]
		if _, has := index[m.Line]; !has {
			index[m.Line] = len(lines)
			lines = append(lines, LinePrices{Line: l.id, Gross: l.gross, Net: l.net, Tax: l.tax, Shares: l.shares})
		}
		var us []VATRange // of one price and one rate
		for _, u := range evenlyPriced(lines[index[m.Line]].Net, m) {
			l.eachRate(u.From, u.To, func(r VATRange) { us = append(us, r) })
		}
		for _, u := range us {
			cost, err := lines[index[m.Line]].Net.Of(u.From, u.To)
			if err != nil {
				return nil, nil, moneyProblem(Textf("line %s", l.id), err)
			}
			parts, weights = append(parts, Part{Line: l.id, From: u.From, To: u.To, VAT: o.zero()}), append(weights, cost.Minor())
			rates = append(rates, u.VAT)
		}
	}
	shares, err := amount.Allocate(by, weights)
	if err != nil {
		return nil, nil, moneyProblem("amount", err)
	}
	for i := range parts {
		p := &parts[i]
		p.Sum = shares[i]
		if err := lines[index[p.Line]].lower(p, rates[i]); err != nil {
			return nil, nil, moneyProblem(Textf("line %s", p.Line), err)
		}
	}
	return lines, parts, nil
}

// evenlyPriced splits a move into ranges that lie within one price span each.
func evenlyPriced(ss amount.Spans, m Move) []Units {
	var us []Units
	for _, s := range ss {
		from, to := m.From, m.To
		if s.From.Cmp(from) > 0 {
			from = s.From
		}
		if s.To.Cmp(to) < 0 {
			to = s.To
		}
		if from.Cmp(to) < 0 {
			us = append(us, Units{m.Line, from, to})
		}
	}
	return us
}

// lower takes the sum of a part off the price of its units, and sets the VAT that was contained in it. What is left of
// the VAT is what the units contained before less that, so that all parts together give back the VAT of the sale.
func (p *LinePrices) lower(part *Part, v amount.VAT) error {
	if part.Sum.IsZero() {
		return nil
	}
	cost, err := p.Net.Of(part.From, part.To)
	if err == nil {
		cost, err = cost.Sub(part.Sum)
	}
	if err != nil {
		return err
	}
	if p.Net, err = p.Net.Replace(part.From, part.To, cost); err != nil || p.Tax == nil {
		return err
	}
	tax, err := p.Tax.Of(part.From, part.To)
	if err != nil {
		return err
	}
	if part.VAT, err = v.Included(part.Sum); err != nil {
		return err
	}
	if greater(part.VAT, tax) || cost.IsZero() {
		part.VAT = tax
	}
	if tax, err = tax.Sub(part.VAT); err == nil {
		p.Tax, err = p.Tax.Replace(part.From, part.To, tax)
	}
	return err
}

// PriceReduced records that units got cheaper and stay with the buyer. The parts of the block are what each range was
// reduced by.
type PriceReduced struct {
	Block Block        `json:"block"`
	Lines []LinePrices `json:"lines"` // with the prices from now on
	Total amount.Money `json:"total"` // what the order costs now
}

// Kind implements Body.
func (PriceReduced) Kind() string { return "price-reduced" }

func (b PriceReduced) check(o *Order) error {
	if b.Block.Kind != BlockReduction {
		return fmt.Errorf("price reduction in a block of kind %q", b.Block.Kind)
	}
	for _, p := range b.Lines {
		if err := p.check(o); err != nil {
			return err
		}
	}
	return firstError(o.checkNewBlock(b.Block), o.checkSums(b.Total))
}

func (b PriceReduced) apply(o *Order, e *Event) {
	o.addBlock(b.Block, e)
	for _, p := range b.Lines {
		l := o.lines[o.index[p.Line]]
		l.net, l.tax = p.Net, p.Tax
	}
	o.total = b.Total
}
