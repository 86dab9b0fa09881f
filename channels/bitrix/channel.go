package bitrix

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/exchange"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Channel is one shop on 1C-Bitrix as a place where customers buy, in the words of package order: an item of the basket
// is a line. It is safe for concurrent use.
//
// Its orders are worked elsewhere, with the authority order.OwnShop: people edit and cancel here, and the shop is told.
// What people change in the shop is tried as theirs. Where the shop's own word on payments counts, the route's
// authority is order.OwnShop | order.ChannelOwnsPayment.
type Channel struct {
	client *Client
	set    Settings

	mu   sync.Mutex
	seen map[int64]string // the lines of orders as they were read or written last, see changed
}

var (
	_ channels.Mirror  = (*Channel)(nil)
	_ channels.Pricer  = (*Channel)(nil)
	_ channels.Checker = (*Channel)(nil)
)

// Channel returns the shop as a channel. It does not fail: [Channel.Check] returns what is wrong with the settings.
func (c *Client) Channel(s Settings) *Channel {
	return &Channel{client: c, set: s.filled(), seen: map[int64]string{}}
}

// String hides the credentials.
func (ch *Channel) String() string { return "bitrix channel at " + ch.client.rest.Address() }

// GoString hides the credentials.
func (ch *Channel) GoString() string { return ch.String() }

// System returns "bitrix".
func (ch *Channel) System() string { return Name }

// NameAccount names the account in errors and logs, as ordo.WithAccount does for a client used alone; bridge.New calls
// it. The same name again is fine; another one is an *ordo.Error of class Invalid.
func (ch *Channel) NameAccount(name string) error { return ch.client.NameAccount(name) }

// Sink returns Settings.Sink, by which the shop takes goods, prices and stock.
func (ch *Channel) Sink() exchange.Sink { return ch.set.Sink }

// Can reports whether the shop is told of that. An order that is taken, confirmed or at the pick-up point shows that by
// its status: only where the table of statuses has one of its own for it.
func (ch *Channel) Can(kind order.EffectKind, scheme order.SchemeCode) bool {
	if scheme != ch.set.Scheme && scheme != order.OwnPickup {
		return false
	}
	switch kind {
	case order.EffectRefuse, order.EffectCancel, order.EffectShip, order.EffectClose, order.EffectComment, order.EffectLines, order.EffectDetails,
		order.EffectPayment, order.EffectStatus:
		return true
	case order.EffectTake:
		return ch.code(status.OrderInWork) != ch.code(status.OrderNew)
	case order.EffectConfirm:
		return ch.code(status.OrderConfirmed) != ch.code(status.OrderNew)
	case order.EffectArrive:
		return ch.code(status.OrderArrived) != ch.code(status.OrderHandedToCarrier) || ch.code(status.ShipmentArrived) != ch.code(status.ShipmentSent)
	case order.EffectMoveDate:
		return ch.set.Properties.Day != ""
	}
	return false
}

// code is the status that is written for a state; "" if there is none.
func (ch *Channel) code(s status.State) string {
	code, _ := ch.set.Statuses.Write(s, status.Hints{})
	return code
}

// StatusFor returns the status that stands for an order in the shop.
func (ch *Channel) StatusFor(o order.View) string { return ch.code(o.State) }

// method is how a buyer pays who pays with a pay system.
func (ch *Channel) method(id int64, name string) string {
	if m := ch.set.PaySystems[id].Method; m != "" {
		return m
	}
	return name
}

// Check looks at the settings and compares them with the shop: the statuses that would be written, and the codes of
// properties that were set. The error joins all that is wrong.
func (ch *Channel) Check(ctx context.Context) error {
	var errs []error
	wrong := func(format string, args ...any) {
		errs = append(errs, ch.client.fail("settings", ordo.Invalid, fmt.Sprintf(format, args...), nil))
	}
	if err := ch.set.problems(); err != nil {
		wrong("%v", err)
	}
	there := map[string]bool{}
	for s, err := range ch.client.ListStatuses(ctx) {
		if err != nil {
			return errors.Join(append(errs, err)...)
		}
		there[s.ID] = true
	}
	for row := range ch.set.Statuses.Rows() {
		used := row.Preferred && (ch.usesState(row) || row.Axis == status.AxisShipment && row.Means.Shipment == status.ShipmentSent)
		if used && !there[row.Code] {
			wrong("the shop has no status %q (%s): make it there, or leave it out by an override of status.BitrixShop", row.Code, row.Names.RU)
		}
	}
	codes := map[string]bool{}
	for p, err := range ch.client.ListProperties(ctx, 0) {
		if err != nil {
			return errors.Join(append(errs, err)...)
		}
		codes[strings.ToUpper(p.Code)] = true
	}
	for _, code := range []string{ch.set.Properties.Name, ch.set.Properties.Phone, ch.set.Properties.Email, ch.set.Properties.Day} {
		if code != "" && !codes[strings.ToUpper(code)] {
			wrong("the shop's orders have no property %q: see Settings.Properties", code)
		}
	}
	return errors.Join(errs...)
}

// usesState reports whether a row stands for a state that every order comes to.
func (ch *Channel) usesState(row status.Row) bool {
	switch row.Means.Order { //nolint:exhaustive // an order may end without the others
	case status.OrderAwaitingPayment, status.OrderPaid, status.OrderHandedToCarrier, status.OrderCompleted, status.OrderCancelled:
		return true
	}
	return false
}
