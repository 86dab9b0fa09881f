// Package rozetka speaks the seller API of ROZETKA, the Ukrainian marketplace. It is a typed client, usable alone:
//
//	rz := rozetka.New(rozetka.Login("shop", password)) // or rozetka.Token(token)
//	for o, err := range rz.ListOrders(ctx, rozetka.OrderFilter{Category: rozetka.CategoryNew, Expand: []rozetka.Expand{rozetka.ExpandPurchases}}) {
//		…
//	}
//	o, err := rz.SetStatus(ctx, 910000123, rozetka.StatusUpdate{Status: rozetka.StatusPlanned, TTN: "20450000000001"})
//
// [Client.Channel] is the same shop as a channels.Channel. Package rozetkatest is a fake ROZETKA to test against:
//
//	shop := rozetkatest.New(rozetkatest.Settings{})
//	defer shop.Close()
//	rz := rozetka.New(rozetka.Login(rozetkatest.DefaultUsername, rozetkatest.DefaultPassword), ordo.WithBaseURL(shop.URL()))
//
// # Terms
//
// A purchase is a row of an order; a TTN (товарно-транспортна накладна) is the carrier's waybill number. An order has
// one numeric status for all its goods, which a seller moves along steps that ROZETKA allows (Order.Available); once a
// TTN is on it, ROZETKA's tracking moves it. The table status.Rozetka translates the statuses. The cabinet is the site
// where people work, seller.rozetka.com.ua.
//
// # What is typed
//
// The official documentation is api-seller.rozetka.com.ua/apidoc, the help centre sellerhelp.rozetka.com.ua. Typed are
// orders (find, read, set the status, edit the rows, restore, change recipient, delivery and payment, count),
// dictionaries of statuses and steps, payments and delivery services, goods on sale, the buyers' requests, and the
// fiscal receipt of the connected cash register. What is not wrapped is reached with [Client.Call].
//
// An order is answered without its rows, delivery, payment and steps unless they are asked for: [Expand], and
// [Order.Has] tells what was answered from what is empty.
//
// # Answers
//
// A refusal comes with HTTP status 200 and "success": false. An old token is a refusal, too (1018, 1020, 5401, 6001):
// the client logs in once more, once for all that wait, and sends the request again; a second refusal is an error of
// class Auth. "errors" is read as an object, an array, or bare texts. Sums come as texts or numbers, flags as true or
// 1, numbers as texts, absent objects as []. Unknown fields are in Extra, and one odd row is that row's Problem.
//
// Times come without a zone and are Kyiv's. An hour in autumn is shown twice: windows of time are widened by it, and
// what happened in it has no known time for a channel.
//
// # Writes are safe to repeat
//
// There is no idempotency key. After a lost answer [Client.SetStatus], [Client.EditPurchases] and [Client.RestoreOrder]
// read the order and send nothing again where it is as asked for; a receipt is never sent twice.
//
// # Limits
//
// Rate limits are not documented, so none is set; use ordo.WithLimits. Pages have 20 rows, and the number cannot be
// chosen for orders. A list of which ROZETKA answers the same page again, while it says that there are more, ends with
// an error of class Retry. There are no webhooks. A comment on a buyer's request has at most 300 characters.
//
// The channel knows whole orders only: a part is neither cancelled nor refused, and what was refused of a delivery is
// for people to settle. A waybill number that is typed or made in the cabinet is taken over with the status; another
// one than here holds the order. StatusDuplicate is not among the choices to cancel, as it names another order. The
// second attempt to reach the buyer has no status any more and is kept here. That ROZETKA calls a payment paid is not
// taken for money: people record payments.
//
// # What is guessed
//
// Not documented, and guessed in one place each:
//
//   - that the rows of an edit are all that shall be left: [Client.EditPurchases]
//   - the body of orders/update-delivery: [Client.UpdateDelivery]
//   - that delivery.cost and the difference of the order's sums are the price of delivery; the difference counts
//   - that returned rows may or may not count in amount_with_discount: both are taken
//   - that a living order with duplicate_order_id was restored from that one; otherwise the old one is looked for, by the
//     number of the new one in its field or comment, where a seller made the new one (created_type 1 or 3)
//   - whether a comment without a new status is kept: the channel looks, and says if it is not
//   - the forms of Ukrposhta's numbers; other carriers' but Nova Poshta's are not checked
//   - the meaning of HTTP status 401, which one source reports for an old token
package rozetka
