package channeltest

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/ordo-sdk/ordo/order"
)

// Run makes every check as a subtest, each for every scheme. setup is called for each of them, also more than once; it
// may use t.Cleanup to close what it opens.
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
	var schemes []order.SchemeCode
	in(t, func(t *testing.T) {
		f := setup(t)
		if what := f.lacks(); what != "" {
			t.Fatalf("channeltest: Fixture.%s is needed", what)
		}
		schemes = f.Schemes
	})
	for _, c := range checks() {
		t.Run(c.name, func(t *testing.T) {
			for _, s := range schemes {
				t.Run(string(s), func(t *testing.T) {
					var err error
					in(t, func(t *testing.T) { err = c.run(t.Context(), s, func() Fixture { return setup(t) }) })
					report(t, err)
				})
			}
		})
	}
}

// report tells a test what came of a check.
func report(t *testing.T, err error) {
	t.Helper()
	var lack skipped
	switch {
	case errors.As(err, &lack):
		t.Skip(string(lack))
	case err != nil:
		t.Error(err)
	}
}

// check is one promise of the port.
type check struct {
	name string
	look func(*bench) error
}

// skipped says what a check lacks.
type skipped string

// Error implements error.
func (s skipped) Error() string { return string(s) }

// run makes a check with a fixture of its own.
func (c check) run(ctx context.Context, s order.SchemeCode, open func() Fixture) error {
	fresh := func() *bench { return &bench{ctx: ctx, scheme: s, Fixture: open().complete()} }
	b := fresh()
	b.fresh = fresh
	return c.look(b)
}

// checks are all of them.
func checks() []check {
	return []check{
		{"its settings are good", settingsAreGood},
		{"a placed order is found", placedOrderIsFound},
		{"an order is read, and one that is not there is left out", ordersAreRead},
		{"an order is taken up as it is read", orderIsTakenUp},
		{"whoever stops reading is left alone", readingStops},
		{"whoever has gone gets an error", callerHasGone},
		{"a stranger is not let in", strangerIsRefused},
		{"an order is led through its life", lifeIsLed},
		{"an order is cancelled as a whole", wholeIsCancelled},
		{"a buyer who asks to cancel is answered", buyerIsAnswered},
		{"what is applied twice is done once", twiceIsOnce},
		{"a lost request is made up for", lostRequest},
		{"a lost answer does nothing twice", lostAnswer},
		{"nothing is sent for units that were cancelled meanwhile", goneMeanwhile},
		{"what it cannot do it says", cannotIsSaid},
		{"the reasons it takes have codes", reasonsHaveCodes},
		{"labels exist once the order is packed", labelsExist},
		{"a call of the system is taken", callIsTaken},
		{"a new order is the same whether told or read", toldAndReadAgree},
		{"only genuine calls are taken", callsAreGenuine},
	}
}
