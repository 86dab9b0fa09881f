// Package fake is what fake servers of outside systems are made of. The fakes of this module (megamarkettest, atoltest
// and so on) stand on it, and it serves as well for a system that this module does not know. A fake is an http.Handler
// that behaves like the vendor; a [Server] serves it on a loopback address ([Server.URL]) or without any socket
// ([Server.Transport]), keeps the exchanges ([Server.Exchanges]), and makes them fail as a script says
// ([Server.Faults]):
//
//	s := fake.NewServer(handler)
//	s.Faults().Next("POST /orders", fake.ResetAfter(), fake.Status(503)) // the first answer is lost, the second call refused
//	s.Faults().Every("GET /orders/{id}", 10, fake.TooMany(time.Second))
//
// A fault is exact about what happened at the vendor's: before the commit the handler does not run at all; after it the
// handler runs to its end, and only the answer is lost.
//
// Calls of the vendor to its customer wait in an [Outbox] until [Server.SendHooks] sends them; [Server.Hooks] makes
// them come twice, late, out of order or never. [Hook.Request] is such a call for a handler under test. [Clock] is a
// clock to turn by hand.
//
// [Query], [Form], [Strict] and [Unknown] help a fake to ignore nothing that it was sent.
package fake
