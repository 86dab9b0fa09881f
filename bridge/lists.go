package bridge

import (
	"slices"
	"time"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Summary is what lists show of an order.
type Summary struct {
	ID     string            `json:"id"`
	Ref    order.Ref         `json:"ref"`
	Number string            `json:"number,omitzero"`
	Scheme order.SchemeCode  `json:"scheme"`
	State  status.OrderState `json:"state"`
	Total  amount.Money      `json:"total"`
	// Due is what the buyer has still to pay; ToRefund is what the buyer is still to get back.
	Due      amount.Money `json:"due"`
	ToRefund amount.Money `json:"toRefund"`
	Flags    []Flag       `json:"flags,omitzero"`
	Placed   time.Time    `json:"placed,omitzero"` // by the channel's clock
	Updated  time.Time    `json:"updated"`
}

// Has reports whether the order has a flag.
func (s Summary) Has(f Flag) bool { return slices.Contains(s.Flags, f) }

// Flag marks orders for lists. The set is open: a store keeps and finds flags that it does not know.
type Flag string

// The flags of the bridge.
const (
	FlagHeld        Flag = "held"         // automatic effects wait for a person
	FlagRequest     Flag = "request"      // a buyer's request to cancel waits for an answer
	FlagStuck       Flag = "stuck"        // an effect or message waits for a person or for what the order lacks, or has failed for long
	FlagMoneyDue    Flag = "money-due"    // the buyer has not paid everything
	FlagRefundOpen  Flag = "refund-open"  // money is to be paid back, and is not yet
	FlagNotice      Flag = "notice"       // a notice to somebody is not answered
	FlagNotInBooks  Flag = "not-in-books" // the books do not have the order yet
	FlagSaleDrafted Flag = "sale-drafted" // a sale of a shipment is made and not posted
	FlagForgotten   Flag = "forgotten"    // it was forgotten here, and does not change any more
)

// OrderFilter selects orders; a zero field selects all.
type OrderFilter struct {
	Account string // of the channel
	States  []status.OrderState
	Flags   []Flag    // orders that have any of them
	Since   time.Time // changed at or after
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
