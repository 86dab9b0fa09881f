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
			"a receipt is registered once, however often it is sent": {
				"a new receipt each time", "registers nothing", "no reference", "speaks of another system", "no state",
			},
			"a receipt is registered once when the answer is lost":            {"a lost answer is a new receipt"},
			"a temporary failure registers nothing":                           {"a refusal leaves a trace", "a passing refusal is for good"},
			"another key is another receipt":                                  {"one reference for all", "one receipt for all keys"},
			"a receipt or refund that breaks a rule is not sent":              {"sends what is broken", "hides the rule"},
			"advance, sale and refund are accepted":                           {"takes no refunds"},
			"a printed receipt is read by its reference":                      {"another total", "never prints", "a document without numbers", "reads another reference"},
			"an unknown receipt is not found":                                 {"finds what is not there"},
			"a failed receipt has a reason, and is retried under another key": {"fails without a word", "calls a failure done"},
			"the settings pass Check":                                         {"refuses good settings", "checking registers"},
			"nothing happens in an ended context":                             {"works without a context"},
			"only genuine calls are accepted":                                 {"takes forged calls", "calls bring nothing", "receiving registers"},
			"wrong credentials are refused":                                   {"mistakes strangers"},
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
			"a refund is paid once, however often it is ordered": {
				"a new refund each time", "pays nothing", "another sum goes back", "no reference", "speaks of another system", "tells another sum",
			},
			"a refund is paid once when the answer is lost":      {"a lost answer is a new refund"},
			"a temporary failure pays nothing":                   {"a refusal leaves a trace", "a passing refusal is for good"},
			"two keys are two refunds":                           {"one reference for all", "one refund for all keys"},
			"no more is paid back than was paid":                 {"pays above the payment"},
			"a receipt or refund that breaks a rule is not sent": {"sends what is broken"},
			"a refund may have a receipt":                        {"takes no receipt"},
			"a payment is reported in its current state":         {"another amount", "forgets what went back", "tells another payment"},
			"a refund is read by its reference":                  {"reads another reference", "never done"},
			"unknown payments and refunds are not found":         {"finds what is not there"},
			"a refusal has a reason, and another order pays":     {"refuses without a word", "a refusal is an error", "pays what it refuses"},
			"held money is captured once, however often that is ordered": {
				"captures nothing", "refuses what it captured", "captures another sum", "speaks of another payment",
			},
			"held money is captured once when the answer is lost":      {"a lost answer is a refusal"},
			"a temporary failure captures nothing":                     {"a refusal captures", "a passing refusal is for good"},
			"less is captured than is held, and never more":            {"captures all", "captures above the hold"},
			"held money is released once, and not captured then":       {"releases nothing", "captures what it released"},
			"an order about held money that breaks a rule is not sent": {"sends what is broken"},

			"the settings pass Check":             {"refuses good settings"},
			"nothing happens in an ended context": {"works without a context"},
			"only genuine calls are accepted":     {"takes forged calls", "calls bring nothing"},
			"wrong credentials are refused":       {"mistakes strangers"},
		},
	})
}
