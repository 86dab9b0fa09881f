package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Megamarket delivers. The merchant works in RetailCRM only.

// covers: MM-S1-full
func TestStandardInFull(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(megamarkettest.Standard)
		p.shows("new", "new", "new", "new")
		p.confirms()
		p.lots("CONFIRMED", "CONFIRMED", "CONFIRMED")
		p.is(status.OrderConfirmed)
		p.packs([]int{1, 2}, []int{3})
		p.lots("PACKED", "PACKED", "PACKED")
		require.Equal(m, "4107*"+p.id+"*1", p.lot(1).Boxes[0].Code)
		require.Equal(m, "4107*"+p.id+"*2", p.lot(3).Boxes[0].Code)
		p.shows("assembling-complete")
		p.handsOver()
		p.lots("SHIPPED", "SHIPPED", "SHIPPED")
		p.shows("delivering")

		require.NoError(m, m.mm.Deliver(p.id))
		at(time.Hour)
		m.settle()
		p.is(status.OrderDelivered)
		p.shows("complete")
		require.Equal(m, amount.RUB(428000), p.order().Total())
		p.told("order/confirm", 1)
		p.told("order/packing", 1)
		p.told("order/shipping", 1)
		require.Empty(m, p.notes())
		p.quiet()
	})
}

// covers: MM-S1-partial
func TestStandardInPart(t *testing.T) {
	t.Run("in two saves", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.Standard)
			p.setsLot(2, "out-of-stock")
			m.settle()
			p.lots("NEW", "MERCHANT_CANCELED/CONFIRMATION_REJECT", "NEW")
			require.Equal(m, "OUT_OF_STOCK", p.lot(2).Reason)
			p.confirms()
			p.lots("CONFIRMED", "MERCHANT_CANCELED/CONFIRMATION_REJECT", "CONFIRMED")
			p.is(status.OrderPartlyConfirmed)
			p.packs([]int{1, 3})
			p.handsOver()
			p.lots("SHIPPED", "MERCHANT_CANCELED/CONFIRMATION_REJECT", "SHIPPED")
			p.quiet()
		})
	})
	t.Run("in one save the refusal goes first", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.Standard)
			p.sets("availability-confirmed")
			p.setsLot(2, "out-of-stock")
			m.settle()
			p.lots("CONFIRMED", "MERCHANT_CANCELED/CONFIRMATION_REJECT", "CONFIRMED")
			p.told("order/reject", 1)
			p.told("order/confirm", 1)
			p.quiet()
		})
	})
	t.Run("the tick and the packages work in either order, and nothing is packed before both", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.Standard)
			p.confirms()
			p.unticks()
			at(time.Hour) // RetailCRM calls nobody about a parcel without packages: it is seen at the next look
			m.settle()
			p.told("order/packing", 0)
			p.noted(1, "pack is refused", "line 1", "line 3")
			p.packages([]int{1, 2}) // lot 3 is left out
			m.settle()
			p.told("order/packing", 0)
			p.noted(2, "missing: 3")
			p.packages([]int{1, 2}, []int{3})
			m.settle()
			p.lots("PACKED", "PACKED", "PACKED")
			p.noted(2)
			p.quiet()
		})
	})
}

// covers: MM-S2
func TestStandardCancelledByTheBuyer(t *testing.T) {
	t.Run("the whole order", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.Standard)
			p.confirms()
			p.buyerCancels()
			m.settle()
			p.is(status.OrderCancelled)
			p.shows("cancel-other", "failure", "failure", "failure")
			p.lots(statuses(3, "CUSTOMER_CANCELED")...)
			p.told("order/reject", 0)
			p.quiet()
		})
	})
	t.Run("some lots", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.Standard)
			p.confirms()
			p.buyerCancels(2)
			m.settle()
			p.is(status.OrderConfirmed)
			p.shows("availability-confirmed", "new", "failure", "new")
			p.packs([]int{1, 3})
			p.lots("PACKED", "CUSTOMER_CANCELED", "PACKED")
			p.quiet()
		})
	})
	t.Run("while packing is in flight", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.Standard)
			p.confirms()
			p.packages([]int{1, 2, 3})
			p.buyerCancels(2) // we do not know of it yet
			p.unticks()
			m.deaf = true
			m.sync()
			m.deaf = false
			m.settle()
			p.lots("PACKED", "CUSTOMER_CANCELED", "PACKED")
			p.shows("assembling-complete", "new", "failure", "new")
			p.quiet()
		})
	})
	t.Run("the same callback twice", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.Standard)
			p.buyerCancels(1)
			m.settle()
			n := p.order().Version()
			m.mm.Outbox.Repeat()
			m.settle()
			require.Equal(m, n, p.order().Version())
			p.quiet()
		})
	})
	t.Run("before its order", func(t *testing.T) {
		trade(t, func(m *market) {
			m.mm.Hooks().Next("order/new", fake.Late())
			id := m.mm.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Name: "Кружка", Price: 990, Count: 2}}})
			p := &purchase{m, id}
			p.buyerCancels(1)
			m.settle()
			p.shows("new", "failure", "new")
			p.lots("CUSTOMER_CANCELED", "NEW")
			p.confirms()
			p.lots("CUSTOMER_CANCELED", "CONFIRMED")
			p.quiet()
		})
	})
}

// covers: MM-S3
func TestStandardCancelledByTheMerchant(t *testing.T) {
	t.Run("by the order's status", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.Standard)
			p.sets("no-product")
			m.settle()
			p.lots(statuses(3, "MERCHANT_CANCELED/CONFIRMATION_REJECT")...)
			p.is(status.OrderCancelled)
			p.shows("no-product")
			p.told("order/confirm", 0)
			p.quiet()
		})
	})
	t.Run("lot by lot: refusals, and never a confirmation without lots", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.Standard)
			for lot := 1; lot <= 3; lot++ {
				p.setsLot(lot, "out-of-stock")
				m.settle()
			}
			p.confirms()
			p.lots(statuses(3, "MERCHANT_CANCELED/CONFIRMATION_REJECT")...)
			p.told("order/confirm", 0)
			p.is(status.OrderCancelled)
		})
	})
}

// covers: MM-S-note
func TestStandardNoteOnCancelling(t *testing.T) {
	t.Run("the whole order right after confirmation", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.Standard)
			p.confirms()
			p.sets("no-product")
			m.settle()
			p.lots(statuses(3, "MERCHANT_CANCELED/LATE_REJECT")...)
			p.shows("no-product")
			p.quiet()
		})
	})
	t.Run("not after packing was accepted", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.Standard)
			p.confirms()
			p.packs([]int{1, 2, 3})
			p.sets("no-product")
			m.settle()
			p.lots("PACKED", "PACKED", "PACKED")
			p.noted(1, "cancel is refused")
			p.told("order/reject", 0)
		})
	})
	t.Run("or until it is shipped, by a setting", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.Standard)
			p.confirms()
			p.packs([]int{1, 2, 3})
			p.sets("no-product")
			m.settle()
			p.lots(statuses(3, "MERCHANT_CANCELED/LATE_REJECT")...)
			p.quiet()
		}, func(m *market) {
			s, _ := order.Standard.Rules()
			s.FullCancel |= status.ItemStates(status.ItemPacked)
			m.more = append(m.more, bridge.WithOrders(order.WithScheme(s)))
		})
	})
	t.Run("a lot after confirmation: refused with a note, and nothing goes to Megamarket", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.Standard)
			p.confirms()
			p.setsLot(2, "out-of-stock")
			m.settle()
			p.noted(1, "only while they are new")
			p.told("order/reject", 0)
			p.lots("CONFIRMED", "CONFIRMED", "CONFIRMED")
			p.packs([]int{1, 2, 3})
			p.lots("PACKED", "PACKED", "PACKED")
			p.noted(1)
		})
	})
}
