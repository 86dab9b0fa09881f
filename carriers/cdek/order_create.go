package cdek

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

const opCreate = "POST /v2/orders"

// visibleWithin is how long CDEK may not find an order that it has accepted. It is not documented; clients poll for
// seconds.
const visibleWithin = time.Minute

// CreateOrder makes sure that there is an order with the draft's number, and returns it. An existing order is returned
// as it is (Order.Already), whatever the draft; one that failed its checks or was deleted has freed the number. After a
// lost answer it searches for the number before it sends again. So it may be repeated after a crash.
//
// The order is only accepted: it has no tracking number, and may still become INVALID. [Client.WaitOrder] waits for
// that, [Client.CreateAndWait] does both. A refusal is an *ordo.Error with a *RefusalError.
//
// An ordinary delivery has no number of the shop, so a lost answer is an error of class InDoubt.
func (c *Client) CreateOrder(ctx context.Context, d Draft) (*Order, error) {
	if err := c.check(d); err != nil {
		return nil, err
	}
	if d.Number == "" {
		return c.submit(ctx, d, rest.Never())
	}
	found, err := c.findByNumber(ctx, d.Number)
	if found != nil || err != nil {
		return found, err
	}
	var lost *Order
	o, err := c.submit(ctx, d, rest.ReadBack(func(ctx context.Context) (bool, error) {
		return c.recheck(ctx, opCreate, d.Number, func(ctx context.Context) (there bool, err error) {
			lost, err = c.findByNumber(ctx, d.Number)
			return lost != nil, err
		})
	}))
	if err == nil && lost != nil {
		lost.Already = false // it was made from this draft
		return lost, nil
	}
	return o, err
}

// CreateAndWait calls CreateOrder and then WaitOrder: it returns a valid order with its tracking number. It also waits
// for an existing order. If an order was sent twice because CDEK was slow to show the first, CDEK refuses the second
// for its number, and the first is returned. Errors are those of the two.
func (c *Client) CreateAndWait(ctx context.Context, d Draft) (*Order, error) {
	o, err := c.CreateOrder(ctx, d)
	if err != nil {
		return nil, err
	}
	if o.Already && o.settled() && o.Current().Code != "INVALID" {
		return o, nil
	}
	done, err := c.await(ctx, opCreate, o.UUID, d.Number)
	if done != nil {
		done.Already = o.Already
	}
	return done, err
}

// submit sends a draft. It returns nil if the order was found by reading back.
func (c *Client) submit(ctx context.Context, d Draft, repeat rest.Repeat) (*Order, error) {
	var in written
	if err := c.post(ctx, opCreate, "/orders", d, repeat, &in); err != nil {
		return nil, err
	}
	if in.Entity == nil { // read back
		return nil, nil
	}
	a := in.ack()
	if r := newest(a.Requests, func(Request) bool { return true }); r != nil && r.State == Invalid {
		return nil, c.failed(opCreate, a.UUID, r)
	}
	o, err := c.orderFromDraft(a.UUID, d)
	if err != nil { // it was accepted
		return nil, c.rest.Fail(opCreate, ordo.InDoubt, "CDEK accepted the order, but it cannot be returned", err)
	}
	o.Requests, o.Related, o.Extra = a.Requests, a.Related, a.Extra
	return o, nil
}

// findByNumber returns the order that has a number of the shop, or nil.
func (c *Client) findByNumber(ctx context.Context, number string) (*Order, error) {
	o, err := c.GetOrderByNumber(ctx, number)
	switch {
	case missing(err):
		return nil, nil
	case err != nil:
		return nil, err
	}
	if o, err = c.outwardOrder(ctx, o, number); err != nil {
		return nil, err
	}
	if o.numberFree() {
		return nil, nil
	}
	o.Already = true
	return o, nil
}

// outwardOrder returns the outward order of a number, if o returns its goods: a return may have the same number.
func (c *Client) outwardOrder(ctx context.Context, o *Order, number string) (*Order, error) {
	if o.IsOutward() {
		return o, nil
	}
	for _, r := range o.Related {
		if r.Type != DirectOrder && r.Type != ClientDirectOrder {
			continue
		}
		first, err := c.GetOrder(ctx, r.UUID)
		if err != nil || first.Number == number {
			return first, err
		}
	}
	return o, nil
}

// numberFree reports whether the order's number may be used again. That an order which failed its checks, or was
// deleted, frees its number is a guess; if it is wrong, CDEK refuses the next order.
func (o *Order) numberFree() bool {
	switch StatusOf(o.Current().Code).Phase {
	case PhaseInvalid, PhaseCancelled:
		return true
	}
	r := newest(o.Requests, func(r Request) bool { return r.Type == RequestCreate })
	return r != nil && r.State == Invalid
}

// settled reports whether no request on the order is open.
func (o *Order) settled() bool {
	return !slices.ContainsFunc(o.Requests, func(r Request) bool { return !r.State.IsFinal() })
}

// UpdateOrder changes an order that is still ACCEPTED or CREATED. The lists of services, packages and items are
// replaced as a whole; a package that stays keeps its ID. A draft that was read may be sent as it is, or changed.
// Fields for new orders only, such as AdditionalTypes, ClientReturn and those of international orders, are not sent and
// do not change. Print and WidgetToken are refused, because they would have no effect. It may be repeated. Whether the
// change succeeds is settled later: see [Client.WaitOrder].
func (c *Client) UpdateOrder(ctx context.Context, uuid string, d Draft) (*Ack, error) {
	const op = "PATCH /v2/orders"
	if err := oneCurrency(d, c.currency); err != nil {
		return nil, c.rest.Fail(op, ordo.Invalid, "not sent", err)
	}
	if d.Print != "" || d.WidgetToken != "" {
		return nil, c.rest.Fail(op, ordo.Invalid, "not sent: print and widget_token are for new orders; see CreateForm", nil)
	}
	if d.Type == 0 {
		d.Type = ShopOrder // required in an update
	}
	d.AdditionalTypes, d.ClientReturn, d.DeveloperKey = nil, false, ""
	d.InvoiceDate, d.ShipperName, d.ShipperAddress = "", "", ""
	body := struct {
		UUID string `json:"uuid"`
		Draft
	}{uuid, d}
	return c.write(ctx, http.MethodPatch, op, "/orders", body, rest.Idempotent(), uuid)
}

// check refuses a draft that cannot be sent at all; CDEK checks the rest.
func (c *Client) check(d Draft) error {
	invalid := func(format string, args ...any) error {
		return c.rest.Fail(opCreate, ordo.Invalid, "not sent", fmt.Errorf(format, args...))
	}
	if err := oneCurrency(d, c.currency); err != nil {
		return invalid("%w", err)
	}
	if d.Number == "" && d.Type != OrdinaryDelivery {
		return invalid("number is empty: set it, as without it a lost answer could make a second order")
	}
	for _, r := range d.Number {
		if r < ' ' || r > '~' {
			return invalid("number %q has %q: it must be ASCII", d.Number, r)
		}
	}
	for _, p := range d.Packages {
		for _, i := range p.Items {
			if i.Marking != "" && i.Amount != 1 {
				return invalid("item %q of package %q has a marking code and amount %d: give each marked unit an item",
					i.WareKey, p.Number, i.Amount)
			}
		}
	}
	return nil
}
