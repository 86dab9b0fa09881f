package atol

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// Registration is the answer to a document that was accepted. The receipt is made later: see [Client.Wait].
type Registration struct {
	UUID   string // the service's number of the receipt
	Status Status // as a rule StatusWait
	At     time.Time
	// Repeated says that the service had accepted a document with this external id before: UUID is that one's, and what
	// was sent now was not looked at.
	Repeated bool
}

// Register sends a document. It may be repeated with the same external id as often as need be, also after a crash or
// a lost answer: the service makes one receipt, and answers with the number of the first. A document that [Client.Check]
// does not like is not sent. Errors are *ordo.Error; none is of class InDoubt, as a repeat does no harm.
func (c *Client) Register(ctx context.Context, op Operation, d Document) (*Registration, error) {
	if err := c.Check(op, d); err != nil {
		return nil, err
	}
	var out registrationAnswer
	r := rest.Request{Op: string(op), Path: rest.Pathf("/%s/%s", c.group, string(op)), Repeat: rest.Idempotent()}
	err := c.post(ctx, r, d.wire(op, c.version, c.zone, c.settings.Clock.Now()), &out)
	if err == nil {
		return &Registration{UUID: string(out.UUID), Status: statusOr(out.Status, StatusWait), At: c.time(out.Timestamp), Repeated: out.repeated()}, nil
	}
	var no *refusal
	if errors.As(err, &no) && no.code == codeDuplicate && no.uuid != "" {
		return &Registration{UUID: no.uuid, Status: StatusWait, At: c.time(lax.Text(no.at)), Repeated: true}, nil
	}
	return nil, unsure(err)
}

// unsure makes an answer that is not the service's own one that is to be repeated where it may be what is left of an answer
// that the document was accepted: a repeat tells, and does no harm.
func unsure(err error) error {
	var e *ordo.Error
	if !errors.As(err, &e) {
		return err
	}
	if e.Class != ordo.InDoubt && (e.Code != "" || e.HTTPStatus != http.StatusBadRequest && e.HTTPStatus != http.StatusConflict) {
		return err
	}
	own := *e
	own.Class = ordo.Retry
	return &own
}

// Check says what the service or the law would not accept in a document, without sending it. The error is an *ordo.Error
// of class Invalid (Unsupported for an operation that the version has not) with a *DocumentError that lists every problem.
// It does not know the register: whether the INN is its own, whether a marking code is genuine.
func (c *Client) Check(op Operation, d Document) error {
	rule, ok := operations[op]
	if !ok || (rule.v5 && c.version == V4) {
		return &ordo.Error{
			System: Name, Account: c.settings.Account, Op: string(op), Class: ordo.Unsupported,
			Text: "not sent: this version of the protocol has no such operation",
		}
	}
	if err := d.Validate(op, c.version); err != nil {
		return c.invalid(string(op), err)
	}
	return nil
}

// registrationAnswer is the answer to a document.
type registrationAnswer struct {
	UUID      lax.Text   `json:"uuid"`
	Timestamp lax.Text   `json:"timestamp"`
	Status    lax.Text   `json:"status"`
	Error     *wireFault `json:"error"`
}

func (a *registrationAnswer) repeated() bool { return a.Error != nil && a.Error.Code == codeDuplicate }

// Complete implements rest.Completer: an answer without a number tells nothing, so the document is sent again.
func (a *registrationAnswer) Complete() error {
	if a.UUID == "" {
		return errors.New("the answer has no uuid")
	}
	return nil
}
