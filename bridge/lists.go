package bridge

import (
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Summary is what lists show of an order.
type Summary struct {
	ID          string            `json:"id"`
	Ref         order.Ref         `json:"ref"`
	Number      string            `json:"number,omitzero"`
	Scheme      order.SchemeCode  `json:"scheme"`
	State       status.OrderState `json:"state"`
	Total       amount.Money      `json:"total"`
	Held        bool              `json:"held,omitzero"`   // automatic effects wait for a person
	RequestOpen bool              `json:"asked,omitzero"`  // a buyer's request to cancel waits for an answer
	Stuck       bool              `json:"stuck,omitzero"`  // an effect or message waits for a person, or has failed for long
	Placed      time.Time         `json:"placed,omitzero"` // by the channel's clock
	Updated     time.Time         `json:"updated"`
}

// OrderFilter selects orders; a zero field selects all.
type OrderFilter struct {
	Account     string // of the channel
	States      []status.OrderState
	Held        bool // only those
	RequestOpen bool
	Stuck       bool
	Since       time.Time // changed at or after
	// DueAfter, if it is not zero, selects orders that are due later than that. It also selects orders of which only
	// messages are stored yet.
	DueAfter time.Time
}

// LogFilter selects events across orders; a zero field selects all.
type LogFilter struct {
	order.Filter
	Order string
	SKU   string // events that move units of lines with this article
}

// LoggedEvent is an event and whose it is.
type LoggedEvent struct {
	Order string
	order.Event
}
