// Package megamarkettest is Megamarket in a box: an in-process server that behaves like its merchant order API, to
// test a service with. It keeps orders as lots, enforces the rules of each method, changes nothing at all when it
// refuses, and fails on demand.
//
//	mm := megamarkettest.New(megamarkettest.Settings{})
//	defer mm.Close()
//	id := mm.Place(megamarkettest.Order{Goods: []megamarkettest.Goods{{OfferID: "MUG-RED", Price: 990, Count: 2}}})
//	mm.Faults().Next("order/confirm", fake.ResetAfter()) // it is done, but its answer is lost
//
// The buyer's and Megamarket's own deeds are methods: [Server.Place], [Server.CancelByBuyer], [Server.Scan],
// [Server.Deliver]; so is what a test wants to know: [Server.Shipment], Calls, Commits, Exchanges (of package fake).
// Limits pass by the clock of [Settings]. Callbacks wait until SendHooks; [Server.Call] makes any for a handler under
// test.
//
// Every field and parameter of a call is applied or refused. Left out on purpose: the history of lots (events is an
// empty list, as the names of events are unknown), warnings of order/get, and what the vendor leaves empty itself
// (flags, priceAdjustments). The buyers' address is always the same.
//
// It follows what is known of the vendor, and shares no code with the client. Guessed, because nothing is known: how
// long a lot stays PACKING_EXPIRED (packingGrace), which fields move a date (dateMove), the codes of errors, that a
// refused cancellation may be sent again, the status of a whole shipment, which statuses order/search takes, and that
// the fee for delivery is not packed but can be closed from any living status.
package megamarkettest
