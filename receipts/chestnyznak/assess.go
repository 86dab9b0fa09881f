package chestnyznak

import (
	"context"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/receipts/marking"
)

// assess says how far a report is: it is done only when the document is, and each of its codes is where the document
// brings it. The registry may process a part of the codes, and tells the codes' states later than the document's.
func (g *Registry) assess(ctx context.Context, r marking.Report, d *Document, p paper) (marking.Report, error) {
	r.State, r.Problems = marking.ReportWaiting, nil
	whole := wholeErrors(d, p)
	switch d.Status {
	case CheckedOK, Accepted, CheckedNotOK, ProcessingError:
	case ParseError, Cancelled, "CANCELED":
		if len(whole) == 0 {
			whole = []marking.ReportProblem{{Vendor: string(d.Status), Text: "the document is " + string(d.Status)}}
		}
		r.State, r.Problems = marking.ReportRefused, slices.Concat(whole, codeErrors(d, r.Units))
		return r, nil
	default: // being checked, or a word that is new
		return r, nil
	}
	now, err := g.statuses(ctx, r.Units)
	if err != nil {
		return r, err
	}
	refused := d.Status == CheckedNotOK || d.Status == ProcessingError
	named := codeErrors(d, r.Units)
	// Errors that name no code refuse the document; else the codes that no error names may still change.
	waits := !refused || len(named) > 0 && !d.Received.IsZero() && g.client.settings.Clock.Now().Before(d.Received.Add(g.settings.settle()))
	changed, late := 0, 0
	for _, u := range r.Units {
		s := now[u.Code.CIS()]
		errs := problemsOf(named, u.Code)
		switch arrived, why := p.arrived(s); {
		case len(errs) > 0:
			r.Problems = append(r.Problems, errs...)
		case arrived:
			changed++
		case why != "":
			r.Problems = append(r.Problems, marking.ReportProblem{Code: u.Code, Vendor: s.Vendor, Text: why})
		case !waits:
			r.Problems = append(r.Problems, marking.ReportProblem{Code: u.Code, Vendor: s.Vendor, Text: "the code did not change" + because(whole)})
		default:
			late++
		}
	}
	switch {
	case late > 0:
		r.Problems = nil // they are told when all is known
	case len(r.Problems) == 0 && !(refused && len(named) == 0):
		r.State = marking.ReportDone
	case changed == 0, len(r.Problems) == 0: // if all codes are there nevertheless, it was not this document
		r.State, r.Problems = marking.ReportRefused, slices.Concat(whole, r.Problems)
	default:
		r.State = marking.ReportPartly
	}
	return r, nil
}

// arrived reports whether a code is where the document brings it; why is set where it never will be.
func (p paper) arrived(s marking.Status) (arrived bool, why string) {
	switch {
	case p.kind == TypeReturn:
		return s.State == marking.InCirculation, ""
	case s.State != marking.Out:
		return false, ""
	case !sameReason(p.action, s.Reason):
		return false, "the code is out of circulation for the reason " + s.Reason + ", not by this document"
	}
	return true, ""
}

// codeErrors are the errors that name codes of the units.
func codeErrors(d *Document, units []marking.ReportUnit) (all []marking.ReportProblem) {
	for _, u := range units {
		cis := u.Code.CIS()
		for _, e := range d.Errors {
			if e.CIS == cis || names(e.Text, cis) {
				all = append(all, problemIn(u.Code, e.Code, e.Text))
			}
		}
		for _, e := range d.CommonErrors {
			if names(string(e.Object), cis) || names(e.Text, cis) {
				all = append(all, problemIn(u.Code, e.Code, e.Text))
			}
		}
	}
	return all
}

// names reports whether a text names a code, and not one that begins like it.
func names(text, cis string) bool {
	for cis != "" {
		_, behind, ok := strings.Cut(text, cis)
		if !ok {
			return false
		}
		if behind == "" || strings.ContainsRune(" \t\n,;:.)]}'\"»\x1d", rune(behind[0])) || behind[0] >= 0x80 {
			return true
		}
		text = behind
	}
	return false
}

// problemIn reads the number that the registry may write in front of its words, as in "15: …".
func problemIn(code marking.Code, vendor, text string) marking.ReportProblem {
	if number, rest, ok := strings.Cut(text, ": "); ok && vendor == "" && number != "" && strings.Trim(number, "0123456789") == "" {
		vendor, text = number, rest
	}
	return marking.ReportProblem{Code: code, Vendor: vendor, Text: strings.TrimSpace(text)}
}

// wholeErrors are the errors that name no code of the document.
func wholeErrors(d *Document, p paper) (all []marking.ReportProblem) {
	about := func(texts ...string) bool {
		for _, u := range p.codes {
			for _, t := range texts {
				if names(t, u.cis) {
					return true
				}
			}
		}
		return false
	}
	for _, e := range d.Errors {
		if !about(e.Text, e.CIS) {
			all = append(all, problemIn(marking.Code{}, e.Code, strings.TrimSpace(e.Text+" "+e.CIS)))
		}
	}
	for _, e := range d.CommonErrors {
		if !about(e.Text, string(e.Object)) {
			all = append(all, problemIn(marking.Code{}, e.Code, strings.TrimSpace(e.Text+" "+string(e.Object))))
		}
	}
	return all
}

func problemsOf(all []marking.ReportProblem, code marking.Code) (own []marking.ReportProblem) {
	for _, p := range all {
		if p.Code.CIS() == code.CIS() {
			own = append(own, p)
		}
	}
	return own
}

// because joins the words about a document as a whole.
func because(whole []marking.ReportProblem) string {
	var texts []string
	for _, p := range whole {
		texts = append(texts, strings.TrimSpace(p.Vendor+" "+p.Text))
	}
	if len(texts) == 0 {
		return ""
	}
	return ": " + strings.Join(texts, "; ")
}
