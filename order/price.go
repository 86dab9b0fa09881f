package order

import (
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
)

// Reprice gives living units new prices. Lines that Prices does not name keep their price before adjustments.
// Adjustments is the complete new list for the order.
type Reprice struct {
	Prices      []NewPrice
	Adjustments []Adjustment
}

// Kind implements Command.
func (Reprice) Kind() Kind { return KindReprice }

func (c Reprice) decide(o *Order, by By) ([]Body, error) {
	if err := o.editable(by, factPrices); err != nil {
		return nil, err
	}
	b, err := o.repriced(c, nil)
	if err != nil {
		return nil, err
	}
	return []Body{b}, nil
}

// NewPrice is the new price of all living units of a line, before the order's adjustments: Total for all of them, or
// Price for each piece.
type NewPrice struct {
	Line  string
	Total amount.Money
	Price amount.Money
}

func (n NewPrice) total(q amount.Quantity, currency string) (amount.Money, error) {
	m, what := n.Total, Textf("line %s", n.Line)
	if m.IsUnset() {
		var err error
		if m, err = n.Price.Times(q); err != nil {
			return amount.Money{}, moneyProblem(what, err)
		}
	}
	return m, checkMoney(what, m, currency)
}

// editable returns an error if the actor may not change lines or prices now.
func (o *Order) editable(by By, f fact) error {
	if err := o.editedHere(by, f); err != nil {
		return err
	}
	return o.notTooLate(f)
}

// editedHere returns an error if the actor may not change lines or prices here.
func (o *Order) editedHere(by By, f fact) error {
	if owner := o.authority.owner(f); owner != "" && owner != by.Actor.Role {
		return o.ownedElsewhere(f.text(), owner)
	}
	s := o.rules.scheme
	if !s.Editable && o.authority.owner(f) == "" {
		return refuse(ErrScheme, f.text(), "the scheme %s does not let them be changed", o.scheme)
	}
	return nil
}

// notTooLate refuses to change lines or prices that are paid, or of goods that have left.
func (o *Order) notTooLate(f fact) error {
	if o.paid.Sign() > 0 {
		return refuse(ErrNotNow, f.text(), "%s is paid; after payment the price of what stays is only reduced; to exchange goods, add and remove lines with Edit", o.paid)
	}
	if st, out := o.outside(withSeller); out {
		return refuse(ErrNotNow, f.text(), "there are units %s", st)
	}
	return nil
}

// ownedElsewhere is the refusal to change here what belongs to an outside system.
func (o *Order) ownedElsewhere(what Text, owner Role) error {
	if o.ref.IsZero() {
		return refuse(ErrNotNow, what, "they belong to the %s: change them there; ordo follows", owner)
	}
	return refuse(ErrNotNow, what, "they belong to the %s: change them there (%s); ordo follows", owner, o.ref)
}

// repriced makes the event of new prices of the living units, but for those that leave.
func (o *Order) repriced(c Reprice, leaving []Move) (Repriced, error) {
	given := map[string]NewPrice{}
	for _, p := range c.Prices {
		if _, err := o.line(p.Line); err != nil {
			return Repriced{}, err
		}
		if _, twice := given[p.Line]; twice {
			return Repriced{}, refuse(ErrDuplicate, Textf("line %s", p.Line), "it is priced twice")
		}
		given[p.Line] = p
	}
	var lines []*line
	var ps []pricedLine
	for _, l := range o.lines {
		p := pricedLine{kind: l.kind, live: l.staying(leaving)}
		n, isGiven := given[l.id]
		if len(p.live) == 0 {
			if isGiven {
				return Repriced{}, refuse(ErrNotNow, Textf("line %s", l.id), "no units of it are left")
			}
			continue
		}
		var q amount.Quantity
		var old amount.Money
		for _, u := range p.live {
			q = plus(q, minus(u.To, u.From))
			m, err := l.gross.Of(u.From, u.To)
			if err == nil {
				old, err = old.Add(m)
			}
			if err != nil {
				return Repriced{}, moneyProblem(Textf("line %s", l.id), err)
			}
		}
		if p.gross = old; isGiven {
			g, err := n.total(q, o.currency)
			if err != nil {
				return Repriced{}, err
			}
			p.gross = g
		}
		lines, ps = append(lines, l), append(ps, p)
	}
	return o.respread(lines, ps, c.Adjustments)
}

// staying returns the units that the buyer pays for, but for those that leave.
func (l *line) staying(leaving []Move) []Units {
	var ms []Move
	for _, p := range l.portions {
		if p.sold() {
			ms = append(ms, Move{l.id, p})
		}
	}
	return rangesOf(without(ms, leaving))
}

// respread spreads adjustments over living units and returns the event.
func (o *Order) respread(lines []*line, ps []pricedLine, adjustments []Adjustment) (Repriced, error) {
	nets, shares, err := spreadAdjustments(ps, adjustments, o.currency)
	if err != nil {
		return Repriced{}, err
	}
	b := Repriced{Adjustments: slices.Clone(adjustments), Total: o.zero()}
	for i, l := range lines {
		lp := LinePrices{Line: l.id, Shares: shares[i]}
		net := l.lessReductions(ps[i].live, nets[i]) // a price reduction stays
		lp.Gross, err = ps[i].over(l.gross, ps[i].gross)
		if err == nil {
			lp.Net, err = ps[i].over(l.net, net)
		}
		if err == nil && net != nets[i] {
			lp.Agreed, err = ps[i].over(l.agreed, nets[i])
		}
		if err == nil {
			lp.Tax, err = l.taxIn(lp.Net)
		}
		if err == nil {
			err = o.checkSpans(lp.Net, l.quantity)
		}
		if err != nil {
			return Repriced{}, moneyProblem(Textf("line %s", l.id), err)
		}
		b.Lines = append(b.Lines, lp)
		if b.Total, err = b.Total.Add(net); err != nil {
			return Repriced{}, moneyProblem("order", err)
		}
	}
	return b, nil
}

// Repriced records new prices of living units. Other units keep their price.
type Repriced struct {
	Lines       []LinePrices `json:"lines"`
	Adjustments []Adjustment `json:"adjustments,omitzero"`
	Total       amount.Money `json:"total"`
}

// Kind implements Body.
func (Repriced) Kind() string { return "repriced" }

func (b Repriced) check(o *Order) error {
	for _, p := range b.Lines {
		if err := p.check(o); err != nil {
			return err
		}
	}
	return o.checkSums(b.Total)
}

func (b Repriced) apply(o *Order, e *Event) {
	for _, p := range b.Lines {
		l := o.lines[o.index[p.Line]]
		l.gross, l.net, l.tax, l.shares, l.shared = p.Gross, p.Net, p.Tax, p.Shares, p.Of
		if l.shared == nil {
			l.shared = l.sold()
		}
		if l.agreed = p.Agreed; l.agreed == nil {
			l.agreed = p.Net
		}
	}
	o.adjustments, o.total = b.Adjustments, b.Total
	o.markSeen(e, factPrices, "")
}

// LinePrices is the prices of a line.
type LinePrices struct {
	Line   string       `json:"line"`
	Gross  amount.Spans `json:"gross"`
	Net    amount.Spans `json:"net"`
	Tax    amount.Spans `json:"tax,omitzero"`
	Shares []Share      `json:"shares,omitzero"`
	// Of is the units that the shares are of; nil if that is all living ones.
	Of []Units `json:"of,omitzero"`
	// Agreed is Net before the price reductions; nil if there were none.
	Agreed amount.Spans `json:"agreed,omitzero"`
}

func (p LinePrices) check(o *Order) error {
	i, ok := o.index[p.Line]
	if !ok {
		return fmt.Errorf("unknown line %q", p.Line)
	}
	d := LineData{Gross: p.Gross, Net: p.Net, Tax: p.Tax, Quantity: o.lines[i].quantity}
	if err := firstError(d.checkPrices(o), o.checkUnits(p.Of...)); err != nil || p.Agreed == nil {
		return err
	}
	return o.checkSpans(p.Agreed, d.Quantity)
}
