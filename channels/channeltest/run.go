package channeltest

import (
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
)

// Run runs every check as a subtest, for every scheme. setup is called for each of them, also more than once; it
// may use t.Cleanup to close what it opens.
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
		Needs:   []string{"Port", "Schemes", "Places", "Commits"},
		Schemes: func(f Fixture) []order.SchemeCode { return f.Schemes },
		Open: func(s suite.Env[Fixture]) *bench {
			return &bench{
				Fixture: s.Fixture.complete(), ctx: s.Ctx, scheme: s.Scheme,
				fresh: func() *bench { return &bench{Fixture: s.Setup().complete(), ctx: s.Ctx, scheme: s.Scheme} },
			}
		},
	}.
		Check("the settings pass Check", settingsAreGood).
		Check("a placed order is found", placedOrderIsFound).
		Check("orders are read, and unknown ones are left out", ordersAreRead).
		Check("an order is imported as it is read", orderIsTakenUp).
		Check("a list ends when its reader stops", readingStops).
		Check("nothing happens in an ended context", keepsToContext).
		Check("wrong credentials are refused", strangerIsRefused, "BadCredentials").
		Check("an order goes through its whole life", lifeIsLed).
		Check("an order is cancelled as a whole", wholeIsCancelled).
		Check("an order is cancelled with a code that is open", codeCancels).
		Check("a buyer's request to cancel is answered", buyerIsAnswered, "RequestsCancel").
		Check("an effect applied twice is done once", twiceIsOnce).
		Check("a temporary failure is made up for", onceWhenRefused, "FailsOnce").
		Check("a lost answer does nothing twice", onceWhenLost, "LosesAnswer").
		Check("nothing is sent for units cancelled in the meantime", goneMeanwhile, "Cancels").
		Check("unsupported effects are reported and not applied", saysWhatItCannot).
		Check("the reasons have codes", reasonsHaveCodes).
		Check("labels exist once the order is packed", labelsExist).
		Check("a call of the system is accepted", callIsTaken, "Call").
		Check("a new order is the same in a call and as read", toldAndReadAgree, "Call").
		Check("only genuine calls are accepted", callsAreGenuine, "Call")
}
