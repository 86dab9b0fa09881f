// Package onectest is a base of 1C:Enterprise with УТ 11 («Управление торговлей») in the process, for tests of programs
// that talk to one over the standard OData interface. It keeps catalogues, documents and registers, posts documents,
// and refuses what 1C refuses, in its words.
//
//	base := onectest.New(onectest.Settings{})
//	defer base.Close()
//	address := base.URL() + onectest.Publication + "/odata/standard.odata/" // for onectest.User, onectest.Password
//	_ = base.SetStock("MUG", "МАГ-1", 3)        // people count the goods of a shop
//	number, err := base.ShopSends("ИМ00-000001", nil) // a shop sends what a transfer order asks for
//	base.Faults().Next("POST Document_ЗаказКлиента", fake.ResetAfter())
//
// The demo base has the company [Organization], the warehouses «ЦС» in Москва, «МАГ-1» in Екатеринбург, «МАГ-2» in
// Казань (both shops) and «УД-1» in Новосибирск, and the goods SHOES-42 (marked, [MarkedGTIN]), MUG and BOWL.
// Warehouses have no code in УТ: these are their names. A test reads the base with [Server.Documents], [Server.Stock]
// and [Server.Object], and does by hand what people do: [Server.Post], [Server.Edit], [Server.CloseOrder],
// [Server.Lock].
//
// # The interface
//
// Atom and JSON, $metadata, $filter with its functions, cast and lambdas, $select, $expand, $orderby, $top, $skip,
// $inlinecount, $count, virtual tables, Post and Unpost, If-Match. A plus in an address is a plus, and no blank. What a
// release does not have, the base does not have: 11.4 has no РаспределениеЗапасов, and the names of some values differ.
// Parameters and fields in queries that the base does not know are refused; unknown properties in bodies are ignored,
// as 1C does it, and [Server.IgnoredFields] lists them. Row-level rights are not enforced: allowedOnly changes nothing.
//
// Not in the interface of the base, so answered as unknown (code 8): payments to suppliers, production, contracts of
// other kinds, ЗапасыИПотребности and РасчетыСКлиентами, constants, journals. $batch and the exchange of changes are
// answered 501. Registers are read only, and virtual tables have no Periodicity.
//
// # The rules
//
// A document is posted by the base's rules: what must be filled, row codes that are there once, sums that agree, a
// basis that is posted and means the same goods, places and partner. Its postings are those of the moment when it was
// posted: what is written later moves nothing until it is posted again. Goods are reserved and shipped by row and
// warehouse, and a posting, or taking one back, is refused where goods, or what an order leaves, would fall below zero.
// A transfer takes goods from its sender when it is posted, and gives them to the receiver when it is «Принято».
//
// # What is guessed
//
// Not documented, so chosen here, strictly: the HTTP status of most codes; that a misspelt value of an enumeration in a
// filter is refused with code 14, and in a body with code 4; that a moment with a zone is turned into the server's
// time, and parts of a second are dropped; that Posted in a body is refused with code 16; that Post answers
// nothing; that a posted document cannot be marked for deletion before it is unposted; that a sale of rows that are
// only reserved is refused (Settings.ShipFromReserve); that the checks of forms run on Post (Settings.SkipFillChecks);
// that an order is closed only when each row is shipped or cancelled, and then does not change; that refusals to post
// come with their reasons (Settings.BareRefusals); what fullmetadata adds; the words of refusals but those of the
// stock, the discounts and the closed period; that СтавкиНДС of 11.4 have НДС22. Texts that are too long are cut, as
// the platform does.
//
// It follows the vendor's documentation and the metadata of the configuration, and shares no code with the client.
package onectest
