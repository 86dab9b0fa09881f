package channeltest

import (
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Fixture is a channel with the fake system behind it.
type Fixture struct {
	// Channel is what is looked at. Needed.
	Channel channels.Channel
	// Schemes are those under which orders can be placed; every check is made for each. Needed.
	Schemes []order.SchemeCode
	// Place is a buyer who orders at least three pieces of goods under a scheme, unpaid. It returns the order's id in the
	// channel. Needed.
	Place func(order.SchemeCode) string
	// Commits is how many writes have taken effect at the fake so far. Needed.
	Commits func() int

	// Cancel cancels one unit of a line at the fake at once, without our doing. A unit is a line's first that lives.
	Cancel func(id, line string) error
	// Ask is a buyer who asks to cancel all units of a line, where the channel makes that a request.
	Ask func(id, line string) error
	// Fail makes the next write of an effect of this kind go wrong.
	Fail func(order.EffectKind, Fault)
	// Stranger is the same channel with credentials that the system does not take.
	Stranger channels.Channel
	// Callback places an order and returns the call by which the system tells of it: the request without its body, and the
	// body. Channel must be a channels.Webhooker.
	Callback func(order.SchemeCode) (*http.Request, []byte)
	// Forge spoils the credentials of such a call. Without it all headers are removed.
	Forge func(r *http.Request, body []byte) (*http.Request, []byte)

	// Authority is whose word counts for the orders; order.Marketplace if it is zero.
	Authority order.Authority
	// Options are the host's rules for the orders, e.g. schemes of its own.
	Options []order.Option
	// Reason is one that the channel takes for refusing and cancelling; status.ReasonOutOfStock if it is empty.
	Reason status.Reason
	// Unknown is an id that the fake has no order for; "404404404" if it is empty.
	Unknown string
	// Now is the fake's time; time.Now if it is nil.
	Now func() time.Time
}

// Fault is one way for a write to go wrong.
type Fault uint8

// The faults.
const (
	RequestLost Fault = iota + 1 // the connection breaks, and nothing is done
	AnswerLost                   // it is done, and the connection breaks before the answer is there
)

// String returns "request lost" or "answer lost".
func (f Fault) String() string {
	switch f {
	case RequestLost:
		return "request lost"
	case AnswerLost:
		return "answer lost"
	}
	return "no fault"
}

// lacks says which of the needed fields is missing, or "".
func (f *Fixture) lacks() string {
	switch {
	case f.Channel == nil:
		return "Channel"
	case len(f.Schemes) == 0:
		return "Schemes"
	case f.Place == nil:
		return "Place"
	case f.Commits == nil:
		return "Commits"
	}
	return ""
}

// complete fills in what may be left out.
func (f Fixture) complete() Fixture {
	if f.Authority == 0 {
		f.Authority = order.Marketplace
	}
	if f.Reason == "" {
		f.Reason = status.ReasonOutOfStock
	}
	if f.Unknown == "" {
		f.Unknown = "404404404"
	}
	if f.Now == nil {
		f.Now = time.Now
	}
	return f
}
