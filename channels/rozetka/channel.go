package rozetka

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

// Channel is one shop at ROZETKA as a place where customers buy, in the words of package order: a purchase is a line.
// It is safe for concurrent use.
//
// Its scheme is order.SchemeRozetka, its authority order.Rozetka: lines and prices are edited in the cabinet only, and
// one status is for all goods. A seller takes an order into work, confirms it, ships it with or without a waybill
// number, says that it has arrived and that it was received, cancels it, notes an attempt to reach the buyer and writes
// comments. Once a waybill number is on an order, ROZETKA's own tracking moves it on.
type Channel struct {
	client   *Client
	table    *status.Table
	profile  Profile
	problems []string // what is wrong with the options
}

var (
	_ channels.Channel   = (*Channel)(nil)
	_ channels.Canceller = (*Channel)(nil)
	_ channels.Reasoner  = (*Channel)(nil)
	_ channels.Checker   = (*Channel)(nil)
	_ channels.Shelf     = (*Channel)(nil)

	_ channels.PaymentMethods = (*Channel)(nil)
)

// Profile is which statuses ROZETKA wants to be given for an order that leaves with a waybill number.
type Profile string

// The profiles.
const (
	Today Profile = status.RozetkaToday // StatusPlanned; tracking brings StatusHandedOver when the carrier has the parcel
	Then  Profile = status.RozetkaThen  // StatusHandedOver, as it was done at first
)

// ChannelOption changes how a Channel works; later ones win.
type ChannelOption func(*Channel)

// Channel returns the account as a channel. It does not fail: [Channel.Check] returns what is wrong with the options.
func (c *Client) Channel(opts ...ChannelOption) *Channel {
	ch := &Channel{client: c, table: status.Rozetka(), profile: Today}
	for _, o := range opts {
		if o != nil {
			o(ch)
		}
	}
	ch.table = ch.table.Under(string(ch.profile))
	return ch
}

// WithProfile sets which status is written with a waybill number; Today without it.
func WithProfile(p Profile) ChannelOption {
	return func(ch *Channel) {
		if p != Today && p != Then {
			ch.problems = append(ch.problems, fmt.Sprintf("WithProfile(%q): known are %q and %q", p, Today, Then))
			return
		}
		ch.profile = p
	}
}

// WithTable replaces the table that translates statuses, for instance by an override of status.Rozetka(), or by one
// that walks over other steps. nil stands for that table itself.
func WithTable(t *status.Table) ChannelOption {
	return func(ch *Channel) {
		if ch.table = t; t == nil {
			ch.table = status.Rozetka()
		}
	}
}

// String hides the credentials.
func (ch Channel) String() string {
	return fmt.Sprintf("rozetka channel for account %q", ch.client.rest.Account())
}

// GoString hides the credentials.
func (ch Channel) GoString() string { return ch.String() }

// System returns "rozetka".
func (ch *Channel) System() string { return Name }

// NameAccount names the account in errors and logs, as ordo.WithAccount does for a client used alone; bridge.New calls
// it. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (ch *Channel) NameAccount(name string) error { return ch.client.NameAccount(name) }

// Can reports whether a seller does that at ROZETKA. Whole orders only are refused and cancelled.
func (ch *Channel) Can(kind order.EffectKind, scheme order.SchemeCode) bool {
	if scheme != order.SchemeRozetka {
		return false
	}
	switch kind {
	case order.EffectTake, order.EffectConfirm, order.EffectRefuse, order.EffectCancel, order.EffectShip, order.EffectArrive,
		order.EffectClose, order.EffectContact, order.EffectComment:
		return true
	}
	return false
}

// Check looks at the options and makes one search, which proves the credentials and the right to see orders. The error
// joins all that is wrong.
func (ch *Channel) Check(ctx context.Context) error {
	errs := make([]error, 0, len(ch.problems)+1)
	for _, p := range ch.problems {
		errs = append(errs, ch.client.rest.Fail("settings", ordo.Invalid, p, nil))
	}
	now := ch.client.settings.Clock.Now()
	for _, err := range ch.client.ListOrders(ctx, OrderFilter{Category: CategoryNew, CreatedFrom: now.Add(-time.Hour), CreatedTo: now}) {
		errs = append(errs, err)
		break
	}
	return errors.Join(errs...)
}
