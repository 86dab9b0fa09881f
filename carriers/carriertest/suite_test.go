package carriertest

import (
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
)

func TestTheSuiteFindsWhatIsBroken(t *testing.T) {
	port().Prove(t, suite.Proof[Fixture]{
		Port: func(flaw string) Fixture { return (&memory{broken: flaw}).fixture() },
		Keep: []string{"Process", "Delivery"},
		Flaws: map[string][]string{
			"a form can be drawn": {
				"a form of another system", "two fields of one name", "a field without a label", "a type that nobody knows",
				"a choice without choices", "a pattern that is none", "a condition on nothing", "money without a currency", "a list without fields",
				"fills in a field that is not there",
			},
			"a form is filled in from the order":                            {"fills in nothing", "fills in nonsense", "fills in no buyer"},
			"values that break a rule are not sent, and the field is named": {"few rules", "sends what is broken", "hides the field"},
			"an unknown shipment has no form":                               {"a form of no shipment", "no shipment is another error"},
			"an invalid key is not sent":                                    {"takes any key"},
			"a parcel is created once, however often it is requested": {
				"a new parcel each time", "asks for nothing", "no reference", "speaks of another system", "no state", "another key",
				"does not say where",
			},
			"a parcel is created once when the answer is lost": {"a lost answer is a new parcel"},
			"a temporary failure creates no parcel":            {"a refusal leaves a trace", "a passing refusal is for good"},
			"another key is another parcel":                    {"one reference for all", "one parcel for all keys"},
			"an accepted parcel is found by number, key and reference": {
				"never accepts", "no number", "does not know numbers", "another number each time",
			},
			"a refused request has a reason, and its key is free": {
				"refuses without a word", "refuses without a rule", "accepts what it refuses", "keeps keys",
			},
			"a cancelled parcel is not carried":            {"cancels once", "cancels nothing", "does not say that it is cancelled"},
			"a parcel that is on its way is not cancelled": {"cancels on the way", "another word for on the way"},
			"the state of a parcel is reported in our codes and the carrier's": {
				"calls the accepted sent", "never moves", "says nothing in its own words", "has no time", "moves are refusals", "goes the other way",
			},
			"a partial delivery is reported by the piece": {"a part is all", "forgets what was taken", "other goods were taken"},
			"an unknown parcel is a problem and does not end a list": {
				"finds what is not there", "what is not there ends the list", "what is not there is left out", "what is not there is at fault",
				"a problem without a reference",
			},
			"several parcels are read, each once": {"tells twice", "reports what nobody asked"},
			"nothing happens in an ended context": {"works without a context"},
			"wrong credentials are refused":       {"mistakes strangers"},
			"only genuine calls are accepted":     {"takes forged calls", "calls bring nothing", "calls bring strangers", "receiving asks for a parcel"},
			"a subscription is made once":         {"subscribes each time", "does not subscribe"},
			"a quoted offer can be chosen": {
				"prices nothing", "no offers", "gives it away", "offers what cannot be chosen", "a quote is a request",
			},
			"points are listed": {
				"has no points", "points without an address", "does not filter points", "does not tell lockers", "points go on",
			},
			"cities are found by the beginning of their name": {"finds no city", "finds any city"},
			"labels exist once a parcel is accepted":          {"prints nothing", "prints white paper", "prints what is not there"},
			"a request is changed until the goods move": {
				"changes to anything", "changes on the way", "a change is another parcel", "a change is refused",
			},
			"a parcel that the carrier has is sent back": {
				"sends back what it does not have", "sends nothing back", "sends back twice", "does not link", "counts the return as handed out",
			},
			"a buyer returns a delivered parcel": {
				"returns what was not handed out", "returns twice", "refuses returns", "a return takes the goods away",
				"a return is the parcel itself",
			},
			"the settings pass Check":           {"its settings are bad"},
			"a list ends when its reader stops": {"reads on"},
		},
	})
}
