package megamarket

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// system is what references and actors name this marketplace.
const system = "megamarket"

// Channel is one Megamarket account as a place where customers buy, in the words of package order: a shipment is an
// order, and a lot is a line with one piece. The line's ID is the lot's index, so that a lot is found again in either
// direction. It is safe for concurrent use.
//
// What a merchant does about an order that Megamarket delivers is confirming, refusing, cancelling, packing and handing
// over. Where the merchant delivers, these are also closing, moving the date and answering a buyer who asks to cancel;
// the hand-over to the courier is not reported there (see [WithShippingInMerchantDelivery]).
type Channel struct {
	client   *Client
	table    *status.Table
	merchant int64
	webhook  Webhook
	shipOwn  bool
	dates    DateForm
	count    int
	problems []string // what is wrong with the options
}

var (
	_ channels.Channel   = (*Channel)(nil)
	_ channels.Webhooker = (*Channel)(nil)
	_ channels.Labeler   = (*Channel)(nil)
	_ channels.Reasoner  = (*Channel)(nil)
	_ channels.Checker   = (*Channel)(nil)
)

// ChannelOption changes how a Channel works; later ones win.
type ChannelOption func(*Channel)

// Channel returns the account as a channel. It does not fail: [Channel.Check] returns what is wrong with
// the options.
func (c *Client) Channel(opts ...ChannelOption) *Channel {
	ch := &Channel{client: c, table: status.MegaMarket()}
	for _, o := range opts {
		if o != nil {
			o(ch)
		}
	}
	return ch
}

// WithMerchant sets the merchant's number at Megamarket. Box codes begin with it, so that packing in the standard
// scheme needs it; a callback for another merchant is refused.
func WithMerchant(id int64) ChannelOption {
	return func(ch *Channel) {
		if ch.merchant = id; id <= 0 {
			ch.wrong("WithMerchant(%d): the merchant's number is more than 0: see the cabinet, or merchantId in a callback", id)
		}
	}
}

// WithCallbackAuth sets the user and password that were agreed in the cabinet for callbacks, with the address:
// Megamarket calls order/new and order/cancel below it. Without both of them every callback is refused.
func WithCallbackAuth(user, password string) ChannelOption {
	return func(ch *Channel) {
		if ch.webhook = NewWebhook(user, password); user == "" || password == "" {
			ch.wrong("WithCallbackAuth: user and password are both needed; without them every callback is refused")
		}
	}
}

// WithShippingInMerchantDelivery also reports by order/shipping when an order leaves that the merchant
// delivers. The method is not documented there; only some accounts take it.
func WithShippingInMerchantDelivery() ChannelOption { return func(ch *Channel) { ch.shipOwn = true } }

// WithDateForm replaces the form in which a new delivery date is sent; see [DateForm].
func WithDateForm(f DateForm) ChannelOption { return func(ch *Channel) { ch.dates = f } }

// WithCount sets how many ids one order/search asks for; [DefaultCount] without it.
func WithCount(n int) ChannelOption {
	return func(ch *Channel) {
		if ch.count = max(n, 0); n < 0 {
			ch.wrong("WithCount(%d): ask for 1 id or more", n)
		}
	}
}

// WithTable replaces the table that translates statuses and reasons, for instance by an override of
// status.MegaMarket(). nil stands for that table itself.
func WithTable(t *status.Table) ChannelOption {
	return func(ch *Channel) {
		if ch.table = t; t == nil {
			ch.table = status.MegaMarket()
		}
	}
}

func (ch *Channel) wrong(format string, args ...any) {
	ch.problems = append(ch.problems, fmt.Sprintf(format, args...))
}

// String hides the token and the password.
func (ch Channel) String() string {
	return "megamarket channel for account " + quote(ch.client.rest.Account())
}

// GoString hides the token and the password.
func (ch Channel) GoString() string { return ch.String() }

// System returns "megamarket".
func (ch *Channel) System() string { return system }

// NameAccount names the account in errors and logs, as ordo.WithAccount does for a client used alone; bridge.New calls
// it. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (ch *Channel) NameAccount(name string) error { return ch.client.NameAccount(name) }

// Can reports whether Megamarket has a call for an effect.
func (ch *Channel) Can(kind order.EffectKind, scheme order.SchemeCode) bool {
	own := scheme == order.MerchantDelivery
	if !own && scheme != order.Standard {
		return false
	}
	switch kind {
	case order.EffectConfirm, order.EffectRefuse, order.EffectCancel, order.EffectPack:
		return true
	case order.EffectShip:
		return !own || ch.shipOwn
	case order.EffectClose, order.EffectMoveDate, order.EffectAnswer:
		return own
	}
	return false
}

// Check looks at the options and makes one search, which proves the token. The error joins all that is wrong.
func (ch *Channel) Check(ctx context.Context) error {
	now := ch.client.settings.Clock.Now()
	_, err := ch.client.SearchShipments(ctx, Search{From: now.Add(-time.Minute), To: now, Count: 1})
	errs := make([]error, 0, len(ch.problems)+1)
	for _, p := range ch.problems {
		errs = append(errs, ch.client.rest.Fail("settings", ordo.Invalid, p, nil))
	}
	return errors.Join(append(errs, err)...)
}

// Reason returns the reject reason for refusing or cancelling, or the close reason, of a scheme, as the table has it.
// The error is an *ordo.Error of class Invalid whose cause is the table's *status.NoRowError; it names what would do.
func (ch *Channel) Reason(kind order.EffectKind, scheme order.SchemeCode, r status.Reason) (string, error) {
	axis, op := status.AxisRefuseReason, "order/reject"
	switch kind {
	case order.EffectRefuse, order.EffectCancel:
	case order.EffectClose:
		axis, op = status.AxisCloseReason, "order/close"
	default:
		return "", ch.client.rest.Fail("reason", ordo.Invalid, fmt.Sprintf("%s takes no reason; %s, %s and %s do",
			kind, order.EffectRefuse, order.EffectCancel, order.EffectClose), nil)
	}
	code, err := ch.table.WriteReason(axis, r, status.Hints{Scheme: string(scheme)})
	if err != nil {
		return "", ch.client.rest.Fail(op, ordo.Invalid, "not sent", err)
	}
	return code, nil
}
