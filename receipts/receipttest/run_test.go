package receipttest

import (
	"errors"
	"testing"

	"github.com/ordo-sdk/ordo/receipts"
)

func TestAServiceThatKeepsItsPromisesPasses(t *testing.T) {
	t.Run("registrar", func(t *testing.T) {
		RunRegistrar(t, func(*testing.T) Registrar { return (&memory{}).registrar() })
	})
	t.Run("registrar of FFD 1.05", func(t *testing.T) {
		RunRegistrar(t, func(*testing.T) Registrar {
			f := (&memory{}).registrar()
			f.Format = receipts.FFD105
			return f
		})
	})
	t.Run("gateway", func(t *testing.T) {
		RunGateway(t, func(*testing.T) Gateway { return (&memory{}).gateway() })
	})
}

// brokenRegistrars are faults, and one check each that must find them.
var brokenRegistrars = map[string]string{
	"a new receipt each time":        "a receipt is registered once however often it is given",
	"registers nothing":              "a receipt is registered once however often it is given",
	"no reference":                   "a receipt is registered once however often it is given",
	"speaks of another system":       "a receipt is registered once however often it is given",
	"no state":                       "a receipt is registered once however often it is given",
	"a lost answer is a new receipt": "a receipt is registered once when the answer is lost",
	"a refusal leaves a trace":       "a passing refusal registers nothing and leaves no trace",
	"a passing refusal is for good":  "a passing refusal registers nothing and leaves no trace",
	"one reference for all":          "another key is another receipt",
	"one receipt for all keys":       "another key is another receipt",
	"sends what is broken":           "what breaks a rule is not sent",
	"hides the rule":                 "what breaks a rule is not sent",
	"takes no refunds":               "advance, sale and refund are taken",
	"another total":                  "what is printed is read by its reference",
	"never prints":                   "what is printed is read by its reference",
	"a document without numbers":     "what is printed is read by its reference",
	"reads another reference":        "what is printed is read by its reference",
	"finds what is not there":        "a receipt that is not known is not found",
	"fails without a word":           "a failed receipt says why, and is tried under another key",
	"calls a failure done":           "a failed receipt says why, and is tried under another key",
	"refuses good settings":          "settings that are good pass their check",
	"checking registers":             "settings that are good pass their check",
	"works without a context":        "nothing is done in a context that has ended",
	"takes forged calls":             "only genuine calls are taken",
	"calls bring nothing":            "only genuine calls are taken",
	"receiving registers":            "only genuine calls are taken",
}

func TestBrokenRegistrarsAreFound(t *testing.T) {
	for broken, by := range brokenRegistrars {
		t.Run(broken, func(t *testing.T) {
			for _, c := range registrarChecks {
				if c.name == by {
					found(t, c.run(t.Context(), (&memory{broken: broken}).registrar()))
					return
				}
			}
			t.Fatalf("there is no check %q", by)
		})
	}
}

// brokenGateways are faults, and one check each that must find them.
var brokenGateways = map[string]string{
	"a new refund each time":        "money goes back once however often it is ordered",
	"pays nothing":                  "money goes back once however often it is ordered",
	"another sum goes back":         "money goes back once however often it is ordered",
	"no reference":                  "money goes back once however often it is ordered",
	"speaks of another system":      "money goes back once however often it is ordered",
	"tells another sum":             "money goes back once however often it is ordered",
	"a lost answer is a new refund": "money goes back once when the answer is lost",
	"a refusal leaves a trace":      "a passing refusal pays nothing and leaves no trace",
	"a passing refusal is for good": "a passing refusal pays nothing and leaves no trace",
	"one reference for all":         "two keys are two refunds",
	"one refund for all keys":       "two keys are two refunds",
	"pays above the payment":        "no more goes back than was paid",
	"sends what is broken":          "what breaks a rule is not sent",
	"takes no receipt":              "a receipt may go along",
	"another amount":                "a payment is told as it stands",
	"forgets what went back":        "a payment is told as it stands",
	"tells another payment":         "a payment is told as it stands",
	"reads another reference":       "a refund is read by its reference",
	"never done":                    "a refund is read by its reference",
	"finds what is not there":       "what is not known is not found",
	"refuses without a word":        "a refusal says why, and another order pays",
	"a refusal is an error":         "a refusal says why, and another order pays",
	"pays what it refuses":          "a refusal says why, and another order pays",
	"refuses good settings":         "settings that are good pass their check",
	"works without a context":       "nothing is done in a context that has ended",
	"takes forged calls":            "only genuine calls are taken",
	"calls bring nothing":           "only genuine calls are taken",
}

func TestBrokenGatewaysAreFound(t *testing.T) {
	for broken, by := range brokenGateways {
		t.Run(broken, func(t *testing.T) {
			for _, c := range gatewayChecks {
				if c.name == by {
					found(t, c.run(t.Context(), (&memory{broken: broken}).gateway()))
					return
				}
			}
			t.Fatalf("there is no check %q", by)
		})
	}
}

func found(t *testing.T, err error) {
	t.Helper()
	if err == nil || errors.Is(err, errSkipped) {
		t.Fatalf("not found: %v", err)
	}
}

func TestWhatAFixtureDoesNotTellIsSkipped(t *testing.T) {
	skipped := 0
	count := func(name string, err error) {
		switch {
		case errors.Is(err, errSkipped):
			skipped++
		case err != nil:
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, c := range registrarChecks {
		m := &memory{}
		count(c.name, c.run(t.Context(), Registrar{Port: m, Documents: m.registrar().Documents}))
	}
	for _, c := range gatewayChecks {
		f := (&memory{}).gateway()
		count(c.name, c.run(t.Context(), Gateway{Port: f.Port, Pays: f.Pays, Back: f.Back}))
	}
	if skipped != 11 {
		t.Errorf("%d checks were skipped, it would have to be 11", skipped)
	}
}
