package carriertest

import (
	"context"
	"testing"

	"github.com/ordo-sdk/ordo/internal/suite"
)

// Run runs every check as a subtest. setup makes a fresh carrier, without parcels, for each of them; it may use
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

// bench is a fixture in use. It acts as the host.
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
		Check("values that break a rule are not sent, and the field is named", rulesAreKept).
		Check("an unknown shipment has no form", formNeedsAShipment).
		Check("an invalid key is not sent", keysAreChecked).
		Check("a parcel is created once, however often it is requested", onceAskedFor).
		Check("a parcel is created once when the answer is lost", onceWhenLost, "LosesAnswer").
		Check("a temporary failure creates no parcel", onceWhenRefused, "FailsOnce").
		Check("another key is another parcel", keysApart).
		Check("an accepted parcel is found by number, key and reference", foundAgain).
		Check("a refused request has a reason, and its key is free", refusedSaysWhy, "Refuses").
		Check("a cancelled parcel is not carried", cancelled).
		Check("a parcel that is on its way is not cancelled", notCancelledOnItsWay, "Moves").
		Check("the state of a parcel is reported in our codes and the carrier's", whereItIs, "Moves").
		Check("a partial delivery is reported by the piece", takenInPart, "HandsOut").
		Check("an unknown parcel is a problem and does not end a list", unknownIsAProblem).
		Check("several parcels are read, each once", severalAreRead).
		Check("a list ends when its reader stops", readingStops).
		Check("nothing happens in an ended context", keepsToContext).
		Check("wrong credentials are refused", strangerIsRefused, "BadCredentials").
		Check("only genuine calls are accepted", callsAreGenuine, "Call").
		Check("a subscription is made once", subscribedOnce, "Subscriptions").
		Check("a quoted offer can be chosen", pricesAreTold).
		Check("points are listed", pointsAreTold).
		Check("cities are found by the beginning of their name", citiesAreFound).
		Check("labels exist once a parcel is accepted", papersExist).
		Check("a request is changed until the goods move", changedUntilMoved, "Moves").
		Check("a parcel that the carrier has is sent back", sentBack, "Moves").
		Check("a buyer returns a delivered parcel", returnedByBuyer, "Moves").
		Check("the settings pass Check", settingsAreGood)
}
