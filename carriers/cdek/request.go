package cdek

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// RequestType is the operation of a request. Values that are not listed here are kept as they came.
type RequestType string

// The documented types.
const (
	RequestCreate       RequestType = "CREATE"
	RequestUpdate       RequestType = "UPDATE"
	RequestDelete       RequestType = "DELETE"
	RequestAuth         RequestType = "AUTH"
	RequestGet          RequestType = "GET"
	RequestClientReturn RequestType = "CREATE_CLIENT_RETURN"
)

// RequestState is the state of a request. Values that are not listed here are kept as they came, and are not final.
type RequestState string

// The documented states.
const (
	Accepted   RequestState = "ACCEPTED"   // it passed the first checks and waits for the others: that is no success
	Waiting    RequestState = "WAITING"    // for another request on the same entity
	Successful RequestState = "SUCCESSFUL" // done
	Invalid    RequestState = "INVALID"    // failed; see Request.Errors
)

// IsFinal reports whether the request is settled.
func (s RequestState) IsFinal() bool { return s == Successful || s == Invalid }

// Request is one operation on an entity. CDEK processes requests after it has answered: 202 only means that one was
// accepted.
type Request struct {
	UUID     string       `json:"request_uuid,omitzero"`
	Type     RequestType  `json:"type"`
	At       Time         `json:"date_time,omitzero"` // when it came to its state
	State    RequestState `json:"state"`
	Errors   []Problem    `json:"errors,omitempty"`
	Warnings []Problem    `json:"warnings,omitempty"`
	Extra    wire.Extra   `json:"-"`
	Problem  error        `json:"-"` // what could not be read
}

// The types of related entities.
const (
	ReturnOrder       = "return_order"        // of a direct order, after it was not delivered
	DirectOrder       = "direct_order"        // of a return or reverse order
	ClientReturnOrder = "client_return_order" // of a direct order
	ClientDirectOrder = "client_direct_order" // of a client return
	ReverseOrder      = "reverse_order"       // of a direct order
	RelatedWaybill    = "waybill"
	RelatedBarcode    = "barcode"
	RelatedAgreement  = "delivery" // the current agreement about the delivery
)

// Related is an entity that belongs to another.
type Related struct {
	UUID       string     `json:"uuid"`
	Type       string     `json:"type"`
	CDEKNumber string     `json:"cdek_number,omitzero"` // of orders
	URL        string     `json:"url,omitzero"`         // of forms
	CreatedAt  Time       `json:"create_time,omitzero"`
	Date       Date       `json:"date,omitzero"`      // of an agreement
	TimeFrom   string     `json:"time_from,omitzero"` // HH:mm
	TimeTo     string     `json:"time_to,omitzero"`   // HH:mm
	Extra      wire.Extra `json:"-"`
	Problem    error      `json:"-"` // what could not be read
}

// envelope is the answer about one entity.
type envelope[T any] struct {
	Entity   *T                `json:"entity"`
	Requests lax.List[Request] `json:"requests"`
	Related  lax.List[Related] `json:"related_entities"`
}

// Complete implements rest.Completer.
func (e *envelope[T]) Complete() error {
	if e.Entity == nil {
		return errors.New("the answer has no entity")
	}
	return nil
}

// read reads the entity with a uuid at a path such as "/orders/%s". id returns the uuid of the answer, which is
// compared if it is set.
func read[T any](ctx context.Context, c *Client, op, path, uuid string, id func(*T) string) (*envelope[T], error) {
	if uuid == "" {
		return nil, c.rest.Fail(op, ordo.Invalid, "the uuid is empty", nil)
	}
	var in envelope[T]
	check := func() error { return same("uuid", uuid, id(in.Entity)) }
	if err := c.get(ctx, op, rest.Pathf(path, uuid), nil, check, &in); err != nil {
		return nil, err
	}
	return &in, nil
}

// same refuses an answer about another entity than the requested one. An empty value matches.
func same(what, asked, got string) error {
	if asked == "" || got == "" || strings.EqualFold(asked, got) {
		return nil
	}
	return rest.Same(what, asked, got)
}

// entityID is the entity of a write's answer.
type entityID struct {
	UUID  string     `json:"uuid"`
	Extra wire.Extra `json:"-"`
}

// Ack is CDEK's answer to an accepted write. Whether the write succeeds is settled later: see [Client.WaitOrder].
type Ack struct {
	UUID     string
	Requests []Request
	Related  []Related
	// Already reports that nothing had to be done: the state was reached before, or the same request is open.
	Already bool
	Extra   wire.Extra // other fields of the entity
}

// written is the answer to a write.
type written struct {
	envelope[entityID]
}

// Complete implements rest.Completer: the answer to an accepted write has an entity.
func (w *written) Complete() error {
	if w.Entity == nil || w.Entity.UUID == "" {
		return errors.New("the answer has no entity")
	}
	return nil
}

// of returns the check that the answer is about the entity with a uuid.
func (w *written) of(uuid string) func() error {
	return func() error { return same("uuid", uuid, w.Entity.UUID) }
}

// ack returns the answer; without one, as after reading back, it is empty.
func (w *written) ack() *Ack {
	a := &Ack{Requests: w.Requests, Related: w.Related}
	if w.Entity != nil {
		a.UUID, a.Extra = w.Entity.UUID, w.Entity.Extra
	}
	return a
}

// newest returns the request that reached its state last; of those in the same second, the one listed last. nil if
// there is none.
func newest(all []Request, of func(Request) bool) *Request {
	var last *Request
	for i := range all {
		if of(all[i]) && (last == nil || !all[i].At.Before(last.At.Time)) {
			last = &all[i]
		}
	}
	return last
}

// failed returns the error of a request that became INVALID.
func (c *Client) failed(op, uuid string, r *Request) error {
	e := (&RefusalError{UUID: uuid, Type: r.Type, Later: true, Problems: r.Errors}).error()
	own := c.rest.Fail(op, cmp.Or(e.Class, ordo.Invalid), e.Text, e.Err)
	own.Code = e.Code
	return own
}
