package bridge_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// A person saves the card of an order a moment before the order changes here, and nobody has asked the CRM since. What
// the person did is done all the same, and not overwritten by what is on its way; nobody is told that the sides differ.
func TestWhatAPersonSavedIsNotOverwrittenByWhatIsOnItsWay(t *testing.T) {
	here := map[string]order.Command{
		"a mug is added": order.Edit{Add: []order.Line{{ID: "mug", SKU: "MUG-RED", Name: "Кружка", Quantity: amount.Pcs(1), Price: amount.RUB(10000), VAT: amount.VAT22}}},
		"the shoes go":   order.Edit{Remove: order.PickAll("shoes")},
		"another phone":  order.ChangeDetails{Buyer: order.Buyer{Phone: "+7 911 111-11-11"}},
	}
	socks := func(x *chaos.Sale) order.LineView { l, _ := x.Order().Line("socks"); return l }
	there := map[string]struct {
		save func(x *chaos.Sale, card int64)
		done func(x *chaos.Sale) bool
	}{
		"four pairs of socks": {
			func(x *chaos.Sale, card int64) { x.CRM.SetQuantity(card, cardOf(x).Items[1].ID, "4") },
			func(x *chaos.Sale) bool {
				return socks(x).Living == amount.Pcs(4) && socks(x).Total == amount.RUB(140000)
			},
		},
		"one pair of socks": {
			func(x *chaos.Sale, card int64) { x.CRM.SetQuantity(card, cardOf(x).Items[1].ID, "1") },
			func(x *chaos.Sale) bool {
				return socks(x).Living == amount.Pcs(1) && socks(x).Total == amount.RUB(35000)
			},
		},
		"socks for 300.00": {
			func(x *chaos.Sale, card int64) { x.CRM.SetPrice(card, cardOf(x).Items[1].ID, "300") },
			func(x *chaos.Sale) bool { return socks(x).Total == amount.RUB(60000) },
		},
		"no socks": {
			func(x *chaos.Sale, card int64) { x.CRM.RemoveItem(card, cardOf(x).Items[1].ID) },
			func(x *chaos.Sale) bool { return socks(x).Living.IsZero() },
		},
		"a discount of 100.00": {
			func(x *chaos.Sale, card int64) { x.CRM.SetDiscount(card, "100", "") },
			func(x *chaos.Sale) bool { return socks(x).Total == amount.RUB(68727) },
		},
		"delivery for 500.00": {
			func(x *chaos.Sale, card int64) { x.CRM.SetDeliveryCost(card, "500") },
			func(x *chaos.Sale) bool { l, _ := x.Order().Line("delivery"); return l.Total == amount.RUB(50000) },
		},
		"a teapot": {
			func(x *chaos.Sale, card int64) { x.CRM.AddProduct(card, "TEAPOT", "1", "1000.00") },
			func(x *chaos.Sale) bool {
				for _, l := range x.Order().View().Lines {
					if l.SKU == "TEAPOT" {
						return l.Total == amount.RUB(100000)
					}
				}
				return false
			},
		},
		"a third phone": {
			func(x *chaos.Sale, card int64) { x.CRM.SetField(card, "phone", "79222222222") },
			func(x *chaos.Sale) bool { return x.Order().View().Buyer.Phone == "79222222222" },
		},
	}
	for change, c := range here {
		for name, p := range there {
			t.Run(change+", "+name, func(t *testing.T) {
				sells(t, func(s *chaos.Shop) {
					x := s.Sells(chaos.ShoesAndSocks())
					p.save(x, cardOf(x).ID)
					x.Does(c)
					x.Settle()
					v, card := x.Order().View(), cardOf(x)
					require.True(x, p.done(x), "journal: %v", x.Tail())
					require.Equal(x, v.Total, roubles(x, card.Field("totalSumm")), "journal: %v", x.Tail())
					require.Equal(x, v.Buyer.Phone, card.Field("phone"))
					mug, some := x.Order().Line("mug")
					require.True(x, !some || mug.Living == amount.Pcs(1), "the mug stays: journal: %v", x.Tail())
					for _, untrue := range []string{"does not show", "removed here", "refused"} {
						require.NotContains(x, card.Field("managerComment"), untrue)
					}
				}, chaos.InCRM)
			})
		}
	}
}
