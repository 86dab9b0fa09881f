package bridge_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// A new account begins with its first pass, also if that one and those after it fail: what was placed meanwhile counts.
func TestTheFirstPassIsTheBeginningEvenIfItFails(t *testing.T) {
	w := passTown(t, cabinetRoute)
	w.cabinet.down = &ordo.Error{System: "cabinet", Class: ordo.Retry, Text: "no connection"}
	require.Equal(t, bridge.ResultFailed, w.pass().Result)
	a := w.cabinet.place("new", monday.Add(time.Hour))
	w.clock.pass(3 * 24 * time.Hour)
	require.Equal(t, bridge.ResultFailed, w.pass().Result)
	w.cabinet.down = nil
	require.Len(t, w.pass().Loaded, 1)
	w.order(a)
}

// One order whose log cannot be read here, and which changes there, keeps no other from being taken.
func TestADamagedOrderThatChangesKeepsNewOnesOutOfNoPass(t *testing.T) {
	w := passTown(t, cabinetRoute)
	s := &watchedStore{Store: w.store}
	b, err := bridge.New(s, bridge.Account("rz-1", w.cabinet), bridge.WithClock(w.clock), bridge.WithRefreshEvery(-1), cabinetRoute)
	require.NoError(t, err)
	w.b = b
	bad := w.cabinet.place("processing", monday)
	w.pass()
	s.load = func(d bridge.StoredOrder) (bridge.StoredOrder, error) {
		if len(d.Events) > 0 && d.ID == "rz-1/"+bad.id {
			d.Events = d.Events[1:]
		}
		return d, nil
	}
	w.cabinet.edit(bad, func(r *row) { r.pieces = 1 })
	good := w.cabinet.place("new", monday)
	w.clock.pass(time.Minute)
	r := w.pass()
	require.Equal(t, bridge.ResultWarnings, r.Result)
	w.order(good)
	w.clock.pass(time.Minute)
	w.cabinet.reads()
	w.pass()
	require.Equal(t, []string{bad.id}, w.cabinet.reads(), "it is read again until somebody repairs it")
}

// A list may show an order that cannot be read yet. It is not forgotten when the window has moved on.
func TestAnOrderThatIsListedAndNotThereYetIsAskedForUntilItIs(t *testing.T) {
	w := passTown(t, cabinetRoute)
	a, known := w.cabinet.place("new", monday), w.cabinet.place("new", monday)
	w.cabinet.hide(a, true)
	w.pass()
	w.unknown(a)
	w.clock.pass(36 * time.Hour)
	w.pass()
	w.cabinet.hide(a, false)
	w.clock.pass(36 * time.Hour)
	w.cabinet.edit(known, func(r *row) { r.pieces, r.hidden = 1, true })
	w.pass()
	w.order(a)
	require.True(t, says(w.journalOf(known), "look"), "one that is known and gone is worth a look")
}

// A webhook is faster than the pass and brings the order as it was placed; what the pass has read since then counts.
func TestAnOrderThatWasAnnouncedDuringThePassIsStillCompared(t *testing.T) {
	w := passTown(t, cabinetRoute)
	a := w.cabinet.place("processing", monday)
	w.cabinet.edit(a, func(r *row) { r.pieces = 1 })
	w.cabinet.during = func() { // between the list and the reading, another process takes the order as it was placed
		draft := order.Draft{
			ID: "rz-1/1", Ref: order.Ref{System: "cabinet", Account: "rz-1", Kind: "order", ID: "1"}, Number: "№1", Scheme: order.OwnPickup, Placed: monday,
			Authority: cabinetRoute.Authority, Lines: []order.Line{{ID: "1", SKU: "MUG", Name: "Кухоль", Quantity: amount.Pcs(2), Total: amount.UAH(200_00)}},
		}
		_, evs, err := order.New(draft, order.By{Actor: order.Actor{Role: order.RoleChannel, System: "rz-1"}, At: monday})
		require.NoError(t, err)
		require.NoError(t, w.store.Save(t.Context(), "rz-1/1", 0, bridge.Batch{Events: evs, Refs: []order.Ref{draft.Ref}}))
	}
	w.pass()
	w.clock.pass(time.Minute)
	w.pass()
	l, _ := w.order(a).Line("1")
	require.Equal(t, amount.Pcs(1), l.Living)
}

// A pass that could not be made is made when the process starts again, and not an interval later.
func TestAPassThatWasStoppedIsMadeAgain(t *testing.T) {
	w := passTown(t, cabinetRoute, bridge.Schedule{Account: "rz-1", Every: []time.Duration{24 * time.Hour}})
	w.cabinet.place("new", monday)
	ctx, stop := context.WithCancel(t.Context())
	w.cabinet.during = stop
	require.ErrorIs(t, w.b.Run(ctx), context.Canceled)
	require.Empty(t, w.runs(bridge.RunFilter{}))
	again, end := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer end()
	require.ErrorIs(t, w.b.Run(again), context.DeadlineExceeded)
	require.Len(t, w.runs(bridge.RunFilter{}), 1)
}
