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
	// Port is the channel. Needed.
	Port channels.Channel
	// Schemes are those under which orders can be placed; every check is made for each. Needed.
	Schemes []order.SchemeCode
	// Places is a buyer who orders at least three pieces of goods under a scheme, unpaid. It returns the order's id in the
	// channel. Needed.
	Places func(order.SchemeCode) string
	// Commits counts the writes that took effect at the fake so far. Needed.
	Commits func() int

	// Cancels cancels one unit of a line at the fake at once, without our doing. A unit is a line's first that lives.
	Cancels func(id, line string) error
	// RequestsCancel is a buyer who asks to cancel all units of a line, where the channel makes that a request.
	RequestsCancel func(id, line string) error
	// FailsOnce makes the next write of an effect of this kind fail before anything is done, in a way that passes.
	FailsOnce func(order.EffectKind)
	// LosesAnswer makes the system do the next write of an effect of this kind and lose its answer.
	LosesAnswer func(order.EffectKind)
	// BadCredentials is the same channel with credentials that the system does not take.
	BadCredentials channels.Channel
	// Call places an order and makes the call by which the system tells of it: the request without its body, and the body.
	// Port must be a channels.Webhooker.
	Call func(order.SchemeCode) (*http.Request, []byte)
	// Forged makes such a call with wrong credentials. Without it all headers are removed.
	Forged func(order.SchemeCode) (*http.Request, []byte)

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
