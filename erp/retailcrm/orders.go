package retailcrm

import (
	"context"
	"errors"
	"iter"
	"net/url"
	"slices"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// GetOrder reads one order. The error's class is NotFound if the shop has none with this key.
func (c *Client) GetOrder(ctx context.Context, key OrderKey) (*Order, error) {
	const op = "orders/get"
	name, q, err := key.in(c, op)
	if err != nil {
		return nil, err
	}
	var answer orderAnswer
	into, err := c.into(ctx, &answer)
	if err != nil {
		return nil, err
	}
	err = c.get(ctx, op, rest.Pathf("/orders/%s", name), q, into, func() error { return key.same(answer.Order) })
	return answer.Order, err
}

// orderAnswer is an answer with one order.
type orderAnswer struct {
	ID    int64  `json:"id"` // of writes
	Order *Order `json:"order"`
}

// Complete implements rest.Completer.
func (a *orderAnswer) Complete() error {
	if a.Order != nil && a.ID == 0 {
		return nil
	}
	return same("order", a.ID, a.Order, func(o *Order) int64 { return o.ID })
}

// same returns an error if an answer lacks what was asked for, or is about another.
func same[T any, K comparable](what string, asked K, v *T, key func(*T) K) error {
	if v == nil {
		return errors.New("the answer holds no " + what)
	}
	return rest.Same(what, asked, key(v))
}

// ListOrders lists the orders that pass the filter, newest first, page by page. An order that is created meanwhile may
// be missed, one that is deleted may hide another: to follow changes use [Client.ListHistory].
func (c *Client) ListOrders(ctx context.Context, f OrderFilter) iter.Seq2[Record[Order], error] {
	return func(yield func(Record[Order], error) bool) {
		if f.Sites == nil && c.site != "" {
			f.Sites = []string{c.site}
		}
		zone, err := c.GetZone(ctx)
		if err != nil {
			yield(Record[Order]{}, err)
			return
		}
		list[Order](ctx, c, "orders", "/orders", "orders", parameters(f, zone))(yield)
	}
}

// OrderStatus is where an order stands.
type OrderStatus struct {
	ID         int64      `json:"id"`
	ExternalID string     `json:"externalId"`
	Status     string     `json:"status"`
	Group      string     `json:"group"`
	Extra      wire.Extra `json:"-"` // what this type does not know
}

// mostStatuses is how many ids one request may ask for. The number is remembered, not documented where it could be
// checked.
const mostStatuses = 500

// ListOrderStatuses reads where orders stand, by the CRM's ids and by external ids, at most 500 together. Orders that
// do not exist are not in the answer.
func (c *Client) ListOrderStatuses(ctx context.Context, ids []int64, externalIDs []string) ([]Record[OrderStatus], error) {
	const op = "orders/statuses"
	if n := len(ids) + len(externalIDs); n > mostStatuses {
		return nil, c.invalid(op, strconv.Itoa(n)+" ids: at most "+strconv.Itoa(mostStatuses)+" may be asked for at once", nil)
	}
	q := url.Values{}
	for _, id := range ids {
		q.Add("ids[]", strconv.FormatInt(id, 10))
	}
	for _, id := range externalIDs {
		q.Add("externalIds[]", id)
	}
	return all[OrderStatus](ctx, c, op, "/orders/statuses", "orders", q)
}

// Creation is what came of CreateOrder.
type Creation struct {
	Order *Order
	// Existed reports that the shop had an order with this externalId already, from an earlier call or another program.
	// Nothing was written then.
	Existed bool
}

// CreateOrder creates an order in the client's shop. With an externalId it is safe to repeat: a lost answer is looked
// up before anything is sent again, and an order that is there already is returned as it is. Without one a lost answer
// is an error of class InDoubt. What the CRM does not like is in the cause of the error, as [Problems].
func (c *Client) CreateOrder(ctx context.Context, o OrderFields) (*Creation, error) {
	const op = "orders/create"
	form, err := c.orderForm(ctx, op, &o, c.site)
	if err != nil {
		return nil, err
	}
	var answer orderAnswer
	into, err := c.into(ctx, &answer) // before the write: its answer could not be read
	if err != nil {
		return nil, err
	}
	repeat := rest.Never()
	var found *Order
	look := func(ctx context.Context) (bool, error) {
		there, err := c.GetOrder(ctx, ByExternalID(o.ExternalID))
		if gone(err) {
			return false, nil
		}
		found = there
		return err == nil, err
	}
	if o.ExternalID != "" {
		repeat = rest.ReadBack(look)
	}
	err = c.post(ctx, op, "/orders/create", form, repeat, into, func() error {
		if o.ExternalID == "" {
			return nil
		}
		return ByExternalID(o.ExternalID).same(answer.Order)
	})
	switch class := ordo.ClassOf(err); {
	case err == nil && found != nil:
		return &Creation{Order: found}, nil
	case err == nil:
		return &Creation{Order: answer.Order}, nil
	case (class == ordo.Invalid || class == ordo.Conflict) && o.ExternalID != "":
		// The words of the refusal of a second order are not documented, so it is looked up whatever they are.
		if there, lookErr := look(ctx); lookErr == nil && there {
			return &Creation{Order: found, Existed: true}, nil
		}
	}
	return nil, err
}

// UpdateOrder changes what o sets of an order, and returns the order as it then is. Items are the whole new list: see
// [Order.KeepItems]. The edit states what shall be, so it is repeated after a lost answer. One that adds lines is
// repeated only if each of them has an id of a module, by which it is looked for first; otherwise a lost answer is an
// error of class InDoubt. The externalId, the creation time and payments cannot be changed by it.
func (c *Client) UpdateOrder(ctx context.Context, key OrderKey, o OrderFields) (*Order, error) {
	const op = "orders/edit"
	switch {
	case o.ExternalID != "":
		return nil, c.invalid(op, "an order's externalId is set once: use FixExternalIDs", nil)
	case o.Payments != nil:
		return nil, c.invalid(op, "payments are not edited with the order: use CreatePayment, UpdatePayment or DeletePayment", nil)
	}
	name, by, err := key.in(c, op)
	if err != nil {
		return nil, err
	}
	form, err := c.orderForm(ctx, op, &o, "")
	if err != nil {
		return nil, err
	}
	for param, values := range by {
		form[param] = values
	}
	var answer orderAnswer
	into, err := c.into(ctx, &answer)
	if err != nil {
		return nil, err
	}
	var found *Order
	look := func(ctx context.Context) (bool, error) {
		there, err := c.GetOrder(ctx, key)
		if err == nil && hasAdded(there, o.Items) {
			found = there
		}
		return found != nil, err
	}
	path := rest.Pathf("/orders/%s/edit", name)
	err = c.post(ctx, op, path, form, repeatOfEdit(o, look), into, func() error { return key.same(answer.Order) })
	if err == nil && found != nil {
		return found, nil
	}
	return answer.Order, err
}

// repeatOfEdit is how an edit may be sent twice. That an edit replaces the whole list of lines, so that a line without
// the CRM's id would not be added twice, is how the official modules behave, not a documented promise.
func repeatOfEdit(o OrderFields, look func(context.Context) (bool, error)) rest.Repeat {
	repeat := rest.Idempotent()
	for _, it := range o.Items {
		switch {
		case it.ID == 0 && len(it.ExternalIDs) == 0:
			return rest.Never()
		case it.ID == 0:
			repeat = rest.ReadBack(look)
		}
	}
	return repeat
}

// hasAdded reports whether an order has all lines that an edit adds.
func hasAdded(o *Order, items []ItemFields) bool {
	return !slices.ContainsFunc(items, func(it ItemFields) bool {
		return it.ID == 0 && o.Item(it.ExternalIDs[0].Code, it.ExternalIDs[0].Value) == nil
	})
}

// orderForm writes an order, with its times in the account's zone.
func (c *Client) orderForm(ctx context.Context, op string, o *OrderFields, site string) (url.Values, error) {
	if err := c.prepare(ctx, op, o); err != nil {
		return nil, err
	}
	return c.form(op, "order", o, site)
}

// prepare places the times of an order in the account's zone, and refuses sums of different currencies.
func (c *Client) prepare(ctx context.Context, op string, o *OrderFields) (err error) {
	if err := oneCurrency(o, o.Currency); err != nil {
		return c.invalid(op, "the order cannot be written", err)
	}
	if o.CreatedAt, err = c.local(ctx, o.CreatedAt); err != nil {
		return err
	}
	o.Items = slices.Clone(o.Items) // the caller's own lines stay as they are
	for i := range o.Items {
		if o.Items[i].CreatedAt, err = c.local(ctx, o.Items[i].CreatedAt); err != nil {
			return err
		}
	}
	o.Payments = slices.Clone(o.Payments)
	for i := range o.Payments {
		if o.Payments[i].PaidAt, err = c.local(ctx, o.Payments[i].PaidAt); err != nil {
			return err
		}
	}
	return nil
}
