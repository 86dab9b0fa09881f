package order

import (
	"github.com/ordo-sdk/ordo/status"
)

// Take takes the order into work.
type Take struct{}

// Kind implements Command.
func (Take) Kind() Kind { return KindTake }

func (Take) decide(o *Order, _ By) ([]Body, error) {
	if o.taken {
		return nil, refuse(ErrAlready, "order", "it is taken into work already")
	}
	if o.state != status.OrderNew {
		return nil, refuse(ErrNotNow, "order", "only a new order is taken into work")
	}
	return []Body{Taken{}}, nil
}

// Taken records that the order was taken into work.
type Taken struct{}

// Kind implements Body.
func (Taken) Kind() string { return "taken" }

func (Taken) check(*Order) error { return nil }

func (Taken) apply(o *Order, _ *Event) { o.taken = true }
