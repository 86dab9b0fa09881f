package erptest

import (
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
)

func TestTheSuiteFindsWhatIsBroken(t *testing.T) {
	port().Prove(t, suite.Proof[Fixture]{
		Port: func(flaw string) Fixture { return (&memory{broken: flaw}).fixture() },
		Flaws: map[string]string{
			"shows no orders":               "what it cannot do it says and does not do",
			"one id for all":                "two orders do not mix",
			"no reference":                  "the reference is that of which changes speak", // and no outcome tells it either
			"reference of the state":        "the reference is that of which changes speak",
			"shows by chance":               "the status becomes what Shows says",
			"applies without a context":     "nothing is done in a context that has ended",
			"lists without a context":       "nothing is done in a context that has ended",
			"reads without a context":       "nothing is done in a context that has ended",
			"yields errors twice":           "nothing is done in a context that has ended",
			"does what it cannot":           "what it cannot do it says and does not do",
			"says it did what it cannot":    "what it cannot do it says and does not do",
			"a new order each time":         "an order comes into being once however often it is asked for",
			"makes nothing":                 "an order comes into being once however often it is asked for",
			"another reference each time":   "an order comes into being once however often it is asked for",
			"another status":                "the status becomes what Shows says",
			"forgets the status":            "the status becomes what Shows says",
			"wrong code in the outcome":     "the status becomes what Shows says",
			"writes to all orders":          "two orders do not mix",
			"writes what is so":             "the delivery window becomes that of the order",
			"cancels too much":              "exactly the lines named show as cancelled",
			"cancels nothing":               "exactly the lines named show as cancelled",
			"another zone":                  "the delivery window becomes that of the order",
			"a note each time":              "a note comes once for each key",
			"one note for all keys":         "a note comes once for each key",
			"no notes":                      "a note comes once for each key",
			"begins anew":                   "what a person does comes once behind a cursor",
			"own writes come back":          "own writes do not come back",
			"loses changes":                 "what a person does comes once behind a cursor",
			"speaks of another reference":   "the reference is that of which changes speak",
			"keeps the cursor":              "what a person does comes once behind a cursor",
			"yields twice":                  "what a person does comes once behind a cursor",
			"forgets what it told":          "what a person does comes once behind a cursor",
			"understands nothing":           "a confirmation is read as one",
			"wishes something each time":    "a confirmation is read as one",
			"a wish that makes no sense":    "a confirmation is read as one",
			"reads another status":          "a confirmation is read as one",
			"refuses another line":          "a refused line is read as one",
			"takes forged calls":            "only genuine calls are taken",
			"calls bring nothing":           "only genuine calls are taken",
			"receiving writes":              "only genuine calls are taken",
			"is not content":                "its settings are good",
			"reasons without a moment":      "the reasons it takes are complete",
			"people cannot":                 "a confirmation is read as one",
			"a lost answer is a new order":  "an order comes into being once when the answer is lost",
			"a refusal leaves a trace":      "a passing refusal makes no order and leaves no trace",
			"a passing refusal is for good": "a passing refusal makes no order and leaves no trace",
			"reads the clock":               "changes survive JSON",
			"goes on after a break":         "whoever stops reading is left alone",
			"lets strangers in":             "a stranger is not let in",
		},
	})
}
