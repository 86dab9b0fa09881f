package receipttest

import (
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/receipts"
)

func TestTheSuiteOfRegistrarsFindsWhatIsBroken(t *testing.T) {
	registrars().Prove(t, suite.Proof[Registrar]{
		Port: func(flaw string) Registrar { return (&memory{broken: flaw}).registrar() },
		Flaws: map[string][]string{
			"a receipt is registered once however often it is given": {
				"a new receipt each time", "registers nothing", "no reference", "speaks of another system", "no state",
			},
			"a receipt is registered once when the answer is lost":      {"a lost answer is a new receipt"},
			"a passing refusal registers nothing and leaves no trace":   {"a refusal leaves a trace", "a passing refusal is for good"},
			"another key is another receipt":                            {"one reference for all", "one receipt for all keys"},
			"what breaks a rule is not sent":                            {"sends what is broken", "hides the rule"},
			"advance, sale and refund are taken":                        {"takes no refunds"},
			"what is printed is read by its reference":                  {"another total", "never prints", "a document without numbers", "reads another reference"},
			"a receipt that is not known is not found":                  {"finds what is not there"},
			"a failed receipt says why, and is tried under another key": {"fails without a word", "calls a failure done"},
			"its settings are good":                                     {"refuses good settings", "checking registers"},
			"nothing is done in a context that has ended":               {"works without a context"},
			"only genuine calls are taken":                              {"takes forged calls", "calls bring nothing", "receiving registers"},
			"a stranger is not let in":                                  {"mistakes strangers"},
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
		Flaws: map[string][]string{
			"money goes back once however often it is ordered": {
				"a new refund each time", "pays nothing", "another sum goes back", "no reference", "speaks of another system", "tells another sum",
			},
			"money goes back once when the answer is lost":       {"a lost answer is a new refund"},
			"a passing refusal pays nothing and leaves no trace": {"a refusal leaves a trace", "a passing refusal is for good"},
			"two keys are two refunds":                           {"one reference for all", "one refund for all keys"},
			"no more goes back than was paid":                    {"pays above the payment"},
			"what breaks a rule is not sent":                     {"sends what is broken"},
			"a receipt may go along":                             {"takes no receipt"},
			"a payment is told as it stands":                     {"another amount", "forgets what went back", "tells another payment"},
			"a refund is read by its reference":                  {"reads another reference", "never done"},
			"what is not known is not found":                     {"finds what is not there"},
			"a refusal says why, and another order pays":         {"refuses without a word", "a refusal is an error", "pays what it refuses"},
			"its settings are good":                              {"refuses good settings"},
			"nothing is done in a context that has ended":        {"works without a context"},
			"only genuine calls are taken":                       {"takes forged calls", "calls bring nothing"},
			"a stranger is not let in":                           {"mistakes strangers"},
		},
	})
}
