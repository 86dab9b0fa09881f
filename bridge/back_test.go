package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// siteShows lets the shop's own program say how far its orders are, and the bridge read that.
func siteShows(x *chaos.Sale, says status.Meaning) {
	x.Helper()
	x.Site.Shows = []order.Observation{order.StatusReport{Code: "shop", Says: says}}
	time.Sleep(2 * time.Hour)
	x.Sync()
	x.Settle()
}

// An order that is taken back into work there has no parcel any more: the one that was requested is cancelled at the
// carrier, so that the next request makes no second one.
func TestAnOrderThatIsTakenBackLeavesNoParcelAtTheCarrier(t *testing.T) {
	back, _ := order.ByCarrier.Rules()
	back.Back = []order.WayBack{{From: status.ItemStates(status.ItemSent), To: status.OrderInWork}}
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.ToAPoint())
		x.Pays()
		x.Ships()
		x.Settle()
		require.Equal(t, status.ShipmentSent, x.Parcel(1).State)
		require.Len(t, x.Parcels(), 1)
		siteShows(x, status.Meaning{Item: status.ItemSent})
		siteShows(x, status.Meaning{Order: status.OrderInWork})

		require.Equal(t, status.ShipmentCancelled, x.Parcel(1).State)
		require.Empty(t, x.Parcels(), "journal: %v", x.Tail())
		for e, err := range x.Store.Effects(x.Context(), bridge.EffectFilter{Kind: order.EffectTrack}) {
			require.NoError(x, err)
			require.Equal(x, bridge.PhaseDone, e.Phase, "nobody waits for it")
		}

		x.Does(order.Confirm{}, order.CreateShipment{Picks: order.PickAll("shoes", "socks")})
		require.NoError(t, x.Asks(2, nil))
		x.Settle()
		require.Len(t, x.Parcels(), 1)
	}, chaos.WithCDEK, func(s *chaos.Shop) {
		s.Way.Authority = order.OwnShop | order.ChannelOwnsFulfilment
		s.Options = []bridge.Option{bridge.WithOrders(order.WithScheme(back))}
	})
}
