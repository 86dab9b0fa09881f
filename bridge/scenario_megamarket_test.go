package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Megamarket delivers. The merchant works in RetailCRM only.

// covers: MM-S1-full
func TestStandardInFull(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(megamarkettest.Standard)
		p.Shows("new", "new", "new", "new")
		p.Confirms()
		p.Lots("CONFIRMED", "CONFIRMED", "CONFIRMED")
		p.Is(status.OrderConfirmed)
		p.Packs([]int{1, 2}, []int{3})
		p.Lots("PACKED", "PACKED", "PACKED")
		require.Equal(m, "4107*"+p.ID+"*1", p.Lot(1).Boxes[0].Code)
		require.Equal(m, "4107*"+p.ID+"*2", p.Lot(3).Boxes[0].Code)
		p.Shows("assembling-complete")
		p.HandsOver()
		p.Lots("SHIPPED", "SHIPPED", "SHIPPED")
		p.Shows("delivering")

		require.NoError(m, m.MM.Deliver(p.ID))
		time.Sleep(time.Hour)
		m.Settle()
		p.Is(status.OrderDelivered)
		p.Shows("complete")
		require.Equal(m, amount.RUB(428000), p.Order().Total())
		p.Told("order/confirm", 1)
		p.Told("order/packing", 1)
		p.Told("order/shipping", 1)
		require.Empty(m, p.Notes())
		p.Quiet()
	})
}

// covers: MM-S1-partial
func TestStandardInPart(t *testing.T) {
	t.Run("in two saves", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.Standard)
			p.SetsLot(2, "out-of-stock")
			m.Settle()
			p.Lots("NEW", "MERCHANT_CANCELED/CONFIRMATION_REJECT", "NEW")
			require.Equal(m, "OUT_OF_STOCK", p.Lot(2).Reason)
			p.Confirms()
			p.Lots("CONFIRMED", "MERCHANT_CANCELED/CONFIRMATION_REJECT", "CONFIRMED")
			p.Is(status.OrderPartlyConfirmed)
			p.Packs([]int{1, 3})
			p.HandsOver()
			p.Lots("SHIPPED", "MERCHANT_CANCELED/CONFIRMATION_REJECT", "SHIPPED")
			p.Quiet()
		})
	})
	t.Run("in one save the refusal goes first", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.Standard)
			p.Sets("availability-confirmed")
			p.SetsLot(2, "out-of-stock")
			m.Settle()
			p.Lots("CONFIRMED", "MERCHANT_CANCELED/CONFIRMATION_REJECT", "CONFIRMED")
			p.Told("order/reject", 1)
			p.Told("order/confirm", 1)
			p.Quiet()
		})
	})
	t.Run("the tick and the packages work in either order, and nothing is packed before both", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.Standard)
			p.Confirms()
			p.Unticks()
			time.Sleep(time.Hour) // RetailCRM calls nobody about a parcel without packages: it is seen at the next look
			m.Settle()
			p.Told("order/packing", 0)
			p.Noted(1, "pack is refused", "line 1", "line 3")
			p.Packages([]int{1, 2}) // lot 3 is left out
			m.Settle()
			p.Told("order/packing", 0)
			p.Noted(2, "missing: 3")
			p.Packages([]int{1, 2}, []int{3})
			m.Settle()
			p.Lots("PACKED", "PACKED", "PACKED")
			p.Noted(2)
			p.Quiet()
		})
	})
}

// covers: MM-S2
func TestStandardCancelledByTheBuyer(t *testing.T) {
	t.Run("the whole order", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.Standard)
			p.Confirms()
			p.BuyerCancels()
			m.Settle()
			p.Is(status.OrderCancelled)
			p.Shows("cancel-other", "failure", "failure", "failure")
			p.Lots(statuses(3, "CUSTOMER_CANCELED")...)
			p.Told("order/reject", 0)
			p.Quiet()
		})
	})
	t.Run("some lots", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.Standard)
			p.Confirms()
			p.BuyerCancels(2)
			m.Settle()
			p.Is(status.OrderConfirmed)
			p.Shows("availability-confirmed", "new", "failure", "new")
			p.Packs([]int{1, 3})
			p.Lots("PACKED", "CUSTOMER_CANCELED", "PACKED")
			p.Quiet()
		})
	})
	t.Run("while packing is in flight", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.Standard)
			p.Confirms()
			p.Packages([]int{1, 2, 3})
			p.BuyerCancels(2) // we do not know of it yet
			p.Unticks()
			m.Deaf = true
			m.Sync()
			m.Deaf = false
			m.Settle()
			p.Lots("PACKED", "CUSTOMER_CANCELED", "PACKED")
			p.Shows("assembling-complete", "new", "failure", "new")
			p.Quiet()
		})
	})
	t.Run("the same callback twice", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.Standard)
			p.BuyerCancels(1)
			m.Settle()
			n := p.Order().Version()
			m.MM.Outbox.Repeat()
			m.Settle()
			require.Equal(m, n, p.Order().Version())
			p.Quiet()
		})
	})
	t.Run("before its order", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			m.MM.Hooks().Next("order/new", fake.Late())
			id := m.MM.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990, Count: 2}}})
			p := &chaos.Purchase{Market: m, ID: id}
			p.BuyerCancels(1)
			m.Settle()
			p.Shows("new", "failure", "new")
			p.Lots("CUSTOMER_CANCELED", "NEW")
			p.Confirms()
			p.Lots("CUSTOMER_CANCELED", "CONFIRMED")
			p.Quiet()
		})
	})
}

// covers: MM-S3
func TestStandardCancelledByTheMerchant(t *testing.T) {
	t.Run("by the order's status", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.Standard)
			p.Sets("no-product")
			m.Settle()
			p.Lots(statuses(3, "MERCHANT_CANCELED/CONFIRMATION_REJECT")...)
			p.Is(status.OrderCancelled)
			p.Shows("no-product")
			p.Told("order/confirm", 0)
			p.Quiet()
		})
	})
	t.Run("lot by lot: refusals, and never a confirmation without lots", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.Standard)
			for lot := 1; lot <= 3; lot++ {
				p.SetsLot(lot, "out-of-stock")
				m.Settle()
			}
			p.Confirms()
			p.Lots(statuses(3, "MERCHANT_CANCELED/CONFIRMATION_REJECT")...)
			p.Told("order/confirm", 0)
			p.Is(status.OrderCancelled)
		})
	})
}

// covers: MM-S-note
func TestStandardNoteOnCancelling(t *testing.T) {
	t.Run("the whole order right after confirmation", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.Standard)
			p.Confirms()
			p.Sets("no-product")
			m.Settle()
			p.Lots(statuses(3, "MERCHANT_CANCELED/LATE_REJECT")...)
			p.Shows("no-product")
			p.Quiet()
		})
	})
	t.Run("not after packing was accepted", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.Standard)
			p.Confirms()
			p.Packs([]int{1, 2, 3})
			p.Sets("no-product")
			m.Settle()
			p.Lots("PACKED", "PACKED", "PACKED")
			p.Noted(1, "cancel is refused")
			p.Told("order/reject", 0)
		})
	})
	t.Run("or until it is shipped, by a setting", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.Standard)
			p.Confirms()
			p.Packs([]int{1, 2, 3})
			p.Sets("no-product")
			m.Settle()
			p.Lots(statuses(3, "MERCHANT_CANCELED/LATE_REJECT")...)
			p.Quiet()
		}, func(m *chaos.Market) {
			s, _ := order.Standard.Rules()
			s.FullCancel |= status.ItemStates(status.ItemPacked)
			m.Options = append(m.Options, bridge.WithOrders(order.WithScheme(s)))
		})
	})
	t.Run("a lot after confirmation: refused with a note, and nothing goes to Megamarket", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.Standard)
			p.Confirms()
			p.SetsLot(2, "out-of-stock")
			m.Settle()
			p.Noted(1, "only while they are new")
			p.Told("order/reject", 0)
			p.Lots("CONFIRMED", "CONFIRMED", "CONFIRMED")
			p.Packs([]int{1, 2, 3})
			p.Lots("PACKED", "PACKED", "PACKED")
			p.Noted(1)
		})
	})
}
