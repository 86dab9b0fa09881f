package novaposhta

import (
	"context"
	"errors"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

const (
	methodSave = "save"
	opSave     = modelDocument + "." + methodSave
)

// visiblePace is for a waybill whose answer was lost, before it counts as not made. How long the list may lack a new
// waybill is not documented: clients wait 5 to 30 seconds. If it were longer, a second waybill would be made, which
// costs nothing until it is handed over, and which Created.Others names. The same holds for a program that ends between
// the making and the keeping of the answer, and comes back within that time; within one client [recent] knows better.
var visiblePace = rest.Pace{First: 3 * time.Second, Most: 15 * time.Second, Limit: 45 * time.Second, AtOnce: true}

// CreateWaybill makes sure that there is a waybill with the draft's key, and returns it. An existing one is returned as
// it is (Created.Already), whatever the draft. After a lost answer it searches for the key around the day of dispatch
// before it sends again; if it cannot search, the error is of class InDoubt. So it may be repeated after a crash with
// the same draft. A refusal is an *ordo.Error with a *RefusalError.
func (c *Client) CreateWaybill(ctx context.Context, d Draft) (*Created, error) {
	if err := c.checked(opSave, d); err != nil {
		return nil, err
	}
	found, err := c.findCreated(ctx, d.Key, d.DateTime)
	if found != nil || err != nil {
		return found, err
	}
	return c.submit(ctx, d)
}

// findCreated returns the waybill with a key, or nil.
func (c *Client) findCreated(ctx context.Context, key string, day Date) (*Created, error) {
	if key == "" {
		return nil, c.rest.Fail(opSave, ordo.Invalid, "not sent: the key is empty: without it a lost answer would make a second waybill", nil)
	}
	found, err := c.FindWaybills(ctx, key, day)
	if err != nil {
		return nil, err
	}
	out := c.recent.get(key, c.settings.Clock.Now()) // the list may not show it yet
	if len(found) > 0 {
		out = created(found)
	}
	if out != nil {
		out.Already = true
	}
	return out, nil
}

// submit sends a draft with a key that no waybill has.
func (c *Client) submit(ctx context.Context, d Draft) (*Created, error) {
	if err := c.checked(opSave, d); err != nil {
		return nil, err
	}
	var lost *Created
	look := func(ctx context.Context) (bool, error) {
		return c.recheck(ctx, opSave, d.Key, func(ctx context.Context) (_ bool, err error) {
			lost, err = c.findCreated(ctx, d.Key, d.DateTime)
			return lost != nil, err
		})
	}
	w, warnings, err := write(ctx, c, modelDocument, methodSave, d, rest.ReadBack(look), (*Created).complete)
	var no *RefusalError
	switch {
	case errors.As(err, &no) && no.Has(codeUsedBarcode):
		if there, failed := look(ctx); failed != nil || !there {
			return nil, err // a waybill of another day, or a deleted one, has the key
		}
		return lost, nil
	case err != nil:
		return nil, err
	case w == nil:
		lost.Already = false // it was made from this draft
		return lost, nil
	}
	w.Warnings = warnings
	c.recent.add(d.Key, *w, c.settings.Clock.Now())
	return w, nil
}

// recheck calls look for some time, because the service may not show a new waybill yet. It reports whether it was
// found. false without an error means that every look was answered.
func (c *Client) recheck(ctx context.Context, op, ref string, look func(context.Context) (bool, error)) (bool, error) {
	var failed error
	err := c.rest.Poll(ctx, op, ref, visiblePace, func(ctx context.Context) (err error) {
		var there bool
		if there, failed = look(ctx); !there && failed == nil {
			return &ordo.PendingError{Ref: ref}
		}
		return failed
	})
	var pending *ordo.PendingError
	if failed == nil && errors.As(err, &pending) && ctx.Err() == nil && !errors.Is(err, context.DeadlineExceeded) {
		return false, nil
	}
	return err == nil, err
}
