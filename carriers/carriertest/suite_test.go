package carriertest

import (
	"errors"
	"testing"

	"github.com/ordo-sdk/ordo/order"
)

func TestACarrierThatKeepsItsPromisesPasses(t *testing.T) {
	for name, in := range map[string]func(*testing.T, func(*testing.T) Fixture){"": Run, "in a bubble": RunInBubble} {
		t.Run(name, func(t *testing.T) { in(t, func(*testing.T) Fixture { return (&memory{}).fixture() }) })
	}
}

// brokenCarriers are faults, and one check each that must find them.
var brokenCarriers = map[string]string{
	"a form of another system":           "a form can be drawn",
	"two fields of one name":             "a form can be drawn",
	"a field without a label":            "a form can be drawn",
	"a type that nobody knows":           "a form can be drawn",
	"a choice without choices":           "a form can be drawn",
	"a pattern that is none":             "a form can be drawn",
	"a condition on nothing":             "a form can be drawn",
	"money without a currency":           "a form can be drawn",
	"a list without fields":              "a form can be drawn",
	"fills in a field that is not there": "a form can be drawn",
	"fills in nothing":                   "a form is filled in from the order",
	"fills in nonsense":                  "a form is filled in from the order",
	"fills in no buyer":                  "a form is filled in from the order",
	"few rules":                          "what breaks a rule of the form is not sent, and the field is named",
	"sends what is broken":               "what breaks a rule of the form is not sent, and the field is named",
	"hides the field":                    "what breaks a rule of the form is not sent, and the field is named",
	"a form of no shipment":              "an order that has no such shipment has no form",
	"no shipment is another error":       "an order that has no such shipment has no form",
	"takes any key":                      "a key that would not do is not sent",
	"a new parcel each time":             "a parcel is asked for once however often the request is given",
	"asks for nothing":                   "a parcel is asked for once however often the request is given",
	"no reference":                       "a parcel is asked for once however often the request is given",
	"speaks of another system":           "a parcel is asked for once however often the request is given",
	"no state":                           "a parcel is asked for once however often the request is given",
	"another key":                        "a parcel is asked for once however often the request is given",
	"does not say where":                 "a parcel is asked for once however often the request is given",
	"a lost answer is a new parcel":      "a parcel is asked for once when the answer is lost",
	"a refusal leaves a trace":           "a passing refusal asks for nothing and leaves no trace",
	"a passing refusal is for good":      "a passing refusal asks for nothing and leaves no trace",
	"one reference for all":              "another key is another parcel",
	"one parcel for all keys":            "another key is another parcel",
	"never accepts":                      "an accepted parcel has a number and is found by it, by its key and by its reference",
	"no number":                          "an accepted parcel has a number and is found by it, by its key and by its reference",
	"does not know numbers":              "an accepted parcel has a number and is found by it, by its key and by its reference",
	"another number each time":           "an accepted parcel has a number and is found by it, by its key and by its reference",
	"refuses without a word":             "a refused request says why, and its key is free",
	"refuses without a rule":             "a refused request says why, and its key is free",
	"accepts what it refuses":            "a refused request says why, and its key is free",
	"keeps keys":                         "a refused request says why, and its key is free",
	"cancels once":                       "a cancelled parcel is not carried",
	"cancels nothing":                    "a cancelled parcel is not carried",
	"does not say that it is cancelled":  "a cancelled parcel is not carried",
	"cancels on the way":                 "a parcel that is on its way is not cancelled",
	"another word for on the way":        "a parcel that is on its way is not cancelled",
	"calls the accepted sent":            "where a parcel is, is told in our words and the carrier's",
	"never moves":                        "where a parcel is, is told in our words and the carrier's",
	"says nothing in its own words":      "where a parcel is, is told in our words and the carrier's",
	"has no time":                        "where a parcel is, is told in our words and the carrier's",
	"moves are refusals":                 "where a parcel is, is told in our words and the carrier's",
	"goes the other way":                 "where a parcel is, is told in our words and the carrier's",
	"a part is all":                      "what is taken in part is told by the piece",
	"forgets what was taken":             "what is taken in part is told by the piece",
	"other goods were taken":             "what is taken in part is told by the piece",
	"finds what is not there":            "what is not known is told as a problem and does not end a list",
	"what is not there ends the list":    "what is not known is told as a problem and does not end a list",
	"what is not there is left out":      "what is not known is told as a problem and does not end a list",
	"what is not there is at fault":      "what is not known is told as a problem and does not end a list",
	"a problem without a reference":      "what is not known is told as a problem and does not end a list",
	"tells twice":                        "several parcels are read, each once",
	"tells of what nobody asked":         "several parcels are read, each once",
	"works without a context":            "nothing is done in a context that has ended",
	"lets strangers in":                  "a stranger is not let in",
	"takes forged calls":                 "only genuine calls are taken",
	"calls bring nothing":                "only genuine calls are taken",
	"calls bring strangers":              "only genuine calls are taken",
	"receiving asks for a parcel":        "only genuine calls are taken",
	"subscribes each time":               "who is called is subscribed once",
	"does not subscribe":                 "who is called is subscribed once",
	"prices nothing":                     "a price is told, and can be chosen",
	"no offers":                          "a price is told, and can be chosen",
	"gives it away":                      "a price is told, and can be chosen",
	"offers what cannot be chosen":       "a price is told, and can be chosen",
	"a quote is a request":               "a price is told, and can be chosen",
	"has no points":                      "points are told one by one",
	"points without an address":          "points are told one by one",
	"does not filter points":             "points are told one by one",
	"does not tell lockers":              "points are told one by one",
	"finds no city":                      "cities are found by the beginning of their name",
	"finds any city":                     "cities are found by the beginning of their name",
	"prints nothing":                     "papers exist once a parcel is accepted",
	"prints white paper":                 "papers exist once a parcel is accepted",
	"prints what is not there":           "papers exist once a parcel is accepted",
	"changes to anything":                "a request is changed until the goods move",
	"changes on the way":                 "a request is changed until the goods move",
	"a change is another parcel":         "a request is changed until the goods move",
	"a change is refused":                "a request is changed until the goods move",
	"sends back what it does not have":   "what the carrier has in hand is sent back",
	"sends nothing back":                 "what the carrier has in hand is sent back",
	"sends back twice":                   "what the carrier has in hand is sent back",
	"does not link":                      "what the carrier has in hand is sent back",
	"counts the return as handed out":    "what the carrier has in hand is sent back",
	"returns what was not handed out":    "a buyer sends back what he had",
	"returns twice":                      "a buyer sends back what he had",
	"refuses returns":                    "a buyer sends back what he had",
	"a return takes the goods away":      "a buyer sends back what he had",
	"a return is the parcel itself":      "a buyer sends back what he had",
	"its settings are bad":               "its settings are good",
}

func TestBrokenCarriersAreFound(t *testing.T) {
	for broken, by := range brokenCarriers {
		t.Run(broken, func(t *testing.T) {
			for _, c := range checks {
				if c.name == by {
					found(t, c.look(bench{Fixture: (&memory{broken: broken}).fixture(), ctx: t.Context()}))
					return
				}
			}
			t.Fatalf("there is no check %q", by)
		})
	}
}

// Whoever goes on when nobody listens any more makes Go panic.
func TestWhoeverGoesOnIsFound(t *testing.T) {
	for broken, by := range map[string]string{"reads on": "whoever stops reading is left alone", "points go on": "points are told one by one"} {
		for _, c := range checks {
			if c.name == by {
				func() {
					defer func() {
						if recover() == nil {
							t.Errorf("%s: not found", broken)
						}
					}()
					_ = c.look(bench{Fixture: (&memory{broken: broken}).fixture(), ctx: t.Context()})
				}()
			}
		}
	}
}

func found(t *testing.T, err error) {
	t.Helper()
	var lack skipped
	if err == nil || errors.As(err, &lack) {
		t.Fatalf("not found: %v", err)
	}
}

func TestEachCheckFindsSomething(t *testing.T) {
	finds := map[string]bool{"whoever stops reading is left alone": true}
	for _, by := range brokenCarriers {
		finds[by] = true
	}
	for _, c := range checks {
		if !finds[c.name] {
			t.Errorf("nothing proves that the check %q can fail", c.name)
		}
	}
}

func TestWhatAFixtureDoesNotTellIsSkipped(t *testing.T) {
	skips := 0
	for _, c := range checks {
		f := (&memory{}).fixture()
		err := c.look(bench{Fixture: Fixture{Carrier: f.Carrier, Parcels: f.Parcels, Works: f.Works, Delivery: order.Delivery{Point: "ST1"}}, ctx: t.Context()})
		var lack skipped
		switch {
		case errors.As(err, &lack):
			skips++
		case err != nil:
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if skips != 13 {
		t.Errorf("%d checks were skipped, it would have to be 13", skips)
	}
	for _, c := range checks {
		f := (&memory{}).fixture()
		err := c.look(bench{Fixture: Fixture{Carrier: f.Carrier, Parcels: f.Parcels}, ctx: t.Context()})
		var lack skipped
		if err != nil && !errors.As(err, &lack) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
