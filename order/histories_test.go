package order_test

import (
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// histories are whole lives of orders, as they happen to sellers. Together they hold every kind of event.
var histories = map[string]func(require.TestingT) *story{
	"confirmed":         confirmedHistory,
	"reopened":          reopenedHistory,
	"marketplace":       marketplaceHistory,
	"merchant-delivery": merchantHistory,
	"own-shop":          shopHistory,
	"by-carrier":        carrierHistory,
	"held":              heldHistory,
	"parcel":            parcelHistory,
	"reductions":        reductionHistory,
	"lost-discount":     lostDiscountHistory,
	"forgotten":         forgottenHistory,
	"erased":            erasedHistory,
	"places":            placesHistory,
	"notices":           noticeHistory,
	"messages":          messageHistory,
	"circulation":       circulationHistory,
	"documents":         documentHistory,
	"line-facts":        factsHistory,
	"expenses":          expenseHistory,
	"transfers":         transferHistory,
	"statement":         statementHistory,
}

// marketplaceHistory is an order that a marketplace delivers: one unit is out of stock, a marking code is bad, the
// buyer gets the rest.
func marketplaceHistory(t require.TestingT) *story {
	s := tell(t, order.Draft{
		ID: "mm-946004521", Ref: order.Ref{System: "megamarket", Account: "mm-1", Kind: "shipment", ID: "946004521"}, Number: "946004521",
		Scheme: order.Standard, Authority: order.Marketplace, Placed: opened.Add(-3 * time.Minute),
		Buyer:    order.Buyer{Name: "Иван Петров", Phone: "+79990000001", Loyalty: "gold", Bonus: amount.RUB(150_00)},
		Delivery: order.Delivery{Service: "marketplace", City: "Москва", Point: "PVZ-77", Term: "4 March"},
		Lines: []order.Line{
			{
				ID: "1", SKU: "SHIRT-M", Name: "Shirt, M", Quantity: amount.Pcs(3), Price: amount.RUB(1290_50), VAT: amount.VAT20, MarkRequired: true,
				Ref: order.Ref{System: "megamarket", Account: "mm-1", Kind: "goods", ID: "100024561"},
			},
			{ID: "2", SKU: "SOCKS", Name: "Socks", Quantity: amount.Pcs(2), Total: amount.RUB(399_99), VAT: amount.VAT10},
			{ID: "3", Kind: order.LineDelivery, Name: "Delivery", Quantity: amount.Pcs(1), Total: amount.RUB(249_00), VAT: amount.VAT20},
		},
		Adjustments: []order.Adjustment{
			{Kind: order.AdjustPromo, Code: "SPRING", Name: "Spring", Amount: amount.RUB(100_00)},
			{Kind: order.AdjustBonus, Amount: amount.RUB(33_33)},
		},
		Deadlines: []order.Deadline{{Kind: order.KindConfirm, At: opened.Add(24 * time.Hour)}, {Kind: order.KindHandOver, At: opened.Add(48 * time.Hour)}},
		Comment:   "call an hour before",
	})
	s.says(order.RoleChannel, order.DateReport{Deadlines: []order.Deadline{{Kind: order.KindConfirm, At: opened.Add(30 * time.Hour)}, {Kind: order.KindHandOver, At: opened.Add(72 * time.Hour)}}})
	s.do(
		order.Take{},
		order.ContactBuyer{Channel: "phone", Text: "no answer"},
		order.ContactBuyer{Channel: "chat", Reached: true, Agreed: true, Text: "two shirts are fine"},
		order.Cancel{Picks: order.Pick("1", amount.Pcs(1)), Reason: status.ReasonOutOfStock, Text: "the last one is torn"},
	)
	// The marketplace lists what is left: it has heard of the refusal.
	s.says(order.RoleChannel, order.LinesReport{Lines: s.left()})
	s.do(
		order.Confirm{},
		order.Assemble{Picks: order.Pick("1", amount.Pcs(2)), Warehouse: "north"},
		order.Assemble{Picks: order.PickAll("2"), Warehouse: "south"},
		order.Release{Picks: order.Pick("2", amount.Pcs(1))},
		order.Assemble{Picks: order.Pick("2", amount.Pcs(1)), Warehouse: "north"},
		order.SetMark{Line: "1", Unit: 1, Code: "0104601234567893215&Wx'9"},
		order.SetMark{Line: "1", Unit: 2, Code: "0104601234567893215aBcD3"},
		order.RejectMark{Line: "1", Unit: 1, Why: "withdrawn from circulation"},
		order.SetMark{Line: "1", Unit: 1, Code: "0104601234567893215zzz01"},
		order.Pack{Boxes: []order.Box{
			{Ref: "BOX-1", Picks: order.Pick("1", amount.Pcs(2)).And(order.Pick("2", amount.Pcs(1))), Weight: 900, Length: 300, Width: 200, Height: 100},
			{Ref: "BOX-2", Picks: order.Pick("2", amount.Pcs(1)), Weight: 100},
		}},
		order.Label{Key: "deal", Text: "won"},
		order.HandOver{},
	)
	s.says(order.RoleChannel,
		order.StatusReport{Code: "SHIPPED", Says: status.Meaning{Order: status.OrderHandedToCarrier}},
		order.StatusReport{Code: "ARRIVED", Says: status.Meaning{Order: status.OrderArrived}},
		order.PaymentReport{Payment: order.Payment{ID: "mm-pay", Amount: s.o.Total(), Method: "card", Ref: order.Ref{System: "megamarket", Kind: "payment", ID: "77"}}},
		order.StatusReport{Code: "DELIVERED", Says: status.Meaning{Item: status.ItemHandedOut}, Picks: order.Pick("1", amount.Pcs(2)).And(order.PickAll("2"))},
	)
	s.as(order.RoleSystem, order.Complete{})
	return s
}

// merchantHistory is an order that the merchant's own courier brings: the date moves, the buyer wants a part cancelled
// when it is on the road already, and takes only some of it at the door.
func merchantHistory(t require.TestingT) *story {
	d := byMerchant()
	d.ID = "mm-946004777"
	d.Lines = append(d.Lines, order.Line{ID: "L3", Name: "cheese", Quantity: amount.Milli(1350), Step: amount.Milli(50), Price: amount.RUB(899_90), VAT: amount.VAT10})
	d.Delivery = order.Delivery{City: "Казань", Address: "ул. Баумана, 1", Window: order.Window{From: opened.AddDate(0, 0, 1), To: opened.AddDate(0, 0, 1).Add(4 * time.Hour)}}
	s := tell(t, d)
	s.do(
		order.Confirm{},
		order.MoveDate{Window: order.Window{From: opened.AddDate(0, 0, 2), To: opened.AddDate(0, 0, 2).Add(4 * time.Hour)}},
		order.Pack{},
		order.Attach{Document: order.Document{Kind: "invoice", Number: "УТ-15", Date: "2026-03-02", Ref: order.Ref{System: "1c", Kind: "invoice", ID: "a1"}}},
		order.Attach{Document: order.Document{Kind: "invoice", Number: "УТ-15", Date: "2026-03-02", Ref: order.Ref{System: "1c", Kind: "invoice", ID: "a1"}, Posted: true}},
		order.HandOver{Courier: true},
	)
	s.says(order.RoleChannel, order.CancelReport{Picks: order.PickAll("L2"), Reason: status.ReasonUnwanted, Text: "the buyer asks", Code: "CANCEL_REQUESTED"})
	s.do(
		order.AnswerCancelRequest{Request: 1, Text: "it is on the road"},
		order.Cancel{Picks: order.Pick("L1", amount.Pcs(2)), Reason: status.ReasonDefect, Text: "scratched"},
		order.DropDoorResult{Picks: order.PickUnits("L1", amount.Pcs(0), amount.Pcs(1))},
		order.Cancel{Picks: order.Pick("L3", amount.Milli(350)), Reason: status.ReasonUnwanted},
		order.Deliver{Refused: []order.Refusal{{Picks: order.Pick("L2", amount.Pcs(1)), Reason: status.ReasonWrongSize}}},
		order.Complete{},
		order.WriteComment{Text: "the courier was late"},
	)
	return s
}

// shopHistory is an order of an own shop that is edited before payment and comes back in three blocks, one of them in
// part rejected; a refund is first refused by the gateway. Its sums do not divide.
func shopHistory(t require.TestingT) *story {
	d := ownShop()
	d.ID, d.Confirmations = "shop-1001", []status.Confirmation{status.ConfirmBuyer}
	d.Lines[0].Price, d.Lines[0].Total = amount.Money{}, amount.RUB(1000_00) // three for a thousand
	d.Adjustments = []order.Adjustment{{Kind: order.AdjustCharge, Name: "gift wrap", Amount: amount.RUB(50_00)}}
	s := tell(t, d)
	s.as(order.RoleBuyer, order.GiveConfirmation{Of: status.ConfirmBuyer})
	s.do(
		order.Edit{
			Add:     []order.Line{{ID: "L3", Name: "lamp", Quantity: amount.Pcs(1), Price: amount.RUB(700_10), VAT: amount.VAT22}},
			Extend:  []order.Extension{{Line: "L2", By: amount.Pcs(2), Price: amount.RUB(95_00)}},
			Reprice: &order.Reprice{Prices: []order.NewPrice{{Line: "L2", Total: amount.RUB(385_01)}}, Adjustments: []order.Adjustment{{Kind: order.AdjustDiscount, Amount: amount.RUB(100_01)}}},
		},
		order.Confirm{},
		order.Pay{Payment: order.Payment{ID: "cash", Amount: amount.RUB(485_10), Method: "cash", Till: "till-2"}},
	)
	due := s.o.View().Due
	s.says(order.RoleGateway,
		order.PaymentReport{Payment: order.Payment{ID: "card", Amount: due, State: status.PaymentAuthorized, Ref: order.Ref{System: "yookassa", Kind: "payment", ID: "2d1"}}},
		order.PaymentReport{Payment: order.Payment{ID: "card", Amount: due, Ref: order.Ref{System: "yookassa", Kind: "payment", ID: "2d1"}}},
	)
	s.do(
		order.AttachReceipt{Payment: "card", Receipt: order.Document{Number: "FD-100", Date: "2026-03-02", Ref: order.Ref{System: "atol", Kind: "receipt", ID: "u-1"}}},
		order.Deliver{},
		order.Return{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonDefect, Statement: "scans/1001-1.pdf"},
		order.Return{Picks: order.Pick("L1", amount.Pcs(1)).And(order.Pick("L2", amount.Pcs(3))), Reason: status.ReasonUnwanted},
		order.Return{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonWrongSize},
		order.Receive{Block: 1, Custody: status.CustodyReceived},
		order.Receive{Block: 1, Custody: status.CustodyDamaged},
		order.Receive{Block: 2, Custody: status.CustodyReceived},
		order.Receive{Block: 2, Picks: order.Pick("L2", amount.Pcs(1)), Custody: status.CustodyRejected},
		order.Receive{Block: 2, Picks: order.Pick("L2", amount.Pcs(1)), Custody: status.CustodyGivenBack},
		order.Receive{Block: 3, Custody: status.CustodyAccepted},
		order.Refund{Block: 1},
	)
	s.as(order.RoleGateway, order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Rejected, Code: "insufficient_funds", Text: "not enough money on the account"}})
	s.do(order.Refund{Block: 1}, order.Refund{Block: 2}, order.Refund{Block: 3})
	s.as(order.RoleGateway,
		order.SettleRefund{Block: 1, Outcome: order.Outcome{Kind: order.Applied, Ref: order.Ref{System: "yookassa", Kind: "refund", ID: "r-1"}}},
		order.SettleRefund{Block: 2, Outcome: order.Outcome{Kind: order.InDoubt, Text: "no answer"}},
		order.SettleRefund{Block: 2, Outcome: order.Outcome{Kind: order.AlreadySo}},
		order.SettleRefund{Block: 3, Outcome: order.Outcome{Kind: order.Applied}},
	)
	s.do(order.AttachReceipt{Block: 1, Receipt: order.Document{Number: "FD-101"}}, order.Complete{})
	return s
}

// heldHistory is an order that is paid in two stages: the first hold is given back, the second is taken in part.
func heldHistory(t require.TestingT) *story {
	d := ownShop()
	d.ID, d.Scheme = "shop-1009", order.ByCarrier
	s := tell(t, d)
	held := func(id string) order.PaymentReport {
		return order.PaymentReport{Payment: order.Payment{
			ID: id, Amount: amount.RUB(500_00), State: status.PaymentAuthorized, Method: "bank_card",
			Ref: order.Ref{System: "yookassa", Kind: "payment", ID: "2e" + id}, Expires: opened.AddDate(0, 0, 7),
		}}
	}
	s.says(order.RoleGateway, held("p1"))
	s.do(order.Assemble{Picks: order.PickAll("L1")}, order.ReleaseHold{Payment: "p1", Reason: "the buyer pays with another card"})
	s.as(order.RoleGateway, order.SettleHold{Payment: "p1", Attempt: 1, Outcome: order.Outcome{Kind: order.Rejected, Text: "try later"}})
	s.do(order.ReleaseHold{Payment: "p1"})
	s.as(order.RoleGateway, order.SettleHold{Payment: "p1", Attempt: 2, Outcome: order.Outcome{Kind: order.Applied}})
	s.says(order.RoleGateway, held("p2"))
	s.do(order.Cancel{Picks: order.Pick("L1", amount.Pcs(1)), Reason: status.ReasonOutOfStock}, order.Pack{})
	s.as(order.RoleSystem, order.Capture{Payment: "p2"})
	s.as(order.RoleGateway,
		order.SettleHold{Payment: "p2", Outcome: order.Outcome{Kind: order.InDoubt, Text: "no answer"}},
		order.SettleHold{Payment: "p2", Outcome: order.Outcome{Kind: order.AlreadySo}})
	s.do(order.HandOver{Waybill: "1012399"})
	return s
}

// carrierHistory is a prepaid order that was found under way and that a carrier brings; the shop sends a code that
// nobody knows, and its CRM asks for what cannot be.
func carrierHistory(t require.TestingT) *story {
	d := ownShop()
	d.ID, d.Scheme = "shop-1002", order.ByCarrier
	s := take(t, order.Snapshot{
		Draft: d, State: status.ItemConfirmed, Taken: true, Code: "P",
		Standing:  []order.Move{{Line: "L2", Portion: order.Portion{State: status.ItemPacked, Warehouse: "north", Shipment: 1}}},
		Payments:  []order.Payment{{ID: "p1", State: status.PaymentPaid, Amount: amount.RUB(500_00)}},
		Documents: []order.Document{{Kind: "invoice", Number: "15", Posted: true}},
		Shipments: []order.Shipment{{N: 1, State: status.ShipmentRequested, Carrier: order.Ref{System: "cdek", Account: "cdek-1"}, To: "MSK77"}},
		Packages:  []order.Package{{N: 1, Units: []order.Units{{Line: "L2", To: amount.Pcs(2)}}, Weight: 1200}},
	})
	s.do(order.HandOver{Shipment: 1, Waybill: "1012345"})
	s.says(order.RoleCarrier, order.ShipmentReport{Waybill: "1012345", State: status.ShipmentSent, Code: "3", Text: "accepted at the sender's warehouse"})
	s.do(order.CreateShipment{Courier: true}, order.HandOver{Shipment: 2})
	s.says(order.RoleCarrier, order.ShipmentReport{Waybill: "1012345", State: status.ShipmentArrived, Code: "12", Text: "at the pick-up point"})
	s.says(order.RoleChannel, order.StatusReport{Code: "X9", Text: "what is this"})
	s.says(order.RoleERP, order.Intent{Code: "cancel", Commands: []order.Command{order.Cancel{Reason: status.ReasonBuyerCancelled}}})
	s.do(order.ClearHold{Hold: 1, Note: "X9 means nothing"}, order.Arrive{Shipment: 2}, order.Deliver{Shipment: 2})
	s.says(order.RoleCarrier, order.ShipmentReport{Waybill: "1012345", State: status.ShipmentHandedOut, Code: "4", Text: "handed to the buyer"})
	// The buyer paid at the door what was paid before.
	s.says(order.RoleGateway, order.PaymentReport{Payment: order.Payment{ID: "p2", Amount: amount.RUB(500_00), Method: "cash"}})
	return s
}

// parcelHistory is an order whose parcels a carrier takes: it refuses one, another is called off.
func parcelHistory(t require.TestingT) *story {
	d := ownShop()
	d.ID, d.Scheme = "shop-1003", order.ByCarrier
	cdek := order.Ref{System: "cdek", Account: "cdek-1"}
	s := tell(t, d)
	s.do(
		order.Pay{Payment: order.Payment{ID: "p1", Amount: amount.RUB(500_00), Method: "card"}},
		order.CreateShipment{Picks: order.PickAll("L1"), Carrier: cdek, To: "MSK77"}, order.CreateShipment{Picks: order.PickAll("L2")},
		order.RequestParcel{Shipment: 1, Key: "1003-S1", Values: map[string]string{"tariff": "136", "recipient.phone": "+7"}},
	)
	s.as(order.RoleCarrier, order.SettleParcel{Shipment: 1, Outcome: order.Outcome{Kind: order.Rejected, Code: "v2_phone", Text: "recipient.phone: no such number"}})
	s.do(order.RequestParcel{Shipment: 1, Key: "1003-S1", Values: map[string]string{"tariff": "136", "recipient.phone": "+79010000002"}})
	s.as(order.RoleCarrier, order.SettleParcel{Shipment: 1, Waybill: "1012345", Outcome: order.Outcome{Kind: order.Applied, Ref: order.Ref{System: "cdek", Kind: "parcel", ID: "72753031"}}})
	s.do(order.RequestParcel{Shipment: 2, Carrier: cdek, Key: "1003-S2"})
	s.as(order.RoleCarrier, order.SettleParcel{Shipment: 2, Waybill: "1012346", Outcome: order.Outcome{Kind: order.AlreadySo, Ref: order.Ref{System: "cdek", Kind: "parcel", ID: "72753032"}}})
	s.do(
		order.Attach{Document: order.Document{Kind: "sale", Number: "УТ-77", Shipment: 1, Posted: true}}, order.HandOver{Shipment: 1},
		order.DropParcel{Shipment: 2},
	)
	return s
}

// documentHistory is an order that documents drive: the invoice confirms and reserves, the waybill hands over and
// delivers. A second invoice was a mistake.
func documentHistory(t require.TestingT) *story {
	s := tell(t, rozetka())
	s.do(
		order.IssueDocument{Place: "main", Document: order.Document{
			Kind: "invoice", Number: "РН-15", Date: "2026-03-02", State: "issued",
			Lines: []order.DocumentLine{{SKU: "SKU-L1", Name: "goods L1", Quantity: amount.Pcs(3), Price: amount.UAH(100_00), Sum: amount.UAH(300_00)}},
		}},
		order.IssueDocument{Document: order.Document{Kind: "invoice", Number: "РН-16", State: "issued"}, Picks: order.Pick("L1", amount.Pcs(1))},
	)
	s.do(
		order.VoidDocument{DocumentKind: "invoice", Number: "РН-16", Why: "issued twice"},
		order.IssueDocument{Place: "shop", Document: order.Document{Kind: "waybill", Number: "В-7", State: "sent", Waybill: "20450000000001", Basis: "РН-15"}},
		order.IssueDocument{Document: order.Document{Kind: "waybill", Number: "В-7", State: "received"}},
	)
	return s
}

// forgottenHistory is the second life of an order: it was forgotten once before, is loaded again, put together and
// forgotten again, since the buyer wants other goods.
func forgottenHistory(t require.TestingT) *story {
	d := ownShop()
	d.ID, d.Ref = "rz-1/812~2", order.Ref{System: "rozetka", Account: "rz-1", Kind: "order", ID: "812"}
	d.Links = []order.Link{
		{Kind: order.LinkPrevious, Order: "rz-1/812"},
		{Kind: order.LinkRestored, Ref: order.Ref{System: "rozetka", Account: "rz-1", Kind: "order", ID: "700"}},
	}
	s := tell(t, d)
	s.do(
		order.Confirm{}, order.Assemble{Picks: order.PickAll("L1"), Warehouse: "north"},
		order.Pack{Boxes: []order.Box{{Picks: order.PickAll("L1")}}},
		order.Forget{Why: "the goods are to be changed in the cabinet"},
	)
	return s
}

// placesHistory is an order of ROZETKA that people at two places work on; its carrier reports that the buyer has it.
func placesHistory(t require.TestingT) *story {
	d := ownShop()
	d.ID, d.Authority = "rz-1004", order.Rozetka
	s := tell(t, d)
	s.do(order.Confirm{}, order.Assemble{Picks: order.PickAll("L1"), Warehouse: "north"})
	by := s.by(order.RoleRemote)
	by.Actor.Place = "south"
	evs, err := s.o.Do(order.Assemble{}, by)
	require.NoError(t, err)
	s.keep(evs)
	s.do(order.HandOver{Waybill: "20450000000001"})
	s.says(order.RoleCarrier,
		order.ShipmentReport{Shipment: 1, State: status.ShipmentArrived, Code: "7", Text: "at the pick-up point"},
		order.ShipmentReport{Shipment: 1, State: status.ShipmentHandedOut, Code: "9", Text: "received"},
	)
	s.do(order.Deliver{})
	return s
}
