package erptest

import (
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
)

// Run makes every check as a subtest, each for every scheme. setup makes a fresh, empty system for each of them; it may use
// t.Cleanup to close what it opens.
func Run(t *testing.T, setup func(t *testing.T) Fixture) {
	t.Helper()
	port().Run(t, setup)
}

// RunInBubble is Run with every check in a bubble of testing/synctest, where waiting takes no time. The fake must be
// reached without sockets, and nothing that setup starts may outlive the test.
func RunInBubble(t *testing.T, setup func(t *testing.T) Fixture) {
	t.Helper()
	port().RunInBubble(t, setup)
}

// port is the suite.
func port() suite.Suite[Fixture, *bench] {
	return suite.Suite[Fixture, *bench]{
		Needs: []string{"Port", "Count"},
		Schemes: func(f Fixture) []order.SchemeCode {
			if len(f.Schemes) == 0 {
				return []order.SchemeCode{order.Standard, order.MerchantDelivery}
			}
			return f.Schemes
		},
		Open: func(s suite.Env[Fixture]) *bench {
			return &bench{Fixture: s.Fixture, ctx: s.Ctx, scheme: s.Scheme, at: start}
		},
	}.
		Check("its settings are good", settingsAreGood).
		Check("an order comes into being once however often it is asked for", once).
		Check("an order comes into being once when the answer is lost", onceWhenLost, "LosesAnswer").
		Check("a passing refusal makes no order and leaves no trace", onceWhenRefused, "FailsOnce").
		Check("two orders do not mix", apart, "Status").
		Check("the reference is that of which changes speak", sameReference, "Confirms").
		Check("the status becomes what StatusFor returns", showsStatus, "Status").
		Check("exactly the lines named show as cancelled", cancelsExactly, "Cancelled").
		Check("a note comes once for each key", notesOnce, "Notes").
		Check("the delivery window becomes that of the order", movesDate, "Window").
		Check("what it cannot do it says and does not do", saysWhatItCannot).
		Check("own writes do not come back", ownWritesStay).
		Check("what a person does comes once behind a cursor", comesOnce, "Confirms").
		Check("changes survive JSON", survivesJSON, "Confirms").
		Check("whoever stops reading is left alone", readingStops, "Confirms").
		Check("a confirmation is read as one", readsConfirmation, "Confirms").
		Check("a refused line is read as one", readsRefusal, "Cancels").
		Check("nothing is done in a context that has ended", keepsToContext).
		Check("only genuine calls are taken", callsAreGenuine, "Call").
		Check("the reasons it takes are complete", reasonsAreComplete).
		Check("a stranger is not let in", strangerIsRefused, "BadCredentials")
}
