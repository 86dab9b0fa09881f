// Package bitrix24test is a Bitrix24 portal in the process, for tests of programs that talk to one. It stands on
// [github.com/ordo-sdk/ordo/fake/bxserver], the protocol, and adds the CRM: deals and clients in both dialects, funnels
// and stages with their history, product rows, smart processes, custom fields, files, the timeline; tasks,
// notifications, telephone calls; pages of applications.
//
//	portal := bitrix24test.New(bitrix24test.Settings{})
//	defer portal.Close()
//	client := http.Client{Transport: portal.Transport()}        // at bitrix24test.Portal, or at portal.URL()
//	portal.MovesDeal(bitrix24test.Operator, id, "Собирается")   // what a person does on a page
//	portal.Faults().Next("crm.item.update", fake.ResetAfter())  // also inside a batch
//	portal.SendHooks(ctx)                                       // posts events and opens frames
//
// It shares no code with the client. Its rules are those of the server's source (box edition, modules rest, crm and
// main of 2026) and of the documentation at apidocs.bitrix24.com for the rest. What it drops without a word, as the
// portal does, is told by [Server.IgnoredFields].
//
// # What surprises, and is the vendor's
//
// crm.item.productrow.set leaves the rows that say the same, with their ids and in front; of two that say the same it
// keeps one. A stage of another funnel moves nothing, and is answered as a success. A boolean is yes as Y, y or true;
// "1" is no. Names in upper case with a prefix are refused in filters of crm.item.list. With useOriginalUfNames a
// select of system fields gives rows without them. A filter in another filter is passed over by crm.deal.list and its
// like. An empty result is a list where a map is meant.
//
// # What is left out
//
// Not served, and answered 404 "Method not found!": leads, quotes, invoices, requisites and addresses; automation and
// business processes; sale.*, and of catalog.* all but
// its catalogues and products: the fake of the shop has these; crm.item.payment, delivery and import; disk;
// userfieldtype and crm.activity.configurable; documents; chats but for the system notification; telephony on the
// portal's own lines.
//
// Custom rights are not here: an administrator may do all, others may not add types, funnels and custom fields nor bind
// pages. Products have no prices and no stock. Reserves, stores and marking codes of rows cannot be
// written by REST, and are always empty. Automation does not run: a stage changes nothing else.
//
// Not known, and chosen here: the refusal of rows for a smart process without them (ENTITY_TYPE_NOT_SUPPORTED), the
// texts of refusals of the older methods where the documentation has none, and that a time which cannot be read matches
// nothing in a filter. Where reports differ there is a setting: [Settings].
package bitrix24test
