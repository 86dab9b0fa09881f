package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// part of: RZ-4
func TestWhatChangedInTheChannelIsFoundBeforeAPersonDecides(t *testing.T) {
	w := passTown(t, cabinetRoute)
	a := w.cabinet.place("processing", monday)
	w.pass()
	w.cabinet.edit(a, func(r *row) { r.pieces, r.price = 1, amount.UAH(95_00) })
	w.clock.pass(time.Minute)
	evs, err := w.b.Do(t.Context(), "rz-1/1", order.Confirm{}, anna, bridge.Fresh)
	require.NoError(t, err)
	require.Len(t, evs, 1, "the events of the command")
	require.Equal(t, status.OrderPartlyConfirmed, w.order(a).State())
	require.Equal(t, amount.UAH(95_00), w.order(a).Total())
	confirmed, _ := w.order(a).Line("1")
	require.Equal(t, amount.Pcs(1), confirmed.Living, "what is confirmed is what is wanted now")
}

// part of: RZ-5
func TestWhatWasCancelledInTheChannelIsRefusedHere(t *testing.T) {
	w := passTown(t, cabinetRoute)
	a := w.cabinet.place("processing", monday)
	w.pass()
	w.cabinet.edit(a, func(r *row) { r.status = "refused" })
	invoice := order.Attach{Document: order.Document{Kind: "invoice", Number: "7", Posted: true}}
	evs, err := w.b.Do(t.Context(), "rz-1/1", invoice, anna, bridge.Fresh)
	var refused *order.Refused
	require.ErrorAs(t, err, &refused)
	require.ErrorContains(t, err, "cancelled in rz-1")
	require.Equal(t, order.KindAttach, refused.Kind)
	require.Empty(t, evs)
	require.Equal(t, status.OrderCancelled, w.order(a).State(), "what was read is kept")
	require.Empty(t, w.order(a).View().Documents, "and nothing is issued")
	require.True(t, says(w.journalOf(a), "cancelled"))
}

func TestAChannelThatCannotBeReadRefusesWhatMustBeFresh(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	w.stall.down = &ordo.Error{System: "stall", Class: ordo.Retry, Text: "no connection"}
	_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, anna, bridge.Fresh)
	require.Equal(t, ordo.Retry, ordo.ClassOf(err))
	require.Equal(t, status.OrderNew, w.order(id).State())
	_, err = w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, anna)
	require.NoError(t, err, "who does not ask for it decides on what is known here")
}

// Once given, a command is done: delivered again with its key it changes nothing, whatever the channel shows by then.
func TestAFreshCommandIsGivenOnce(t *testing.T) {
	w := passTown(t, cabinetRoute)
	a := w.cabinet.place("processing", monday)
	w.pass()
	by := anna
	by.Key = "click-1"
	_, err := w.b.Do(t.Context(), "rz-1/1", order.Confirm{}, by, bridge.Fresh)
	require.NoError(t, err)
	before := w.order(a).Version()
	evs, err := w.b.Do(t.Context(), "rz-1/1", order.Confirm{}, by, bridge.Fresh)
	require.NoError(t, err)
	require.Empty(t, evs)
	require.Equal(t, before, w.order(a).Version())
}
