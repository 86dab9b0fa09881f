package main

import "github.com/ordo-sdk/ordo/order"

// delivery is a MegaMarket order that the merchant delivers.
func delivery(s *story) {
	s.columns = s.outside.marketplace()
	s.places(on(2, 9, 10), megaMarket, order.Draft{
		ID: "mm-9320000000101", Number: "9320000000101",
		Ref:    order.Ref{System: "megamarket", Account: "mm-1", Kind: "shipment", ID: "9320000000101"},
		Scheme: order.MerchantDelivery, Authority: order.Marketplace,
		Lines: []order.Line{
			lot("1", "teapot", order.RUB(2490_00)),
			lot("2", "cup", order.RUB(650_00)),
			lot("3", "cup", order.RUB(650_00)),
			lot("4", "tray", order.RUB(1290_00)),
			{ID: "5", Name: "delivery", Kind: order.LineDelivery, Quantity: order.Pcs(1), Total: order.RUB(350_00), VAT: order.VAT22},
		},
		Delivery: order.Delivery{City: "Tver", Window: order.Window{From: on(6, 10, 0), To: on(6, 18, 0)}},
	})

	s.does(on(2, 9, 30), anna, order.ContactBuyer{Channel: "phone"})
	s.does(on(2, 10, 5), anna, order.ContactBuyer{Channel: "phone", Reached: true, Agreed: true, Text: "as ordered; would rather have it on Saturday"})
	s.saves(on(2, 10, 10), s.crmStatus("client-confirmed"))

	// Too late for a single lot: nothing happens, and RetailCRM is owed a note.
	s.saves(on(2, 10, 40), s.crmLot("out-of-stock", "4"))

	saturday := order.Window{From: on(7, 12, 0), To: on(7, 16, 0)}
	s.saves(on(2, 11, 0), order.MoveDate{Window: saturday})
	s.reports(on(2, 11, 1), megaMarket, order.DateReport{Window: saturday})

	s.saves(on(6, 16, 20), order.Pack{})
	s.saves(on(7, 11, 30), order.HandOver{Courier: true})

	// At the door a cancel status is a result: it is kept until the order is closed, in one call with a result for each lot.
	s.saves(on(7, 13, 10), s.crmLot("failure", "3"))
	s.saves(on(7, 13, 25), s.crmStatus("complete"))
}
