package erptest

import (
	"context"
	"errors"
	"testing"

	"github.com/ordo-sdk/ordo/order"
)

// check is one promise of the port. It works on an empty system, for one scheme.
type check struct {
	name string
	run  func(ctx context.Context, f Fixture, scheme order.SchemeCode) error
}

// checks are all promises.
var checks = []check{
	{"an order comes into being once however often it is asked for", once},
	{"an order comes into being once when the answer is lost", onceWhenLost},
	{"a passing refusal makes no order and leaves no trace", onceWhenRefused},
	{"two orders do not mix", apart},
	{"the reference is that of which changes speak", sameReference},
	{"the status becomes what Shows says", showsStatus},
	{"exactly the lines named show as cancelled", cancelsExactly},
	{"a note comes once for each key", notesOnce},
	{"the delivery window becomes that of the order", movesDate},
	{"what it cannot do it says and does not do", saysWhatItCannot},
	{"own writes do not come back", ownWritesStay},
	{"what a person does comes once behind a cursor", comesOnce},
	{"changes survive JSON", survivesJSON},
	{"a list may be left at any time", breaksOff},
	{"a confirmation is read as one", readsConfirmation},
	{"a refused line is read as one", readsRefusal},
	{"nothing is done in a context that has ended", keepsToContext},
	{"only genuine calls are taken", authenticates},
	{"a system that checks itself is content, and reasons are complete", checksItself},
}

// Run checks a system. setup makes a fresh, empty one for each check.
func Run(t *testing.T, setup func(t *testing.T) Fixture) {
	t.Helper()
	if f := setup(t); f.System == nil || f.Orders == nil {
		t.Fatal("a fixture needs System and Orders")
	}
	for _, c := range checks {
		t.Run(c.name, func(t *testing.T) {
			for _, scheme := range setup(t).schemes() {
				t.Run(string(scheme), func(t *testing.T) {
					err := c.run(t.Context(), setup(t), scheme)
					switch {
					case errors.Is(err, errSkipped):
						t.Skip(err)
					case err != nil:
						t.Error(err)
					}
				})
			}
		})
	}
}
