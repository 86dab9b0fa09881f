package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/channels"
	webshop "github.com/ordo-sdk/ordo/channels/shop"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/texts"
)

// What a shop sends comes in any order, under any key, by any clock.

// authorities are those of a shop without and with people who edit here.
var authorities = map[string]order.Authority{
	"the shop owns its orders": order.Marketplace, "people edit here": order.OwnShop | order.ChannelOwnsPayment,
}

// cancelled is a cancellation of so many mugs in all that the shop made some minutes ago.
func (w *pushes) cancelled(mugs int, ago time.Duration) channels.News {
	return channels.News{ID: "A-1", Occurred: w.clock.Now().Add(-ago), Cancelled: &order.CancelReport{
		Picks: order.Pick("mug", amount.Pcs(mugs)), Reason: status.ReasonBuyerCancelled,
	}}
}

func (w *pushes) mugs() amount.Quantity { return w.view("A-1").Lines[0].Living }

// Events are counted from 1 in each order, or have the number of their order: no order and no change is lost for it.
func TestAKeyOfTheShopMayBeUsedForOtherNews(t *testing.T) {
	w := newPushes(t, order.OwnShop, webshop.Settings{})
	keyed := func(key string, n channels.News) channels.News { n.Key = key; return n }
	w.sends(keyed("1", w.placed("A-1")), keyed("1", w.placed("A-2")))
	require.Equal(t, amount.RUB(418000), w.view("A-2").Total)
	change := keyed("1", w.changed("A-1", 0, named("Inna")))
	w.sends(change)
	require.Equal(t, "Inna", w.view("A-1").Buyer.Name)
	version := w.view("A-1").Version
	again := keyed("1", w.placed("A-1"))
	again.Occurred = again.Occurred.Add(time.Hour) // when it was sent
	w.sends(change, again)
	require.Equal(t, version, w.view("A-1").Version, "the same news twice")
}

// An order that was forgotten here comes again when the shop sends it again, once.
func TestAForgottenOrderMayBeSentAgain(t *testing.T) {
	w := newPushes(t, order.OwnShop, webshop.Settings{})
	first := w.placed("A-1")
	w.sends(first)
	_, err := w.b.Do(t.Context(), "shop-1/A-1", order.Forget{Why: "taken by mistake"}, anna)
	require.NoError(t, err)
	w.sends(first)
	w.sends(first)
	require.Equal(t, 1, w.view("A-1~2").Version)
	id, err := w.b.Find(t.Context(), order.Ref{System: "shop", Account: "shop-1", Kind: "order", ID: "A-1"})
	require.NoError(t, err)
	require.Equal(t, "shop-1/A-1~2", id)
}

func TestCancelledUnitsDoNotComeBackByAnOlderChange(t *testing.T) {
	for who, authority := range authorities {
		t.Run(who, func(t *testing.T) {
			w := newPushes(t, authority, webshop.Settings{})
			w.sends(w.placed("A-1"))
			w.clock.pass(time.Hour)
			w.sends(w.cancelled(1, time.Minute))
			w.sends(w.changed("A-1", 5*time.Minute, lines(mugs(2), teapot())))
			require.Equal(t, amount.Pcs(1), w.mugs())
			require.Len(t, w.journal("remark"), 1, "people compare it")

			w.sends(w.changed("A-1", 0, lines(mugs(1), teapot())))
			require.Equal(t, amount.Pcs(1), w.mugs())
		})
	}
}

func TestAnOlderCancellationDoesNotCutALaterChange(t *testing.T) {
	for who, authority := range authorities {
		t.Run(who, func(t *testing.T) {
			w := newPushes(t, authority, webshop.Settings{})
			w.sends(w.placed("A-1"))
			w.clock.pass(time.Hour)
			w.sends(w.changed("A-1", time.Minute, lines(mugs(3), teapot())))
			w.sends(w.cancelled(1, 5*time.Minute))
			require.Equal(t, amount.Pcs(3), w.mugs())
			require.Len(t, w.journal("remark"), 1, "people compare it")
			w.sends(w.cancelled(1, 0))
			w.clock.pass(time.Second)
			require.Empty(t, w.journal("cancelled-already"))
			w.sends(w.cancelled(1, 0))
			require.Equal(t, amount.Pcs(2), w.mugs(), "as many in all as before")
			require.Len(t, w.journal("cancelled-already"), 1)
			// The whole order is cancelled, whenever that comes.
			w.sends(channels.News{ID: "A-1", Occurred: w.clock.Now().Add(-30 * time.Minute), Cancelled: &order.CancelReport{}})
			require.Equal(t, status.OrderCancelled, w.view("A-1").State)
		})
	}
}

// What the buyer wants in the shop and does not get here is shown.
func TestAChangeAfterTheCancellationIsShown(t *testing.T) {
	for who, authority := range authorities {
		t.Run(who, func(t *testing.T) {
			w := newPushes(t, authority, webshop.Settings{})
			w.sends(w.placed("A-1"))
			w.clock.pass(time.Minute)
			w.sends(channels.News{ID: "A-1", Occurred: w.clock.Now(), Cancelled: &order.CancelReport{}})
			w.clock.pass(time.Minute)
			w.sends(w.changed("A-1", 0, lines(mugs(1), teapot())))
			require.Equal(t, status.OrderCancelled, w.view("A-1").State)
			require.NotEmpty(t, append(w.journal("remark"), w.journal("declined")...))
		})
	}
}

// A shop that sends local time as UTC is always three hours ahead.
func TestAClockThatIsAheadStillTellsWhichChangeWasFirst(t *testing.T) {
	for who, authority := range authorities {
		t.Run(who, func(t *testing.T) {
			const ahead = -3 * time.Hour
			w := newPushes(t, authority, webshop.Settings{})
			w.sends(w.placed("A-1"))
			older, newer := w.changed("A-1", ahead, named("Olga Petrova")), w.changed("A-1", ahead-time.Minute, named("Inna"))
			w.clock.pass(2 * time.Minute)
			w.sends(newer)
			w.clock.pass(2 * time.Minute)
			w.sends(older)
			require.Equal(t, "Inna", w.view("A-1").Buyer.Name)
			require.Len(t, w.journal("stale-change"), 1)
			// Once the clock is right, what it says counts at once.
			w.sends(w.changed("A-1", 0, named("Irina")))
			require.Equal(t, "Irina", w.view("A-1").Buyer.Name)
			ms, err := w.b.Timeline(t.Context(), "shop-1/A-1", texts.English)
			require.NoError(t, err)
			for _, m := range ms {
				require.NotContains(t, m.What, "changed/", "what the bridge keeps for itself is nothing for people")
			}
		})
	}
}
