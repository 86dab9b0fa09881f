package bridge_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

func TestAnOrderTravelsFromTheStallToTheBooksAndBack(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	require.Equal(t, "new", w.books.status("L"+id))

	w.books.sets("L"+id, "confirmed", order.Confirm{})
	w.sync()
	require.Equal(t, []string{"confirm " + id + " 1 2 3"}, w.stall.done())
	require.Equal(t, status.OrderConfirmed, w.order(id).State())
	require.Equal(t, []string{"upsert L" + id}, w.books.done(), "what the merchant set is not written back")

	w.books.sets("L"+id, "", order.Pack{Boxes: []order.Box{{Picks: order.PickAll("1", "2", "3")}}})
	w.books.sets("L"+id, "", order.HandOver{})
	w.sync()
	require.Equal(t, []string{"confirm " + id + " 1 2 3", "pack " + id + " 1 2 3", "ship " + id + " 1 2 3"}, w.stall.done())
	require.Equal(t, "handed-to-carrier", w.books.status("L"+id))

	w.stall.set(id, status.ItemHandedOut, "1", "2", "3")
	w.clock.pass(time.Hour)
	w.sync()
	require.Equal(t, "delivered", w.books.status("L"+id))
	require.Empty(t, w.owed(bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhasePending, bridge.PhaseSending, bridge.PhaseParked, bridge.PhaseInDoubt}}))

	next, err := w.store.Next(t.Context())
	require.NoError(t, err)
	require.True(t, next.IsZero(), "a delivered order is never due again, got %s", next)
}

func TestAFailedEffectIsTriedAgainLaterAndLater(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	fails := 3
	w.stall.fault = func(string) error {
		if fails--; fails >= 0 {
			return &ordo.Error{System: "stall", Class: ordo.Retry, Text: "gateway timeout"}
		}
		return nil
	}
	w.books.sets("L"+id, "confirmed", order.Confirm{})
	w.sync()
	require.Empty(t, w.stall.done())
	for range 3 {
		w.sync()
		next, err := w.store.Next(t.Context())
		require.NoError(t, err)
		w.clock.pass(next.Sub(w.clock.Now()))
	}
	w.sync()
	require.Equal(t, []string{"confirm " + id + " 1 2 3"}, w.stall.done())
	retries := w.journal(bridge.JournalFilter{What: "retry"})
	require.Len(t, retries, 3)
	require.Equal(t, 10*time.Second, retries[2].At.Sub(retries[1].At))
	require.Contains(t, retries[0].Text, "gateway timeout")
}

func TestARefusedEffectWaitsForAPersonAndHoldsUpOnlyWhatGoesToTheSameAccount(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	refuse := true
	w.stall.fault = func(string) error {
		if refuse {
			return &ordo.Error{System: "stall", Class: ordo.Invalid, Text: "the shop is closed"}
		}
		return nil
	}
	w.books.sets("L"+id, "confirmed", order.Confirm{})
	w.sync()
	w.books.sets("L"+id, "", order.Pack{Boxes: []order.Box{{Picks: order.PickAll("1", "2", "3")}}})
	w.sync()
	require.Empty(t, w.stall.done())
	require.Equal(t, "packed", w.books.status("L"+id), "the books go on")
	require.Len(t, w.books.noted("L"+id), 2, "what people do lets it be tried again, and it is told again")
	require.Contains(t, w.books.noted("L" + id)[0], "the shop is closed")

	parked := w.owed(bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseParked}})
	require.Len(t, parked, 1)
	for s, err := range w.store.Orders(t.Context(), bridge.OrderFilter{Flags: []bridge.Flag{bridge.FlagStuck}}) {
		require.NoError(t, err)
		require.Equal(t, "stall-1/"+id, s.ID)
	}
	refuse = false
	require.NoError(t, w.b.Retry(t.Context(), parked[0].Key, order.Actor{ID: "anna", Role: order.RoleOperator}))
	w.sync()
	require.Equal(t, []string{"confirm " + id + " 1 2 3", "pack " + id + " 1 2 3"}, w.stall.done())
	require.Error(t, w.b.Retry(t.Context(), parked[0].Key, order.Actor{ID: "anna"}), "it is settled")
	require.ErrorIs(t, w.b.Retry(t.Context(), "nonsense", order.Actor{}), bridge.ErrUnknown)
}

func TestAnEffectThatStaysInDoubtWaitsForAPerson(t *testing.T) {
	w := newTown(t, order.Standard, bridge.WithMaxAttempts(3)) // it is ensured: trying again finds out, or does no harm
	id := w.buy()
	w.sync()
	w.stall.fault = func(string) error {
		return &ordo.Error{System: "stall", Class: ordo.InDoubt, Text: "the answer was lost"}
	}
	w.books.sets("L"+id, "confirmed", order.Confirm{})
	for range 5 {
		w.sync()
		w.clock.pass(time.Minute)
	}
	require.Len(t, w.stall.done(), 1)
	doubt := w.owed(bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseInDoubt}})
	require.Len(t, doubt, 1)
	anna := order.Actor{ID: "anna", Role: order.RoleOperator}
	require.Error(t, w.b.Resolve(t.Context(), doubt[0].Key, order.Outcome{Kind: order.InDoubt}, anna))
	require.NoError(t, w.b.Resolve(t.Context(), doubt[0].Key, order.Outcome{Kind: order.Applied, Text: "seen in the cabinet"}, anna))
	require.Empty(t, w.owed(bridge.EffectFilter{Phases: []bridge.Phase{bridge.PhaseInDoubt}}))
	require.Contains(t, w.journal(bridge.JournalFilter{What: "resolved"})[0].Text, "anna")
}

func TestUnitsCancelledMeanwhileAreReadAndTheRestIsConfirmed(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	w.stall.set(id, status.ItemCancelled, "2")
	w.books.sets("L"+id, "confirmed", order.Confirm{})
	w.sync()
	require.Equal(t, []string{"confirm " + id + " 1 3"}, w.stall.done())
	require.Equal(t, status.ItemCancelled, w.stall.state(id, "2"))
	line, _ := w.order(id).Line("2")
	require.Equal(t, status.ItemCancelled, line.Portions[0].State)

	w.stall.set(id, status.ItemCancelled, "1", "3")
	w.books.sets("L"+id, "", order.Pack{Boxes: []order.Box{{Picks: order.PickAll("1", "3")}}})
	w.sync()
	require.Len(t, w.stall.done(), 1, "nothing is packed that does not live")
	require.Equal(t, status.OrderCancelled, w.order(id).State())
	require.Equal(t, "cancelled", w.books.status("L"+id))
}

func TestWrongCredentialsStopTheAccountAndAreToldOncePerHour(t *testing.T) {
	w := newTown(t, order.Standard)
	a, c := w.buy(), w.buy()
	w.sync()
	w.stall.fault = func(string) error { return &ordo.Error{System: "stall", Class: ordo.Auth, Text: "wrong token"} }
	w.books.sets("L"+a, "confirmed", order.Confirm{})
	w.books.sets("L"+c, "confirmed", order.Confirm{})
	w.sync()
	for range 6 {
		w.clock.pass(5 * time.Minute)
		w.sync()
	}
	require.Len(t, w.journal(bridge.JournalFilter{What: "auth"}), 1)
	w.stall.fault = nil
	w.clock.pass(5 * time.Minute)
	w.sync()
	require.ElementsMatch(t, []string{"confirm " + a + " 1 2 3", "confirm " + c + " 1 2 3"}, w.stall.done())
}

func TestADeclinedWishComesBackAsANote(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	w.books.sets("L"+id, "", order.Pack{})
	w.sync()
	require.Len(t, w.books.noted("L"+id), 1)
	require.Contains(t, w.books.noted("L" + id)[0], "pack is refused")
	require.Empty(t, w.stall.done())
}

func TestAMovedDateIsReadBackAndADeclinedOneIsSetBack(t *testing.T) {
	w := newTown(t, order.MerchantDelivery)
	id := w.buy()
	w.sync()
	want := order.Window{From: monday.Add(72 * time.Hour), To: monday.Add(76 * time.Hour)}
	w.books.sets("L"+id, "", order.MoveDate{Window: want})
	w.sync()
	require.Len(t, w.books.noted("L"+id), 1, "before confirmation it is refused")
	require.Equal(t, w.order(id).View().Delivery.Window, w.books.windows["L"+id], "and the field set back")

	w.books.sets("L"+id, "confirmed", order.Confirm{})
	w.sync()
	w.stall.moved = order.Window{From: want.From, To: want.To.Add(2 * time.Hour)} // what the channel makes of it
	w.books.sets("L"+id, "", order.MoveDate{Window: want})
	w.sync()
	require.Equal(t, w.stall.moved, w.order(id).View().Delivery.Window)
	require.Equal(t, w.stall.moved, w.books.windows["L"+id], "both sides have the channel's window")
}

func TestAHoldStopsAutomaticEffectsButNotPeople(t *testing.T) {
	w := newTown(t, order.MerchantDelivery)
	id := w.buy()
	w.sync()
	_, err := w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}})
	require.NoError(t, err)
	w.sync()
	require.Equal(t, []string{"confirm " + id + " 1 2 3"}, w.stall.done())
	require.Equal(t, "confirmed", w.books.status("L"+id), "what is done here is shown there")
	var r *order.Refused
	_, err = w.b.Do(t.Context(), "stall-1/"+id, order.Confirm{}, order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}})
	require.True(t, errors.As(err, &r))
	_, err = w.b.Do(t.Context(), "stall-1/none", order.Confirm{}, order.By{})
	require.ErrorIs(t, err, bridge.ErrUnknown)
}

func TestTheMerchantIsWarnedOfADeadlineOnce(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.sync()
	w.clock.pass(7*time.Hour + time.Minute)
	w.sync()
	w.clock.pass(2 * time.Hour)
	w.sync()
	require.Len(t, w.journal(bridge.JournalFilter{What: "deadline"}), 1)
	require.Len(t, w.books.noted("L"+id), 1)
	require.Contains(t, w.books.noted("L" + id)[0], "confirm is due")
}

func TestAnAccountThatIsDownLosesNothing(t *testing.T) {
	w := newTown(t, order.Standard)
	id := w.buy()
	w.stall.down = &ordo.Error{System: "stall", Class: ordo.Retry, Text: "connection refused"}
	p := w.sync()
	require.Len(t, p.Problems(), 1)
	w.stall.down = nil
	w.sync()
	require.Equal(t, "new", w.books.status("L"+id))

	w.books.sets("L"+id, "confirmed", order.Confirm{})
	w.books.down = &ordo.Error{System: "ledger", Class: ordo.Retry, Text: "connection refused"}
	w.sync()
	require.Empty(t, w.stall.done())
	w.books.down = nil
	w.sync()
	require.Len(t, w.stall.done(), 1)
}

func TestOneBadRecordDoesNotHideTheOthersAndIsNotLost(t *testing.T) {
	w := newTown(t, order.Standard)
	bad, good := w.buy(), w.buy()
	w.stall.bad[bad] = true
	w.sync()
	require.Equal(t, "new", w.books.status("L"+good))
	require.Contains(t, w.journal(bridge.JournalFilter{What: "retry"})[0].Text, "no lots")
	// It is tried again by itself, also when the search does not find it any more.
	w.clock.pass(50 * time.Hour)
	w.stall.bad[bad] = false
	w.sync()
	require.Equal(t, "new", w.books.status("L"+bad))
}
