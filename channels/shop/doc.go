// Package shop is the channel of a shop of your own that sends its orders: it places, changes, pays and cancels them by
// calls to the bridge, or by bridge.Bridge.Announce in the same program. It need not answer questions: orders are kept
// by the bridge.
//
//	site := shop.New(shop.Settings{Admit: shop.Bearer(secret), Decode: decode})
//	b, err := bridge.New(store, bridge.Account("shop-1", site), bridge.Route{Channel: "shop-1", …})
//	http.Handle("/shop-1/", b.Webhook("shop-1"))
//
// # News
//
// Decode makes news of the body of a call, in whatever form the shop sends it. News is about one order, by its number
// in the shop (ID), and says at least one of:
//
//	Placed     a new order; its scheme, prices and lines are checked before the call is answered
//	Changed    what of an order is other now: lines, details, dates
//	Paid       payments
//	Cancelled  units that are cancelled, by line how many of them in all; the whole order without Picks
//
// Occurred is when it happened by the shop's clock. A change needs it, as changes may come in another order than they
// were made: one that is older than the last change of the same part is not applied, and the journal says so. The same
// goes for units that are cancelled and the lines; give both a time. News about an order that was not announced yet is
// kept, and applied when it is. Key is the shop's own id of the event: the same content under the same key is taken
// once, and the same content without a key is.
//
// # Answers
//
// A call that was taken is answered 202: it is stored, and worked on later. 401 is a caller that Admit refuses; without
// Admit every call is. 400 is news that cannot be meant, with the field in the text; 409 another order under a known
// number; 413 a body that is too long (bridge.MaxCall). 500 asks the shop to send the same again. The body of a refusal
// is {"error": "…"}, with "order" and "field" if they are known.
//
// # Whose word counts
//
// Without a gateway the route's authority is order.Marketplace: all that the shop sends is a fact. With a gateway it is
// order.OwnShop: people edit here, and what the shop changes is tried as a command of theirs; a refusal is a note and
// stands in the journal. There payments are the gateway's: a shop whose word on payments counts as well needs
// Route.Authority: order.OwnShop | order.ChannelOwnsPayment.
//
// # Effects and prices
//
// Tell carries out what the shop is to learn of an order: that it is confirmed, cancelled, shipped. Quote prices an
// order that people edit (bridge.Bridge.Edit).
package shop
