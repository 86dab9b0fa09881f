// Package erp defines the port to ERPs and CRMs, the systems in which the merchant's people work. A [System] shows
// orders to them and reports their changes. Further abilities are small interfaces that a system may implement:
// [Webhooker], [Reasoner], [Checker], and where the books are [Stocker] and [Printer]. A [Directory] keeps the
// merchant's clients, there or in a program of its own.
//
// A change in the system is an intent unless the order's Authority says otherwise: the port translates it into
// commands, and the order decides whether they are allowed. A refused command is answered with a note.
//
// Each folder below is a typed client of one system that can be used alone; its System method returns the port.
//
// # Implementing a system
//
// An implementation needs this package and package order only. It must
//
//   - make Apply idempotent: applied again, after a crash or a lost answer, an effect changes nothing twice;
//   - leave its own writes out of Changes, and yield every other change exactly once behind a cursor;
//   - return an *ordo.Error with the class that the method's comment names, above all InDoubt when the outcome is unknown;
//   - keep Ref and StatusFor pure: no calls, no clock;
//   - be safe for concurrent use.
//
// erptest.Run checks all of this against a fake of the system.
package erp
