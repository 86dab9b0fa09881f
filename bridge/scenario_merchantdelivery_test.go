package bridge_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// The merchant delivers (ДСМ), and works in RetailCRM only. Lot 4 is the fee for delivery.

// covers: MM-D1-full MM-X1
func TestMerchantDeliveryInFull(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(megamarkettest.MerchantDelivery)
		p.Shows("new", "new", "new", "new") // three lines: the fee is none
		require.Equal(m, "800.00", p.Card().Field("delivery.cost"))
		_, err := m.Bridge.Do(m.Context(), "mm-1/"+p.ID, order.ContactBuyer{Channel: "phone", Reached: true, Agreed: true, Text: "as ordered"},
			order.By{Actor: order.Actor{ID: "anna", Role: order.RoleOperator}})
		require.NoError(m, err)
		c := p.Order().View().Contacts
		require.Len(m, c, 1)
		require.Equal(m, "anna", c[0].By.ID)
		require.True(m, c[0].Agreed)

		p.Confirms()
		p.Lots("CONFIRMED", "CONFIRMED", "CONFIRMED", "CONFIRMED")
		p.Packs([]int{1, 2, 3})
		p.Lots("PACKED", "PACKED", "PACKED", "CONFIRMED")
		p.HandsOver()
		p.Is(status.OrderOutWithCourier)
		p.Told("order/shipping", 0) // Megamarket has no call for it here
		p.Shows("delivering")
		p.Delivers()
		p.Lots("DELIVERED", "DELIVERED", "DELIVERED", "DELIVERED")
		p.Is(status.OrderDelivered)
		p.Shows("complete")
		p.Told("order/close", 1)
		require.Equal(m, amount.RUB(508000), p.Order().Total())
		require.Empty(m, p.Notes())
		p.Quiet()
	})
}

// covers: MM-D1-partial
func TestMerchantDeliveryInPart(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(megamarkettest.MerchantDelivery)
		p.SetsLot(3, "failure") // the buyer does not want it any more, the merchant agreed
		m.Settle()
		p.Lots("NEW", "NEW", "MERCHANT_CANCELED/CONFIRMATION_REJECT", "NEW")
		p.Confirms()
		p.Packs([]int{1, 2})
		p.HandsOver()
		p.Delivers()
		p.Lots("DELIVERED", "DELIVERED", "MERCHANT_CANCELED/CONFIRMATION_REJECT", "DELIVERED")
		require.Equal(m, amount.RUB(258000), p.Order().Total())
		p.Quiet()
	})
}

// covers: MM-D2
func TestMerchantDeliveryMovesTheDate(t *testing.T) {
	moscow := time.FixedZone("Europe/Moscow", 3*3600)
	date := func(p *chaos.Purchase, days int, from, to string) order.Window {
		day := time.Now().In(moscow).AddDate(0, 0, days)
		p.CRM.SetDeliveryDate(p.Card().ID, day)
		p.CRM.SetDeliveryTime(p.Card().ID, from, to)
		p.Settle()
		clockAt := func(s string) time.Time {
			v, err := time.ParseInLocation("2006-01-02 15:04", day.Format(time.DateOnly)+" "+s, moscow)
			require.NoError(p, err)
			return v.UTC()
		}
		return order.Window{From: clockAt(from), To: clockAt(to)}
	}
	moved := func(p *chaos.Purchase, w order.Window) {
		p.Helper()
		s, _ := p.MM.Shipment(p.ID)
		require.Equal(p, w, order.Window{From: s.DeliveryFrom.UTC(), To: s.DeliveryTo.UTC()}, "Megamarket; journal: %v", p.Tail())
		require.Equal(p, w, p.Order().View().Delivery.Window)
		require.Equal(p, w.From.In(moscow).Format(time.DateOnly), p.Card().Field("delivery.date"))
		require.Equal(p, w.From.In(moscow).Format("15:04"), p.Card().Field("delivery.time.from"))
		require.Equal(p, w.To.In(moscow).Format("15:04"), p.Card().Field("delivery.time.to"))
	}
	t.Run("after confirmation, after packing, and twice; then it goes on", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.MerchantDelivery)
			p.Confirms()
			moved(p, date(p, 6, "10:00", "14:00"))
			p.Packs([]int{1, 2, 3})
			moved(p, date(p, 7, "12:00", "18:00"))
			moved(p, date(p, 8, "09:00", "21:00"))
			p.HandsOver()
			p.Delivers()
			p.Lots("DELIVERED", "DELIVERED", "DELIVERED", "DELIVERED")
			p.Quiet()
			require.Empty(m, p.Notes())
		})
	})
	t.Run("refused before confirmation and after the hand-over, and the field set back", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.MerchantDelivery)
			was := p.Order().View().Delivery.Window
			date(p, 6, "10:00", "14:00")
			p.Noted(1, "move-date is refused")
			moved(p, was)
			p.Confirms()
			p.Packs([]int{1, 2, 3})
			p.HandsOver()
			date(p, 9, "10:00", "14:00")
			p.Noted(2, "move-date is refused")
			moved(p, was)
			p.Quiet()
		})
	})
}

// covers: MM-D3
func TestMerchantDeliveryPartlyBought(t *testing.T) {
	door := func(m *chaos.Market, cut bool) *chaos.Purchase {
		p := m.Buys(megamarkettest.MerchantDelivery)
		lots := []int{1, 2, 3}
		if cut {
			p.SetsLot(3, "out-of-stock")
			m.Settle()
			lots = []int{1, 2}
		}
		p.Confirms()
		p.Packs(lots)
		p.HandsOver()
		return p
	}
	t.Run("in one save", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := door(m, false)
			p.SetsLot(2, "failure")
			p.Sets("complete")
			m.Settle()
			p.Lots("DELIVERED", "CUSTOMER_CANCELED", "DELIVERED", "DELIVERED")
			require.Equal(m, "CANCEL_BY_CUSTOMER", p.Lot(2).Reason)
			p.Told("order/close", 1)
			p.Is(status.OrderPartlyDelivered)
			p.Quiet()
		})
	})
	t.Run("the lots first, then the order", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := door(m, false)
			p.SetsLot(2, "failure")
			m.Settle()
			p.Lots("PACKED", "PACKED", "PACKED", "CONFIRMED") // nothing goes to Megamarket before the order is closed
			p.Delivers()
			p.Lots("DELIVERED", "CUSTOMER_CANCELED", "DELIVERED", "DELIVERED")
			p.Told("order/close", 1)
			p.Told("order/reject", 0)
			p.Quiet()
		})
	})
	t.Run("the order first, then the lots: too late", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := door(m, false)
			p.Delivers()
			p.SetsLot(2, "failure")
			m.Settle()
			p.Noted(1, "cancel is refused")
			p.Lots("DELIVERED", "DELIVERED", "DELIVERED", "DELIVERED")
		})
	})
	t.Run("of an order that was cut before", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := door(m, true)
			p.SetsLot(2, "failure")
			p.Sets("complete")
			m.Settle()
			p.Lots("DELIVERED", "CUSTOMER_CANCELED", "MERCHANT_CANCELED/CONFIRMATION_REJECT", "DELIVERED")
			p.Is(status.OrderPartlyDelivered)
			p.Quiet()
		})
	})
	t.Run("nothing at all", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := door(m, false)
			for lot := 1; lot <= 3; lot++ {
				p.SetsLot(lot, "failure")
			}
			p.Sets("complete")
			m.Settle()
			p.Lots(statuses(4, "CUSTOMER_CANCELED")...)
			p.Told("order/close", 1)
			p.Is(status.OrderRefused)
			p.Shows("cancel-other")
		})
	})
	t.Run("a lot refused between confirmation and hand-over is refused with a note", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.MerchantDelivery)
			p.Confirms()
			p.SetsLot(2, "failure")
			m.Settle()
			p.Noted(1, "cancel is refused")
			p.Packs([]int{1, 2, 3})
			p.HandsOver()
			// The status still stands when the order is done: the buyer did not take the lot.
			p.Delivers()
			p.Lots("DELIVERED", "CUSTOMER_CANCELED", "DELIVERED", "DELIVERED")
		})
	})
}

// covers: MM-D4
func TestMerchantDeliveryCancelledByTheBuyer(t *testing.T) {
	t.Run("in time: yes", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.MerchantDelivery)
			p.Confirms()
			p.BuyerCancels()
			m.Settle()
			p.Lots(statuses(4, "CUSTOMER_CANCELED")...)
			p.Is(status.OrderCancelled)
			p.Shows("cancel-other", "failure", "failure", "failure")
			p.Told("order/cancelResult", 1)
			p.Told("order/reject", 0)
			p.Quiet()
		})
	})
	t.Run("with the courier: too late, and a note", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.MerchantDelivery)
			p.Confirms()
			p.Packs([]int{1, 2, 3})
			p.HandsOver()
			p.BuyerCancels(2)
			m.Settle()
			require.True(m, p.Lot(2).CancelRefused)
			p.Noted(1, "too late")
			p.Shows("delivering")
			p.Delivers()
			p.Lots("DELIVERED", "DELIVERED", "DELIVERED", "DELIVERED")
		})
	})
	t.Run("the merchant answers by status", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.MerchantDelivery)
			p.Confirms()
			p.BuyerCancels()
			m.Settle()
			p.Told("order/cancelResult", 0)
			p.Noted(1, "the buyer asks to cancel")
			p.Sets("cancel-other")
			m.Settle()
			p.Lots(statuses(4, "CUSTOMER_CANCELED")...)
			p.Quiet()
		}, func(m *chaos.Market) { m.Route.Answers = bridge.AnswerByMerchant })
	})
	t.Run("the merchant answers no by status", func(t *testing.T) {
		trade(t, func(m *chaos.Market) {
			p := m.Buys(megamarkettest.MerchantDelivery)
			p.Confirms()
			p.BuyerCancels()
			m.Settle()
			p.Sets("redirect")
			m.Settle()
			require.True(m, p.Lot(1).CancelRefused)
			p.Is(status.OrderConfirmed)
		}, func(m *chaos.Market) { m.Route.Answers = bridge.AnswerByMerchant; m.Mapping.TooLate = "redirect" })
	})
}

// covers: MM-D5
func TestMerchantDeliveryCancelledByTheMerchant(t *testing.T) {
	trade(t, func(m *chaos.Market) {
		p := m.Buys(megamarkettest.MerchantDelivery)
		p.Sets("no-product")
		m.Settle()
		p.Lots(statuses(4, "MERCHANT_CANCELED/CONFIRMATION_REJECT")...)
		require.Equal(m, "OUT_OF_STOCK", p.Lot(1).Reason)
		p.Is(status.OrderCancelled)
		p.Shows("no-product")
		p.Told("order/confirm", 0)
		p.Quiet()
	})
}
