// Package bxrest is the REST protocol that Bitrix24 portals and 1C-Bitrix shops share: addresses and credentials, the
// envelope of answers, batches, lists, errors, limits and events. The clients of both systems stand on it, and their
// methods that are not wrapped are reached by [Client.Call].
//
//	portal := bxrest.New("https://shop.bitrix24.ru", bxrest.Webhook(1, code))
//	var deal struct{ ID int64; Title string }
//	_, err := portal.Do(ctx, bxrest.Request{
//		Method: "crm.item.get", Params: map[string]any{"entityTypeId": 2, "id": 77}, Key: "item", Repeat: bxrest.Read,
//	}, &deal)
//
// The vendor's pages: "REST API", chapters "How to call the REST API", "Limits", "Error codes", "Events", "OAuth 2.0".
// The rules of batches, offline queues and event bodies are those of the server's code, of a box of 2026; a cloud may
// differ.
//
// # Credentials
//
// A [Webhook] is a user and a code, and acts for that user. An application acts by [OAuth]: its tokens are in a
// [TokenStore], which must outlive the process, as each renewal replaces both. They are renewed only after the portal
// refused the old one, by one caller at a time. Codes, tokens and the application's secret appear in no error, log or
// dump.
//
// A portal that was renamed answers with its new host. Requests are sent there again as they were; see
// [Client.Address].
//
// Whoever opens a page of an application within the portal comes with a [Frame]. [Client.Visit] verifies it, by what
// is stored alone, and acts for that person.
//
// # Writing
//
// The protocol has no keys against doing a thing twice. A write is repeated only if it was refused before it was done,
// or is [Fixed]; otherwise a lost answer is an error of class InDoubt, or Request.Done finds out. Unknown and read-only
// fields are dropped by the server without an error: read back what matters. Parameters go as JSON only.
//
// In a [Client.Batch] a command may refer to the result of an earlier one by a [Ref]. Text of people never becomes a
// reference: a command with such a text goes out alone.
//
// # Reading
//
// Answers are read tolerantly: ids and sums as texts or numbers, an empty map as a list, dates without an offset in the
// server's zone, which is Moscow unless WithZone says otherwise. Ids are int64, numbers [wire.Decimal]; yes and no is a
// [Flag], a time a [Time] where it is written. One odd row of a [List] is that row's Problem.
//
// # Limits
//
// In the cloud 2 requests a second, 50 at once, for each portal and address of the caller, however many webhooks there
// are; on a box none ([Box]). Beside that each method may work about 480 seconds in ten minutes: from four fifths on
// calls of that method are spread out, and when it is blocked, the error is RateLimited and says until when.
//
// The version 3 of the protocol is not spoken: it has neither deals nor orders.
package bxrest
