package exchangetest

import (
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
)

func TestTheSuiteFindsBrokenSources(t *testing.T) {
	source().Prove(t, suite.Proof[Source]{
		Port: func(flaw string) Source { return (&memory{broken: flaw}).source() },
		Flaws: map[string][]string{
			"records are whole": {
				"has no name", "another kind", "one key for all", "no reference", "no data", "no price", "no cursor", "all is gone",
			},
			"an empty cursor yields everything each time": {"other data each time", "less each time"},
			"nothing comes behind the last cursor":        {"begins anew"},
			"reading on from any record misses none":      {"the cursor is always the last"},
			"what changed comes behind a cursor":          {"loses changes"},
			"what was removed is gone":                    {"loses changes", "gone with data", "what is gone is a problem"},
			"a record that cannot be read is a problem, and ends no list": {
				"ends at a problem", "hides problems", "a problem is gone", "a problem with data", "a problem hides the others",
			},
			"an unknown kind is refused":          {"knows every kind", "an unknown kind is empty"},
			"a list ends when its reader stops":   {"goes on after a break"},
			"nothing happens in an ended context": {"works without a context", "yields errors twice"},
			"wrong credentials are refused":       {"mistakes strangers"},
		},
	})
}

func TestTheSuiteFindsBrokenSinks(t *testing.T) {
	sink().Prove(t, suite.Proof[Sink]{
		Port: func(flaw string) Sink { return (&memory{broken: flaw}).sink() },
		Flaws: map[string][]string{
			"each record is answered once, in order":            {"answers backwards", "answers half"},
			"the same record twice changes nothing":             {"writes what is so", "calls everything changed", "keeps nothing"},
			"a record is shown as it was told":                  {"keeps less", "keeps nothing"},
			"what is gone is removed, once":                     {"removes nothing"},
			"a record that is refused does not stop the others": {"keeps what it refuses", "stops at a refusal"},
			"a temporary failure keeps nothing twice":           {"a failure is for good", "a failure leaves a trace"},
			"a lost answer keeps nothing twice":                 {"a lost answer is written again"},
			"an unknown kind is refused":                        {"can anything", "knows every kind", "an unknown kind is empty"},
			"a list ends when its reader stops":                 {"goes on after a break"},
			"nothing happens in an ended context":               {"works without a context"},
			"wrong credentials are refused":                     {"mistakes strangers"},
		},
	})
}
