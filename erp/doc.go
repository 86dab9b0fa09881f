// Package erp is the port to where the merchant keeps the books and works: ERPs and CRMs. A [System] shows orders to the
// merchant's people and brings back what they want; what a system can do besides is said by small interfaces ([Webhooker],
// [Reasoner], [Checker]) that it implements or not.
//
// Each folder below is a typed client of one system that is usable alone; its System method returns the port. An
// implementation of your own needs nothing but this package and package order, and proves itself with erptest.Run.
//
// A system's word is a wish unless the order's Authority says otherwise: the port translates it into commands, and the
// order decides whether they may be done. What is refused comes back to it as a note.
package erp
