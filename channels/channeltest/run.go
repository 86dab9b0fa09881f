package channeltest

import (
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
)

// Run makes every check as a subtest, each for every scheme. setup is called for each of them, also more than once; it
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
		Check("its settings are good", settingsAreGood).
		Check("a placed order is found", placedOrderIsFound).
		Check("an order is read, and one that is not there is left out", ordersAreRead).
		Check("an order is taken up as it is read", orderIsTakenUp).
		Check("whoever stops reading is left alone", readingStops).
		Check("nothing is done in a context that has ended", keepsToContext).
		Check("a stranger is not let in", strangerIsRefused, "BadCredentials").
		Check("an order is led through its life", lifeIsLed).
		Check("an order is cancelled as a whole", wholeIsCancelled).
		Check("a buyer who asks to cancel is answered", buyerIsAnswered, "RequestsCancel").
		Check("what is applied twice is done once", twiceIsOnce).
		Check("a passing refusal is made up for", onceWhenRefused, "FailsOnce").
		Check("a lost answer does nothing twice", onceWhenLost, "LosesAnswer").
		Check("nothing is sent for units that were cancelled meanwhile", goneMeanwhile, "Cancels").
		Check("what it cannot do it says and does not do", saysWhatItCannot).
		Check("the reasons it takes have codes", reasonsHaveCodes).
		Check("labels exist once the order is packed", labelsExist).
		Check("a call of the system is taken", callIsTaken, "Call").
		Check("a new order is the same whether told or read", toldAndReadAgree, "Call").
		Check("only genuine calls are taken", callsAreGenuine, "Call")
}
