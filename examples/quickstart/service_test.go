package main

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

func TestWhoIsSlowerDecidesAgain(t *testing.T) {
	d := desk(mugs())
	by := order.By{Actor: anna.actor, At: on(2, 9, 5)}
	tries := 0
	o, events, err := d.change("mm-1", func(o *order.Order) ([]order.Event, error) {
		if tries++; tries == 1 { // somebody else is faster
			_, _, err := d.change("mm-1", func(o *order.Order) ([]order.Event, error) {
				return o.Do(order.Cancel{Picks: order.PickAll("2"), Reason: status.ReasonOutOfStock}, by)
			})
			require.NoError(t, err)
		}
		return o.Do(order.Confirm{}, by)
	})
	require.NoError(t, err)
	require.Equal(t, 2, tries)
	require.Len(t, events, 1)
	require.Equal(t, 3, o.Version(), "placed, cancelled, confirmed")
	require.Equal(t, status.OrderPartlyConfirmed, o.State())
	log, err := d.store.load("mm-1")
	require.NoError(t, err)
	require.Len(t, log, 3)
}

func TestWhoIsAlwaysSlowerGivesUp(t *testing.T) {
	d := desk(mugs())
	by := order.By{Actor: anna.actor, At: on(2, 9, 5)}
	_, _, err := d.change("mm-1", func(o *order.Order) ([]order.Event, error) {
		_, _, err := d.change("mm-1", func(o *order.Order) ([]order.Event, error) {
			return o.Do(order.WriteComment{Text: "faster"}, by)
		})
		require.NoError(t, err)
		return o.Do(order.Confirm{}, by)
	})
	require.ErrorIs(t, err, errConflict)
}

func TestARefusedCommandStoresNothing(t *testing.T) {
	d := desk(mugs())
	o, events, err := d.change("mm-1", func(o *order.Order) ([]order.Event, error) {
		return o.Do(order.Deliver{}, order.By{Actor: anna.actor, At: on(2, 9, 5)})
	})
	require.ErrorIs(t, err, order.ErrNotNow)
	require.Empty(t, events)
	require.Equal(t, 1, o.Version())
	log, err := d.store.load("mm-1")
	require.NoError(t, err)
	require.Len(t, log, 1)
}

func TestAnOrderIsPlacedOnce(t *testing.T) {
	d := desk(mugs())
	_, _, err := d.place(mugs(), order.By{Actor: megaMarket.actor, At: on(2, 9, 1)})
	require.ErrorIs(t, err, errConflict)
	_, _, err = d.change("mm-2", nil)
	require.ErrorContains(t, err, `no order "mm-2"`)
}

func TestAStoryThatGoesWrongIsAnError(t *testing.T) {
	x, err := newOutside()
	require.NoError(t, err)
	tests := map[string]func(*story){
		"a command that should have been refused": func(s *story) { s.asks(on(2, 9, 1), anna, order.Confirm{}) },
		"a command that is refused":               func(s *story) { s.does(on(2, 9, 1), anna, order.Deliver{}) },
		"an unknown lot status":                   func(s *story) { s.hears(on(2, 9, 1), "SOLD", "1") },
		"a CRM status that asks for nothing":      func(s *story) { s.saves(on(2, 9, 1), s.crmStatus("no-call")) },
		"a line status that asks for nothing":     func(s *story) { s.saves(on(2, 9, 1), s.crmLot("saled", "1")) },
	}
	for name, goWrong := range tests {
		t.Run(name, func(t *testing.T) {
			s := &story{desk: newService(), outside: x}
			s.places(on(2, 9, 0), megaMarket, mugs())
			require.NoError(t, s.err)
			goWrong(s)
			require.Error(t, s.err)
		})
	}
}

func TestAnOrderThatIsNotTheSameIsNoticed(t *testing.T) {
	d := desk(mugs())
	log, err := d.store.load("mm-1")
	require.NoError(t, err)
	a, err := order.Replay(log)
	require.NoError(t, err)
	b := a.Clone()
	require.NoError(t, same(a, b))
	_, err = b.Do(order.Confirm{}, order.By{Actor: anna.actor, At: on(2, 9, 5)})
	require.NoError(t, err)
	require.Error(t, same(a, b))
}

// broken is an output that cannot be written to.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the pipe is closed") }

func TestABrokenOutputIsAnError(t *testing.T) {
	for _, args := range [][]string{{}, {"-json"}} {
		require.Equal(t, 1, run(args, broken{}, broken{}))
	}
}
