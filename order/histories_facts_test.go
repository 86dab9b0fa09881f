package order_test

import (
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// factsHistory is an order with adjustments of every base, paid in money, with a gift card and with bonus points, whose
// line gets another rate of VAT when a part of it has left.
func factsHistory(t require.TestingT) *story {
	d := ownShop()
	d.ID, d.Scheme = "shop-1005", order.ByCarrier
	d.Lines = []order.Line{
		{ID: "L1", SKU: "MUG", Name: "Mug", Quantity: amount.Pcs(3), Total: amount.RUB(3660_00), VAT: amount.VAT20},
		{ID: "L2", Kind: order.LineDelivery, Name: "Delivery", Quantity: amount.Pcs(1), Total: amount.RUB(300_00), VAT: amount.VAT20},
		{ID: "L3", Kind: order.LineService, Name: "Gift wrap", Quantity: amount.Pcs(1), Total: amount.RUB(100_00), VAT: amount.VAT20},
	}
	d.Adjustments = []order.Adjustment{
		{Kind: order.AdjustPromo, Code: "FREE", On: order.OnDelivery, Amount: amount.RUB(300_00)},
		{Kind: order.AdjustDiscount, On: order.OnServices, Amount: amount.RUB(50_00)},
		{Kind: order.AdjustDiscount, Code: "GIFT", On: order.OnAll, Amount: amount.RUB(10_00)},
	}
	s := tell(t, d)
	yes := true
	s.do(
		order.Pay{Payment: order.Payment{ID: "gift", Form: order.FormGiftCard, Amount: amount.RUB(500_00)}},
		order.Pay{Payment: order.Payment{ID: "points", Form: order.FormBonus, Amount: amount.RUB(100_00)}},
		order.Pay{Payment: order.Payment{ID: "card", Amount: amount.RUB(3100_00)}},
		order.ChangeLine{Line: "L1", Name: "Mug, white", SKU: "MUG-W", MarkRequired: &yes},
		order.SetMark{Line: "L1", Unit: 0, Code: "0104601234567890215aBcD3"},
		order.SetMark{Line: "L1", Unit: 1, Code: "0104601234567890215aBcD4"},
		order.SetMark{Line: "L1", Unit: 2, Code: "0104601234567890215aBcD5"},
		order.Assemble{},
		order.CreateShipment{Picks: order.PickUnits("L1", amount.Pcs(0), amount.Pcs(1))}, order.HandOver{Shipment: 1},
		order.ChangeLine{Line: "L1", VAT: amount.VAT22},
		order.Return{Picks: order.PickUnits("L1", amount.Pcs(2), amount.Pcs(3)), Reason: status.ReasonUnwanted},
	)
	return s
}
