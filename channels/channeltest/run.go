package channeltest

import (
	"testing"

	"github.com/ordo-sdk/ordo/channels"
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

// suiteWith returns a suite without checks that needs some fields.
func suiteWith(fields ...string) suite.Suite[Fixture, *bench] {
	return suite.Suite[Fixture, *bench]{
		Needs:   fields,
		Schemes: func(f Fixture) []order.SchemeCode { return f.Schemes },
		Open: func(s suite.Env[Fixture]) *bench {
			return &bench{
				Fixture: s.Fixture.complete(), ctx: s.Ctx, scheme: s.Scheme,
				fresh: func() *bench { return &bench{Fixture: s.Setup().complete(), ctx: s.Ctx, scheme: s.Scheme} },
			}
		},
	}
}

// port is the suite of channels that are read.
func port() suite.Suite[Fixture, *bench] {
	s := suiteWith("Port", "Schemes", "Places", "Commits")
	s.Other = func(f Fixture) *suite.Suite[Fixture, *bench] {
		if _, is := f.Port.(channels.Pusher); !is {
			return nil
		}
		p := pusher()
		return &p
	}
	return s.
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
		Check("goods on sale are listed", goodsAreListed, "Lists").
		Check("the payment methods are those of the orders", methodsAreKnown).
		Check("a call of the system is accepted", callIsTaken, "Call").
		Check("a new order is the same in a call and as read", toldAndReadAgree, "Call").
		Check("only genuine calls are accepted", callsAreGenuine, "Call")
}

// pusher is the suite of channels that send their orders and cannot be asked for them.
func pusher() suite.Suite[Fixture, *bench] {
	return suiteWith("Port", "Schemes", "Call", "Commits").
		Check("the settings pass Check", settingsAreGood).
		Check("the channel says that it cannot be asked", cannotBeAsked).
		Check("nothing happens in an ended context", keepsToContext).
		Check("wrong credentials are refused", strangerIsRefused, "BadCredentials").
		Check("an order goes through its whole life", lifeIsLed).
		Check("an order is cancelled as a whole", wholeIsCancelled).
		Check("an effect applied twice is done once", twiceIsOnce).
		Check("a temporary failure is made up for", onceWhenRefused, "FailsOnce").
		Check("a lost answer does nothing twice", onceWhenLost, "LosesAnswer").
		Check("unsupported effects are reported and not applied", saysWhatItCannot).
		Check("the reasons have codes", reasonsHaveCodes).
		Check("labels exist once the order is packed", labelsExist).
		Check("a call of the system is accepted", callIsTaken).
		Check("a new order comes whole", newOrderIsWhole).
		Check("a change has its time and its key", changeIsWeighed, "ChangeCall").
		Check("news is completed as in a call", newsIsCompleted).
		Check("only genuine calls are accepted", callsAreGenuine)
}
