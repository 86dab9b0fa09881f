package megamarket_test

import (
	"context"
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
		s, err := c.Settle(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, megamarket.StatusConfirmed, s.Lots[0].Status)
		require.Equal(t, (1+2+4+8)*250*time.Millisecond, time.Since(began))
		require.Equal(t, 5, mm.Calls("order/get")-calls)
	})
}

func TestSettlingIsGivenUp(t *testing.T) {
	settings := megamarkettest.Settings{PendingReads: 1000}
	waited := func(t *testing.T, began time.Time, err error) time.Duration {
		require.Equal(t, ordo.Retry, failure(t, err).Class)
		var e *ordo.PendingError
		require.ErrorAs(t, err, &e)
		require.Equal(t, "lot 1 is PENDING_CONFIRMATION, lot 2 is PENDING_CONFIRMATION", e.State)
		return time.Since(began)
	}
	t.Run("after a limit", func(t *testing.T) {
		inBubble(t, settings, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
			id := mm.Place(mugs)
			require.NoError(t, confirm(t.Context(), c, id))
			began := time.Now()
			_, err := c.Settle(t.Context(), id)
			require.Equal(t, 91750*time.Millisecond, waited(t, began, err), "30 s more would be beyond SettleLimit")
			err = pack(t.Context(), c, id)
			waited(t, began, err)
			require.ErrorContains(t, err, "order/packing: not sent")
			require.Zero(t, mm.Calls("order/packing"))
		})
	})
	t.Run("where the deadline is nearer", func(t *testing.T) {
		inBubble(t, settings, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
			id := mm.Place(mugs)
			require.NoError(t, confirm(t.Context(), c, id))
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			began := time.Now()
			_, err := c.Settle(ctx, id)
			require.Equal(t, 3750*time.Millisecond, waited(t, began, err), "a wait of 4 more would go past it")
		})
	})
	t.Run("when the caller goes", func(t *testing.T) {
		inBubble(t, settings, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
			id := mm.Place(mugs)
			require.NoError(t, confirm(t.Context(), c, id))
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(10*time.Second, cancel)
			_, err := c.Settle(ctx, id)
			require.ErrorIs(t, err, context.Canceled)
			require.Equal(t, ordo.Retry, failure(t, err).Class)
		})
	})
}
