package chestnyznak

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

// opReport is what a report is called in errors.
const opReport = "documents/create"

// Report implements [marking.Registry]. What the registry has already is looked for among the documents that it
// received since the day of r.Date: the one with the same number and exactly the same codes, or for a return of goods
// that were not paid for, which has no number, with the same codes. A report none of whose codes can go its way is
// refused without being sent.
//
// All codes must be of one group of goods, and must come back by one kind of return; otherwise the error is of class
// Invalid: report each alone.
func (g *Registry) Report(ctx context.Context, r marking.Report) (marking.Report, error) {
	if why := g.settings.problem(); why != "" {
		return r, g.client.fail("settings", ordo.Auth, "not sent: "+why, nil)
	}
	if r.Date.IsZero() {
		r.Date = g.client.settings.Clock.Now()
	}
	if why := g.wrong(r); why != "" {
		return r, g.client.fail(opReport, ordo.Invalid, "not sent: "+why, nil)
	}
	if ctx == nil {
		return r, g.client.fail(opReport, ordo.Invalid, "not sent: the context is nil", nil)
	}
	select {
	case g.turn <- struct{}{}:
		defer func() { <-g.turn }()
	case <-ctx.Done():
		return r, g.client.fail(opReport, ordo.Retry, "not sent", context.Cause(ctx))
	}
	now, err := g.statuses(ctx, r.Units)
	if err != nil {
		return r, err
	}
	if r.Group == "" {
		if r.Group, err = g.group(ctx, r, now); err != nil {
			return r, err
		}
	}
	// A code's group is unknown only where its state is.
	if r.Group != "" {
		if found, ok, err := g.find(ctx, r, now); ok || err != nil {
			return found, err
		}
	}
	return g.send(ctx, r, now)
}

// wrong returns what is wrong with a report; "" if nothing is.
func (g *Registry) wrong(r marking.Report) string {
	seen := map[string]bool{}
	for _, u := range r.Units {
		cis := u.Code.CIS()
		switch {
		case cis == "":
			return "a unit has no code"
		case seen[cis]:
			return "the code " + cis + " is in the document twice"
		case u.Price.IsUnset() && r.Direction == marking.Withdraw && r.Reason == marking.DistanceSale:
			return "the code " + cis + " has no price"
		case !u.Price.IsUnset() && (u.Price.Currency() != "RUB" || u.Price.Sign() < 0):
			return "the price of the code " + cis + " is " + u.Price.String() + ": it must be in roubles, and not below zero"
		}
		seen[cis] = true
	}
	_, kind := primaryWords[r.Document.Kind]
	_, reason := actions[r.Reason]
	switch {
	case r.Key == "":
		return "the document has no key"
	case r.Direction != marking.Withdraw && r.Direction != marking.Reinstate:
		return fmt.Sprintf("the direction of the document is %q", r.Direction)
	case len(r.Units) == 0:
		return "the document has no codes"
	case !reason && r.Direction == marking.Withdraw:
		return fmt.Sprintf("there is no reason %q", r.Reason)
	case !kind && r.Document.Kind != "":
		return fmt.Sprintf("there is no kind of primary document %q", r.Document.Kind)
	case r.Direction == marking.Reinstate && r.Paid && r.Document.Number == "":
		return "the buyer had paid: the document needs the receipt of the refund"
	}
	return ""
}

// actions are the reasons in the registry's words; that of a sale at a distance is a setting.
var actions = map[marking.Reason]string{marking.DistanceSale: "", marking.OwnUse: ActionOwnUse}

func (g *Registry) action(r marking.Reason) string { return cmp.Or(actions[r], g.settings.distance()) }

// group returns the group of goods of all codes: as the registry tells it with the codes, or with their articles. It is
// empty where nothing is known of any code.
func (g *Registry) group(ctx context.Context, r marking.Report, now map[string]marking.Status) (string, error) {
	groups := map[string]bool{}
	var gtins []string
	for _, u := range r.Units {
		switch s := now[u.Code.CIS()]; {
		case s.Group != "":
			groups[s.Group] = true
		case u.Code.GTIN != "" && s.State != marking.Unknown:
			gtins = append(gtins, u.Code.GTIN)
		}
	}
	if len(gtins) > 0 {
		for p, err := range g.client.GetProducts(ctx, gtins...) {
			if err = errors.Join(err, p.Problem); err != nil {
				return "", err
			}
			if p.Group != "" {
				groups[p.Group] = true
			}
		}
	}
	var all []string
	for name := range groups {
		all = append(all, name)
	}
	if slices.Sort(all); len(all) > 1 {
		return "", g.client.fail(opReport, ordo.Invalid, "not sent: the codes are of several groups of goods: "+strings.Join(all, ", ")+": report each group alone", nil)
	}
	return strings.Join(all, ""), nil
}

// send sends a document that the registry does not have.
func (g *Registry) send(ctx context.Context, r marking.Report, now map[string]marking.Status) (marking.Report, error) {
	var ready []marking.Status
	var problems []marking.ReportProblem
	for _, u := range r.Units {
		s := now[u.Code.CIS()]
		if s.Ready(r.Direction) {
			ready = append(ready, s)
			continue
		}
		if class := ordo.ClassOf(s.Problem); class == ordo.Retry || class == ordo.RateLimited {
			return r, s.Problem // nothing is known of the code
		}
		problems = append(problems, marking.ReportProblem{Code: u.Code, Vendor: s.Vendor, Text: unready(s)})
	}
	if len(ready) == 0 {
		r.State, r.Problems, r.Ref = marking.ReportRefused, problems, order.Ref{}
		return r, nil
	}
	if r.Group == "" {
		return r, g.client.fail(opReport, ordo.Invalid, "not sent: the registry does not tell the group of goods: set Report.Group", nil)
	}
	content, err := g.content(r, ready)
	if err != nil {
		return r, g.client.fail(opReport, ordo.Invalid, "not sent", err)
	}
	id, err := g.client.CreateDocument(ctx, r.Group, content)
	var refusal *ordo.Error
	switch class := ordo.ClassOf(err); {
	case err == nil:
	case class == ordo.InDoubt:
		g.doubt(r.Key)
		return r, err
	case errors.As(err, &refusal) && refusal.HTTPStatus != 0 && (class == ordo.Invalid || class == ordo.NotFound || class == ordo.Conflict || class == ordo.Unsupported):
		r.State, r.Problems = marking.ReportRefused, []marking.ReportProblem{{Vendor: refusal.Code, Text: refusal.Text}}
		return r, nil
	default:
		return r, err
	}
	g.keep(id, r, content)
	r.Ref, r.State, r.Problems = g.refOf(r.Group, id), marking.ReportWaiting, nil
	return r, nil
}

// doubt remembers that a document was sent whose answer was lost.
func (g *Registry) doubt(key string) {
	now := g.client.settings.Clock.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	maps.DeleteFunc(g.tried, func(_ string, at time.Time) bool { return now.After(at.Add(forgotten)) })
	g.tried[key] = now
}

// forgotten is after how long nobody asks for a document any more.
const forgotten = 30 * 24 * time.Hour

// unready is why a code cannot go the way of a report.
func unready(s marking.Status) string {
	var e *ordo.Error
	switch {
	case errors.As(s.Problem, &e) && e.Text != "":
		return e.Text
	case s.Problem != nil:
		return s.Problem.Error()
	}
	return strings.TrimSpace("the code is in the state " + s.Vendor + " " + s.Reason)
}

// mostKnown bounds what is remembered of documents.
const mostKnown = 20_000

// keep remembers what a document says, so that it need not be read again.
func (g *Registry) keep(id string, r marking.Report, content Content) {
	b, err := g.client.encode(content)
	if err != nil {
		return // it was encoded before
	}
	if p, err := readPaper(content.Type(), b); err == nil {
		p.key = r.Key
		g.remember(id, p)
	}
	g.mu.Lock()
	delete(g.tried, r.Key)
	g.mu.Unlock()
}

func (g *Registry) remember(id string, p paper) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.known) >= mostKnown {
		clear(g.known)
	}
	g.known[id] = p
}

// content is the document of a report. ready are the codes that can go its way.
func (g *Registry) content(r marking.Report, ready []marking.Status) (Content, error) {
	kind, number, date, name := g.primary(r)
	if r.Direction == marking.Withdraw {
		w := Withdrawal{
			INN: g.settings.INN, Action: g.action(r.Reason), ActionDate: DayOf(r.Date),
			PrimaryType: kind, PrimaryNumber: number, PrimaryDate: date, PrimaryName: name,
			FIAS: g.settings.FIAS, KPP: g.settings.KPP,
		}
		for _, u := range r.Units {
			p := WithdrawalProduct{CIS: u.Code.CIS()}
			if !u.Price.IsUnset() {
				cost := u.Price.Minor()
				p.Cost = &cost
			}
			w.Products = append(w.Products, p)
		}
		return w, nil
	}
	back, err := returnOf(ready)
	if err != nil {
		return nil, err
	}
	doc := Return{INN: g.settings.INN, Kind: back}
	switch {
	case back == ReturnRemoteSale:
		doc.Paid = &r.Paid
		if !r.Paid { // the registry takes no primary document then
			kind = ""
		}
	case back == ReturnOwnUse:
		kind = ""
	case r.Document.Number == "":
		return nil, fmt.Errorf("a return %s needs a primary document", back)
	}
	if kind != "" {
		doc.PrimaryType, doc.PrimaryNumber, doc.PrimaryDate, doc.PrimaryName = kind, number, date, name
	}
	for _, u := range r.Units {
		doc.Products = append(doc.Products, ReturnProduct{CIS: u.Code.CIS()})
	}
	return doc, nil
}

// primary is the primary document: the one that the report names, or one with the report's key as its number.
func (g *Registry) primary(r marking.Report) (kind, number string, date Day, name string) {
	d := r.Document
	kind = cmp.Or(primaryWords[d.Kind], PrimaryOther)
	number = cmp.Or(d.Number, r.Key)
	if date = DayOf(d.Date); d.Date.IsZero() {
		date = DayOf(r.Date)
	}
	if kind == PrimaryOther {
		name = cmp.Or(d.Name, g.settings.name())
	}
	return kind, number, date, name
}

// returns are the kinds of returns by the reason for which the codes went out.
var returns = map[string]string{
	"":             ReturnRemoteSale, // not told
	ActionDistance: ReturnRemoteSale, ActionRemoteSale: ReturnRemoteSale, ActionBySamples: ReturnRemoteSale,
	ActionRetail: ReturnRetail,
	ActionOwnUse: ReturnOwnUse, "ENTERPRISE_USE": ReturnOwnUse, "NO_RETAIL_USE": ReturnOwnUse, "PRODUCTION_USE": ReturnOwnUse,
	"MEDICAL_USE": ReturnOwnUse, "VETERINARY_USE": ReturnOwnUse,
	"DONATION": ReturnNotForSale, "STATE_CONTRACT": ReturnNotForSale,
}

// returnOf is the one kind by which the codes come back.
func returnOf(codes []marking.Status) (string, error) {
	one := ""
	for _, s := range codes {
		kind, ok := returns[s.Reason]
		switch {
		case !ok:
			return "", fmt.Errorf("the code %s went out for the reason %s, from which it comes back by a document of the participant's own", s.Code.CIS(), s.Reason)
		case one != "" && kind != one:
			return "", fmt.Errorf("the codes come back in two ways, %s and %s: report each alone", one, kind)
		}
		one = kind
	}
	return one, nil
}

// early is how long before the day of a report its document may have been received, for clocks that differ.
const early = 5 * time.Minute

// lookBack is how far back a report is looked for of which nobody knows that it was sent: a program that ended between
// sending and writing down is started again by then.
const lookBack = 7 * 24 * time.Hour

// find looks for the document of a report. ok says that found is the answer.
func (g *Registry) find(ctx context.Context, r marking.Report, now map[string]marking.Status) (found marking.Report, ok bool, err error) {
	clock := g.client.settings.Clock.Now()
	g.mu.Lock()
	tried := g.tried[r.Key]
	g.mu.Unlock()
	if tried.Before(r.Tried) {
		tried = r.Tried
	}
	from := DayOf(r.Date).time().Add(-early)
	if longAgo := clock.Add(-lookBack); tried.IsZero() && from.Before(longAgo) {
		from = longAgo
	}
	f := DocumentFilter{Group: r.Group, From: from, To: clock.Add(early), SenderINN: g.settings.INN, Types: []DocumentType{TypeWithdrawal}}
	if r.Direction == marking.Reinstate {
		f.Types = []DocumentType{TypeReturn}
	}
	var best *Document
	for d, err := range g.client.ListDocuments(ctx, f) {
		if err != nil {
			return r, false, err
		}
		ours, err := g.ours(ctx, r, d, tried, now)
		if err != nil {
			return r, false, err
		}
		if ours && (best == nil || rank(d.Status) >= rank(best.Status)) {
			best = &d
		}
	}
	switch {
	case best == nil && tried.IsZero():
		return r, false, nil
	case best == nil && g.arrived(r, now): // it is not listed, and did what it was to do
		r.State, r.Problems = marking.ReportDone, nil
		return r, true, nil
	case best == nil && clock.Before(tried.Add(g.settings.settle())):
		e := g.client.fail(opReport, ordo.InDoubt, "the document was sent, its answer was lost, and the registry does not show it yet", nil)
		e.RetryAfter = askAgain
		return r, false, e
	case best == nil:
		return r, false, nil
	}
	d, err := g.client.GetDocument(ctx, r.Group, best.Number)
	if ordo.ClassOf(err) == ordo.NotFound {
		d, err = best, nil
	}
	if err != nil {
		return r, false, err
	}
	p, err := g.paper(ctx, r.Group, *best)
	if err != nil {
		return r, false, err
	}
	r.Ref = g.refOf(r.Group, best.Number)
	r, err = g.assess(ctx, r, d, p)
	return r, err == nil, err
}

// askAgain is after how long a document that is in doubt is looked for again.
const askAgain = 15 * time.Second

// arrived reports whether every code is where the report brings it.
func (g *Registry) arrived(r marking.Report, now map[string]marking.Status) bool {
	p := paper{kind: TypeWithdrawal, action: g.action(r.Reason)}
	if r.Direction == marking.Reinstate {
		p.kind = TypeReturn
	}
	return !slices.ContainsFunc(r.Units, func(u marking.ReportUnit) bool {
		there, _ := p.arrived(now[u.Code.CIS()])
		return !there
	})
}

// rank orders documents that say the same: one that was accepted hides the refusal of its repeat.
func rank(s DocumentStatus) int {
	switch s {
	case CheckedOK, Accepted:
		return 2
	case CheckedNotOK, ParseError, ProcessingError, Cancelled, "CANCELED":
		return 0
	}
	return 1
}

// ours reports whether a document that is listed is that of a report.
func (g *Registry) ours(ctx context.Context, r marking.Report, d Document, tried time.Time, now map[string]marking.Status) (bool, error) {
	p, err := g.paper(ctx, r.Group, d)
	class := ordo.ClassOf(err)
	switch {
	case class == ordo.Invalid || class == ordo.NotFound: // nobody can say what it is: only one of that time may be ours
		if tried.IsZero() || !d.Received.IsZero() && (d.Received.Before(tried.Add(-early)) || d.Received.After(tried.Add(g.settings.settle()))) {
			return false, nil
		}
		return false, g.client.fail(opReport, ordo.InDoubt, "document "+d.Number+" may be the one that was sent: look in the registry's cabinet", err)
	case err != nil:
		return false, err
	case p.key != "":
		return p.key == r.Key, nil
	case !p.has(r.Units):
		return false, nil
	case !d.Received.IsZero() && d.Received.Before(r.Date.Add(-early)): // of an earlier sale or return of the same units
		return false, nil
	}
	_, number, _, _ := g.primary(r)
	since := !tried.IsZero() && !d.Received.Before(tried.Add(-early))
	switch {
	case p.number == "": // a return of what was not paid for: there may have been one before
		return since || rank(d.Status) == 1 || rank(d.Status) == 2 && g.arrived(r, now), nil
	case p.number != number:
		return false, nil
	case number != r.Key && rank(d.Status) == 0: // or that of another attempt
		return since, nil
	}
	return true, nil
}

// paper is what a document says: as it is remembered, or read.
func (g *Registry) paper(ctx context.Context, group string, d Document) (paper, error) {
	g.mu.Lock()
	p, ok := g.known[d.Number]
	g.mu.Unlock()
	if ok {
		return p, nil
	}
	if d.Number == "" {
		return p, d.Problem
	}
	whole, err := g.client.GetDocument(ctx, group, d.Number)
	if err != nil {
		return p, err
	}
	if p, err = paperOf(whole); err != nil {
		return p, g.client.fail("doc/info", ordo.Invalid, "document "+d.Number+" cannot be compared with the report", err)
	}
	g.remember(d.Number, p)
	return p, nil
}
