package megamarket_test

import (
	"testing"

	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/stretchr/testify/require"
)

// statuses are those of the lots, once Megamarket is done with them.
func statuses(t *testing.T, c *megamarket.Client, id string) []string {
	t.Helper()
	s := must(c.WaitShipment(t.Context(), id))(t)
	var out []string
	for _, l := range s.Lots {
		out = append(out, l.Status)
	}
	return out
}

func TestAStandardOrderIsPartlyRefusedAndDelivered(t *testing.T) {
	inBubble(t, megamarkettest.Settings{}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
		id := mm.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG", Price: 990, Count: 3, MarkRequired: true}}})
		require.NoError(t, c.Reject(t.Context(), id, megamarket.Refusal{Lot: 3, Reason: megamarket.OutOfStock, Comment: "last one broke"}))
		require.NoError(t, confirm(t.Context(), c, id))
		packing := megamarket.Packing{ShipmentID: id, OrderCode: "A-1", Lots: []megamarket.PackedLot{boxed(1), boxed(2)}}
		err := c.Pack(t.Context(), packing)
		require.ErrorContains(t, err, "Не указан код маркировки лота 1")
		require.Equal(t, []string{"CONFIRMED", "CONFIRMED", "MERCHANT_CANCELED"}, statuses(t, c, id), "nothing was packed")
		packing.Lots[0].Mark, packing.Lots[1].Mark = "0104600000000008215aaa", "0104600000000008215aab"
		packing.Lots[1].Boxes = append(packing.Lots[1].Boxes, megamarket.Box{Index: 2, Code: "4107*A-1*2", Oversize: true})
		require.NoError(t, c.Pack(t.Context(), packing))
		s := must(c.WaitShipment(t.Context(), id))(t)
		require.Equal(t, []int{1, 2}, s.Lots[1].Boxes)
		require.NoError(t, c.Ship(t.Context(), megamarket.Shipping{ShipmentID: id, At: delivered, Boxes: packing.Lots[1].Boxes}))
		require.Equal(t, []string{"SHIPPED", "SHIPPED", "MERCHANT_CANCELED"}, statuses(t, c, id))
		require.NoError(t, mm.Deliver(id))
		require.Equal(t, []string{"DELIVERED", "DELIVERED", "MERCHANT_CANCELED"}, statuses(t, c, id))
		sh, _ := mm.Shipment(id)
		require.Equal(t, "OUT_OF_STOCK", sh.Lots[2].Reason)
		require.True(t, sh.Shipped.Equal(delivered))
		require.Equal(t, "0104600000000008215aab", sh.Lots[1].Mark)
	})
}

func TestAnOrderIsPackedInStages(t *testing.T) {
	inBubble(t, megamarkettest.Settings{}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
		id := mm.Place(mugs)
		require.NoError(t, confirm(t.Context(), c, id))
		first := megamarket.Packing{ShipmentID: id, OrderCode: "A-1", Lots: []megamarket.PackedLot{boxed(1)}}
		require.NoError(t, c.Pack(t.Context(), first))
		require.NoError(t, pack(t.Context(), c, id), "both, though one is packed already")
		require.Equal(t, []string{"PACKED", "PACKED"}, statuses(t, c, id))
	})
}

func TestHandOverSeenByTheScannerNeedsNoCall(t *testing.T) {
	inBubble(t, megamarkettest.Settings{}, func(t *testing.T, mm *megamarkettest.Server, c *megamarket.Client) {
		id := mm.Place(mugs)
		require.NoError(t, confirm(t.Context(), c, id))
		require.NoError(t, pack(t.Context(), c, id))
		statuses(t, c, id)
		require.NoError(t, mm.Scan(id))
		require.NoError(t, c.Ship(t.Context(), megamarket.Shipping{ShipmentID: id, At: delivered, Boxes: boxed(1).Boxes}))
		require.Zero(t, mm.Calls("order/shipping"))
	})
}
