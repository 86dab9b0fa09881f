// Package novaposhtatest is an in-process fake of Nova Poshta's API 2.0 for one cabinet, for tests of a service. It
// makes, changes and deletes waybills, prices them, tracks parcels, and has a small directory of cities, branches and
// lockers, counterparties, registers and orders to return or redirect. Calls fail as a test sets.
//
//	srv := novaposhtatest.New(novaposhtatest.Settings{})
//	defer srv.Close()
//	srv.Faults().Next("InternetDocument.save", fake.ResetAfter()) // the waybill is made, but the answer is lost
//	srv.Arrive("A-1042-S1")                                       // it waits at the branch of the recipient
//
// A test reads the state with [Server.Waybills] and [Server.Waybill], and with Calls, Commits and Exchanges of package
// fake. Methods that move a parcel take its number, its reference, or the shop's own number. A [Step] may lie in the
// future: it comes when the clock of the settings is there, as all steps of [Server.Travel] do.
//
// # What it checks
//
// Models, methods and properties that the fake does not know are refused, where the vendor ignores properties; what is
// wrong with a waybill is refused with the vendor's codes and texts, all at once. Models have two names, as with the
// vendor: "InternetDocument" and "InternetDocumentGeneral" are the same. What the vendor only warns of, the fake
// changes and warns of too: a date that is missing, the kind of the cargo, the weight of bulky seats. Sums, weights and
// dates come in the vendor's mixture of types and formats, in the time of Kyiv; lists of texts and codes that have keys
// are objects; rows of tracking come in another order than they were asked for.
//
// Without the key of the cabinet, tracking hides names, telephones and sums unless the telephone of the sender or
// recipient is given, and money and documents that go back always.
//
// Not implemented: reports, money transfers and parcels by telephone, calls of couriers, the XML form.
//
// The fake follows the vendor's documents and recorded answers, and shares no code with the client. Not documented, so
// guessed: the answers to an unknown model or method, to a body that is no JSON and to a wrong key in a form's address;
// what a branch of another city and a day more than three months ahead are refused with; that a parcel on its way is
// refused to be deleted like one that does not exist; that deleted waybills stay in the list, with their mark; that a
// list without dates is that of today; that a request to return or redirect is done at once; that without the key
// fields about what goes back are missing, not empty; pages of 500 rows; the prices and the days of delivery; the kinds
// of documents made from another, but for money, returns and redirections.
package novaposhtatest
