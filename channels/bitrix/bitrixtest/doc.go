// Package bitrixtest is a shop on 1C-Bitrix in the process, for tests of programs that talk to one. It keeps orders
// with their lines, payments, shipments and properties, prices them with the rules and the coupons of the shop, sells
// the goods of its catalogue, and serves the exchange with 1C.
//
//	shop := bitrixtest.New(bitrixtest.Settings{})
//	defer shop.Close()
//	id := shop.PlacesOrder(bitrixtest.Buyer{Name: "Орлова Вера"}, []bitrixtest.Item{{Article: "MUG"}}, "", bitrixtest.PickupByCDEK)
//	client := &http.Client{Transport: shop.Transport()} // calls bitrixtest.Webhook() + "sale.order.get"
//	shop.Faults().Next("sale.shipment.update", fake.ResetAfter())
//
// It shares no code with a client. Its rules are those of the server's source (modules sale and catalog of 2026) and of
// the documentation at apidocs.bitrix24.com.
//
// # What it does
//
// Fields that are not known or only read are dropped without a word, as on the server: IgnoredFields tells of them.
// What is required by an update must be in each. An update of a shipment replaces it whole, and a list of property
// values or prices is whole as well. A price that is sent makes the price of a line one by hand; nobody checks that it
// fits the discount. A new quantity of another line asks the catalogue again, and each change runs the rules of the
// cart again (Settings.KeepPrices: it does not). The only payment follows the price while it is unpaid and equal to it,
// the only shipment the quantities. Money that was taken, goods that were shipped and orders that are cancelled refuse
// what the server refuses; goods with marking codes cannot be shipped by calls at all. A save may end with a warning:
// all is saved, and the answer is an error ([Server.Warns]). REST knows no coupons and no rules.
//
// # The shop's own method
//
// Live prices with coupons come from the method ordo.quote, which a shop publishes itself: parameters orderId, siteId,
// userId, personTypeId, currency, coupons, deliveryId and items; prices before and after the rules, stock, discounts
// and coupons in the answer. [Server.WithoutQuote] is a shop without it, [Server.QuoteAnswers] one whose file is
// broken.
//
// # 1C
//
// /bitrix/admin/1c_exchange.php is that of package exchange1ctest. Goods, prices and stock that 1C sends are what the
// shop sells from then on, by their Ид; orders go out with final prices, the discount of a unit, and the delivery as a
// line; what 1C answers changes the order here, and does not go back. Payments and shipments go out within the order's
// traits only, not as documents of their own. A full catalogue takes no goods out of sale: only a mark of deletion
// does.
//
// # What is left out
//
// CRM (clients and requisites of orders), sets, extra services, restrictions of services, the calculation of deliveries
// (a service has one price), reservations, stock control with its documents, cashboxes and receipts, refunds through a
// pay system (none supports them), sale.order.modify and the other methods that are in the source and in no document,
// files of properties, uploads and pictures. Coupons of a user, discounts by groups of users and cumulative ones are
// not there; a rule takes a percentage or a sum off each unit, or off the delivery.
//
// Not known, and chosen here: the words for a status that the shop does not have; that a price written to an order
// stays until its basket changes; the words of warnings; which of the shop's codes the property of the article and of
// the pickup point have, as shops set them up themselves.
package bitrixtest
