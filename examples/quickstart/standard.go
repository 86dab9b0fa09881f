package main

import "github.com/ordo-sdk/ordo/order"

// lot is a line of a MegaMarket order: one unit.
func lot(id, name string, price order.Money) order.Line {
	return order.Line{
		ID: id, Name: name, Ref: order.Ref{System: "megamarket", Kind: "lot", ID: id},
		Quantity: order.Pcs(1), Total: price, VAT: order.VAT22,
	}
}

// standard is an order that MegaMarket delivers. The merchant works in RetailCRM; MegaMarket's word counts.
func standard(s *story) {
	s.columns = s.outside.marketplace()
	s.places(on(2, 9, 0), megaMarket, order.Draft{
		ID: "mm-955100777", Number: "955100777",
		Ref:    order.Ref{System: "megamarket", Account: "mm-1", Kind: "shipment", ID: "955100777"},
		Scheme: order.Standard, Authority: order.Marketplace,
		Lines: []order.Line{
			lot("1", "kettle", order.RUB(2490_00)),
			lot("2", "red mug", order.RUB(445_00)),
			lot("3", "red mug", order.RUB(445_00)),
			lot("4", "tray", order.RUB(1290_00)),
		},
		Deadlines: []order.Deadline{{Kind: order.KindConfirm, At: on(2, 17, 0)}},
	})

	// There is only one red mug. The manager sets both statuses and saves once; the refusal goes first, because after the
	// confirmation MegaMarket takes no refusal of single lots any more.
	s.saves(on(2, 9, 40), s.crmStatus("availability-confirmed"), s.crmLot("out-of-stock", "3"))
	s.hears(on(2, 9, 41), "CONFIRMED", "1", "2", "4")

	s.saves(on(2, 11, 15), order.Pack{Boxes: []order.Box{
		{Ref: "4107*955100777*1", Picks: order.PickAll("1", "2"), Weight: 2100},
		{Ref: "4107*955100777*2", Picks: order.PickAll("4"), Weight: 900},
	}})
	s.saves(on(2, 15, 30), order.HandOver{})
	s.hears(on(4, 12, 5), "DELIVERED", "1", "2", "4")
}
