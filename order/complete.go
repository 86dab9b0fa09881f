package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// Complete closes a delivered order: no more events are expected. It is refused while a refund is owed, under way, in
// doubt or refused.
type Complete struct{}

// Kind implements Command.
func (Complete) Kind() Kind { return KindComplete }

func (Complete) decide(o *Order, _ By) ([]Body, error) {
	switch o.state {
	case status.OrderDelivered, status.OrderPartlyDelivered:
		return []Body{Completed{}}, o.refundsSettled()
	case status.OrderCompleted:
		return nil, refuse(ErrAlready, "order", "it is completed")
	}
	return nil, refuse(ErrNotNow, "order", "only a delivered order is completed")
}

// refundsSettled refuses while money is to go back to the buyer: a closed order is looked at by nobody.
func (o *Order) refundsSettled() error {
	for _, b := range o.blocks {
		if b.Money != status.MoneyNothingOwed && b.Money != status.MoneyRefunded {
			return refuse(ErrNotNow, b.what(), "its money is %s: settle the refund first", b.Money)
		}
	}
	return nil
}

// Completed records that the order is closed.
type Completed struct{}

// Kind implements Body.
func (Completed) Kind() string { return "completed" }

func (Completed) check(*Order) error { return nil }

func (Completed) apply(o *Order, _ *Event) { o.closed = true }
