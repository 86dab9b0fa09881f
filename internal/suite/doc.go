// Package suite has the parts of the ports' conformance suites: the runner, the checks that all ports share, and the
// proof that a suite finds broken implementations.
//
// # Fixtures
//
// A fixture connects an implementation with a fake of its system. Its functions drive the fake. Fields with the same
// name mean the same in all suites:
//
//	Port            the implementation
//	BadCredentials  the implementation with credentials that the system refuses
//	Count           number of orders, parcels or receipts in the system
//	Commits         number of writes that took effect
//	Process         lets the system process what is waiting
//	FailsOnce       makes the next write fail temporarily, before anything is done
//	LosesAnswer     makes the next write succeed and lose its answer
//	Refuses         makes the system refuse a request for good
//	Call            returns a genuine call of the system
//	Forged          returns such a call with wrong credentials
//
// Functions that act as a person or as the system are named by what happens, as a verb: Places, Pays, RequestsCancel,
// Cancels, Confirms, Moves, HandsOut, Refuses.
package suite
