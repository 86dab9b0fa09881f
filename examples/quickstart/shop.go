package main

import (
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// shop is a prepaid order of the seller's own shop, sent by a carrier. People here decide; the gateway knows what is paid
// and the carrier where the parcel is.
func shop(s *story) {
	s.columns = s.outside.shop()
	s.places(on(2, 10, 0), ownShop, order.Draft{
		ID: "shop-1001", Number: "1001", Scheme: order.ByCarrier, Authority: order.OwnShop,
		Lines: []order.Line{
			{ID: "tea", Name: "tea", Quantity: order.Pcs(5), Total: order.RUB(1499_00), VAT: order.VAT10},
			{ID: "pot", Name: "teapot", Quantity: order.Pcs(2), Price: order.RUB(2450_00), VAT: order.VAT22},
			{ID: "cup", Name: "cup", Quantity: order.Pcs(4), Price: order.RUB(375_00), VAT: order.VAT22},
			{ID: "way", Name: "delivery", Kind: order.LineDelivery, Quantity: order.Pcs(1), Total: order.RUB(390_00), VAT: order.VAT22},
		},
		Adjustments: []order.Adjustment{{Kind: order.AdjustPromo, Code: "SPRING", Amount: order.RUB(777_00)}},
		Delivery:    order.Delivery{Service: "CDEK", City: "Kazan", Point: "KZN42"},
	})
	s.paid(order.RUB(7512_00))
	s.reserved()
	s.thinksBetter()
	s.sent()
	s.cameBack()
	s.does(on(12, 9, 0), anna, order.Complete{})
}

// receipt is a fiscal receipt.
func receipt(number string) order.Document { return order.Document{Kind: "receipt", Number: number} }

// paid is the advance: the money, and the receipt for it.
func (s *story) paid(sum order.Money) {
	s.reports(on(2, 10, 4), yooKassa, order.PaymentReport{Payment: order.Payment{ID: "pay-1", Amount: sum, Method: "card"}})
	s.does(on(2, 10, 5), atol, order.AttachReceipt{Payment: "pay-1", Receipt: receipt("F-101")})
}

// reserved: no warehouse has all of the tea.
func (s *story) reserved() {
	s.does(on(2, 10, 30), anna, order.Assemble{Picks: order.Pick("tea", order.Pcs(3)).And(order.PickAll("pot", "cup")), Warehouse: "centre"})
	s.does(on(2, 10, 31), anna, order.Assemble{Picks: order.Pick("tea", order.Pcs(2)), Warehouse: "north"})
}

// thinksBetter is a return before anything was sent: block R1 has no goods to wait for.
func (s *story) thinksBetter() {
	s.does(on(2, 11, 45), buyer, order.Return{Picks: order.Pick("cup", order.Pcs(1)), Reason: status.ReasonUnwanted, Statement: "statements/1001-1.pdf"})
	s.does(on(2, 12, 0), anna, order.Refund{Block: 1})
	s.does(on(2, 12, 1), yooKassa, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied}})
	s.does(on(2, 12, 2), atol, order.AttachReceipt{Block: 1, Receipt: receipt("F-102")})
}

// sent is the way to the buyer, and the receipt for what was handed out.
func (s *story) sent() {
	s.does(on(2, 14, 0), anna, order.CreateShipment{Carrier: order.Ref{System: "cdek", Account: "cdek-1"}, To: "KZN42"})
	s.does(on(2, 14, 10), anna, order.HandOver{Shipment: 1, Waybill: "1106207236"})
	s.does(on(2, 14, 15), anna, order.Attach{Document: order.Document{Kind: "sale", Number: "UT-58", Posted: true, Shipment: 1}})
	arrived := order.ShipmentReport{Waybill: "1106207236", State: status.ShipmentArrived, Code: "ACCEPTED_AT_PICK_UP_POINT", Text: "at the pick-up point"}
	s.reports(on(5, 8, 20), cdek, arrived)
	s.reports(on(5, 9, 20), cdek, arrived)
	s.reports(on(6, 18, 5), cdek, order.ShipmentReport{Waybill: "1106207236", State: status.ShipmentHandedOut, Code: "DELIVERED", Text: "handed out"})
	s.does(on(6, 18, 6), atol, order.Attach{Document: receipt("F-103")})
}

// cameBack is two returns after the buyer had the goods. The money goes back when the goods are, by a person's command,
// and once for each block however often the gateway is asked.
func (s *story) cameBack() {
	s.does(on(9, 10, 0), buyer, order.Return{Picks: order.Pick("tea", order.Pcs(2)), Reason: status.ReasonDefect, Statement: "statements/1001-2.pdf"})
	s.does(on(9, 10, 5), buyer, order.Return{Picks: order.Pick("pot", order.Pcs(1)), Reason: status.ReasonUnwanted, Statement: "statements/1001-3.pdf"})
	s.asks(on(9, 11, 0), anna, order.Refund{Block: 2})
	s.does(on(11, 9, 30), anna, order.Receive{Block: 2, Custody: status.CustodyAccepted})
	s.does(on(11, 9, 31), anna, order.Receive{Block: 3, Custody: status.CustodyAccepted})

	s.does(on(11, 9, 40), anna, order.Refund{Block: 2})
	s.does(on(11, 9, 41), yooKassa, order.SettleRefund{Block: 2, Outcome: order.Outcome{Kind: order.Applied}})
	s.does(on(11, 9, 42), atol, order.AttachReceipt{Block: 2, Receipt: receipt("F-104")})

	s.does(on(11, 9, 50), anna, order.Refund{Block: 3})
	s.does(on(11, 9, 51), yooKassa, order.SettleRefund{Block: 3, Outcome: order.Outcome{Kind: order.Rejected, Text: "the bank does not answer"}})
	s.does(on(11, 10, 20), anna, order.Refund{Block: 3})
	s.does(on(11, 10, 21), yooKassa, order.SettleRefund{Block: 3, Outcome: order.Outcome{Kind: order.Applied}})
	s.does(on(11, 10, 22), atol, order.AttachReceipt{Block: 3, Receipt: receipt("F-105")})
}
