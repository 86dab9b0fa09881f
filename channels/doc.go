// Package channels is the port to where customers buy: marketplaces and shops. A [Channel] reads orders and carries out
// what is owed to them; what a channel can do besides is said by small interfaces ([Webhooker], [Labeler], [Reasoner],
// [Checker]) that it implements or not.
//
// Each folder below is a typed client of one system that is usable alone; its Channel method returns the port. An
// implementation of your own needs nothing but this package and package order, and proves itself with channeltest.Run.
//
// Everything here speaks the words of package order. A channel translates, and decides nothing: which order belongs to
// whom, what is owed and when it is tried again is the bridge's.
package channels
