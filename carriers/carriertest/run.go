package carriertest

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
)

// Run makes every check as a subtest. setup makes a fresh carrier, without parcels, for each of them; it may use t.Cleanup to
// close what it opens.
func Run(t *testing.T, setup func(t *testing.T) Fixture) {
	t.Helper()
	run(t, setup, func(t *testing.T, look func(*testing.T)) { look(t) })
}

// RunInBubble is Run with every check in a bubble of testing/synctest, where waiting takes no time. The fake must be
// reached without sockets, and nothing that setup starts may outlive the test.
func RunInBubble(t *testing.T, setup func(t *testing.T) Fixture) {
	t.Helper()
	run(t, setup, synctest.Test)
}

func run(t *testing.T, setup func(*testing.T) Fixture, in func(*testing.T, func(*testing.T))) {
	t.Helper()
	in(t, func(t *testing.T) {
		if f := setup(t); f.Carrier == nil || f.Parcels == nil {
			t.Fatal("carriertest: Fixture.Carrier and Fixture.Parcels are needed")
		}
	})
	for _, c := range checks {
		t.Run(c.name, func(t *testing.T) {
			var err error
			in(t, func(t *testing.T) { err = c.look(bench{Fixture: setup(t), ctx: t.Context()}) })
			report(t, err)
		})
	}
}

// report tells a test what came of a check.
func report(t *testing.T, err error) {
	t.Helper()
	var lack skipped
	switch {
	case errors.As(err, &lack):
		t.Skip(err)
	case err != nil:
		t.Error(err)
	}
}

// check is one promise of the port.
type check struct {
	name string
	look func(bench) error
}

// bench is a fixture at work: it plays the host.
type bench struct {
	Fixture
	ctx context.Context
}

// checks are all of them.
var checks = []check{
	{"a form can be drawn", formCanBeDrawn},
	{"a form is filled in from the order", formIsFilledIn},
	{"what breaks a rule of the form is not sent, and the field is named", rulesAreKept},
	{"an order that has no such shipment has no form", formNeedsAShipment},
	{"a key that would not do is not sent", keysAreChecked},
	{"a parcel is asked for once however often the request is given", onceAskedFor},
	{"a parcel is asked for once when the answer is lost", onceWhenLost},
	{"a passing refusal asks for nothing and leaves no trace", onceWhenRefused},
	{"another key is another parcel", keysApart},
	{"an accepted parcel has a number and is found by it, by its key and by its reference", foundAgain},
	{"a refused request says why, and its key is free", refusedSaysWhy},
	{"a cancelled parcel is not carried", cancelled},
	{"a parcel that is on its way is not cancelled", notCancelledOnItsWay},
	{"where a parcel is, is told in our words and the carrier's", whereItIs},
	{"what is taken in part is told by the piece", takenInPart},
	{"what is not known is told as a problem and does not end a list", unknownIsAProblem},
	{"several parcels are read, each once", severalAreRead},
	{"whoever stops reading is left alone", readingStops},
	{"nothing is done in a context that has ended", keepsToContext},
	{"a stranger is not let in", strangerIsRefused},
	{"only genuine calls are taken", callsAreGenuine},
	{"who is called is subscribed once", subscribedOnce},
	{"a price is told, and can be chosen", pricesAreTold},
	{"points are told one by one", pointsAreTold},
	{"cities are found by the beginning of their name", citiesAreFound},
	{"papers exist once a parcel is accepted", papersExist},
	{"a request is changed until the goods move", changedUntilMoved},
	{"what the carrier has in hand is sent back", sentBack},
	{"a buyer sends back what he had", returnedByBuyer},
	{"its settings are good", settingsAreGood},
}
