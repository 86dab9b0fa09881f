package order

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ordo-sdk/ordo/order/amount"
)

// MarkReport is what a registry of marked goods was told of codes.
type MarkReport string

// The reports.
const (
	MarkWithdrawn  MarkReport = "withdrawn"  // the code left circulation: the unit is sold
	MarkReinstated MarkReport = "reinstated" // it came back: the unit may be sold again
)

// MarkedUnit is a unit and the marking code that it had.
type MarkedUnit struct {
	Line string `json:"line"`
	Unit int    `json:"unit"` // from 0
	Code string `json:"code"`
}

// ReportMarks records that codes left circulation or came back, by a document at the registry or by a fiscal receipt. A
// code that is out leaves no second time, and one that is not comes not back: the report is refused with ErrAlready.
type ReportMarks struct {
	Report MarkReport
	Units  []MarkedUnit
	// Number is that of the document or receipt, Ref its reference.
	Number string
	Ref    Ref
}

// Kind implements Command.
func (ReportMarks) Kind() Kind { return KindReportMarks }

func (c ReportMarks) decide(o *Order, _ By) ([]Body, error) {
	switch {
	case c.Report != MarkWithdrawn && c.Report != MarkReinstated:
		return nil, refuse(ErrInvalid, "report", "say withdrawn or reinstated")
	case cmp.Or(c.Number, c.Ref.ID) == "":
		return nil, refuse(ErrInvalid, "report", "the number of the document is not set")
	case len(c.Units) == 0:
		return nil, refuse(ErrInvalid, "report", "it names no units")
	}
	seen := map[MarkedUnit]bool{}
	for _, u := range c.Units {
		l, _, err := o.unit(u.Line, u.Unit)
		if err != nil {
			return nil, err
		}
		what := Textf("line %s unit %d", u.Line, u.Unit)
		m, has := l.mark(u.Unit)
		switch {
		case !has || u.Code == "" || m.Code != u.Code:
			return nil, refuse(ErrMarking, what, "its code is not %s", u.Code)
		case seen[u]:
			return nil, refuse(ErrDuplicate, what, "it is named twice")
		case c.Report == MarkWithdrawn && m.Out != "":
			return nil, refuse(ErrAlready, what, "its code left circulation by %s", m.Out)
		case c.Report == MarkReinstated && m.Out == "":
			return nil, refuse(ErrAlready, what, "its code is in circulation")
		}
		seen[u] = true
	}
	return []Body{MarksReported{Report: c.Report, Units: slices.Clone(c.Units), Number: cmp.Or(c.Number, c.Ref.ID), Ref: c.Ref}}, nil
}

// MarksReported records that marking codes left circulation or came back.
type MarksReported struct {
	Report MarkReport   `json:"report"`
	Units  []MarkedUnit `json:"units"`
	Number string       `json:"number"`
	Ref    Ref          `json:"ref,omitzero"`
}

// Kind implements Body.
func (MarksReported) Kind() string { return "marks-reported" }

func (b MarksReported) check(o *Order) error {
	if b.Report != MarkWithdrawn && b.Report != MarkReinstated {
		return fmt.Errorf("report %q of marks", b.Report)
	}
	for _, u := range b.Units {
		if err := o.checkUnit(u.Line, u.Unit); err != nil {
			return err
		}
	}
	return nil
}

func (b MarksReported) apply(o *Order, _ *Event) {
	out := ""
	if b.Report == MarkWithdrawn {
		out = b.Number
	}
	for _, u := range b.Units {
		l := o.lines[o.index[u.Line]]
		l.marks = slices.Clone(l.marks)
		for i := range l.marks {
			if l.marks[i].Unit == u.Unit && l.marks[i].Code == u.Code {
				l.marks[i].Out = out
			}
		}
	}
}

func (b MarksReported) text() Text {
	var us []Units
	for _, u := range b.Units {
		us = append(us, Units{u.Line, amount.Pcs(u.Unit), amount.Pcs(u.Unit + 1)})
	}
	if b.Report == MarkReinstated {
		return Textf("marking codes of %s are back in circulation: %s", UnitsText(joinUnits(us)), b.Number)
	}
	return Textf("marking codes of %s left circulation: %s", UnitsText(joinUnits(us)), b.Number)
}
