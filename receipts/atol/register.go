package atol

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Registration is the answer to a document that was accepted. The receipt is made later: see [Client.WaitReport].
type Registration struct {
	UUID   string    `json:"uuid"`   // the service's number of the receipt
	Status Status    `json:"status"` // usually StatusWait
	At     time.Time `json:"timestamp"`
	// Repeated reports that the service had accepted a document with this external id before: UUID is that document's,
	// and the content of this one was ignored.
	Repeated bool       `json:"-"`
	Error    *Fault     `json:"error"` // the service's error for a repeated document
	Problem  error      `json:"-"`     // what could not be read; it is in Extra
	Extra    wire.Extra `json:"-"`
}

// check completes an answer. An answer without a uuid is an error, and the document is sent again.
func (r *Registration) check() error {
	if _, odd := r.Extra["error"]; odd || r.UUID == "" {
		return errors.New("the answer has no uuid, or an error that cannot be read")
	}
	if r.Status == "" {
		r.Status = StatusWait
	}
	r.Repeated = r.Error != nil && r.Error.Code == codeDuplicate
	return nil
}

// Register sends a document. It may be repeated with the same external id, also after a crash or a lost answer: the
// service makes one receipt and returns the number of the first. A document that fails [Client.Check] is not sent.
// Errors are *ordo.Error. Only an answer that is too long to be read is of class InDoubt.
func (c *Client) Register(ctx context.Context, op Operation, d Document) (*Registration, error) {
	if err := c.Check(op, d); err != nil {
		return nil, err
	}
	var out Registration
	r := rest.Request{Op: string(op), Path: rest.Pathf("/%s/%s", c.group, string(op)), Repeat: rest.Idempotent(), Check: out.check}
	err := c.post(ctx, r, d.wire(op, c.version, c.zone, c.settings.Clock.Now()), &out)
	var before *duplicate
	if errors.As(err, &before) && decode(before.body, &out, c.zone) == nil && out.check() == nil {
		err = nil
	}
	if err != nil {
		return nil, err
	}
	return &out, nil
}

// Check returns what the service or the law would not accept in a document, without sending it. The error is an
// *ordo.Error of class Invalid with a *DocumentError that lists every problem, or of class Unsupported for an operation
// that the version does not have. It does not check whether the INN belongs to the register or a marking code is
// genuine.
func (c *Client) Check(op Operation, d Document) error {
	rule, ok := operations[op]
	if !ok || (rule.v5 && c.version == V4) {
		return c.rest.Fail(string(op), ordo.Unsupported, fmt.Sprintf("not sent: v%d has no operation %q", c.version, op), nil)
	}
	if err := d.Validate(op, c.version); err != nil {
		return c.invalid(string(op), err)
	}
	return nil
}
