package bridge

import (
	"time"
)

// Export says when an order goes to the books. Until then they know nothing of it; what happens before is in the order
// as they get it. They never get an order that is cancelled before, and keep one that is no longer paid afterwards. An
// order that is found late, and one that is on hold, waits too; a hold does not keep an order from the ERP of a route
// without Books, where people see it.
//
// Why an order waits is in the journal (Entry.What "export") and beside the order: the label "export/" with the name of
// the account is "unpaid", "open", "held" or "young", or "name-taken" if another order has the name there that this one
// would get. It is "left-out" if the account cannot take the order, or a person settled that it never will
// ([Bridge.Resolve]): an empty order.Label in its place sends the order again. Lists find such orders by
// FlagNotInBooks.
type Export struct {
	When ExportWhen
	// After is how long after it was placed an order goes at the earliest, so that a buyer can change his mind.
	After time.Duration
}

// ExportWhen is what an order waits for on its way to the books.
type ExportWhen uint8

// What an order may wait for.
const (
	ExportAtOnce          ExportWhen = iota // nothing
	ExportWhenPaid                          // that it is paid in full; not for orders that are paid for at the door
	ExportWhenNothingOpen                   // that all confirmations are given
)

// waitLabel returns the key of the label that says why an account does not get an order yet.
func waitLabel(account string) string { return "export/" + account }
