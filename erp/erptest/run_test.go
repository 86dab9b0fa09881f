package erptest

import (
	"errors"
	"testing"

	"github.com/ordo-sdk/ordo/order"
)

func TestASystemThatKeepsItsPromisesPasses(t *testing.T) {
	Run(t, func(*testing.T) Fixture { return (&memory{}).fixture() })
}

// brokenSystems are faults, and one check each that must find them.
var brokenSystems = map[string]string{
	"shows no orders":             "what it cannot do it says and does not do",
	"one id for all":              "two orders do not mix",
	"no reference":                "the reference is that of which changes speak", // and no outcome tells it either
	"reference of the state":      "the reference is that of which changes speak",
	"shows by chance":             "the status becomes what Shows says",
	"applies without a context":   "nothing is done in a context that has ended",
	"lists without a context":     "nothing is done in a context that has ended",
	"reads without a context":     "nothing is done in a context that has ended",
	"yields errors twice":         "nothing is done in a context that has ended",
	"does what it cannot":         "what it cannot do it says and does not do",
	"says it did what it cannot":  "what it cannot do it says and does not do",
	"a new order each time":       "an order comes into being once however often it is asked for",
	"makes nothing":               "an order comes into being once however often it is asked for",
	"another reference each time": "an order comes into being once however often it is asked for",
	"another status":              "the status becomes what Shows says",
	"forgets the status":          "the status becomes what Shows says",
	"wrong code in the outcome":   "the status becomes what Shows says",
	"writes to all orders":        "two orders do not mix",
	"writes what is so":           "the delivery window becomes that of the order",
	"cancels too much":            "exactly the lines named show as cancelled",
	"cancels nothing":             "exactly the lines named show as cancelled",
	"another zone":                "the delivery window becomes that of the order",
	"a note each time":            "a note comes once for each key",
	"one note for all keys":       "a note comes once for each key",
	"no notes":                    "a note comes once for each key",
	"begins anew":                 "what a person does comes once behind a cursor",
	"own writes come back":        "own writes do not come back",
	"loses changes":               "what a person does comes once behind a cursor",
	"speaks of another reference": "the reference is that of which changes speak",
	"keeps the cursor":            "what a person does comes once behind a cursor",
	"yields twice":                "what a person does comes once behind a cursor",
	"forgets what it told":        "what a person does comes once behind a cursor",
	"understands nothing":         "a confirmation is read as one",
	"wishes something each time":  "a confirmation is read as one",
	"a wish that makes no sense":  "a confirmation is read as one",
	"reads another status":        "a confirmation is read as one",
	"refuses another line":        "a refused line is read as one",
	"takes forged calls":          "only genuine calls are taken",
	"calls bring nothing":         "only genuine calls are taken",
	"receiving writes":            "only genuine calls are taken",
	"is not content":              "a system that checks itself is content, and reasons are complete",
	"reasons without a moment":    "a system that checks itself is content, and reasons are complete",
	"people cannot":               "a confirmation is read as one",
}

func TestBrokenSystemsAreFound(t *testing.T) {
	for broken, by := range brokenSystems {
		t.Run(broken, func(t *testing.T) {
			for _, c := range checks {
				if c.name != by {
					continue
				}
				m := &memory{broken: broken}
				err := c.run(t.Context(), m.fixture(), order.Standard)
				if err == nil || errors.Is(err, errSkipped) {
					t.Fatalf("not found: %v", err)
				}
				return
			}
			t.Fatalf("there is no check %q", by)
		})
	}
}

func TestAListThatGoesOnAfterABreakPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Fatal("not found")
		}
	}()
	m := &memory{broken: "goes on after a break"}
	_ = breaksOff(t.Context(), m.fixture(), order.Standard)
}

func TestWhatAFixtureDoesNotTellIsSkipped(t *testing.T) {
	skipped := 0
	for _, c := range checks {
		m := &memory{}
		full := m.fixture()
		err := c.run(t.Context(), Fixture{System: m, Orders: full.Orders}, order.Standard)
		switch {
		case errors.Is(err, errSkipped):
			skipped++
		case err != nil:
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if skipped < 10 {
		t.Errorf("%d checks were skipped", skipped)
	}
}
