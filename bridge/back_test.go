package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// shows lets the shop's own program say how far its orders are, and the bridge read that.
func (x *sale) shows(says status.Meaning) {
	x.Helper()
	x.site.shows = []order.Observation{order.StatusReport{Code: "shop", Says: says}}
	at(2 * time.Hour)
	x.sync()
	x.settle()
}

// An order that is taken back into work there has no parcel any more: the one that was requested is cancelled at the
// carrier, so that the next request makes no second one.
func TestAnOrderThatIsTakenBackLeavesNoParcelAtTheCarrier(t *testing.T) {
	back, _ := order.ByCarrier.Rules()
	back.Back = []order.WayBack{{From: status.ItemStates(status.ItemSent), To: status.OrderInWork}}
	sells(t, func(s *shop) {
		x := s.sells(toAPoint())
		x.pays()
		x.ships()
		x.settle()
		require.Equal(t, status.ShipmentSent, x.parcel(1).State)
		require.Len(t, x.parcels(), 1)
		x.shows(status.Meaning{Item: status.ItemSent})
		x.shows(status.Meaning{Order: status.OrderInWork})

		require.Equal(t, status.ShipmentCancelled, x.parcel(1).State)
		require.Empty(t, x.parcels(), "journal: %v", x.tail())
		for e, err := range x.store.Effects(x.Context(), bridge.EffectFilter{Kind: order.EffectTrack}) {
			require.NoError(x, err)
			require.Equal(x, bridge.PhaseDone, e.Phase, "nobody waits for it")
		}

		x.does(order.Confirm{}, order.CreateShipment{Picks: order.PickAll("shoes", "socks")})
		require.NoError(t, x.asks(2, nil))
		x.settle()
		require.Len(t, x.parcels(), 1)
	}, withCDEK, func(s *shop) {
		s.way.Authority = order.OwnShop | order.ChannelOwnsFulfilment
		s.opts = []bridge.Option{bridge.WithOrders(order.WithScheme(back))}
	})
}
