package novaposhta

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

const (
	methodUpdate = "update"
	opUpdate     = modelDocument + "." + methodUpdate
	methodDelete = "delete"
	opDelete     = modelDocument + "." + methodDelete
)

// UpdateWaybill changes a waybill that Nova Poshta does not have yet. The draft is the whole waybill. It may be
// repeated.
func (c *Client) UpdateWaybill(ctx context.Context, ref string, d Draft) (*Created, error) {
	err := c.checked(opUpdate, d)
	if ref == "" {
		err = c.rest.Fail(opUpdate, ordo.Invalid, "not sent: the Ref is empty", nil)
	}
	if err != nil {
		return nil, err
	}
	id, err := json.Marshal(ref)
	if err != nil {
		return nil, c.rest.Fail(opUpdate, ordo.Invalid, "not sent", err)
	}
	body, err := lax.Join(d, wire.Extra{"Ref": id})
	if err != nil {
		return nil, c.rest.Fail(opUpdate, ordo.Invalid, "not sent", err)
	}
	w, warnings, err := write(ctx, c, modelDocument, methodUpdate, json.RawMessage(body), rest.Idempotent(), func(w *Created) error {
		return errors.Join(sameRef("waybill", ref, w.Ref), w.complete())
	})
	if err != nil {
		return nil, err
	}
	w.Warnings = warnings
	return w, nil
}

// sameRef refuses an answer about another Ref than the one asked for.
func sameRef(what, asked, got string) error {
	if got == "" || strings.EqualFold(asked, got) {
		return nil
	}
	return rest.Same(what, asked, got)
}

// deletePace is how often a deletion is tried. "Nothing was changed" is the answer for a waybill that is some seconds
// old, and for one that is deleted already.
var deletePace = rest.Pace{First: 5 * time.Second, Most: 15 * time.Second, Limit: 30 * time.Second, AtOnce: true}

// refOnly is the row of an answer that has nothing but a Ref.
type refOnly struct {
	Ref     string     `json:"Ref"`
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"`
}

// DeleteWaybill deletes a waybill that Nova Poshta does not have yet. It may be repeated. If the vendor changed nothing
// for half a minute, the waybill is too new, or deleted already: the error is of class Retry, with an
// *ordo.PendingError; [Client.Track] tells which. A waybill in a registry, or one that moves, is an error of class
// Conflict.
func (c *Client) DeleteWaybill(ctx context.Context, ref string) error {
	if ref == "" {
		return c.rest.Fail(opDelete, ordo.Invalid, "not sent: the Ref is empty", nil)
	}
	return c.rest.Poll(ctx, opDelete, ref, deletePace, func(ctx context.Context) error {
		_, _, err := write(ctx, c, modelDocument, methodDelete, properties{"DocumentRefs": ref}, rest.Idempotent(), func(w *refOnly) error {
			return sameRef("waybill", ref, w.Ref)
		})
		var no *RefusalError
		if errors.As(err, &no) && no.Has(codeNotDeleted) {
			return &ordo.PendingError{Ref: ref, State: no.Error()}
		}
		if err == nil {
			c.recent.forget(ref)
		}
		return err
	})
}
