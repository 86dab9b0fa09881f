// Package rozetkatest is ROZETKA's seller API in a box: an in-process server of the marketplace for one shop, to test a
// service with. It keeps orders, lets a seller move them along the vendor's steps only, tracks waybills, and fails on
// demand.
//
//	rz := rozetkatest.New(rozetkatest.Settings{})
//	defer rz.Close()
//	id := rz.Place(rozetkatest.Order{Lines: []rozetkatest.Line{{OfferID: "CH-1", Name: "Чайник", Price: 750_00}}})
//	rz.Faults().Next("orders/update", fake.ResetAfter()) // the status is set, but the answer is lost
//
// What others do are methods: the buyer ([Server.Place], [Server.CancelByBuyer], [Server.Pay], [Server.Ask]), ROZETKA
// ([Server.CancelByAdmin]), the carrier ([Server.Track]), and the seller in the cabinet ([Server.SetInCabinet],
// [Server.EditLines], [Server.EditDelivery], [Server.EditRecipient], [Server.EditPayment], [Server.Restore]). By the
// clock of [Settings] tokens die, an order that nobody takes becomes 7 and then 6, and one that is left lying is closed
// by 87, or by 6 under [Then]. A test reads the state with [Server.Order] and [Server.Orders].
//
// # What it checks
//
// Every parameter, filter and field is applied or refused. A parameter or field that a method does not have is an error
// here; what the vendor does with one is not known. A filter with a wrong value finds nothing, as with the vendor,
// until Accept-Validate-Exception is 1. Not served, and answered 404: chats, waybills made by ROZETKA, the shifts of
// cash registers, invoices, credits, files, kits, claims to return, and creating orders. Nothing is ever there to show
// of complaints and reviews; chats are empty.
//
// # What is guessed
//
// The fake follows the vendor's documents and what others have seen, and shares no code with the client. Not known, and
// guessed in the named place: steps from 7, 27, 55 and 70, the cancellations open from 2 and 55, and one table for all
// kinds of delivery (follows); the groups of 46, 83 to 86 and 89 to 91 (statuses); that a waybill with a status other
// than 2, 3 and 61 is refused (allowed); that a first waybill is taken in 2 (repeat); that the days of silence count
// from the last status (pass); the texts of refusals but those of a forbidden step; the order of a search without sort;
// that a day as an upper limit is whole (moment); that an unknown price in a row is refused and the list of rows is
// complete (lines); the body of orders/update-delivery, which is taken in both readings; that a second receipt is
// refused (createReceipt); that a restored order does not name the old one (restore); and that a page beyond the last
// is the last again (pageOf), which explains why one client saw the parameter page ignored.
package rozetkatest
