package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

func TestAConflictIsDecidedAgain(t *testing.T) {
	d := orders(mugs())
	by := order.By{Actor: anna, At: on(2, 9, 5)}
	tries := 0
	o, events, err := d.change("mm-1/955100777", func(o *order.Order) ([]order.Event, error) {
		if tries++; tries == 1 { // another writer is faster
			_, _, err := d.change("mm-1/955100777", func(o *order.Order) ([]order.Event, error) {
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
	log, err := d.store.load("mm-1/955100777")
	require.NoError(t, err)
	require.Len(t, log, 3)
}

func TestConflictsWithoutEndAreAnError(t *testing.T) {
	d := orders(mugs())
	by := order.By{Actor: anna, At: on(2, 9, 5)}
	_, _, err := d.change("mm-1/955100777", func(o *order.Order) ([]order.Event, error) {
		_, _, err := d.change("mm-1/955100777", func(o *order.Order) ([]order.Event, error) {
			return o.Do(order.WriteComment{Text: "faster"}, by)
		})
		require.NoError(t, err)
		return o.Do(order.Confirm{}, by)
	})
	require.ErrorIs(t, err, errConflict)
}

func TestARefusedCommandStoresNothing(t *testing.T) {
	d := orders(mugs())
	o, events, err := d.change("mm-1/955100777", func(o *order.Order) ([]order.Event, error) {
		return o.Do(order.Deliver{}, order.By{Actor: anna, At: on(2, 9, 5)})
	})
	require.ErrorIs(t, err, order.ErrNotNow)
	require.Empty(t, events)
	require.Equal(t, 1, o.Version())
	log, err := d.store.load("mm-1/955100777")
	require.NoError(t, err)
	require.Len(t, log, 1)
}

func TestAnOrderIsPlacedOnce(t *testing.T) {
	d := orders(mugs())
	_, err := d.place(mugs(), order.By{Actor: marketplace, At: on(2, 9, 1)})
	require.ErrorIs(t, err, errConflict)
	_, _, err = d.change("mm-1/955100778", nil)
	require.ErrorContains(t, err, `no order "mm-1/955100778"`)
}
