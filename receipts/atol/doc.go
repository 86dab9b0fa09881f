// Package atol is a client for ATOL Online (АТОЛ Онлайн), a cloud of cash registers. It registers fiscal receipts
// under the Russian law 54-ФЗ and reads their reports.
//
//	kassa := atol.New(login, password, groupCode).WithVersion(atol.V5)
//	reg, err := kassa.Register(ctx, atol.Sell, atol.Document{ExternalID: "A-1042-adv-1", Buyer: ..., Company: ..., Items: ..., Payments: ...})
//	report, err := kassa.WaitReport(ctx, reg.UUID)
//	fmt.Println(report.Fiscal.URL)
//
// The vendor's documents are "АТОЛ Онлайн. Описание протокола, API v4" (edition 5.23) and "API v5". Typed are
// getToken, the eight operations, report and the callback; [Client.Call] reaches any other path. Services that speak
// the same protocol, such as Evotor's cloud registers and eComKassa, are reached with ordo.WithBaseURL.
//
// Package atoltest is an in-process fake of the service; the example of this package uses it. ATOL's own test service
// is at [Test]. Its public group of v4 is v4-online-atol-ru_4179 (login v4-online-atol-ru, password iGFFuihss, INN
// 5544332219, payment address https://v4.online.atol.ru). That of v5 is v5-online-atol-ru_5179 (login
// v5-online-atol-ru, password zUr0OxfI, payment address https://v5.online.atol.ru).
//
// # One document, two versions
//
// A group of registers speaks v4 (fiscal data 1.05, [New]) or v5 (1.2, [Client.WithVersion]). [Document] serves both.
// For v4 the client sends the object of settlement and the unit as words, and makes tag 1162 from the marking code.
// For v5 it sends numbers and the marking code. A field that only the other version has is an error where leaving it
// out would change the receipt.
//
// [Client.Check] runs before each document is sent. It checks that price times quantity is the sum, that lines and
// payments match the total, that the buyer can be reached, that a marked unit has a line to itself, and that texts are
// not too long. The error names each field, its line and its tag.
//
// # One receipt
//
// Document.ExternalID is the key. The service accepts a document once; a second document with the same key returns the
// number of the first, which counts as success here. So the client sends a document again after a lost answer, and the
// caller may do so after a crash: there is one receipt. The key must belong to the operation that needs the receipt,
// because the service does not compare the content of a repeat.
//
// A receipt with [StatusFail] was not made. Its key cannot be used again (the vendor does not say so; it follows from
// the rule above), so the next attempt needs a new key. [Remedy] reports whether the document must be corrected first.
//
// # Following a receipt
//
// [Client.WaitReport] polls with growing pauses, [Client.GetReport] asks once. The service posts a callback to
// Document.CallbackURL: [Webhook] reads it, and [Client.Verify] checks it with the service. Callbacks get lost, so
// poll as well.
//
// # The port
//
// [Client.Registrar] returns the group as a receipts.Registrar, for callers that have receipts and not documents. It
// maps every field of a receipts.Receipt, or returns a *receipts.RuleError that names what the version cannot
// register. It is also a receipts.Webhooker (with [WithCallback]) and a receipts.Checker: [Registrar.Check] checks
// company, login and group before the first receipt. The VAT of a position is sent if it equals the law's formula to
// the kopeck; otherwise the service computes it, because registers refuse wrong sums.
//
// # Limits
//
// A receipt has at most 100 lines, 10 payments and 6 sums of VAT. Sums are roubles. Date-times are Moscow time unless
// [Client.WithZone] sets another zone. By default the client asks for at most one report a second (with ordo.WithLimiter,
// together with all of the account's name); a group of several registers allows more: ordo.WithLimits. A token lives for 24 hours and is renewed automatically. Reports are kept
// for 32 days. A receipt that waits in the queue for 300 seconds fails with code -1.
//
// # Not documented
//
// v4, the errors and the codes of registers follow the official text; v5 is what three independent clients agree on.
// These facts are guesses, each made in one place:
//
//   - the zone of date-times ([Client.WithZone]);
//   - which codes of registers pass without action ([Fault.Remedy]);
//   - that sums of v5 are at most 42 949 672.95, and quantities 99 999.999: more is refused here;
//   - that an answer 429 means a rate limit;
//   - that an EGAIS-2.0 code has 23 characters;
//   - how often a callback is repeated.
package atol
