// Package atol is a client of ATOL Online (АТОЛ Онлайн), a cloud of cash registers: it registers fiscal receipts under the
// Russian law 54-ФЗ and tells what became of them.
//
//	kassa := atol.New(login, password, groupCode).WithVersion(atol.V5)
//	reg, err := kassa.Register(ctx, atol.Sell, atol.Document{ExternalID: "A-1042-adv-1", Buyer: ..., Company: ..., Items: ..., Payments: ...})
//	report, err := kassa.Wait(ctx, reg.UUID)
//	fmt.Println(report.Fiscal.URL)
//
// The vendor's pages: "АТОЛ Онлайн. Описание протокола, API v4" (edition 5.23) and "API v5". Services that speak the same
// protocol, such as Evotor's cloud registers and eComKassa, are reached with ordo.WithBaseURL. ATOL's public test group
// of v4 is v4-online-atol-ru_4179 at [Test], with login v4-online-atol-ru, password iGFFuihss, INN 5544332219 and
// payment address https://v4.online.atol.ru; that of v5 is v5-online-atol-ru_5179 at [Test], with login
// v5-online-atol-ru, password zUr0OxfI and payment address https://v5.online.atol.ru.
//
// # One document, two versions
//
// A group of registers speaks v4 (fiscal data 1.05, [New]) or v5 (1.2, [Client.WithVersion]). [Document] serves both: v4 gets the
// object of settlement and the unit as words, and tag 1162 made from the marking code; v5 gets numbers and the code itself.
// What only one version knows and what cannot be left out silently is refused for the other.
//
// A document is checked before it is sent ([Client.Check]): price times quantity is the sum, lines and payments come to
// the total, the buyer can be reached, a marked unit has a line of its own, texts fit. The error names each field, its
// line and its tag.
//
// # One receipt
//
// Document.ExternalID is the key. The service accepts a document once; to a second one with the same key it answers with
// the number of the first, and that counts as success here. So a document is sent again after a lost answer, by the
// client itself or by the caller after a crash, and there is one receipt. The key must belong to the operation that owes
// the receipt: the service does not look at what a repeat says.
//
// A receipt that failed ([StatusFail]) was not made. Its key is spent (the vendor does not say so, but it is what follows
// from the rule above): the next attempt has a new one. [Remedy] says whether to correct the document first.
//
// # Following a receipt
//
// [Client.WaitReport] asks with growing pauses, [Client.GetReport] once. A callback comes to Document.CallbackURL: [Webhook]
// reads it, [Client.Verify] asks the service whether it is true. Callbacks get lost, so ask as well.
//
// # The port
//
// [Client.Registrar] is the group as a receipts.Registrar, for whoever has receipts and not documents: it maps all of
// a receipts.Receipt, or says with a *receipts.RuleError what of it the group's version has no place for. It is
// a receipts.Webhooker, too, once it has a [WithCallback], and a receipts.Checker: [Registrar.Check] says before the first
// receipt whether company, login and group are good. The VAT of a position is sent if it is that of the law's formula, to
// the kopeck; else the service computes it, as registers refuse wrong sums.
//
// # Limits
//
// 100 lines, 10 payments, 6 sums of VAT in a receipt. Reports are asked for once a second at most (the default here),
// a group of several registers bears more: ordo.WithLimits. A token lives for 24 hours; it is renewed by itself. Reports
// are kept for 32 days. A receipt that waits 300 seconds in the queue fails with code -1.
//
// # How sure it is
//
// v4, the errors and the codes of registers are from the official text; v5 is what three independent clients agree on.
// Not known, and each in one place: the zone of date-times ([Client.WithZone]), which codes of registers pass by
// themselves ([Fault.Remedy]), whether sums of v5 may be more than 42 949 672.95 (they are refused here, as quantities
// above 99 999.999 are), how an answer 429 looks (it is taken for one), whether an EGAIS-2.0 code has 23 or 33 characters
// (both are taken), and how often a callback is repeated.
package atol
