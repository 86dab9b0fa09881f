package bitrix

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// GetOrder reads an order with all that belongs to it. The error is of class NotFound if there is none.
func (c *Client) GetOrder(ctx context.Context, id int64) (*Order, error) {
	o := &Order{}
	err := c.read(ctx, "sale.order.get", "order", map[string]any{"id": id}, o, func() error { return rest.Same("id", id, o.ID) })
	if err != nil {
		return nil, err
	}
	return o, nil
}

// GetOrders reads orders with all that belongs to them, fifty in a request. Those that are not there are left out. An
// order whose answer is no order has a Problem and only its ID.
func (c *Client) GetOrders(ctx context.Context, ids ...int64) iter.Seq2[*Order, error] {
	return func(yield func(*Order, error) bool) {
		for len(ids) > 0 {
			some := ids[:min(len(ids), bxrest.BatchSize)]
			ids = ids[len(some):]
			cmds := make([]bxrest.Command, len(some))
			for i, id := range some {
				cmds[i] = bxrest.Command{Method: "sale.order.get", Params: map[string]any{"id": id}}
			}
			replies, err := c.rest.Batch(ctx, cmds, bxrest.BatchOptions{Repeat: bxrest.Read})
			if err != nil {
				yield(nil, err)
				return
			}
			for i, r := range replies {
				o, err := c.ofBatch(r, some[i])
				switch {
				case ordo.ClassOf(err) == ordo.NotFound:
					continue
				case err != nil:
					yield(nil, err)
					return
				case !yield(o, nil):
					return
				}
			}
		}
	}
}

// ofBatch reads an order that came in a batch.
func (c *Client) ofBatch(r bxrest.Reply, id int64) (*Order, error) {
	if r.Err != nil {
		return nil, r.Err
	}
	o := &Order{}
	err := r.Read("order", o)
	if err == nil {
		err = rest.Same("id", id, o.ID)
	}
	if err != nil {
		o = &Order{ID: id, Problem: c.fail("sale.order.get", ordo.Invalid, fmt.Sprintf("order %d cannot be read", id), err)}
	}
	return o, nil
}

// OrderFilter says which orders a list has. The zero filter has all.
type OrderFilter struct {
	ChangedFrom, ChangedTo time.Time // dateUpdate, from included, to not; the zero time is no bound
	StatusIDs              []string
	XMLID                  string
	UserID                 int64
}

func (f OrderFilter) params(c *Client) map[string]any {
	filter := map[string]any{}
	if !f.ChangedFrom.IsZero() {
		filter[">=dateUpdate"] = bxrest.Time{Time: f.ChangedFrom.In(c.rest.Zone())}
	}
	if !f.ChangedTo.IsZero() {
		filter["<dateUpdate"] = bxrest.Time{Time: f.ChangedTo.In(c.rest.Zone())}
	}
	if len(f.StatusIDs) > 0 {
		filter["statusId"] = f.StatusIDs
	}
	if f.XMLID != "" {
		filter["xmlId"] = f.XMLID
	}
	if f.UserID != 0 {
		filter["userId"] = f.UserID
	}
	return filter
}

// orderFields are the fields of an order in a list: the shop shows those only that are asked for.
var orderFields = []string{
	"id", "accountNumber", "xmlId", "id1c", "lid", "personTypeId", "userId", "currency", "statusId", "dateStatus", "price", "discountValue", "taxValue",
	"payed", "deducted", "canceled", "reasonCanceled", "dateCanceled", "marked", "reasonMarked", "dateInsert", "dateUpdate", "userDescription", "comments",
	"responsibleId",
}

// ListOrders lists orders by their ids, each with its own fields only. An order that cannot be read has a Problem.
func (c *Client) ListOrders(ctx context.Context, f OrderFilter) iter.Seq2[Order, error] {
	return rows(ctx, c, bxrest.Listing{
		Method: "sale.order.list", Key: "orders", ID: "id", Params: map[string]any{"select": orderFields, "filter": f.params(c)},
	}, func(o *Order, id int64, problem error) {
		o.ID, o.Problem = id, problem
	})
}

// rows lists records. What is wrong with one of them is put into it by odd.
func rows[T any](ctx context.Context, c *Client, l bxrest.Listing, odd func(record *T, id int64, problem error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for r, err := range bxrest.List[T](ctx, c.rest, l) {
			if err == nil && r.Problem != nil {
				odd(&r.Value, r.ID, r.Problem)
			}
			if !yield(r.Value, err) || err != nil {
				return
			}
		}
	}
}

// OrderFields are fields of an order that are written; nil stays as it is.
type OrderFields struct {
	StatusID     *string      `json:"statusId,omitzero"`
	Canceled     *bxrest.Flag `json:"canceled,omitzero"`
	CancelReason *string      `json:"reasonCanceled,omitzero"`
	Comments     *string      `json:"comments,omitzero"`
	BuyerComment *string      `json:"userDescription,omitzero"`
	XMLID        *string      `json:"xmlId,omitzero"`
}

// UpdateOrder changes an order. After a lost answer the order is read, and written again only if it is not so yet. A
// shop that saved it with a warning reports that as an error: read the order then.
func (c *Client) UpdateOrder(ctx context.Context, id int64, f OrderFields) (*Order, error) {
	o := &Order{}
	_, err := c.rest.Do(ctx, bxrest.Request{
		Method: "sale.order.update", Params: map[string]any{"id": id, "fields": f}, Key: "order", Check: func() error { return rest.Same("id", id, o.ID) },
		Done: func(ctx context.Context) (bool, error) {
			now, err := c.GetOrder(ctx, id)
			if err != nil || !f.stand(now) {
				return false, err
			}
			*o = *now
			return true, nil
		},
	}, o)
	if err != nil {
		return nil, err
	}
	return o, nil
}

// stand reports whether an order has the fields.
func (f OrderFields) stand(o *Order) bool {
	is := func(want *string, have string) bool { return want == nil || *want == have }
	return is(f.StatusID, o.StatusID) && is(f.CancelReason, o.CancelReason) && is(f.Comments, o.Comments) && is(f.BuyerComment, o.BuyerComment) &&
		is(f.XMLID, o.XMLID) && (f.Canceled == nil || bool(*f.Canceled) == o.Canceled)
}
