// Package fake is what the fake servers of outside systems share. A fake writes an http.Handler that behaves like the
// vendor and hands it to a [Server], which serves it on a loopback address ([Server.URL]) or without any socket
// ([Server.Transport]), keeps a log of the exchanges, and makes them fail as a script says ([Faults]):
//
//	s := fake.NewServer(handler)
//	s.Faults.Next("POST /orders", fake.ResetAfter(), fake.Status(503)) // the answer of the first is lost, the second is refused
//	s.Faults.Every("GET /orders/{id}", 10, fake.TooMany(time.Second))
//
// A fault is exact about what happened at the vendor's: before the commit the handler does not run at all; after it the
// handler runs to its end, and only the answer is lost.
//
// [Outbox] sends the vendor's webhooks, also twice, late, out of order or never. [Clock] is a clock to turn by hand.
package fake
