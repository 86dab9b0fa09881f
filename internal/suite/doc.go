// Package suite is what the conformance suites of the ports are made of: the runner, the proof that a suite finds what is
// broken, and the checks that all ports share. Fixtures have the same names for the same things in all suites:
//
//	Port         the implementation
//	Stranger     the same with credentials that the system does not take
//	Count        how many orders, parcels or receipts the system holds
//	Commits      how many writes took effect there
//	Works        lets the system do what waits
//	FailsOnce    makes the next write fail before anything is done, in a way that passes
//	LosesAnswer  makes the system do the next write and lose its answer
//	Refuses      makes the system refuse a request for good
//	Call         makes a genuine call of the system
//	Forged       makes such a call with wrong credentials
//
// What people and the system do by themselves is named by verbs too: Places, Pays, Asks, Cancels, Confirms, Moves,
// HandsOut.
package suite
