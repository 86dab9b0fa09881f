package receipttest

import (
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/receipts"
)

func TestTheSuiteOfRegistrarsFindsWhatIsBroken(t *testing.T) {
	registrars().Prove(t, suite.Proof[Registrar]{
		Port: func(flaw string) Registrar { return (&memory{broken: flaw}).registrar() },
		Flaws: map[string]string{
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
			"refuses good settings":          "its settings are good",
			"checking registers":             "its settings are good",
			"works without a context":        "nothing is done in a context that has ended",
			"takes forged calls":             "only genuine calls are taken",
			"calls bring nothing":            "only genuine calls are taken",
			"receiving registers":            "only genuine calls are taken",
			"lets strangers in":              "a stranger is not let in",
		},
	})
}

func TestARegistrarOfFFD105Passes(t *testing.T) {
	RunRegistrar(t, func(*testing.T) Registrar {
		f := (&memory{}).registrar()
		f.Format = receipts.FFD105
		return f
	})
}

func TestTheSuiteOfGatewaysFindsWhatIsBroken(t *testing.T) {
	gateways().Prove(t, suite.Proof[Gateway]{
		Port: func(flaw string) Gateway { return (&memory{broken: flaw}).gateway() },
		Flaws: map[string]string{
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
			"refuses good settings":         "its settings are good",
			"works without a context":       "nothing is done in a context that has ended",
			"takes forged calls":            "only genuine calls are taken",
			"calls bring nothing":           "only genuine calls are taken",
			"lets strangers in":             "a stranger is not let in",
		},
	})
}
