package carriertest

import (
	"context"
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
)

// Run makes every check as a subtest. setup makes a fresh carrier, without parcels, for each of them; it may use
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

// bench is a fixture at work: it plays the host.
type bench struct {
	Fixture
	ctx context.Context
}

// port is the suite.
func port() suite.Suite[Fixture, bench] {
	return suite.Suite[Fixture, bench]{
		Needs: []string{"Port", "Count"},
		Open:  func(s suite.Env[Fixture]) bench { return bench{s.Fixture, s.Ctx} },
	}.
		Check("a form can be drawn", formCanBeDrawn).
		Check("a form is filled in from the order", formIsFilledIn).
		Check("what breaks a rule of the form is not sent, and the field is named", rulesAreKept).
		Check("an order that has no such shipment has no form", formNeedsAShipment).
		Check("a key that would not do is not sent", keysAreChecked).
		Check("a parcel is asked for once however often the request is given", onceAskedFor).
		Check("a parcel is asked for once when the answer is lost", onceWhenLost, "LosesAnswer").
		Check("a passing refusal asks for nothing and leaves no trace", onceWhenRefused, "FailsOnce").
		Check("another key is another parcel", keysApart).
		Check("an accepted parcel has a number and is found by it, by its key and by its reference", foundAgain).
		Check("a refused request says why, and its key is free", refusedSaysWhy, "Refuses").
		Check("a cancelled parcel is not carried", cancelled).
		Check("a parcel that is on its way is not cancelled", notCancelledOnItsWay, "Moves").
		Check("where a parcel is, is told in our words and the carrier's", whereItIs, "Moves").
		Check("what is taken in part is told by the piece", takenInPart, "HandsOut").
		Check("what is not known is told as a problem and does not end a list", unknownIsAProblem).
		Check("several parcels are read, each once", severalAreRead).
		Check("whoever stops reading is left alone", readingStops).
		Check("nothing is done in a context that has ended", keepsToContext).
		Check("a stranger is not let in", strangerIsRefused, "BadCredentials").
		Check("only genuine calls are taken", callsAreGenuine, "Call").
		Check("who is called is subscribed once", subscribedOnce, "Subscriptions").
		Check("a price is told, and can be chosen", pricesAreTold).
		Check("points are told one by one", pointsAreTold).
		Check("cities are found by the beginning of their name", citiesAreFound).
		Check("papers exist once a parcel is accepted", papersExist).
		Check("a request is changed until the goods move", changedUntilMoved, "Moves").
		Check("what the carrier has in hand is sent back", sentBack, "Moves").
		Check("a buyer sends back what he had", returnedByBuyer, "Moves").
		Check("its settings are good", settingsAreGood)
}
