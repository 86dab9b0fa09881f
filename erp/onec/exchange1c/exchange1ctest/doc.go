// Package exchange1ctest has both peers of the exchange between 1C and a shop.
//
// OneC is a 1C that calls a shop, for tests of a handler. It makes the calls of the library for sites of 1C:УТ 11, or
// of the 1C module of 1C-Bitrix, and refuses what they refuse: other than two lines after init, an unknown word after
// import, an empty answer, orders that do not begin with "<?xml", and any document in them that is no order.
//
//	onec := &exchange1ctest.OneC{URL: "https://shop.example/1c", User: user, Password: password, Transport: fake.Direct(handler)}
//	err := onec.Send(ctx, "catalog", exchange1ctest.Files{"import0_1.xml": content})
//
// Shop is a shop on 1C-Bitrix that 1C calls, for tests of a client, and the exchange of a fake of a whole shop
// (Settings.Import, Settings.Changed). It has the rules by which 1C-Bitrix takes documents: orders that are paid, may
// be delivered or are final stay as they are, lines that a document lacks are deleted, and what it does not like it
// says behind "success", on the same line.
package exchange1ctest
