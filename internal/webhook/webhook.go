// Package webhook holds what the Webhook types of the clients share.
package webhook

import (
	"errors"
	"net/http"

	"github.com/ordo-sdk/ordo"
)

// Receiver is a client's Webhook type. E is what it makes of a call.
type Receiver[E any] interface {
	Admit(r *http.Request) error
	Parse(r *http.Request, body []byte) (E, error)
}

// Receive admits a call, reads its body of at most limit bytes, and parses it. Errors are *ordo.CallError.
func Receive[E any](h Receiver[E], system string, r *http.Request, limit int64) (event E, err error) {
	if err := h.Admit(r); err != nil {
		return event, err
	}
	body, err := ordo.ReadCall(system, r, limit)
	if err != nil {
		return event, err
	}
	return h.Parse(r, body)
}

// Status returns the HTTP status for what became of a call: 200 for nil, the status of an *ordo.CallError, and 500 for
// ordo.ErrNotStored and any other error, so that the call comes again. ErrNotStored counts more than a CallError in the
// same chain.
func Status(err error) int {
	var refused *ordo.CallError
	switch {
	case err == nil:
		return http.StatusOK
	case errors.Is(err, ordo.ErrNotStored) || !errors.As(err, &refused):
		return http.StatusInternalServerError
	case refused.Status == 0:
		return http.StatusBadRequest
	}
	return refused.Status
}

// Answer returns the answer with [Status]. Its body is empty, but a call that is too long, which only an admitted
// caller can send, is told the limit.
func Answer(err error) ordo.Answer {
	a := ordo.Answer{Status: Status(err)}
	var refused *ordo.CallError
	if a.Status == http.StatusRequestEntityTooLarge && errors.As(err, &refused) {
		a.Header = http.Header{"Content-Type": {"text/plain; charset=utf-8"}}
		a.Body = []byte(refused.Text + "\n")
	}
	return a
}
