// Package bitrix24 shows orders to the people who work in a Bitrix24 portal, and tells what they do there.
//
//	portal := bitrix24.New("https://shop.bitrix24.ru", bxrest.Webhook(1, code))
//	deal, err := portal.GetItem(ctx, bitrix24.TypeDeal, 77)
//	rows, err := portal.ListRows(ctx, bitrix24.TypeDeal, 77)
//
// An order is a deal of a funnel of its own. What a deal has no room for, its goods by state and place, shipments and
// return blocks, are items of three smart processes below it; names.go has the codes of stages and fields.
//
// The vendor's pages: "REST API", chapters "CRM", "Tasks", "Events", "Widgets", "Telephony". Credentials, batches, limits
// and errors are those of package [bxrest].
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
// # What REST cannot write
//
// Reserves, the warehouse of a row and marking codes of native objects are read only, and there are no objects for
// bonuses, cards and promo codes. They stand in user fields of the deal and of the items of its goods.
//
// # Times
//
// The portal's times have an offset; filters by time are written without one, in the zone of [Client.WithZone], as with
// one crm.item.list has been seen to filter nothing. Rows outside the asked time are left out.
package bitrix24
