package order_test

import (
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// reductionHistory is an order of which little comes back as it was sold: a scratch makes one unit cheaper, part of the
// delivery charge is paid back in the gateway's cabinet, the way back is withheld, one unit is replaced.
func reductionHistory(t require.TestingT) *story {
	d := ownShop()
	d.ID = "shop-1007"
	d.Lines = append(d.Lines, order.Line{ID: "delivery", Kind: order.LineDelivery, Name: "delivery by courier", Quantity: amount.Pcs(1), Total: amount.RUB(350_00), VAT: amount.VAT22})
	s := tell(t, d)
	card := order.Payment{ID: "card", Amount: amount.RUB(850_00), Method: "card", Ref: order.Ref{System: "yookassa", Kind: "payment", ID: "2d1"}}
	s.do(order.Confirm{}, order.Pay{Payment: card}, order.Deliver{},
		order.ReducePrice{
			Picks: order.Pick("L1", amount.Pcs(2)), Amount: amount.RUB(33_33), Reason: status.ReasonDefect,
			Text: "a scratch on both", Statement: "scans/1007-1.pdf",
		},
		order.Refund{Block: 1},
	)
	s.as(order.RoleGateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
	card.State, card.Refunded = status.PaymentPartlyRefunded, amount.RUB(133_33) // 100 of it in the cabinet
	s.says(order.RoleGateway, order.PaymentReport{Payment: card})
	s.do(
		order.ReducePrice{Picks: order.PickAll("delivery"), Amount: amount.RUB(100_00), Reason: status.ReasonOther, Text: "the courier was late", Payment: "card"},
		order.ClearHold{Hold: 1, Note: "for the late courier"},
		order.Return{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonUnwanted},
		order.Return{Picks: order.Pick("L2", amount.Pcs(1)), Reason: status.ReasonDefect},
		order.Receive{Block: 3, Custody: status.CustodyAccepted},
		order.Refund{Block: 3, Withhold: &order.Withholding{Amount: amount.RUB(35_00), For: order.WithholdWayBack, Text: "sent back with cash on delivery"}},
		order.Refund{Block: 4, Withhold: &order.Withholding{Amount: amount.RUB(100_00), For: order.WithholdReplacement, Order: "shop-1008"}},
		order.Receive{Block: 4, Custody: status.CustodyDamaged},
	)
	s.as(order.RoleGateway, order.SettleRefund{Block: 3, Outcome: order.Outcome{Kind: order.Applied}})
	return s
}

// lostDiscountHistory is an order whose coupon is lost with what comes back, and a smaller one is left.
func lostDiscountHistory(t require.TestingT) *story {
	s := tell(t, order.Draft{
		ID: "shop-1009", Currency: "EUR", Scheme: order.OwnPickup, Authority: order.OwnShop,
		Lines: []order.Line{
			{ID: "cup", Name: "cup", Quantity: amount.Pcs(6), Price: amount.EUR(50_00), VAT: amount.VAT20},
			{ID: "card", Name: "greeting card", Quantity: amount.Pcs(1), Price: amount.EUR(3_00), VAT: amount.VAT10},
		},
		Adjustments: []order.Adjustment{{Kind: order.AdjustPromo, Code: "FROM300", Amount: amount.EUR(30_00)}},
	})
	s.do(order.Confirm{}, order.Pay{Payment: order.Payment{ID: "card", Amount: amount.EUR(273_00), Method: "card"}}, order.Deliver{},
		order.Return{
			Picks: order.Pick("cup", amount.Pcs(5)).And(order.PickAll("card")), Reason: status.ReasonUnwanted,
			Reprice: &order.Reprice{Adjustments: []order.Adjustment{{Kind: order.AdjustPromo, Code: "FROM50", Amount: amount.EUR(2_00)}}},
		},
		order.Receive{Block: 1, Custody: status.CustodyAccepted},
		order.Refund{Block: 1},
	)
	s.as(order.RoleGateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
	return s
}
