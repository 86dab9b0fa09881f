// Package atoltest is ATOL Online in a box: an in-process server that behaves like its API for one group of registers, to
// test a service with. It issues tokens, refuses what the real one refuses, keeps one receipt for each external id, and
// makes it, or fails to, after some questions or on demand. Calls fail as a test says.
//
//	kassa := atoltest.New(atoltest.Settings{})
//	defer kassa.Close()
//	kassa.Faults().Next("sell", fake.ResetAfter()) // the receipt is accepted, but the answer is lost
//	kassa.FailReceipt("A-1042-adv-1", atoltest.QueueTimeout)
//
// What a test wants to know: [Server.Receipts], [Server.Receipt], Calls, Commits, Exchanges (of package fake).
// Callbacks go to the address that a document names, when SendHooks is called; [Server.Call] makes any for
// a handler under test.
//
// It follows what is known of the vendor, and shares no code with the client: of v4 document 5.23 and the service's own
// JSON schemas, of v5 what clients agree upon, with the sums and quantities from before 5.23. Every field of a document is
// checked; one that the version does not have is refused, where the service may pass over it. Guessed, because nothing is
// known: the words of validation errors but for their form ("PatternMismatch: #/login"), that a login within a token's life
// hands out the same token, and that a callback which is not answered with 200 is not repeated.
package atoltest
