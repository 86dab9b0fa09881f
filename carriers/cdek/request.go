package cdek

import (
	"errors"

	"github.com/ordo-sdk/ordo/internal/lax"
)

// RequestType says what a request does to its entity. Values that are not listed here come through as they are.
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

// RequestState is how far a request is. Values that are not listed here come through as they are, and are not final.
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

// Request is one operation on an entity. CDEK works on requests after it has answered: 202 only says that one was taken.
type Request struct {
	UUID     string       `json:"request_uuid,omitzero"`
	Type     RequestType  `json:"type"`
	At       Time         `json:"date_time,omitzero"` // when it came to its state
	State    RequestState `json:"state"`
	Errors   []Problem    `json:"errors,omitempty"`
	Warnings []Problem    `json:"warnings,omitempty"`
	Extra    Extra        `json:"-"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (r *Request) UnmarshalJSON(b []byte) (err error) {
	type plain Request
	r.Extra, err = read(b, (*plain)(r))
	return err
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (r Request) MarshalJSON() ([]byte, error) {
	type plain Request
	return lax.Join(plain(r), r.Extra)
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
	UUID       string `json:"uuid"`
	Type       string `json:"type"`
	CDEKNumber string `json:"cdek_number,omitzero"` // of orders
	URL        string `json:"url,omitzero"`         // of forms
	CreatedAt  Time   `json:"create_time,omitzero"`
	Date       Date   `json:"date,omitzero"`      // of an agreement
	TimeFrom   string `json:"time_from,omitzero"` // HH:mm
	TimeTo     string `json:"time_to,omitzero"`   // HH:mm
	Extra      Extra  `json:"-"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (r *Related) UnmarshalJSON(b []byte) (err error) {
	type plain Related
	r.Extra, err = read(b, (*plain)(r))
	return err
}

// MarshalJSON implements json.Marshaler; the unknown fields are written back.
func (r Related) MarshalJSON() ([]byte, error) {
	type plain Related
	return lax.Join(plain(r), r.Extra)
}

// envelope is the answer about one entity.
type envelope[T any] struct {
	Entity   *T                `json:"entity"`
	Requests lax.List[Request] `json:"requests"`
	Related  lax.List[Related] `json:"related_entities"`
}

// entityID is the entity of a write's answer.
type entityID struct {
	UUID lax.Text `json:"uuid"`
}

// Ack is CDEK's answer to a write that it took. Whether the write succeeds is settled later: see [Client.Await].
type Ack struct {
	UUID     string
	Requests []Request
	Related  []Related
	// Already says that nothing had to be done: it was so before, or the same is under way.
	Already bool
}

// written is the answer to a write.
type written struct {
	envelope[entityID]
}

// Complete implements rest.Completer: a write that was taken has an entity.
func (w *written) Complete() error {
	if w.Entity == nil || w.Entity.UUID == "" {
		return errors.New("the answer has no entity")
	}
	return nil
}

// ack is what the answer says; without an answer, as after reading back, it is empty.
func (w *written) ack() *Ack {
	a := &Ack{Requests: w.Requests, Related: w.Related}
	if w.Entity != nil {
		a.UUID = string(w.Entity.UUID)
	}
	return a
}

// newest is the request that came to its state last; of those in the same second the one listed last. nil if there is
// none.
func newest(all []Request, of func(Request) bool) *Request {
	var last *Request
	for i := range all {
		if of(all[i]) && (last == nil || !all[i].At.Before(last.At.Time)) {
			last = &all[i]
		}
	}
	return last
}

// failed makes the error of a request that turned INVALID.
func (c *Client) failed(op, uuid string, r *Request) error {
	e := (&RefusalError{UUID: uuid, Type: r.Type, Later: true, Problems: r.Errors}).error()
	e.System, e.Account, e.Op = Name, c.settings.Account, op
	if e.Class == 0 {
		e.Class = invalidClass
	}
	return e
}
