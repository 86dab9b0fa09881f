package russianpost

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

const (
	opUpdate    = "PUT /1.0/backlog/{id}"
	opDelete    = "DELETE /1.0/backlog"
	opToBacklog = "POST /1.0/user/backlog"
)

// UpdateOrder changes an order of the backlog; one of a batch is taken back first ([Client.ReturnToBacklog]). The draft
// is the whole order: what it does not have is emptied. It may be repeated. An order that is not in the backlog is an
// error of class NotFound.
func (c *Client) UpdateOrder(ctx context.Context, id int64, d Draft) error {
	if lack := d.lacks(); lack != "" {
		return c.invalid(opUpdate, lack)
	}
	if id == 0 {
		return c.invalid(opUpdate, "the id is 0")
	}
	return c.send(ctx, rest.Request{
		Op: opUpdate, Method: http.MethodPut, Path: rest.Pathf("/1.0/backlog/%d", id), Repeat: rest.Idempotent(), Decode: silence,
	}, d, nil)
}

// DeleteOrders deletes orders of the backlog. It returns the ids that were deleted. Those that were not are an
// *ordo.Error with a *RefusalError, whose positions are those of ids; one that is not there, or is deleted already, is
// of class NotFound. It may be repeated.
func (c *Client) DeleteOrders(ctx context.Context, ids ...int64) ([]int64, error) {
	return c.move(ctx, http.MethodDelete, opDelete, "/1.0/backlog", ids)
}

// ReturnToBacklog takes orders out of batches that were not sent, back into the backlog, where they can be changed and
// deleted. It returns as DeleteOrders does; what the Post has already is of class Conflict.
func (c *Client) ReturnToBacklog(ctx context.Context, ids ...int64) ([]int64, error) {
	return c.move(ctx, http.MethodPost, opToBacklog, "/1.0/user/backlog", ids)
}

// moved is the answer of a call about several orders.
type moved struct {
	IDs    []int64         `json:"result-ids"`
	Errors json.RawMessage `json:"errors"`
	Extra  wire.Extra      `json:"-"`
}

// Complete implements rest.Completer. An answer with nothing but errors is a refusal, which was judged before.
func (m *moved) Complete() error {
	if len(m.IDs) == 0 {
		return errors.New("the answer has no ids")
	}
	return nil
}

// move calls something about orders that may be done for a part of them.
func (c *Client) move(ctx context.Context, method, op, path string, ids []int64) ([]int64, error) {
	if len(ids) == 0 {
		return nil, c.invalid(op, "there are no ids")
	}
	var in moved
	err := c.send(ctx, rest.Request{Op: op, Method: method, Path: path, Repeat: rest.Idempotent()}, ids, &in)
	if err != nil {
		return nil, err
	}
	return in.IDs, c.partly(op, in.Errors, ids, in.IDs)
}

// partly returns the error of what was not done, beside what was. An id that the answer says nothing of is an error of
// class Retry.
func (c *Client) partly(op string, problems json.RawMessage, asked, done []int64) error {
	all := collect(nil, problems, 0, 0)
	for at, id := range asked {
		named := slices.ContainsFunc(all, func(p Problem) bool { return p.Position == at })
		if !named && !slices.Contains(done, id) {
			all = append(all, Problem{Position: at, Code: "UNDEFINED", Text: fmt.Sprintf("the answer says nothing of the order %d", id)})
		}
	}
	return c.refused(op, all)
}

// refused returns the error of what was refused beside what was done; nil if there is nothing.
func (c *Client) refused(op string, all []Problem) error {
	if len(all) == 0 {
		return nil
	}
	e, _ := (&RefusalError{all}).error()
	out := c.rest.Fail(op, e.Class, e.Text, e.Err)
	out.Code = e.Code
	return out
}
