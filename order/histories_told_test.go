package order_test

import (
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// confirmedHistory is an order of a Polish shop that waits for the buyer and for the cost of shipping, is split and
// confirmed once more, and is cancelled with word of how the buyer was told.
func confirmedHistory(t require.TestingT) *story {
	d := ownShop()
	d.ID, d.Confirmations = "shop-1004", []status.Confirmation{status.ConfirmBuyer, status.ConfirmShippingCostSet, status.ConfirmShippingCostAccepted}
	s := tell(t, d)
	s.do(
		order.SetShippingCost{Amount: amount.RUB(350_00), Name: "delivery by courier", VAT: amount.VAT22},
		order.GiveConfirmation{Of: status.ConfirmBuyer, For: status.PartyBuyer},
		order.GiveConfirmation{Of: status.ConfirmShippingCostAccepted, For: status.PartyBuyer},
		order.ContactBuyer{Channel: "phone", Code: "47", Text: "no answer"},
		order.AskConfirmation{Of: status.ConfirmBuyer},
		order.ChangeDetails{Delivery: order.Delivery{Address: "ul. Długa 1", Recipient: "Jan Nowak"}, Method: "cash"},
	)
	s.says(order.RoleChannel, order.ConfirmationReport{})
	s.do(order.Cancel{Reason: status.ReasonOutOfStock, Code: "18", Told: "by phone"})
	return s
}
