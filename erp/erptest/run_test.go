package erptest

import (
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
)

func TestTheSuiteFindsWhatIsBroken(t *testing.T) {
	port().Prove(t, suite.Proof[Fixture]{
		Port: func(flaw string) Fixture { return (&memory{broken: flaw}).fixture() },
		Flaws: map[string][]string{
			"unsupported effects are reported and not applied": {"shows no orders", "does what it cannot", "says it did what it cannot"},
			"two orders stay apart":                            {"one id for all", "writes to all orders"},
			"changes have the reference of the order":          {"no reference", "reference of the state", "speaks of another reference"},
			"the status becomes that of StatusFor":             {"shows by chance", "another status", "forgets the status", "wrong code in the outcome"},
			"nothing happens in an ended context": {
				"applies without a context", "lists without a context", "reads without a context", "yields errors twice",
			},
			"an order is created once, however often it is applied": {"a new order each time", "makes nothing", "another reference each time"},
			"the delivery window becomes that of the order":         {"writes what is so", "another zone"},
			"exactly the named lines are cancelled":                 {"cancels too much", "cancels nothing"},
			"a note is shown once for each key":                     {"a note each time", "one note for all keys", "no notes"},
			"a person's change is yielded once behind a cursor": {
				"begins anew", "loses changes", "keeps the cursor", "yields twice", "forgets what it told",
			},
			"lines become those of the order, and a person's line stays": {
				"keeps the lines", "drops a person's line", "says no sums", "says old sums", "shows less than it says", "changes each time",
			},
			"a payment becomes that of the order":       {"keeps the payments", "pays all at once", "a payment each time"},
			"goods that are back are shown as returned": {"keeps what is back", "takes all back"},
			"the details become those of the order":     {"keeps the details", "drops the comment"},
			"stock is read as it is": {
				"knows no stock", "an unknown article ends the list", "says nothing of an unknown article", "reads stock without a context",
			},
			"warehouses are listed": {"forgets a warehouse", "lists a warehouse twice", "goes on listing warehouses"},
			"goods are reserved where the order says, once": {
				"reserves nothing", "keeps what was released", "reserves each time", "shows what is reserved as free",
			},
			"goods are reserved once when the answer is lost": {"a lost answer reserves again"},
			"more than there is is refused, and nothing changes": {
				"reserves what is not there", "does not say what is missing", "a refusal reserves the rest", "a refusal gives no reason",
			},
			"a sale is made as a draft and posted, once, and the stock falls": {
				"a sale each time", "posts a draft at once", "a sale leaves the stock", "says nothing of its documents",
			},
			"a sale is made once when the answer is lost":                {"what is lost is made again"},
			"a sale of what is not there is refused":                     {"sells what is not there", "a refusal gives no reason"},
			"a transfer moves the stock when it is received":             {"a transfer moves nothing", "says nothing of its documents"},
			"a transfer is made once when the answer is lost":            {"what is lost is made again"},
			"a transfer that is dropped moves nothing":                   {"keeps a dropped transfer"},
			"a transfer that is dropped after it was sent moves nothing": {"keeps a dropped transfer", "drops only the request"},
			"a transfer of what is not there is refused":                 {"asks for what is not there", "does not say what is missing"},
			"goods that are back have a note on the basis of their sale, once": {
				"a return without its sale", "a note each time there", "says nothing of its documents",
			},
			"a sale that a person posts is reported":     {"tells nothing of documents", "reads no documents", "reads documents as they were"},
			"a transfer that a person sends is reported": {"tells nothing of documents", "reads no documents", "reads documents as they were"},
			"own writes are not changes":                 {"own writes come back"},
			"a confirmation is read as a confirmation": {
				"understands nothing", "wishes something each time", "a wish that makes no sense", "reads another status", "people cannot",
			},
			"a refused line is read as a refusal": {"refuses another line"},
			"rows that a person changes are read as one edit": {
				"understands no rows", "edits twice", "does not say what was changed", "a row is another line each time", "takes what is typed for all",
				"edits without a change",
			},
			"rows show the edit once it is made":                  {"leaves the rows"},
			"rows show the order again once the edit is refused":  {"keeps a person's row"},
			"rows that change between a reading and a write stay": {"overwrites what people type"},
			"a promo code that a person types is read":            {"reads no promo code", "leaves the rows"},
			"only genuine calls are accepted":                     {"takes forged calls", "calls bring nothing", "receiving writes"},
			"the settings pass Check":                             {"is not content", "checks without a context"},
			"the reasons are complete":                            {"reasons without a moment"},
			"an order is created once when the answer is lost":    {"a lost answer is a new order"},
			"a temporary failure creates no order":                {"a refusal leaves a trace", "a passing refusal is for good"},
			"a person's change names its user":                    {"forgets the user", "loses changes"},
			"changes survive JSON":                                {"reads the clock"},
			"a list ends when its reader stops":                   {"goes on after a break"},
			"wrong credentials are refused":                       {"mistakes strangers"},
		},
	})
}
