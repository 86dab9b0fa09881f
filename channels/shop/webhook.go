package shop

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels"
	"github.com/ordo-sdk/ordo/order"
)

// Bearer returns an Admit that takes calls by POST with the header "Authorization: Bearer" and the secret. An empty
// secret admits nobody.
func Bearer(secret ordo.Secret) func(r *http.Request) error {
	return func(r *http.Request) error {
		given, is := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		switch {
		case secret.IsZero() || !is || !secret.Equal(given):
			return errors.New(`the header "Authorization: Bearer" does not have the secret`)
		case r.Method != http.MethodPost:
			return &ordo.CallError{Status: http.StatusMethodNotAllowed, Text: "the method must be POST"}
		}
		return nil
	}
}

// Admit implements channels.Webhooker.
func (c *Channel) Admit(r *http.Request) error {
	if c.set.Admit == nil {
		return c.refused(http.StatusUnauthorized, "no authentication is set, so nobody may call: set Settings.Admit", nil)
	}
	if err := c.set.Admit(r); err != nil {
		return c.asCall(http.StatusUnauthorized, err)
	}
	return nil
}

// Receive implements channels.Webhooker.
func (c *Channel) Receive(r *http.Request, body []byte) (ordo.Call[channels.News], error) {
	if c.set.Decode == nil {
		return ordo.Call[channels.News]{}, c.refused(http.StatusNotImplemented, "calls cannot be read: set Settings.Decode", nil)
	}
	news, err := c.set.Decode(r, body)
	if err != nil {
		return ordo.Call[channels.News]{}, c.asCall(http.StatusBadRequest, err)
	}
	if len(news) == 0 {
		return ordo.Call[channels.News]{}, c.refused(http.StatusBadRequest, "the call says nothing about an order", nil)
	}
	for i, n := range news {
		if news[i], err = c.Complete(n); err != nil {
			return ordo.Call[channels.News]{}, c.asCall(http.StatusBadRequest, &newsError{n.ID, err})
		}
	}
	return ordo.Call[channels.News]{News: news}, nil
}

// newsError says which of several news is wrong.
type newsError struct {
	id  string
	err error
}

func (e *newsError) Error() string {
	if e.id == "" {
		return e.err.Error()
	}
	return "order " + e.id + ": " + e.err.Error()
}

func (e *newsError) Unwrap() error { return e.err }

// Answer implements channels.Webhooker.
func (c *Channel) Answer(err error) ordo.Answer {
	if err == nil {
		return ordo.JSONAnswer(http.StatusAccepted, `{"stored":true}`)
	}
	status := http.StatusInternalServerError
	var said struct {
		Error string `json:"error"`
		Order string `json:"order,omitzero"`
		Field string `json:"field,omitzero"`
	}
	said.Error = "the call could not be stored: send it again"
	var refused *ordo.CallError
	if errors.As(err, &refused) {
		status, said.Error = refused.Status, refused.Text
		if refused.Err != nil {
			said.Error += ": " + refused.Err.Error()
		}
		if n := (*newsError)(nil); errors.As(err, &n) {
			said.Order = n.id
		}
		if r := (*order.Refused)(nil); errors.As(err, &r) {
			said.Field = r.What.String()
		}
	}
	body, err := json.Marshal(said)
	if err != nil { // texts always have a JSON form
		body = nil
	}
	return ordo.JSONAnswer(status, string(body))
}

func (c *Channel) refused(status int, text string, cause error) error {
	return &ordo.CallError{System: c.set.System, Status: status, Text: text, Err: cause}
}

// asCall refuses a call with an error of the host, and with its status if it has one.
func (c *Channel) asCall(status int, err error) error {
	var call *ordo.CallError
	if !errors.As(err, &call) {
		text := "the news cannot be taken"
		if status == http.StatusUnauthorized {
			text = "the caller is not admitted"
		}
		return c.refused(status, text, err)
	}
	own := *call
	if own.System == "" {
		own.System = c.set.System
	}
	if own.Status < http.StatusBadRequest {
		own.Status = status
	}
	return &own
}
