// Package megamarket speaks the merchant order API of Megamarket (Мегамаркет; СберМегаМаркет, goods.ru before), the
// marketplace. It is a typed client, usable alone:
//
//	mm := megamarket.New(token)
//	found, err := mm.SearchShipments(ctx, megamarket.Search{Statuses: []string{megamarket.StatusNew}, From: since})
//	err = mm.Confirm(ctx, megamarket.Confirmation{ShipmentID: found[0].ID, OrderCode: "A-1001", Lots: []int{1, 2}})
//
// [Client.Channel] is the same account as a channels.Channel, which has orders and lines. Package megamarkettest is a
// fake Megamarket to test against:
//
//	market := megamarkettest.New(megamarkettest.Settings{})
//	defer market.Close()
//	mm := megamarket.New(megamarkettest.DefaultToken, ordo.WithHTTPClient(&http.Client{Transport: market.Transport()}))
//
// # Terms
//
// A shipment (shipmentId) is the order as the merchant sees it. A lot (itemIndex) is one physical unit in it: three
// mugs are three lots. Statuses belong to lots, and are plain strings here; the table status.MegaMarket translates
// them. There are two schemes. In the standard one Megamarket delivers. In the other the merchant delivers
// (ДСМ, DBS); the fee for it is then a lot of its own, see [Lot.IsDelivery].
//
// # What is typed
//
// The official documentation is partner-wiki.megamarket.ru, chapters "merchant-api", FBS and DBS. Its methods here:
// order/get, order/search, order/confirm, order/reject, order/packing, order/shipping, order/close,
// order/cancelResult, sticker/print, stock/update and manualPrice/save as methods of [Client]; the calls in the other
// direction, order/new and order/cancel, by [Webhook]. What is not wrapped is reached with [Client.Call].
//
// # Writes are safe to repeat
//
// Megamarket has no idempotency key, and a call may be reported as failed although it took effect. So every method that
// changes a shipment first reads it, waits until no lot is PENDING ([Client.WaitShipment]), leaves out the lots that
// are already where the call would bring them, and sends nothing if none remains. If the answer is lost or is a
// refusal, the lots are read again, and what they show decides. Repeating a method after a crash is therefore safe.
// Each method says how it decides.
//
// A write that returns no error was accepted. Its lots are still PENDING for seconds; [Client.WaitShipment] waits for
// that.
//
// # Limits
//
// Rate limits are not documented, so none is set; use ordo.WithLimits. There is no paging: SearchShipments returns
// at most as many ids as asked for. Stock goes out in parts of 300. Callbacks are read up to 1 MiB.
//
// # What is guessed
//
// Most of this is confirmed by the official pages or by two independent clients. Seen in one client only:
//
//   - the PDF form of sticker/print, and oversize boxes
//   - the shipping date as a filter of order/search
//   - the refusal [NotAcceptable] and the close reason [HandoverImpossible]
//
// Not documented, and guessed in one place each:
//
//   - the fields of a new delivery date: [DateForm]
//   - which error means a wrong token, and which a shipment that does not exist
//   - a lot's status after a buyer did not take it: every cancelled status is accepted
//   - whether a refused cancellation shows in the shipment: [Client.AnswerCancel]
package megamarket
