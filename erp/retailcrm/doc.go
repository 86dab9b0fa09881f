// Package retailcrm is a client of RetailCRM (Simla.com), API v5: orders and their lines, payments, packs, history,
// references, custom fields, integration modules, parcel tracking, and the calls that the CRM makes to a module.
//
//	crm := retailcrm.New("https://shop.retailcrm.ru", key).WithSite("mm-shop")
//	made, err := crm.CreateOrder(ctx, retailcrm.OrderFields{ExternalID: "9320000000101", Status: "new"})
//	for change, err := range crm.ListHistory(ctx, retailcrm.HistoryFilter{SinceID: cursor}) { ... }
//
// [Client.System] is the same account as an erp.System. Package retailcrmtest is a fake RetailCRM to test against:
//
//	books := retailcrmtest.New(retailcrmtest.Settings{})
//	defer books.Close()
//	crm := retailcrm.New("https://shop.retailcrm.example", retailcrmtest.Key,
//		ordo.WithHTTPClient(&http.Client{Transport: books.Transport()})).WithSite(retailcrmtest.Site)
//
// The vendor's pages: "API v5" (docs.retailcrm.ru/Developers/API/APIVersions/APIv5), "Delivery module callbacks",
// "Simple connection of a module".
//
// # Reading and writing
//
// [Order] is what the CRM sends; unknown fields stay in Extra. [OrderFields] is what is written: a field that is not
// set is not sent, so that only what the caller names changes. Texts and flags are pointers there ([Ptr]), so that they
// can be emptied; codes, ids, sums and dates count as not set when they are zero.
//
// Date-times have no zone on the wire: they are in the account's. The client reads the zone from the CRM's settings
// once, unless WithZone gives it. A wire.Sum is exact and has its currency where the order states one.
//
// # Safe to repeat
//
// The CRM has no idempotency keys. [Client.CreateOrder], [Client.UploadOrders] and [Client.CreatePayment] are guarded
// by the externalId instead: when an answer is lost, they look for it before they send again. Without an externalId a
// lost answer is an error of class InDoubt. Edits set a state, and are repeated, unless they add lines that have no id
// of a module (ExternalIDs), by which they could be found.
//
// # A marketplace's module
//
// [Client.System] plays such a module as the port erp.System: orders come into the CRM, and what the merchant does
// there comes back as intents. Which status means what is the merchant's: a [Mapping].
//
//	s := crm.System(retailcrm.DefaultMapping(), retailcrm.WithModule("https://ordo.example/crm-1", secret))
//	err := s.Install(ctx) // once: the courier's field, the module, its delivery type
//	err = s.Check(ctx)    // at each start: all problems of the account and the mapping, in one error
//
// What the order is there follows the order here: its lines with their prices, marking codes and discounts, what the
// delivery costs, who buys and where the goods go, the dates, and the payments.
//
//   - A line that was cancelled or came back stays with the mapping's status. Lines that people added stay.
//   - The order's own discount is the module's: it is what makes the lines cost exactly what they cost here, where no
//     price of a unit does. A discount of the order that people give becomes part of it.
//   - A payment is what was received and not paid back; what was paid back is a payment of its own if
//     PaymentCodes.Refunded names a status for it.
//   - A window of several days stands in the words beside the delivery time: "13.08.2026 10:00 – 15.08.2026 20:00".
//   - What the address has no field for is in its notes. Nothing that people wrote is emptied.
//
// # What people may do there
//
// What one person saved at one moment is taken as a whole or refused as a whole; a refusal is a note with what the card
// shows, what the order has, and why. Values are compared with the order: what is so already asks for nothing, and what
// was refused is not asked for again as long as the order stands as it did.
//
//	quantity, new line, removed line       order.Edit
//	price, discount of a line              order.Reprice, or the Reprice of that Edit
//	discount of the order                  as well, as an adjustment with the code "retailcrm"
//	cost of delivery                       order.SetShippingCost while it is asked for, else as a price
//	payment of a type in PaymentCodes.Own  order.Pay
//	any other payment that came in         order.Pay with Shown: not where another system's word counts
//	name, phones, e-mail, address,         order.ChangeDetails
//	    the buyer's comment
//	comments, notes for the courier        order.WriteComment
//	day and time of delivery               order.MoveDate
//	statuses of the order and of lines     by the [Mapping]
//	packages, marking codes, the tick      read each time
//	VAT or product of a line, delivery     a warning: it is changed where the order was made
//	    type, tracking number, money
//	    that was received
//	everything else                        erp.Reading.Ignored
//
// A line that people added has a Ref of kind [RefItem] and the article of its offer's externalId. Where the CRM rounds
// a discount of the whole order otherwise, prices before it are set so that each line costs what the card shows.
//
// # Limits
//
// 10 requests a second per key (the default here); beyond it the CRM answers 503 "Rate limit exceeded". All that share an
// ordo.Limiter count together by the address of the CRM, whatever their shop, key and name. Pages of 20, 50 or 100
// records. 50 orders in one upload, 500 ids in one [Client.ListOrderStatuses] (the 500 are not documented).
//
// # Traps
//
//   - Statuses, product statuses and payment types are each merchant's own lists. Read them, and let the merchant map.
//     Codes may be odd: "", "-1".
//   - externalId is unique per shop: name the shop with WithSite when the key sees several.
//   - The items of an edit are the whole new list: see [Order.KeepItems].
//   - The entrance (block) and the floor of an address are whole numbers: others go into the notes.
//   - A payment's paidAt was seen in UTC where the order's times were not: do not compare them.
//   - The history must be followed by id, never by page: [Client.ListHistory] does.
//   - A mistyped account answers with an HTML page, and 405 to a POST.
package retailcrm
