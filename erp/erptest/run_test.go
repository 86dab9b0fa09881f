package erptest

import (
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
)

func TestTheSuiteFindsWhatIsBroken(t *testing.T) {
	port().Prove(t, suite.Proof[Fixture]{
		Port: func(flaw string) Fixture { return (&memory{broken: flaw}).fixture() },
		Flaws: map[string][]string{
			"what it cannot do it says and does not do":    {"shows no orders", "does what it cannot", "says it did what it cannot"},
			"two orders do not mix":                        {"one id for all", "writes to all orders"},
			"the reference is that of which changes speak": {"no reference", "reference of the state", "speaks of another reference"},
			"the status becomes what StatusFor returns":    {"shows by chance", "another status", "forgets the status", "wrong code in the outcome"},
			"nothing is done in a context that has ended": {
				"applies without a context", "lists without a context", "reads without a context", "yields errors twice",
			},
			"an order comes into being once however often it is asked for": {"a new order each time", "makes nothing", "another reference each time"},
			"the delivery window becomes that of the order":                {"writes what is so", "another zone"},
			"exactly the lines named show as cancelled":                    {"cancels too much", "cancels nothing"},
			"a note comes once for each key":                               {"a note each time", "one note for all keys", "no notes"},
			"what a person does comes once behind a cursor": {
				"begins anew", "loses changes", "keeps the cursor", "yields twice", "forgets what it told",
			},
			"own writes do not come back": {"own writes come back"},
			"a confirmation is read as one": {
				"understands nothing", "wishes something each time", "a wish that makes no sense", "reads another status", "people cannot",
			},
			"a refused line is read as one":                          {"refuses another line"},
			"only genuine calls are taken":                           {"takes forged calls", "calls bring nothing", "receiving writes"},
			"its settings are good":                                  {"is not content", "checks without a context"},
			"the reasons it takes are complete":                      {"reasons without a moment"},
			"an order comes into being once when the answer is lost": {"a lost answer is a new order"},
			"a passing refusal makes no order and leaves no trace":   {"a refusal leaves a trace", "a passing refusal is for good"},
			"changes survive JSON":                                   {"reads the clock"},
			"whoever stops reading is left alone":                    {"goes on after a break"},
			"a stranger is not let in":                               {"mistakes strangers"},
		},
	})
}
