// Package bitrix24 shows orders to the people who work in a Bitrix24 portal, and tells what they do there.
//
//	portal := bitrix24.New("https://shop.bitrix24.ru", bxrest.Webhook(1, code))
//	deal, err := portal.GetItem(ctx, bitrix24.TypeDeal, 77)
//	rows, err := portal.ListRows(ctx, bitrix24.TypeDeal, 77)
//
// An order is a deal of a funnel of its own. What a deal has no room for, its goods by state and place, shipments and
// return blocks, are items of three smart processes below it; names.go has the codes of stages and fields.
//
// The vendor's pages: "REST API", chapters "CRM", "Tasks", "Events", "Widgets", "Telephony". Credentials, batches,
// limits and errors are those of package [bxrest].
//
// # Typed
//
// Items ([Client.GetItem]: deals and items of smart processes) and their product rows, contacts and companies
// ([Client.Contacts]), funnels, stages, smart processes and user fields, the timeline, tasks and notifications, calls,
// files, users, events with the offline queue, placements, and links with a shop's orders. [Client.Call] and
// [Client.REST] reach what is left. User fields stay in Extra under their own names; [Item.Text], [Item.Texts] and
// [Item.Files] read them.
//
// # Safe to write
//
// The portal has no keys against doing a thing twice. What has a key of ours, deals, items, contacts with an origin,
// tasks, is looked for before it is created, and after a lost answer; a comment, a row, a thing to do has none: a lost
// answer is an error of class InDoubt. Unknown fields, and an empty value, are dropped without an error: see
// [Client.ClearItem]. [Client.SetRows] replaces all rows and reads them back; none are refused. Telephone numbers are
// added, changed and deleted by three calls: [Parties.AddValue].
//
// # The port
//
//	s := portal.System(bitrix24.Settings{Responsible: 11})
//	made, err := s.Setup(ctx) // once: funnel, stages, fields, smart processes
//	bridge.Account("crm-1", s)
//
// [Client.System] shows orders. A deal has the order's goods as rows, a row for each line; who buys, what is paid and
// the order's status in words are fields of it, its stage is another: what is paid stays in «Заказ оплачен» until its
// first shipment is made. Below it stand the goods by state and place («Позиция заказа»), the shipments («Отгрузка»)
// and the return blocks («Возврат»). Every event of the order is a message of the timeline, with its number. A notice
// is a task for whom [Settings.People] names, other notes are comments.
//
// An effect reads the deal in one request and writes what differs in another; a new order takes three, a changed row
// three, nothing changed one. What people set and nobody has read is left alone, also a carrier's form that they fill
// in; once it was read, the order is written over it, so that a button that was refused goes back. A process that ends
// in the middle leaves nothing twice: deals are found by originId, items and tasks by xmlId, messages by their numbers,
// contacts by telephone number and e-mail address. What a batch did whose answer was lost is found when it is tried
// again, which is not before the portal has ended it: a request may take it a minute.
//
// The price of a row is that of one unit, with all discounts and VAT, to the kopeck: discounts stand in fields of the
// deal, not in the rows, as the portal takes a row's discount off the price without VAT. Where rounded prices do not
// add up to what the order costs, the sum of the deal is set by hand. A row without a product of the catalogue has the
// article in brackets behind its name: [Settings.Goods].
//
// [System.Sink] takes parties, cards, discounts and promo codes of other systems. Goods, prices and stock it does not
// take: rows need no catalogue, and stock is shown by warehouse in fields, as the books tell it.
//
// # What people do
//
// [System.Changes] finds it: for an application in the portal's offline queue, from which nothing is lost; for a
// webhook, or a plan without that queue, by asking for what changed, one request a pass however many deals are open.
// Deals that were deleted are seen by the queue alone. [System.Receive] takes the portal's calls, with [WithCalls].
//
// [System.Read] says what it means. Rows and the promo code are an edit that the order's channel prices. A stage that
// the deal is moved to, the buttons of shipments and return blocks, items that people create for a shipment or a
// return, typed marking codes, a changed contact, a closed task and a call are commands by those people. What nobody
// can set by hand is refused in words, and then put back. Photos of codes are handed on once (erp.Reading.Photos), for
// who reads them; the code that is in one then stands beside it, or the goods are at «Перемаркировка» with the reason
// in the timeline.
//
// # The tab of the deal
//
// [System.Tab] is a page in the cards of deals, for an application that was installed on the portal: stock by warehouse
// as the books have it now, and the carriers' forms of shipments, with each problem at its field. The host mounts it
// and gives [WithTab] its address; [System.Setup] shows it. Without an application the same stands in fields, as of the
// last change.
//
//	tab, err := s.Tab(b, bitrix24.TabSettings{People: people, Key: key}) // b is a *bridge.Bridge
//	http.Handle("/bitrix24/tab", tab)
//
// # What REST cannot write
//
// Reserves, the warehouse of a row and marking codes of native objects are read only, and there are no objects for
// bonuses, cards and promo codes. They stand in user fields of the deal and of the items of its goods. A shop's order
// behind the deal (sale.*) is not written: with it, the rows would follow the basket.
//
// # Times
//
// The portal's times have an offset; filters by time are written without one, in the zone of [Client.WithZone], as with
// one crm.item.list has been seen to filter nothing. Rows outside the asked time are left out.
package bitrix24
