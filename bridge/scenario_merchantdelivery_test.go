package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// The merchant delivers (ДСМ), and works in RetailCRM only. Lot 4 is the fee for delivery.

// covers: MM-D1-full MM-X1
func TestMerchantDeliveryInFull(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(megamarkettest.MerchantDelivery)
		p.shows("new", "new", "new", "new") // three lines: the fee is none
		require.Equal(m, "800.00", p.card().Field("delivery.cost"))
		_, err := m.b.Do(m.Context(), "mm-1/"+p.id, order.ContactBuyer{Channel: "phone", Reached: true, Agreed: true, Text: "as ordered"},
			order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}})
		require.NoError(m, err)
		c := p.order().View().Contacts
		require.Len(m, c, 1)
		require.Equal(m, "anna", c[0].By.ID)
		require.True(m, c[0].Agreed)

		p.confirms()
		p.lots("CONFIRMED", "CONFIRMED", "CONFIRMED", "CONFIRMED")
		p.packs([]int{1, 2, 3})
		p.lots("PACKED", "PACKED", "PACKED", "CONFIRMED")
		p.handsOver()
		p.is(status.OrderOutWithCourier)
		p.told("order/shipping", 0) // Megamarket has no call for it here
		p.shows("delivering")
		p.delivers()
		p.lots("DELIVERED", "DELIVERED", "DELIVERED", "DELIVERED")
		p.is(status.OrderDelivered)
		p.shows("complete")
		p.told("order/close", 1)
		require.Equal(m, amount.RUB(508000), p.order().Total())
		require.Empty(m, p.notes())
		p.quiet()
	})
}

// covers: MM-D1-partial
func TestMerchantDeliveryInPart(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(megamarkettest.MerchantDelivery)
		p.setsLot(3, "failure") // the buyer does not want it any more, the merchant agreed
		m.settle()
		p.lots("NEW", "NEW", "MERCHANT_CANCELED/CONFIRMATION_REJECT", "NEW")
		p.confirms()
		p.packs([]int{1, 2})
		p.handsOver()
		p.delivers()
		p.lots("DELIVERED", "DELIVERED", "MERCHANT_CANCELED/CONFIRMATION_REJECT", "DELIVERED")
		require.Equal(m, amount.RUB(258000), p.order().Total())
		p.quiet()
	})
}

// covers: MM-D2
func TestMerchantDeliveryMovesTheDate(t *testing.T) {
	moscow := time.FixedZone("Europe/Moscow", 3*3600)
	date := func(p *purchase, days int, from, to string) order.Window {
		day := time.Now().In(moscow).AddDate(0, 0, days)
		p.crm.SetDeliveryDate(p.card().ID, day)
		p.crm.SetDeliveryTime(p.card().ID, from, to)
		p.settle()
		clockAt := func(s string) time.Time {
			v, err := time.ParseInLocation("2006-01-02 15:04", day.Format(time.DateOnly)+" "+s, moscow)
			require.NoError(p, err)
			return v.UTC()
		}
		return order.Window{From: clockAt(from), To: clockAt(to)}
	}
	moved := func(p *purchase, w order.Window) {
		p.Helper()
		s, _ := p.mm.Shipment(p.id)
		require.Equal(p, w, order.Window{From: s.DeliveryFrom.UTC(), To: s.DeliveryTo.UTC()}, "Megamarket; journal: %v", p.tail())
		require.Equal(p, w, p.order().View().Delivery.Window)
		require.Equal(p, w.From.In(moscow).Format(time.DateOnly), p.card().Field("delivery.date"))
		require.Equal(p, w.From.In(moscow).Format("15:04"), p.card().Field("delivery.time.from"))
		require.Equal(p, w.To.In(moscow).Format("15:04"), p.card().Field("delivery.time.to"))
	}
	t.Run("after confirmation, after packing, and twice; then it goes on", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.MerchantDelivery)
			p.confirms()
			moved(p, date(p, 6, "10:00", "14:00"))
			p.packs([]int{1, 2, 3})
			moved(p, date(p, 7, "12:00", "18:00"))
			moved(p, date(p, 8, "09:00", "21:00"))
			p.handsOver()
			p.delivers()
			p.lots("DELIVERED", "DELIVERED", "DELIVERED", "DELIVERED")
			p.quiet()
			require.Empty(m, p.notes())
		})
	})
	t.Run("refused before confirmation and after the hand-over, and the field set back", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.MerchantDelivery)
			was := p.order().View().Delivery.Window
			date(p, 6, "10:00", "14:00")
			p.noted(1, "move-date is refused")
			moved(p, was)
			p.confirms()
			p.packs([]int{1, 2, 3})
			p.handsOver()
			date(p, 9, "10:00", "14:00")
			p.noted(2, "move-date is refused")
			moved(p, was)
			p.quiet()
		})
	})
}

// covers: MM-D3
func TestMerchantDeliveryPartlyBought(t *testing.T) {
	door := func(m *market, cut bool) *purchase {
		p := m.buys(megamarkettest.MerchantDelivery)
		lots := []int{1, 2, 3}
		if cut {
			p.setsLot(3, "out-of-stock")
			m.settle()
			lots = []int{1, 2}
		}
		p.confirms()
		p.packs(lots)
		p.handsOver()
		return p
	}
	t.Run("in one save", func(t *testing.T) {
		trade(t, func(m *market) {
			p := door(m, false)
			p.setsLot(2, "failure")
			p.sets("complete")
			m.settle()
			p.lots("DELIVERED", "CUSTOMER_CANCELED", "DELIVERED", "DELIVERED")
			require.Equal(m, "CANCEL_BY_CUSTOMER", p.lot(2).Reason)
			p.told("order/close", 1)
			p.is(status.OrderPartlyDelivered)
			p.quiet()
		})
	})
	t.Run("the lots first, then the order", func(t *testing.T) {
		trade(t, func(m *market) {
			p := door(m, false)
			p.setsLot(2, "failure")
			m.settle()
			p.lots("PACKED", "PACKED", "PACKED", "CONFIRMED") // nothing goes to Megamarket before the order is closed
			p.delivers()
			p.lots("DELIVERED", "CUSTOMER_CANCELED", "DELIVERED", "DELIVERED")
			p.told("order/close", 1)
			p.told("order/reject", 0)
			p.quiet()
		})
	})
	t.Run("the order first, then the lots: too late", func(t *testing.T) {
		trade(t, func(m *market) {
			p := door(m, false)
			p.delivers()
			p.setsLot(2, "failure")
			m.settle()
			p.noted(1, "cancel is refused")
			p.lots("DELIVERED", "DELIVERED", "DELIVERED", "DELIVERED")
		})
	})
	t.Run("of an order that was cut before", func(t *testing.T) {
		trade(t, func(m *market) {
			p := door(m, true)
			p.setsLot(2, "failure")
			p.sets("complete")
			m.settle()
			p.lots("DELIVERED", "CUSTOMER_CANCELED", "MERCHANT_CANCELED/CONFIRMATION_REJECT", "DELIVERED")
			p.is(status.OrderPartlyDelivered)
			p.quiet()
		})
	})
	t.Run("nothing at all", func(t *testing.T) {
		trade(t, func(m *market) {
			p := door(m, false)
			for lot := 1; lot <= 3; lot++ {
				p.setsLot(lot, "failure")
			}
			p.sets("complete")
			m.settle()
			p.lots(statuses(4, "CUSTOMER_CANCELED")...)
			p.told("order/close", 1)
			p.is(status.OrderRefused)
			p.shows("cancel-other")
		})
	})
	t.Run("a lot refused between confirmation and hand-over is refused with a note", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.MerchantDelivery)
			p.confirms()
			p.setsLot(2, "failure")
			m.settle()
			p.noted(1, "cancel is refused")
			p.packs([]int{1, 2, 3})
			p.handsOver()
			// The status still stands when the order is done: the buyer did not take the lot.
			p.delivers()
			p.lots("DELIVERED", "CUSTOMER_CANCELED", "DELIVERED", "DELIVERED")
		})
	})
}

// covers: MM-D4
func TestMerchantDeliveryCancelledByTheBuyer(t *testing.T) {
	t.Run("in time: yes", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.MerchantDelivery)
			p.confirms()
			p.buyerCancels()
			m.settle()
			p.lots(statuses(4, "CUSTOMER_CANCELED")...)
			p.is(status.OrderCancelled)
			p.shows("cancel-other", "failure", "failure", "failure")
			p.told("order/cancelResult", 1)
			p.told("order/reject", 0)
			p.quiet()
		})
	})
	t.Run("with the courier: too late, and a note", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.MerchantDelivery)
			p.confirms()
			p.packs([]int{1, 2, 3})
			p.handsOver()
			p.buyerCancels(2)
			m.settle()
			require.True(m, p.lot(2).CancelRefused)
			p.noted(1, "too late")
			p.shows("delivering")
			p.delivers()
			p.lots("DELIVERED", "DELIVERED", "DELIVERED", "DELIVERED")
		})
	})
	t.Run("the merchant answers by status", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.MerchantDelivery)
			p.confirms()
			p.buyerCancels()
			m.settle()
			p.told("order/cancelResult", 0)
			p.noted(1, "the buyer asks to cancel")
			p.sets("cancel-other")
			m.settle()
			p.lots(statuses(4, "CUSTOMER_CANCELED")...)
			p.quiet()
		}, func(m *market) { m.route.Answers = bridge.AnswerByMerchant })
	})
	t.Run("the merchant answers no by status", func(t *testing.T) {
		trade(t, func(m *market) {
			p := m.buys(megamarkettest.MerchantDelivery)
			p.confirms()
			p.buyerCancels()
			m.settle()
			p.sets("redirect")
			m.settle()
			require.True(m, p.lot(1).CancelRefused)
			p.is(status.OrderConfirmed)
		}, func(m *market) { m.route.Answers = bridge.AnswerByMerchant; m.matching.TooLate = "redirect" })
	})
}

// covers: MM-D5
func TestMerchantDeliveryCancelledByTheMerchant(t *testing.T) {
	trade(t, func(m *market) {
		p := m.buys(megamarkettest.MerchantDelivery)
		p.sets("no-product")
		m.settle()
		p.lots(statuses(4, "MERCHANT_CANCELED/CONFIRMATION_REJECT")...)
		require.Equal(m, "OUT_OF_STOCK", p.lot(1).Reason)
		p.is(status.OrderCancelled)
		p.shows("no-product")
		p.told("order/confirm", 0)
		p.quiet()
	})
}
