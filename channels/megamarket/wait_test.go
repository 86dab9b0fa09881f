package megamarket_test

import (
	"testing"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/stretchr/testify/require"
)

func TestSettlingWaitsLongerAndLonger(t *testing.T) {
	inBubble(t, megamarkettest.Settings{PendingReads: 4}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
		id := mm.Place(mugs)
		require.NoError(t, confirm(t.Context(), c, id))
		began, calls := time.Now(), mm.Calls("order/get")
		s := must(c.WaitShipment(t.Context(), id))(t)
		require.Equal(t, megamarket.StatusConfirmed, s.Lots[0].Status)
		require.Equal(t, (1+2+4+8)*250*time.Millisecond, time.Since(began))
		require.Equal(t, 5, mm.Calls("order/get")-calls)
	})
}

func TestSettlingIsGivenUp(t *testing.T) {
	inBubble(t, megamarkettest.Settings{PendingReads: 1000}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
		id := mm.Place(mugs)
		require.NoError(t, confirm(t.Context(), c, id))
		began := time.Now()
		_, err := c.WaitShipment(t.Context(), id)
		require.Equal(t, 91750*time.Millisecond, time.Since(began), "30 s more would be beyond WaitLimit")
		for range 2 {
			require.Equal(t, ordo.Retry, failure(t, err).Class)
			var e *ordo.PendingError
			require.ErrorAs(t, err, &e)
			require.Equal(t, "lot 1 is PENDING_CONFIRMATION, lot 2 is PENDING_CONFIRMATION", e.State)
			err = pack(t.Context(), c, id)
		}
		require.ErrorContains(t, err, "order/packing: not sent")
		require.Zero(t, mm.Calls("order/packing"))
	})
}
