package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/status"
)

// A process without the carrier works on the store beside the one that has it.
func TestATrackedParcelWhileTheCarrierIsElsewhere(t *testing.T) {
	w := newTown(t, order.Standard)
	w.stall.scheme = order.ByCarrier
	l, x := &lorry{}, &cashbox{}
	opts := []bridge.Option{
		bridge.Account("stall-1", w.stall), bridge.Account("books-1", w.books), bridge.Account("till-1", x), bridge.WithClock(w.clock),
		bridge.Route{Channel: "stall-1", ERP: "books-1", Gateway: "till-1", Receipts: "till-1", Fiscal: receipts.Settings{TaxSystem: receipts.TaxGeneral}},
	}
	full, err := bridge.New(w.store, append(opts, bridge.Account("lorry-1", l))...)
	require.NoError(t, err)
	without, err := bridge.New(w.store, opts...)
	require.NoError(t, err)
	w.b = full
	id := w.buy()
	w.sync()
	w.parcels(id)
	w.clock.pass(20 * time.Minute)
	w.sync()
	before := w.owed(bridge.EffectFilter{Kind: order.EffectTrack})[0]
	require.Equal(t, w.clock.Now().Add(12*time.Hour), before.Due)
	w.b = without
	w.clock.pass(time.Hour)
	w.sync() // an hourly refresh
	after := w.owed(bridge.EffectFilter{Kind: order.EffectTrack})[0]
	require.Equal(t, before.Due, after.Due, "%s", after.Problem)
	require.Empty(t, w.journal(bridge.JournalFilter{What: "auth"}))
}

// An order of a dropped route: a refused date.
func TestARefusedDateOfAnOrderWithoutARoute(t *testing.T) {
	w := newTown(t, order.MerchantDelivery)
	id := w.buy()
	w.sync()
	w.does(id, order.Confirm{})
	w.stall.fault = func(string) error { return &ordo.Error{System: "stall", Class: ordo.Retry, Text: "busy"} }
	w.does(id, order.MoveDate{Window: order.Window{From: monday.Add(72 * time.Hour), To: monday.Add(76 * time.Hour)}})
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", w.books),
		bridge.Route{Channel: "stall-1", ERP: "books-1", Scheme: order.ByCarrier}, bridge.WithClock(w.clock))
	require.NoError(t, err)
	w.b = b
	w.stall.fault = func(string) error { return &ordo.Error{System: "stall", Class: ordo.Invalid, Text: "no"} }
	w.clock.pass(time.Hour)
	w.sync()
	for _, o := range w.owed(bridge.EffectFilter{Kind: order.EffectMoveDate, Account: "stall-1"}) {
		require.Equal(t, bridge.PhaseParked, o.Phase)
	}
}

// An ERP that left the route: what is automatic waits for the hold.
func TestWhatIsOwedToAnERPThatLeftTheRouteWaitsForTheHold(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	w.books.fault = func(string) error { return &ordo.Error{System: "ledger", Class: ordo.Retry, Text: "busy"} }
	w.stall.set(id, status.ItemCancelled, "2")
	w.stall.set(id, status.ItemCancelled+1, "1")
	w.clock.pass(time.Hour)
	w.sync()
	require.True(t, w.order(id).Held())
	b, err := bridge.New(w.store, bridge.Account("stall-1", w.stall), bridge.Account("books-1", w.books), bridge.Account("books-2", newLedger()),
		bridge.Route{Channel: "stall-1", ERP: "books-2"}, bridge.WithClock(w.clock))
	require.NoError(t, err)
	w.b = b
	w.books.fault = nil
	n := len(w.books.done())
	w.clock.pass(time.Hour)
	w.sync()
	require.Equal(t, n, len(w.books.done()), "%v", w.books.done())
}
