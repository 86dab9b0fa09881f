package markingtest

import (
	"context"
	"iter"
	"testing"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

// flawed is a client of a registry in memory that keeps all promises, but for the one that flaw names.
type flawed struct {
	*Memory
	flaw     string
	stranger bool
	lost     int // documents that were sent again as something else
}

func (p *flawed) admit(ctx context.Context) error {
	switch {
	case p.stranger && p.flaw == "mistakes strangers":
		return ordo.ErrRetry
	case p.stranger:
		return ordo.ErrAuth
	case p.flaw == "works without a context":
		return nil
	}
	return ctx.Err()
}

func (p *flawed) Check(ctx context.Context) error {
	if p.flaw == "refuses good settings" {
		return ordo.ErrAuth
	}
	return p.admit(ctx)
}

func (p *flawed) Codes(ctx context.Context, codes ...marking.Code) iter.Seq2[marking.Status, error] {
	return func(yield func(marking.Status, error) bool) {
		if err := p.admit(ctx); err != nil {
			yield(marking.Status{}, err)
			return
		}
		for s, err := range p.Memory.Codes(context.WithoutCancel(ctx), codes...) {
			switch p.flaw {
			case "an unknown code ends the list":
				if ordo.ClassOf(s.Problem) == ordo.NotFound {
					yield(s, s.Problem)
					return
				}
			case "drops codes":
				if s.Problem != nil {
					continue
				}
			case "forgets problems":
				s.Problem = nil
			case "tells no reason":
				s.Reason = ""
			case "tells no group":
				s.Group = ""
			case "calls all codes sold":
				s.State = marking.Out
			case "tells codes twice":
				if !yield(s, err) {
					return
				}
			case "goes on when nobody reads":
				yield(s, err)
				continue
			}
			if !yield(s, err) {
				return
			}
		}
	}
}

func (p *flawed) Report(ctx context.Context, r marking.Report) (marking.Report, error) {
	if err := p.admit(ctx); err != nil {
		return marking.Report{}, err
	}
	key := r.Key
	again := func() { p.lost++; r.Key += string(rune('a' + p.lost)) }
	switch p.flaw {
	case "a new document each time":
		again()
	case "sends what is broken":
		r.Direction, r.Paid = marking.Withdraw, false
		if r.Key == "" {
			r.Key = "?"
		}
		if len(r.Units) == 2 {
			r.Units = r.Units[:1]
		}
	}
	var got marking.Report
	var err error
	if p.flaw == "sends what is broken" && len(r.Units) == 0 {
		return r, nil
	}
	got, err = p.Memory.Report(context.WithoutCancel(ctx), r)
	switch class := ordo.ClassOf(err); {
	case class == ordo.InDoubt && (p.flaw == "a lost answer is a new document" || p.flaw == "what cannot be seen is sent again"):
		again()
		got, err = p.Memory.Report(ctx, r)
	case class == ordo.InDoubt && p.flaw == "forgets what was tried" && !r.Tried.IsZero():
		again()
		got, err = p.Memory.Report(ctx, r)
	case class == ordo.InDoubt && p.flaw == "calls what is lost refused":
		err = ordo.ErrInvalid
	case class == ordo.Retry && p.flaw == "a passing failure is for good":
		err = ordo.ErrAuth
	case class == ordo.Invalid && p.flaw == "hides the rule":
		err = ordo.ErrRetry
	}
	got.Key = key
	return p.told(got), err
}

func (p *flawed) Read(ctx context.Context, ref order.Ref) (marking.Report, error) {
	if err := p.admit(ctx); err != nil {
		return marking.Report{}, err
	}
	got, err := p.Memory.Read(context.WithoutCancel(ctx), ref)
	if err != nil && p.flaw == "finds what is not there" {
		return marking.Report{State: marking.ReportDone}, nil
	}
	if p.flaw == "reading reports" {
		_, _ = p.Memory.Report(ctx, marking.Report{Key: "?", Direction: marking.Withdraw, Units: got.Units})
	}
	return p.told(got), err
}

// told spoils what is told of a document.
func (p *flawed) told(r marking.Report) marking.Report {
	switch p.flaw {
	case "no reference":
		r.Ref.ID = ""
	case "speaks of another system":
		r.Ref.System = "other"
	case "no state":
		r.State = ""
	case "never done":
		r.State = marking.ReportWaiting
	case "tells no codes":
		r.Units = nil
	case "an accepted document is done":
		if r.State == marking.ReportWaiting {
			r.State = marking.ReportDone
		}
	case "names no codes":
		for i := range r.Problems {
			r.Problems[i].Code = marking.Code{}
		}
	case "calls half a success done":
		if r.State != marking.ReportWaiting {
			r.State = marking.ReportDone
		}
	case "reinstates nothing":
		if r.Direction == marking.Reinstate {
			for _, u := range r.Units {
				p.Set(u.Code.String(), Unit{State: marking.Out})
			}
		}
	}
	return r
}

func fixture(flaw string) Registry {
	m := &Memory{Waits: true}
	port := func() marking.Registry { return &flawed{Memory: m, flaw: flaw} }
	return Registry{
		Port: port(), Later: port, BadCredentials: &flawed{Memory: m, flaw: flaw, stranger: true},
		Put:         func(c marking.Code, u Unit) { m.Set(c.String(), u) },
		Withdrawals: func(c marking.Code) int { return m.Unit(c.String()).Withdrawals },
		Documents:   func() int { return len(m.Reports()) },
		Process:     m.Process, Checks: m.Checks, Sells: func(c marking.Code) { m.Sell(c.String()) },
		FailsOnce: m.FailsOnce, LosesAnswer: m.LosesAnswer, Hides: m.Hides,
	}
}

func TestTheSuiteFindsWhatIsBroken(t *testing.T) {
	registries().Prove(t, suite.Proof[Registry]{
		Port: fixture,
		Flaws: map[string][]string{
			"codes are told as they are, each once": {
				"an unknown code ends the list", "drops codes", "forgets problems", "tells no reason", "tells no group",
				"calls all codes sold", "tells codes twice", "goes on when nobody reads",
			},
			"a document is reported once, however often it is sent": {
				"a new document each time", "no reference", "speaks of another system", "no state", "never done",
			},
			"a document is reported once when the answer is lost":             {"a lost answer is a new document", "calls what is lost refused"},
			"nothing is sent again while the first may still come":            {"what cannot be seen is sent again"},
			"nor by a client that did not live then":                          {"forgets what was tried"},
			"a temporary failure reports nothing":                             {"a passing failure is for good"},
			"a document that breaks a rule is not sent":                       {"sends what is broken", "hides the rule"},
			"a document is read as it is, as often as one likes":              {"tells no codes", "finds what is not there", "reading reports", "never done"},
			"a document is done when each code is in its new state":           {"an accepted document is done"},
			"what is refused is named code by code":                           {"names no codes", "calls half a success done"},
			"what a receipt withdrew is not withdrawn again":                  {"calls half a success done"},
			"what came back is reinstated once, and may be sold again":        {"reinstates nothing", "a new document each time"},
			"each reason of a withdrawal has its return":                      {"reinstates nothing"},
			"a correction is done when each of its codes is in its new state": {"an accepted document is done"},
			"the settings pass Check":                                         {"refuses good settings"},
			"nothing happens in an ended context":                             {"works without a context"},
			"wrong credentials are refused":                                   {"mistakes strangers"},
		},
	})
}

func TestARegistryThatIsDoneAtOncePasses(t *testing.T) {
	Run(t, func(*testing.T) Registry {
		f := fixture("")
		f.Port.(*flawed).Waits = false
		f.Checks = nil
		return f
	})
}
