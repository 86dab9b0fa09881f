package order

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// ChangeLine corrects what a line sells and how it is taxed; only what is set changes. It may be given while units are
// with the seller, also after payment: the rate of VAT is that of the day of shipment, so units that have left, or are
// in a return block, keep theirs, and the others get the new one. Article, GTIN and marking duty change only while no
// unit has left. The name changes at any time; what was receipted keeps the name that it had.
type ChangeLine struct {
	Line         string
	Name         string
	SKU          string // the seller's article
	GTIN         string // see Line.GTIN
	VAT          amount.VAT
	MarkRequired *bool
}

// Kind implements Command.
func (ChangeLine) Kind() Kind { return KindChangeLine }

func (c ChangeLine) decide(o *Order, by By) ([]Body, error) {
	if owner := o.authority.owner(factLines); owner != "" && owner != by.Actor.Role {
		return nil, o.ownedElsewhere(factLines.text(), owner)
	}
	if o.ended() {
		return nil, refuse(ErrNotNow, "order", "it has ended")
	}
	b, err := o.lineChanged(c)
	if err != nil {
		return nil, err
	}
	if len(b.Changes) == 0 {
		return nil, refuse(ErrAlready, Textf("line %s", c.Line), "it is as given")
	}
	return []Body{b}, nil
}

// The facts of a line, as FactChange names them.
const (
	factName    = "name"
	factSKU     = "sku"
	factGTIN    = "gtin"
	factVAT     = "vat"
	factMarking = "marking"
)

// lineChanged makes the event of a line with what is set in c.
func (o *Order) lineChanged(c ChangeLine) (LineChanged, error) {
	l, err := o.line(c.Line)
	if err != nil {
		return LineChanged{}, err
	}
	b := LineChanged{
		Line: l.id, Name: cmp.Or(c.Name, l.name), SKU: cmp.Or(c.SKU, l.sku), GTIN: cmp.Or(c.GTIN, l.gtin), VAT: cmp.Or(c.VAT, l.vat), Marked: l.marked,
		Rates: l.rates, Tax: l.tax,
	}
	if c.MarkRequired != nil {
		b.Marked = *c.MarkRequired
	}
	for _, f := range []FactChange{
		{factName, l.name, b.Name},
		{factSKU, l.sku, b.SKU},
		{factGTIN, l.gtin, b.GTIN},
		{factVAT, l.vat.String(), b.VAT.String()},
		{factMarking, marking(l.marked), marking(b.Marked)},
	} {
		if f.Was == f.Now {
			continue
		}
		if err := l.mayChange(f); err != nil {
			return LineChanged{}, err
		}
		b.Changes = append(b.Changes, f)
	}
	if b.VAT != l.vat {
		next := *l
		next.vat, next.rates = b.VAT, l.ratesWith(b.VAT)
		b.Rates = next.rates
		if b.Tax, err = next.taxIn(l.net); err != nil {
			return LineChanged{}, moneyProblem(Textf("line %s", l.id), err)
		}
	}
	return b, nil
}

func marking(required bool) string {
	if required {
		return "required"
	}
	return "not required"
}

// mayChange returns an error if a fact may not change now.
func (l *line) mayChange(f FactChange) error {
	what := Textf("line %s", l.id)
	stays := func(why error, t Text) error {
		if f.Was == "" {
			return refuse(why, what, "its %s is not set and does not become %q: %s", factText(f.Fact), f.Now, t)
		}
		return refuse(why, what, "its %s stays %q and does not become %q: %s", factText(f.Fact), f.Was, f.Now, t)
	}
	left, here := status.ItemState(0), false
	for _, p := range l.portions {
		switch {
		case withSeller.Has(p.State) && p.Block == 0:
			here = true
		case p.State != status.ItemCancelled:
			left = p.State
		}
	}
	switch {
	case f.Fact == factVAT && !here && left != 0:
		return stays(ErrNotNow, Textf("its units are %s", left))
	case f.Fact == factVAT && !here:
		return stays(ErrNotNow, Textf("no units of it are left"))
	case f.Fact != factName && f.Fact != factVAT && left != 0:
		return stays(ErrNotNow, Textf("there are units %s", left))
	case (f.Fact == factMarking && l.marked || f.Fact == factGTIN) && len(l.marks) > 0:
		return stays(ErrMarking, Textf("there are codes on its units"))
	case f.Fact == factMarking && l.step != amount.Pcs(1):
		return stays(ErrMarking, Textf("goods with marking codes are sold by the piece, the step is %s", l.step))
	case f.Fact == factMarking && !l.marked && l.packed():
		return stays(ErrMarking, Textf("there are packed units without codes; take them out of their boxes first"))
	}
	return nil
}

// packed reports whether units are packed.
func (l *line) packed() bool {
	for _, p := range l.portions {
		if p.State == status.ItemPacked {
			return true
		}
	}
	return false
}

// factText names a fact of a line for people.
func factText(fact string) Text {
	switch fact {
	case factName:
		return Textf("name")
	case factSKU:
		return Textf("article")
	case factGTIN:
		return Textf("GTIN")
	case factVAT:
		return Textf("VAT")
	}
	return Textf("marking")
}

// LineChanged records other facts of a line, and what of them changed.
type LineChanged struct {
	Line    string       `json:"line"`
	Name    string       `json:"name,omitzero"`
	SKU     string       `json:"sku,omitzero"`
	GTIN    string       `json:"gtin,omitzero"`
	VAT     amount.VAT   `json:"vat,omitzero"`
	Marked  bool         `json:"marked,omitzero"`
	Rates   []VATRange   `json:"rates,omitzero"` // where units have different rates: those with another one than VAT
	Tax     amount.Spans `json:"tax,omitzero"`   // the VAT contained in the price of all units
	Changes []FactChange `json:"changes"`
}

// FactChange is a changed fact of a line: "name", "sku", "gtin", "vat" or "marking".
type FactChange struct {
	Fact string `json:"fact"`
	Was  string `json:"was,omitzero"`
	Now  string `json:"now"`
}

// Kind implements Body.
func (LineChanged) Kind() string { return "line-changed" }

func (b LineChanged) check(o *Order) error {
	i, ok := o.index[b.Line]
	if !ok {
		return fmt.Errorf("unknown line %q", b.Line)
	}
	if len(b.Changes) == 0 {
		return errors.New("a line that did not change")
	}
	l := o.lines[i]
	for _, r := range b.Rates {
		if err := o.checkUnits(Units{b.Line, r.From, r.To}); err != nil {
			return err
		}
	}
	d := LineData{Gross: l.gross, Net: l.net, Tax: b.Tax, Quantity: l.quantity}
	return d.checkPrices(o)
}

func (b LineChanged) apply(o *Order, e *Event) {
	l := o.lines[o.index[b.Line]]
	l.name, l.sku, l.gtin, l.vat, l.marked, l.rates, l.tax = b.Name, b.SKU, b.GTIN, b.VAT, b.Marked, b.Rates, b.Tax
	o.markSeen(e, factLines, "")
}
