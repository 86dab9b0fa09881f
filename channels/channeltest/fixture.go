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
	// Port is the channel. Required.
	Port channels.Channel
	// Schemes are those under which orders can be placed; every check is made for each. Required.
	Schemes []order.SchemeCode
	// Places places an unpaid order of at least three pieces of goods under a scheme, and returns its id in the
	// channel. Required, unless Port is a channels.Pusher.
	Places func(order.SchemeCode) string
	// Commits counts the writes that took effect at the fake so far. Required.
	Commits func() int

	// Cancels cancels one unit of a line at the fake at once: the first that is not cancelled yet.
	Cancels func(id, line string) error
	// RequestsCancel makes a buyer's request to cancel all units of a line, if the channel has such requests.
	RequestsCancel func(id, line string) error
	// Lists puts a good on sale at the fake and returns its article, if the channel is a channels.Shelf.
	Lists func() (article string)
	// FailsOnce makes the next write of an effect of this kind fail temporarily, before anything is done.
	FailsOnce func(order.EffectKind)
	// LosesAnswer makes the next write of an effect of this kind succeed and lose its answer.
	LosesAnswer func(order.EffectKind)
	// BadCredentials is the same channel with credentials that the system refuses.
	BadCredentials channels.Channel
	// Call places an order and returns the call that reports it: the request without its body, and the body.
	// Port must be a channels.Webhooker. Required of a channels.Pusher, whose order is as Places says.
	Call func(order.SchemeCode) (*http.Request, []byte)
	// ChangeCall changes the lines, details or dates of an order, each time in another way, and returns the call that
	// reports it, if the channel is a channels.Pusher.
	ChangeCall func(id string) (*http.Request, []byte)
	// Forged returns such a call with wrong credentials. If it is nil, the checks use Call without its headers.
	Forged func(order.SchemeCode) (*http.Request, []byte)

	// Whole: the channel has one status for all goods. The buyer takes all of them then, which completes the order.
	Whole bool
	// Authority is the authority of the orders; order.Marketplace if it is zero.
	Authority order.Authority
	// Options are options for the orders, such as custom schemes.
	Options []order.Option
	// Reason is a reason that the channel accepts for refusing and cancelling; status.ReasonOutOfStock if it is empty.
	Reason status.Reason
	// Unknown is an id that the fake has no order for; "404404404" if it is empty.
	Unknown string
	// Now is the fake's time; time.Now if it is nil.
	Now func() time.Time
}

// complete sets the defaults.
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
