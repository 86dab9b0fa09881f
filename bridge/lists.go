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
	RequestOpen bool              `json:"asked,omitzero"`  // a request waits for an answer
	Stuck       bool              `json:"stuck,omitzero"`  // an effect or message waits for a person, or is tried in vain
	Placed      time.Time         `json:"placed,omitzero"` // by the channel's clock
	Updated     time.Time         `json:"updated"`
}

// OrderFilter chooses orders; zero values ask for nothing.
type OrderFilter struct {
	Account     string // of the channel
	States      []status.OrderState
	Held        bool // only those
	RequestOpen bool
	Stuck       bool
	Since       time.Time // changed at or after
	// DueAfter, if it is not zero, chooses orders that are due later; also those of which only messages have come.
	DueAfter time.Time
}

// LogFilter chooses events across orders; zero values ask for nothing.
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
