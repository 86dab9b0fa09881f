// Package bitrix is a client of a shop on 1C-Bitrix (Site Manager, БУС): its orders with their basket, payments,
// shipments and properties, its statuses, ways of delivery and payment, and the prices and stock of its catalogue, by
// the REST that it shares with Bitrix24 (package bxrest).
//
//	shop := bitrix.New("https://shop.example", bxrest.Webhook(1, code))
//	o, err := shop.GetOrder(ctx, 300)
//	for o, err := range shop.ListOrders(ctx, bitrix.OrderFilter{ChangedFrom: since}) { ... }
//
// [Client.Channel] is the same shop as a channel: where orders are placed, and where it is told of what becomes of
// them. [NewExchange] reads the orders of a shop without REST by the exchange that it has with 1C, by which
// exchange1c.Sink brings goods, prices and stock into any shop (Settings.Sink). Package bitrixtest is a fake shop to
// test against.
//
// The vendor's pages: apidocs.bitrix24.ru, sections sale and catalog, and 1c-bitrix.ru about the exchange.
//
// # Orders
//
// A line is an item of the basket, never an article: a gift of the same article is a line of its own. Items that are
// made for one line of ordo, or are parts of it, have its id in their XML_ID. Prices are taken after all discounts;
// what was there before them counts as a discount of the order only if that spreads over the goods as the shop has it.
// What the lines and the delivery cost must be what the order costs: another order is one with a problem, for people.
//
// REST knows neither coupons nor the rules of the basket that apply. A promo code is read from a property of the order,
// if the shop fills one (Properties.Coupon), and a price is asked for by a method of the shop's own: see
// [Channel.Quote]. The folder shopside has a PHP file that publishes it, with the contract and what to try first.
//
// Orders are found by polling: the licence of a shop may have no events. What was written by this client comes back as
// changed and is compared: the channel is a channels.Mirror.
//
// # What the shop is told
//
//	refuse, cancel      the flag «отменен» and the status; while a payment is paid the status alone, as the shop
//	                    cancels no such order
//	take, confirm,      the status of the table, where it has one of its own for them
//	    status, arrive
//	lines               items, quantities, prices and what the delivery costs; the payment that is awaited gets the sum
//	details, move date  properties of the order, and the way of delivery by its name
//	payment             money that was received: linked first, then marked as paid. What was paid back is a comment:
//	                    isReturn would pay it back again
//	ship                a shipment for each one, with its goods, tracking number and status; never deducted
//	comment             below the comments of managers
//
// Once lines were written their prices are set by hand there: the shop does not apply its rules to them again. Nothing
// but what is other is written, and the order is read before and, where lines were written, after.
//
// # Safe to repeat
//
// The protocol has no keys. What is made gets an XML_ID that begins with "ordo-", and is looked for by it after a lost
// answer. Changes set what they set, and are repeated. A shop that saves with a warning reports an error: the order is
// read once more then.
//
// # Limits
//
// A shop has no limits of its own: give ordo.WithLimits what it bears. Fifty orders are read in one request. A pass
// that finds nothing is one.
//
// # Not documented
//
//   - whether the shop applies rules of the basket to the other lines when one is written: all are written, and read back
//   - what a price written to an order with a basket does: it is not written
//   - how a window of delivery is written: a day, in a property that the merchant names
//   - the limits of a shop's licence for webhooks
package bitrix
