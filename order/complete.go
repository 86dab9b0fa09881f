package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// Complete closes a delivered order: no more events are expected.
type Complete struct{}

// Kind implements Command.
func (Complete) Kind() Kind { return KindComplete }

func (Complete) decide(o *Order, _ By) ([]Body, error) {
	switch o.state {
	case status.OrderDelivered, status.OrderPartlyDelivered:
		return []Body{Completed{}}, nil
	case status.OrderCompleted:
		return nil, refuse(ErrAlready, "order", "it is completed")
	}
	return nil, refuse(ErrNotNow, "order", "only a delivered order is completed")
}

// Completed records that the order is closed.
type Completed struct{}

// Kind implements Body.
func (Completed) Kind() string { return "completed" }

func (Completed) check(*Order) error { return nil }

func (Completed) apply(o *Order, _ *Event) { o.closed = true }
