package order

import (
	"errors"

	"github.com/ordo-sdk/ordo/order/amount"
)

// reportFacts applies what the owner of the lines reports of known lines, apart from quantities and prices. Lines of
// which nothing lives are history.
func (o *Order) reportFacts(by By, lines []Line) {
	for _, r := range lines {
		l, err := o.line(r.ID)
		if err != nil || l.living().IsZero() {
			continue
		}
		for _, t := range l.fixed(r) {
			o.conflict(by, factLines, "", nil, t)
		}
		all := ChangeLine{Line: r.ID, Name: r.Name, SKU: r.SKU, GTIN: r.GTIN, VAT: r.VAT}
		if r.MarkRequired {
			all.MarkRequired = &r.MarkRequired
		}
		if o.reportFact(by, all) == nil {
			continue
		}
		for _, one := range all.singly() { // what can change changes, the rest holds the order
			var no *Refused
			if err := o.reportFact(by, one); errors.As(err, &no) {
				o.conflict(by, factLines, "", nil, Textf("line %s changed there, but %s", r.ID, reasonOf(no)))
			}
		}
	}
}

func (o *Order) reportFact(by By, c ChangeLine) error {
	b, err := o.lineChanged(c)
	if err == nil && len(b.Changes) > 0 {
		o.commitReported(by, b)
	}
	return err
}

// singly returns a command for each fact.
func (c ChangeLine) singly() []ChangeLine {
	return []ChangeLine{{Line: c.Line, Name: c.Name}, {Line: c.Line, SKU: c.SKU}, {Line: c.Line, GTIN: c.GTIN}, {Line: c.Line, VAT: c.VAT}, {Line: c.Line, MarkRequired: c.MarkRequired}}
}

// fixed returns what a report says otherwise of what never changes in a line. A reference of another system is that
// system's own name for the line.
func (l *line) fixed(r Line) (ts []Text) {
	if r.Kind != "" && r.Kind != l.kind {
		ts = append(ts, Textf("line %s is of the kind %s there and %s here: if that is meant, cancel it and add another line", l.id, r.Kind, l.kind))
	}
	if step := r.Step; step != (amount.Quantity{}) && step != l.step {
		ts = append(ts, Textf("line %s is sold in steps of %s there and %s here: if that is meant, cancel it and add another line", l.id, step, l.step))
	}
	if r.Ref.System == l.ref.System && r.Ref.Account == l.ref.Account && r.Ref.Kind == l.ref.Kind && r.Ref.ID != "" && r.Ref.ID != l.ref.ID {
		ts = append(ts, Textf("line %s has the number %s there and %s here: find out which line is meant", l.id, r.Ref.ID, l.ref.ID))
	}
	return ts
}
