package markingtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

// codeOf returns one of many invented codes of clothes.
func codeOf(n int) marking.Code {
	c, err := marking.Parse(fmt.Sprintf("010460123456789321A%012d\x1d91EE07\x1d92%s=", n, strings.Repeat("Qm9yZWQ", 6)+"A"))
	if err != nil {
		panic(err)
	}
	return c
}

// circulates makes codes that may be sold.
func (f registry) circulates(codes ...marking.Code) {
	for _, c := range codes {
		f.Put(c, Unit{State: marking.InCirculation})
	}
}

// receipt is the document on which the reports of the checks rest.
func receipt(number string) marking.Primary {
	return marking.Primary{Kind: marking.PrimaryReceipt, Number: number, Date: time.Now()}
}

// reportOf is a valid report of codes.
func reportOf(key string, d marking.Direction, codes ...marking.Code) marking.Report {
	r := marking.Report{Key: key, Direction: d, Date: time.Now(), Document: receipt("10844"), Paid: d == marking.Reinstate}
	for _, c := range codes {
		r.Units = append(r.Units, marking.ReportUnit{Code: c, Price: amount.RUB(480000)})
	}
	return r
}

// sends reports a valid document.
func (f registry) sends(r marking.Report) (marking.Report, error) {
	got, err := f.Port.Report(f.ctx, r)
	switch {
	case err != nil:
		return got, fmt.Errorf("report %s: %w", r.Key, err)
	case got.State == "":
		return got, fmt.Errorf("report %s has no state", r.Key)
	case got.Ref.ID == "" && got.State != marking.ReportRefused: // which the client may find out before it sends
		return got, fmt.Errorf("report %s has no reference", r.Key)
	case got.Ref.ID != "" && (got.Ref.System != f.Port.System() || got.Ref.System == ""):
		return got, fmt.Errorf("the system of the reference is %q, want %q", got.Ref.System, f.Port.System())
	}
	return got, nil
}

// settles reports a valid document and reads it after it was processed.
func (f registry) settles(r marking.Report) (marking.Report, error) {
	got, err := f.sends(r)
	if err != nil || got.State != marking.ReportWaiting {
		return got, err
	}
	f.Process()
	return f.reads(got.Ref)
}

func (f registry) reads(ref order.Ref) (marking.Report, error) {
	got, err := f.Port.Read(f.ctx, ref)
	if err != nil {
		return got, fmt.Errorf("read %s: %w", ref, err)
	}
	return got, nil
}

// done is settles for a document that must come through.
func (f registry) done(r marking.Report) error {
	got, err := f.settles(r)
	if err != nil {
		return err
	}
	if got.State != marking.ReportDone {
		return fmt.Errorf("report %s is %s (%s), want done", r.Key, got.State, texts(got.Problems))
	}
	return nil
}

func texts(problems []marking.ReportProblem) string {
	var s []string
	for _, p := range problems {
		s = append(s, strings.TrimSpace(p.Code.CIS()+" "+p.Vendor+" "+p.Text))
	}
	return strings.Join(s, "; ")
}

// stands checks what is told of a code.
func (f registry) stands(c marking.Code, want marking.State) error {
	for s, err := range f.Port.Codes(f.ctx, c) {
		if err != nil {
			return fmt.Errorf("codes: %w", err)
		}
		if s.State != want {
			return fmt.Errorf("code %s is told to be %q, want %q", c.CIS(), s.State, want)
		}
		return nil
	}
	return fmt.Errorf("nothing is told of code %s", c.CIS())
}

// left checks how often a code left circulation.
func (f registry) left(c marking.Code, want int) error {
	if n := f.Withdrawals(c); n != want {
		return fmt.Errorf("code %s left circulation %d times, want %d", c.CIS(), n, want)
	}
	return nil
}

func (f registry) documents(want int) error {
	if n := f.Documents(); n != want {
		return fmt.Errorf("the registry took %d documents, want %d", n, want)
	}
	return nil
}

func (f registry) tellsCodes() error {
	wants := []struct {
		unit    Unit
		problem ordo.Class
	}{
		{Unit{State: marking.InCirculation}, 0},
		{Unit{State: marking.Issued}, 0},
		{Unit{State: marking.Out, Reason: "DISTANCE"}, 0},
		{Unit{State: marking.InCirculation, Extra: "WAIT_SHIPMENT"}, ordo.Conflict},
		{Unit{State: marking.InCirculation, Foreign: true}, ordo.Conflict},
		{Unit{State: marking.InCirculation, Blocked: true}, ordo.Conflict},
		{Unit{}, ordo.NotFound},
	}
	var codes []marking.Code
	for i, w := range wants {
		codes = append(codes, codeOf(i))
		if w.problem != ordo.NotFound {
			f.Put(codes[i], w.unit)
		}
	}
	told := map[string]marking.Status{}
	for s, err := range f.Port.Codes(f.ctx, append(codes, codes[0])...) {
		if err != nil {
			return fmt.Errorf("codes: %w", err)
		}
		if _, twice := told[s.Code.CIS()]; twice {
			return fmt.Errorf("code %s is told twice", s.Code.CIS())
		}
		told[s.Code.CIS()] = s
	}
	if len(told) != len(codes) {
		return fmt.Errorf("%d of %d codes are told", len(told), len(codes))
	}
	for i, w := range wants {
		got, known := told[codes[i].CIS()]
		switch class := ordo.ClassOf(got.Problem); {
		case !known:
			return fmt.Errorf("code %s is not told", codes[i].CIS())
		case got.State != w.unit.State || got.State == marking.Out && got.Reason == "":
			return fmt.Errorf("code %s is told to be %q (reason %q), want %q", codes[i].CIS(), got.State, got.Reason, w.unit.State)
		case class != w.problem:
			return fmt.Errorf("the problem of a code that is %+v has class %q, want %q: %w", w.unit, class, w.problem, suite.OrNone(got.Problem))
		case got.Problem == nil && got.Group == "":
			return fmt.Errorf("code %s has no group of goods", codes[i].CIS())
		}
	}
	return suite.StopsEarly("Codes", f.Port.Codes(f.ctx, codes...))
}

func (f registry) once() error {
	c := codeOf(1)
	f.circulates(c)
	r := reportOf("A-1042/withdraw/1", marking.Withdraw, c)
	first, err := f.sends(r)
	if err != nil {
		return err
	}
	f.Process()
	for range 2 {
		again, err := f.sends(r)
		if err != nil {
			return err
		}
		if again.Ref != first.Ref {
			return fmt.Errorf("the first reference was %s, then %s", first.Ref, again.Ref)
		}
		f.Process()
	}
	if err := f.done(r); err != nil {
		return err
	}
	if err := f.stands(c, marking.Out); err != nil {
		return err
	}
	return errors.Join(f.left(c, 1), f.documents(1))
}

func (f registry) onceWhenLost() error    { return f.onceDespite(f.LosesAnswer) }
func (f registry) onceWhenRefused() error { return f.onceDespite(f.FailsOnce) }

func (f registry) onceDespite(fault func()) error {
	c := codeOf(1)
	f.circulates(c)
	r := reportOf("A-1042/withdraw/1", marking.Withdraw, c)
	fault()
	err := suite.Retry(func() error {
		_, err := f.sends(r)
		f.Process()
		return err
	})
	if err != nil {
		return err
	}
	if err := f.done(r); err != nil {
		return err
	}
	return errors.Join(f.left(c, 1), f.documents(1))
}

func (f registry) neverBlindly() error { return f.blindly(f.Port, f.Port) }

func (f registry) neverBlindlyLater() error { return f.blindly(f.Port, f.Later()) }

// blindly sends a document that is taken and cannot be seen, and again by another client.
func (f registry) blindly(first, next marking.Registry) error {
	c := codeOf(1)
	f.circulates(c)
	f.Hides()
	r := reportOf("A-1042/withdraw/1", marking.Withdraw, c)
	for i, port := range []marking.Registry{first, next, next} {
		tried := time.Now()
		if _, err := port.Report(f.ctx, r); ordo.ClassOf(err) != ordo.InDoubt {
			return fmt.Errorf("report %d of a document that cannot be seen yet: %w, want class %s", i+1, suite.OrNone(err), ordo.InDoubt)
		}
		if i == 0 {
			r.Tried = tried
		}
		if err := f.documents(1); err != nil {
			return err
		}
	}
	f.Process()
	f.Port = next
	if err := f.done(r); err != nil {
		return err
	}
	return errors.Join(f.left(c, 1), f.documents(1))
}

func (f registry) sendsNoBroken() error {
	c := codeOf(1)
	f.circulates(c)
	good := reportOf("A-1042/withdraw/1", marking.Withdraw, c)
	for name, change := range map[string]func(*marking.Report){
		"without a key":                          func(r *marking.Report) { r.Key = "" },
		"without codes":                          func(r *marking.Report) { r.Units = nil },
		"with a code twice":                      func(r *marking.Report) { r.Units = append(slices.Clone(r.Units), r.Units[0]) },
		"of no direction":                        func(r *marking.Report) { r.Direction = "" },
		"of a paid return without its document":  func(r *marking.Report) { r.Direction, r.Paid, r.Document = marking.Reinstate, true, marking.Primary{} },
		"of a direction that does not exist yet": func(r *marking.Report) { r.Direction = "destroy" },
	} {
		r := good
		change(&r)
		if _, err := f.Port.Report(f.ctx, r); ordo.ClassOf(err) != ordo.Invalid {
			return fmt.Errorf("a document %s: %w, want class %s", name, suite.OrNone(err), ordo.Invalid)
		}
	}
	f.Process()
	return errors.Join(f.left(c, 0), f.documents(0))
}

func (f registry) readsAgain() error {
	a, b := codeOf(1), codeOf(2)
	f.circulates(a, b)
	sent, err := f.sends(reportOf("A-1042/withdraw/1", marking.Withdraw, a, b))
	if err != nil {
		return err
	}
	f.Process()
	for range 2 {
		got, err := f.reads(sent.Ref)
		if err != nil {
			return err
		}
		var codes []string
		for _, u := range got.Units {
			codes = append(codes, u.Code.CIS())
		}
		slices.Sort(codes)
		switch {
		case got.Ref.ID != sent.Ref.ID || got.State != marking.ReportDone || got.Direction != marking.Withdraw:
			return fmt.Errorf("document %s is read as %s, %s %s", sent.Ref, got.Ref, got.Direction, got.State)
		case !slices.Equal(codes, []string{a.CIS(), b.CIS()}):
			return fmt.Errorf("the document is read with the codes %q", codes)
		}
	}
	unknown := sent.Ref
	unknown.ID = strings.Repeat("0", len(unknown.ID))
	if got, err := f.Port.Read(f.ctx, unknown); err == nil && got.State != marking.ReportWaiting {
		return fmt.Errorf("a document that is not there is %s", got.State)
	}
	return errors.Join(f.left(a, 1), f.left(b, 1), f.documents(1))
}

func (f registry) doneWithCodes() error {
	c := codeOf(1)
	f.circulates(c)
	sent, err := f.sends(reportOf("A-1042/withdraw/1", marking.Withdraw, c))
	if err != nil {
		return err
	}
	f.Checks()
	got, err := f.reads(sent.Ref)
	switch {
	case err != nil:
		return err
	case got.State != marking.ReportWaiting:
		return fmt.Errorf("the document was accepted and the code has not changed: it is %s, want waiting", got.State)
	}
	f.Process()
	got, err = f.reads(sent.Ref)
	switch {
	case err != nil:
		return err
	case got.State != marking.ReportDone:
		return fmt.Errorf("the code has changed: the document is %s (%s), want done", got.State, texts(got.Problems))
	}
	return f.stands(c, marking.Out)
}

// namesRefused sends a good code together with one that cannot leave circulation.
func (f registry) namesRefused() error {
	for i, u := range []Unit{
		{State: marking.InCirculation, Foreign: true},
		{State: marking.InCirculation, Blocked: true},
		{State: marking.InCirculation, Extra: "WAIT_SHIPMENT"},
		{State: marking.Issued},
		{State: marking.Out, Reason: "DISTANCE"},
	} {
		good, bad := codeOf(10+i), codeOf(20+i)
		f.circulates(good)
		f.Put(bad, u)
		got, err := f.settles(reportOf(fmt.Sprint("A-1042/withdraw/", i), marking.Withdraw, good, bad))
		if err != nil {
			return err
		}
		named := slices.ContainsFunc(got.Problems, func(p marking.ReportProblem) bool { return p.Code.CIS() == bad.CIS() && p.Text != "" })
		wrong := slices.ContainsFunc(got.Problems, func(p marking.ReportProblem) bool { return p.Code.CIS() == good.CIS() })
		out := 0 // a registry may refuse the whole document
		if got.State == marking.ReportPartly {
			out = 1
		}
		switch {
		case got.State != marking.ReportPartly && got.State != marking.ReportRefused:
			return fmt.Errorf("a document with a code that is %+v is %s", u, got.State)
		case !named || wrong && got.State == marking.ReportPartly:
			return fmt.Errorf("a document with a code that is %+v names: %s", u, texts(got.Problems))
		}
		if err := errors.Join(f.left(good, out), f.left(bad, 0)); err != nil {
			return err
		}
	}
	return nil
}

func (f registry) oneRoute() error {
	c := codeOf(1)
	f.circulates(c)
	f.Sells(c)
	f.Process()
	if err := f.stands(c, marking.Out); err != nil {
		return err
	}
	got, err := f.settles(reportOf("A-1042/withdraw/1", marking.Withdraw, c))
	switch {
	case err != nil:
		return err
	case got.State != marking.ReportRefused:
		return fmt.Errorf("the withdrawal of a code that a receipt withdrew is %s", got.State)
	}
	return f.left(c, 1)
}

func (f registry) reinstates() error {
	paid, unpaid := codeOf(1), codeOf(2)
	f.circulates(paid, unpaid)
	if err := f.done(reportOf("A-1042/withdraw/1", marking.Withdraw, paid, unpaid)); err != nil {
		return err
	}
	back := reportOf("A-1042/reinstate/1", marking.Reinstate, unpaid)
	back.Paid, back.Document = false, marking.Primary{}
	for range 2 {
		if err := errors.Join(f.done(reportOf("A-1042/reinstate/2", marking.Reinstate, paid)), f.done(back)); err != nil {
			return err
		}
	}
	if err := errors.Join(f.stands(paid, marking.InCirculation), f.stands(unpaid, marking.InCirculation), f.documents(3)); err != nil {
		return err
	}
	if err := f.done(reportOf("A-1043/withdraw/1", marking.Withdraw, paid)); err != nil {
		return err
	}
	return errors.Join(f.left(paid, 2), f.left(unpaid, 1))
}

// reinstatesEachReason brings back what a receipt and a company took out.
func (f registry) reinstatesEachReason() error {
	retail, used := codeOf(1), codeOf(2)
	f.Put(retail, Unit{State: marking.Out, Reason: "RETAIL"})
	f.circulates(used)
	use := reportOf("A-1042/withdraw/1", marking.Withdraw, used)
	use.Reason, use.Document = marking.OwnUse, marking.Primary{Kind: marking.PrimaryOther, Number: "7", Date: time.Now(), Name: "Акт"}
	if err := f.done(use); err != nil {
		return err
	}
	back := reportOf("A-1042/reinstate/1", marking.Reinstate, used)
	back.Paid, back.Document = false, marking.Primary{}
	if err := errors.Join(f.done(back), f.done(reportOf("A-1042/reinstate/2", marking.Reinstate, retail))); err != nil {
		return err
	}
	return errors.Join(f.stands(retail, marking.InCirculation), f.stands(used, marking.InCirculation))
}

// corrects swaps a code that was withdrawn by mistake for the one that was sent. Neither half is done because its
// document was accepted.
//
// pain: MK-P5
func (f registry) corrects() error {
	mistaken, right := codeOf(1), codeOf(2)
	f.circulates(mistaken, right)
	if err := f.done(reportOf("A-1042/withdraw/1", marking.Withdraw, mistaken)); err != nil {
		return err
	}
	var refs []order.Ref
	for _, r := range []marking.Report{
		reportOf("A-1042/correction/1/reinstate", marking.Reinstate, mistaken), reportOf("A-1042/correction/1/withdraw", marking.Withdraw, right),
	} {
		sent, err := f.sends(r)
		if err != nil {
			return err
		}
		refs = append(refs, sent.Ref)
	}
	stand := func(state marking.ReportState, a, b marking.State) error {
		for _, ref := range refs {
			got, err := f.reads(ref)
			switch {
			case err != nil:
				return err
			case got.State != state:
				return fmt.Errorf("half of the correction is %s (%s), want %s", got.State, texts(got.Problems), state)
			}
		}
		return errors.Join(f.stands(mistaken, a), f.stands(right, b))
	}
	f.Checks()
	if err := stand(marking.ReportWaiting, marking.Out, marking.InCirculation); err != nil {
		return err
	}
	f.Process()
	if err := stand(marking.ReportDone, marking.InCirculation, marking.Out); err != nil {
		return err
	}
	return errors.Join(f.left(mistaken, 1), f.left(right, 1))
}

func (f registry) settingsAreGood() error { return suite.Settings(f.ctx, f.Port, f.BadCredentials) }

// calls returns the calls of a registry.
func (f registry) calls(port marking.Registry, ref order.Ref) suite.Calls {
	return suite.Calls{
		"Report": suite.Call(port.Report, reportOf("A-1043/withdraw/1", marking.Withdraw, codeOf(1))), "Read": suite.Call(port.Read, ref),
		"Codes": func(ctx context.Context) error { return suite.List(port.Codes(ctx, codeOf(1))) },
	}
}

func (f registry) keepsToContext() error {
	c := codeOf(1)
	f.circulates(c)
	ref := order.Ref{System: f.Port.System(), Kind: "document", ID: "lp/00000000-0000-4000-8000-000000000000"}
	if err := f.calls(f.Port, ref).Ended(f.ctx); err != nil {
		return err
	}
	return errors.Join(f.left(c, 0), f.documents(0))
}

func (f registry) strangerIsRefused() error {
	c := codeOf(1)
	f.circulates(c)
	ref := order.Ref{System: f.Port.System(), Kind: "document", ID: "lp/00000000-0000-4000-8000-000000000000"}
	if err := f.calls(f.BadCredentials, ref).Refused(f.ctx); err != nil {
		return err
	}
	return errors.Join(f.left(c, 0), f.documents(0))
}
