package suite

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/ordo-sdk/ordo"
)

// MemoryWebhook authenticates the calls of a system in memory, for the proofs of the suites.
type MemoryWebhook struct{ Open bool } // Open: every call is admitted

// MemoryCall returns a call with the right secret or without it.
func MemoryCall(right bool, body string) (*http.Request, []byte) {
	r := &http.Request{Method: http.MethodPost, URL: &url.URL{Path: "/"}, Header: http.Header{}}
	if right {
		r.Header.Set("Secret", "right")
	}
	return r, []byte(body)
}

// Admit implements part of ordo.Webhooker.
func (m MemoryWebhook) Admit(r *http.Request) error {
	if r.Header.Get("Secret") == "right" || m.Open {
		return nil
	}
	return &ordo.CallError{System: "memory", Status: http.StatusForbidden, Text: "wrong secret"}
}

// Answer implements part of ordo.Webhooker.
func (MemoryWebhook) Answer(err error) ordo.Answer {
	var refused *ordo.CallError
	switch {
	case err == nil:
		return ordo.Answer{Status: http.StatusOK}
	case errors.As(err, &refused):
		return ordo.Answer{Status: refused.Status}
	}
	return ordo.Answer{Status: http.StatusServiceUnavailable}
}
