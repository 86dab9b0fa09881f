// Package atoltest is an in-process fake of ATOL Online for one group of registers, for tests of a service. It issues
// tokens, refuses what the service refuses, and keeps one receipt for each external id. A receipt is made, or fails,
// after some reports or on demand. Calls fail as a test sets.
//
//	kassa := atoltest.New(atoltest.Settings{})
//	defer kassa.Close()
//	kassa.Faults().Next("sell", fake.ResetAfter()) // the receipt is accepted, but the answer is lost
//	kassa.FailReceipt("A-1042-adv-1", atoltest.QueueTimeout)
//
// A test reads the state with [Server.Receipts] and [Server.Receipt], and with Calls, Commits and Exchanges of package
// fake. Callbacks go to the address of a document when SendHooks is called; [Server.Call] makes any callback for a
// handler under test. By default time is the machine's: give the client Transport() inside testing/synctest, or set
// Settings.Now.
//
// The fake follows the vendor's documents and shares no code with the client: for v4 document 5.23 and the service's
// JSON schemas, for v5 what clients agree on, with the sums and quantities from before 5.23. Every field of a document
// is checked. A field that the version does not have is refused, where the service may ignore it.
//
// Not documented, so guessed: the texts of validation errors except for their form ("PatternMismatch: #/login"), that
// a login within a token's life returns the same token, and that a callback which is not answered with 200 is not
// repeated.
package atoltest
