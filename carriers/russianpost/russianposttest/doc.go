// Package russianposttest is an in-process fake of Russian Post for one account, for tests of a service: Otpravka,
// where parcels are made, the public tariff calculator, and both tracking services, one parcel at a time and by ticket.
// Calls fail as a test sets.
//
//	srv := russianposttest.New(russianposttest.Settings{})
//	defer srv.Close()
//	srv.Faults().Next("PUT /2.0/user/backlog", fake.ResetAfter()) // the parcel is made, but the answer is lost
//	srv.Arrive("A-1042")                                          // it waits at the office of the recipient
//
// One server has all of the vendor's hosts: with [fake.Server.Transport] their real addresses work, and URL is the base
// of each. A test reads the state with [Server.Orders], [Server.Batches] and [Server.Returns], and with Calls, Commits
// and Exchanges of package fake. Methods that move a parcel take its barcode, the shop's number, or the id. An [Event]
// may lie in the future, and comes when the clock of the settings is there, as all events of [Server.Travel] do; or in
// the past, as events do that an office tells late. What the post does with a parcel that is in no batch, people put
// into a batch in the cabinet first.
//
// # What it checks
//
// Both logins of Otpravka and the other one of tracking; the limits of a day of Moscow. Fields and parameters that a
// method does not have are refused, where the vendor ignores parameters, and perhaps fields. What is wrong with an
// order is refused with the vendor's codes, all at once, while the other orders of the request are made. Documents of
// XML must have the right namespaces, and come with those prefixes that the vendor uses, or without any
// ([Settings.Prefixes]).
//
// The shop's number is no key: the same number makes another parcel. An order that goes to a pick-up point needs its
// index. Events of a parcel are one list for tracking and for the last operation that Otpravka tells; an answer to a
// ticket is as old as the time when it was prepared. Histories can be empty for a while ([Server.HideHistory]), and
// items of an answer can have nothing ([Server.Silence]).
//
// Not implemented: time slots of couriers, notices of delivery, customs duties and messages by telephone.
//
// The fake follows the vendor's documents, recorded answers and clients of others, and shares no code with the client.
// Not documented, so guessed: the answers to unknown fields; the body of a wrong token; that the limit of calls is a
// fault of authorization for single access, as it is for tickets, and that tickets without a contract are answered so;
// which indexes exist; the most grams of most types and the most declared value; prices and days; which texts the last
// operation has for attributes; that an order which is edited has the new fields only; that a return is found as orders
// are, and what it tells; the status of the answer to a price from an office that is not the account's; when a batch is
// accepted and when sent; that a batch whose last order leaves it ceases; names of operations in English; the answer
// that a form is not for an order; that the pick-up point of an order must be a point or locker; the errors of a
// separate return.
package russianposttest
