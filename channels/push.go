package channels

import (
	"github.com/ordo-sdk/ordo/order"
)

// Pusher is a channel that sends its orders and changes and cannot be asked for them, such as a shop without an API.
// Orders and Changed yield one error of class Unsupported, and the bridge does not call them. News about an order that
// was not announced yet is kept until it is. What gives the number of a known order to another one is refused: a call
// is answered 409.
type Pusher interface {
	Channel

	// Complete checks news before it is stored, and returns it as it is stored: with Key, with the Ref of a new order,
	// with times in UTC. The error is an *order.Refused that names the field, or an *ordo.Error of class Invalid.
	Complete(n News) (News, error)
}

// Change is what of an order changed in its channel; a part that is nil did not change. Each part is weighed by
// News.Occurred: what is older than the last change of the same part is not applied, and the journal says so.
type Change struct {
	Lines   *Lines               `json:"lines,omitzero"`
	Details *order.DetailsReport `json:"details,omitzero"` // what is empty in it did not change
	Dates   *order.DateReport    `json:"dates,omitzero"`
}

// Lines is all that the buyer still wants, priced as in an order.Draft: the price of a line is that before Adjustments.
// A line that is missing is cancelled.
type Lines struct {
	Lines       []order.Line
	Adjustments []order.Adjustment // all of them
}
