package markingtest

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

// Memory is a registry in memory, for tests of a host. It counts how often each code left circulation, refuses what
// the registry refuses, and is told of fiscal receipts, which withdraw and reinstate codes too. The zero Memory is
// empty and ready to use. It is safe for concurrent use; its fields are set before.
type Memory struct {
	Name  string // what System returns; empty means "memory"
	Waits bool   // documents wait until Process is called; otherwise they are done at once
	Lags  bool   // the codes of a document that was done change with the next call of Process

	mu      sync.Mutex
	units   map[string]*Unit
	reports []*report
	mishaps []mishap
}

// Unit is a code in the registry.
type Unit struct {
	State   marking.State
	Reason  string // why it is out: "DISTANCE", "OWN_USE", "RETAIL"
	Extra   string // what else holds, such as "WAIT_SHIPMENT": nothing can be reported then
	Foreign bool   // it is of another owner
	Blocked bool   // by an authority
	Group   string // empty means "lp"

	Withdrawals    int // how often it left circulation, by documents and receipts
	Reinstatements int // how often it came back
	Repeats        int // withdrawals that were refused because it was out already

	shown marking.State // the state that is told while it lags
	lags  bool
}

// report is a document.
type report struct {
	marking.Report
	hidden bool // it cannot be seen yet
}

// mishap is what befalls a call of Report.
type mishap uint8

const (
	fails mishap = iota + 1
	loses
	hides
)

// Put puts codes into circulation, with the participant as their owner. It panics if a text is no code.
func (m *Memory) Put(codes ...string) {
	for _, c := range codes {
		m.Set(c, Unit{State: marking.InCirculation})
	}
}

// Set makes a code as u says. It panics if the text is no code.
func (m *Memory) Set(code string, u Unit) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.units == nil {
		m.units = map[string]*Unit{}
	}
	m.units[cis(code)] = &u
}

// Unit returns a code as it is, lag or not. It panics if the text is no code; one that is not there is zero.
func (m *Memory) Unit(code string) Unit {
	m.mu.Lock()
	defer m.mu.Unlock()
	if u := m.units[cis(code)]; u != nil {
		return *u
	}
	return Unit{}
}

// Reports returns the documents that the registry took, in the order in which they came.
func (m *Memory) Reports() []marking.Report {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []marking.Report
	for _, r := range m.reports {
		out = append(out, r.Report)
	}
	return out
}

// Sell tells the registry of a receipt with codes (as the ОФД does): it withdraws them. A code that is out already
// counts as a repeat.
func (m *Memory) Sell(codes ...string) { m.receipt(marking.Withdraw, codes) }

// TakeBack tells the registry of the receipt of a refund with codes: it reinstates them.
func (m *Memory) TakeBack(codes ...string) { m.receipt(marking.Reinstate, codes) }

func (m *Memory) receipt(d marking.Direction, codes []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range codes {
		if u := m.units[cis(c)]; u != nil && u.move(d) == "" && d == marking.Withdraw {
			u.Reason = "RETAIL"
		}
	}
}

// Process checks the documents that wait, and lets codes that lag follow.
func (m *Memory) Process() { m.process(m.Lags) }

// Checks is Process with codes that lag until the next call of Process.
func (m *Memory) Checks() { m.process(true) }

func (m *Memory) process(lags bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, u := range m.units {
		u.lags = false
	}
	for _, r := range m.reports {
		r.hidden = false
		m.check(r, lags)
	}
}

// FailsOnce makes the next Report fail before anything is done.
func (m *Memory) FailsOnce() { m.befall(fails) }

// LosesAnswer makes the next Report take the document and lose the answer.
func (m *Memory) LosesAnswer() { m.befall(loses) }

// Hides is LosesAnswer with a document that nobody can see before the next call of Process.
func (m *Memory) Hides() { m.befall(hides) }

func (m *Memory) befall(what mishap) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.mishaps = append(m.mishaps, what)
}

// System implements marking.Registry.
func (m *Memory) System() string {
	if m.Name != "" {
		return m.Name
	}
	return "memory"
}

func (m *Memory) failed(op string, class ordo.Class, text string) error {
	return &ordo.Error{System: m.System(), Op: op, Class: class, Text: text}
}

// Check does what a client does that checks its settings.
func (m *Memory) Check(ctx context.Context) error { return ctx.Err() }

// Codes implements marking.Registry.
func (m *Memory) Codes(ctx context.Context, codes ...marking.Code) iter.Seq2[marking.Status, error] {
	return func(yield func(marking.Status, error) bool) {
		if err := ctx.Err(); err != nil {
			yield(marking.Status{}, err)
			return
		}
		seen := map[string]bool{}
		for _, c := range codes {
			if seen[c.CIS()] {
				continue
			}
			seen[c.CIS()] = true
			if !yield(m.status(c), nil) {
				return
			}
		}
	}
}

func (m *Memory) status(c marking.Code) marking.Status {
	m.mu.Lock()
	defer m.mu.Unlock()
	u := m.units[c.CIS()]
	if u == nil {
		return marking.Status{Code: c, Problem: m.failed("codes", ordo.NotFound, "the registry does not know the code")}
	}
	s := marking.Status{Code: c, State: u.told(), Extra: u.Extra, Group: u.group()}
	s.Vendor = strings.ToUpper(string(s.State))
	if s.State == marking.Out {
		s.Reason = u.Reason
	}
	if !u.Foreign {
		s.Owner = "5544332219"
	}
	if why := u.stuck(); why != "" {
		s.Problem = m.failed("codes", ordo.Conflict, why)
	}
	return s
}

func (u *Unit) told() marking.State {
	if u.lags {
		return u.shown
	}
	return u.State
}

func (u *Unit) group() string {
	if u.Group == "" {
		return "lp"
	}
	return u.Group
}

// stuck says why nothing can be reported about a code, or returns "".
func (u *Unit) stuck() string {
	switch {
	case u.Foreign:
		return "the code is of another owner"
	case u.Blocked:
		return "the code is blocked by an authority"
	case u.Extra != "":
		return "the code is in the special state " + u.Extra
	}
	return ""
}

// move brings a code out of circulation or back, or says why not.
func (u *Unit) move(d marking.Direction) string {
	from, to := marking.InCirculation, marking.Out
	if d == marking.Reinstate {
		from, to = to, from
	}
	switch why := u.stuck(); {
	case why != "":
		return why
	case u.State == to && d == marking.Withdraw:
		u.Repeats++
		return "the code is out of circulation already"
	case u.State != from:
		return fmt.Sprintf("the code is in state %q", u.State)
	}
	u.State = to
	if d == marking.Withdraw {
		u.Withdrawals++
	} else {
		u.Reinstatements, u.Reason = u.Reinstatements+1, ""
	}
	return ""
}

// Report implements marking.Registry.
func (m *Memory) Report(ctx context.Context, r marking.Report) (marking.Report, error) {
	if err := ctx.Err(); err != nil {
		return marking.Report{}, err
	}
	if why := broken(r); why != "" {
		return marking.Report{}, m.failed("report", ordo.Invalid, why)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, known := range m.reports {
		switch {
		case known.Key != r.Key:
		case known.hidden:
			return marking.Report{}, m.failed("report", ordo.InDoubt, "the document may still come")
		default:
			return m.told(known), nil
		}
	}
	var what mishap
	if len(m.mishaps) > 0 {
		what, m.mishaps = m.mishaps[0], m.mishaps[1:]
	}
	if what == fails {
		return marking.Report{}, m.failed("report", ordo.Retry, "not now")
	}
	r.Ref = order.Ref{System: m.System(), Kind: "document", ID: fmt.Sprint("document-", len(m.reports)+1)}
	r.State, r.Problems, r.Units = marking.ReportWaiting, nil, slices.Clone(r.Units)
	one := &report{Report: r, hidden: what == hides}
	m.reports = append(m.reports, one)
	if !m.Waits && what != hides {
		m.check(one, m.Lags)
	}
	if what != 0 {
		return marking.Report{}, m.failed("report", ordo.InDoubt, "the answer was lost")
	}
	return m.told(one), nil
}

// Read implements marking.Registry.
func (m *Memory) Read(ctx context.Context, ref order.Ref) (marking.Report, error) {
	if err := ctx.Err(); err != nil {
		return marking.Report{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.reports {
		if r.Ref.ID == ref.ID && !r.hidden {
			return m.told(r), nil
		}
	}
	return marking.Report{}, m.failed("read", ordo.NotFound, "the registry has no such document")
}

// told is a document as it is told: one whose codes lag is waiting still.
func (m *Memory) told(r *report) marking.Report {
	out := r.Report
	out.Units, out.Problems = slices.Clone(r.Units), slices.Clone(r.Problems)
	for _, u := range r.Units {
		if unit := m.units[u.Code.CIS()]; unit != nil && unit.lags {
			out.State, out.Problems = marking.ReportWaiting, nil
		}
	}
	return out
}

// broken says what makes a report impossible to send, or returns "".
func broken(r marking.Report) string {
	seen := map[string]bool{}
	for _, u := range r.Units {
		if c := u.Code.CIS(); seen[c] {
			return "the code " + c + " is in the document twice"
		}
		seen[u.Code.CIS()] = true
	}
	switch {
	case r.Key == "":
		return "the document has no key"
	case r.Direction != marking.Withdraw && r.Direction != marking.Reinstate:
		return fmt.Sprintf("the direction of the document is %q", r.Direction)
	case len(r.Units) == 0:
		return "the document has no codes"
	case r.Direction == marking.Reinstate && r.Paid && r.Document.Number == "":
		return "the buyer had paid: the document needs the receipt of the refund"
	}
	return ""
}

// check decides about a document that waits. Its codes may lag.
func (m *Memory) check(r *report, lags bool) {
	if r.State != marking.ReportWaiting {
		return
	}
	for _, ru := range r.Units {
		why := "the registry does not know the code"
		if u := m.units[ru.Code.CIS()]; u != nil {
			was := u.told()
			why = u.move(r.Direction)
			if why == "" {
				u.shown, u.lags = was, lags
				if r.Direction == marking.Withdraw {
					u.Reason = map[marking.Reason]string{marking.DistanceSale: "DISTANCE", marking.OwnUse: "OWN_USE"}[r.Reason]
				}
			}
		}
		if why != "" {
			r.Problems = append(r.Problems, marking.ReportProblem{Code: ru.Code, Text: why})
		}
	}
	switch len(r.Problems) {
	case 0:
		r.State = marking.ReportDone
	case len(r.Units):
		r.State = marking.ReportRefused
	default:
		r.State = marking.ReportPartly
	}
}

// cis returns the identity of a code.
func cis(code string) string {
	c, err := marking.Parse(code)
	if err != nil {
		panic(err)
	}
	return c.CIS()
}
