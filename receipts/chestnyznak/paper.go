package chestnyznak

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

// paper is what a withdrawal or a return says, as it was sent.
type paper struct {
	key    string // of the report, if this process sent it
	kind   DocumentType
	action string // of a withdrawal
	back   string // kind of a return
	number string // of the primary document
	date   Day
	day    Day // of the withdrawal
	primary,
	name string
	paid  bool
	codes []unit
}

type unit struct {
	cis  string
	cost *int64
}

// paperOf reads the content of a document.
func paperOf(d *Document) (paper, error) {
	if len(d.Body) == 0 || string(d.Body) == "null" {
		return paper{}, errors.New("the registry does not tell what it says")
	}
	return readPaper(d.Type, d.Body)
}

func readPaper(kind DocumentType, body json.RawMessage) (paper, error) {
	p := paper{kind: kind}
	switch kind {
	case TypeWithdrawal:
		var w Withdrawal
		if err := decode(body, &w); err != nil {
			return p, err
		}
		p.action, p.day, p.primary, p.number, p.date, p.name = w.Action, w.ActionDate, w.PrimaryType, w.PrimaryNumber, w.PrimaryDate, w.PrimaryName
		for _, x := range w.Products {
			p.codes = append(p.codes, unit{x.CIS, x.Cost})
		}
	case TypeReturn:
		var r Return
		if err := decode(body, &r); err != nil {
			return p, err
		}
		p.back, p.paid = r.Kind, r.Paid != nil && *r.Paid
		p.primary, p.number, p.date, p.name = r.PrimaryType, r.PrimaryNumber, r.PrimaryDate, r.PrimaryName
		for _, x := range r.Products {
			p.codes = append(p.codes, unit{x.CIS, nil})
		}
	default:
		return p, fmt.Errorf("a document %s is neither a withdrawal nor a return", kind)
	}
	if len(p.codes) == 0 || slices.ContainsFunc(p.codes, func(u unit) bool { return u.cis == "" }) {
		return p, errors.New("it has no codes, or one that is empty")
	}
	return p, nil
}

// has reports whether the document has exactly these codes.
func (p paper) has(units []marking.ReportUnit) bool {
	if len(p.codes) != len(units) {
		return false
	}
	mine := make(map[string]bool, len(units))
	for _, u := range units {
		mine[u.Code.CIS()] = true
	}
	return !slices.ContainsFunc(p.codes, func(u unit) bool { return !mine[u.cis] })
}

// report is the document as a report.
func (p paper) report() (marking.Report, error) {
	r := marking.Report{Key: p.number, Direction: marking.Withdraw, Paid: p.paid, Date: p.day.time()}
	if p.kind == TypeReturn {
		r.Direction, r.Date = marking.Reinstate, p.date.time()
	}
	if p.action == ActionOwnUse {
		r.Reason = marking.OwnUse
	}
	if p.number != "" {
		r.Document = marking.Primary{Number: p.number, Date: p.date.time(), Name: p.name}
		for kind, word := range primaryWords {
			if word == p.primary {
				r.Document.Kind = kind
			}
		}
	}
	for _, u := range p.codes {
		code, err := marking.Parse(u.cis)
		if err != nil {
			return r, err
		}
		one := marking.ReportUnit{Code: code}
		if u.cost != nil {
			one.Price = amount.RUB(*u.cost)
		}
		r.Units = append(r.Units, one)
	}
	return r, nil
}

// time is the beginning of the day in Moscow; zero if it is none.
func (d Day) time() time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), moscow)
	if err != nil {
		return time.Time{}
	}
	return t
}

// primaryWords are the kinds of primary documents in the registry's words.
var primaryWords = map[marking.PrimaryKind]string{
	marking.PrimaryReceipt: PrimaryReceipt, marking.PrimarySalesReceipt: PrimarySalesReceipt,
	marking.PrimaryConsignmentNote: PrimaryConsignmentNote, marking.PrimaryTransferDocument: PrimaryUTD, marking.PrimaryOther: PrimaryOther,
}
