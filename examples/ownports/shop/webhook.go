package shop

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
)

// SecretHeader is the header in which the shop's program sends the secret of SetSecret.
const SecretHeader = "X-Shop-Secret"

// SetSecret sets the secret of the calls, before the first one. Without it every call is refused.
func (s *Shop) SetSecret(secret string) { s.secret = ordo.NewSecret(secret) }

// Admit implements channels.Webhooker.
func (s *Shop) Admit(r *http.Request) error {
	switch {
	case s.secret.IsZero() || !s.secret.Equal(r.Header.Get(SecretHeader)):
		return refused(http.StatusUnauthorized, "wrong secret", nil)
	case r.Method != http.MethodPost:
		return refused(http.StatusMethodNotAllowed, "the method is "+r.Method+", it must be POST", nil)
	}
	return nil
}

// Receive implements channels.Webhooker. The call {"order": "1001"} announces a new order; the bridge reads it from its
// file. A shop that has no files sends the whole order, as News.Placed.
func (s *Shop) Receive(_ *http.Request, body []byte) (ordo.Call[channels.News], error) {
	var call struct {
		Order string `json:"order"`
	}
	if err := json.Unmarshal(body, &call); err != nil || call.Order == "" {
		return ordo.Call[channels.News]{}, refused(http.StatusBadRequest, `the body must be {"order": "1001"}`, err)
	}
	return ordo.Call[channels.News]{News: []channels.News{{Key: "new:" + call.Order, ID: call.Order}}}, nil
}

// Answer implements channels.Webhooker. What could not be stored is answered 500, so that the shop calls again.
func (s *Shop) Answer(err error) ordo.Answer {
	var call *ordo.CallError
	switch {
	case err == nil:
		return ordo.Answer{}
	case errors.As(err, &call):
		return ordo.Answer{Status: call.Status}
	}
	return ordo.Answer{Status: http.StatusInternalServerError}
}

func refused(status int, text string, cause error) error {
	return &ordo.CallError{System: System, Status: status, Text: text, Err: cause}
}
