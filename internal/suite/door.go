package suite

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/ordo-sdk/ordo"
)

// Door is what takes the calls of a system in memory, for the proofs of the suites: it admits who knows the word.
type MemoryWebhook struct{ Open bool } // Open: everybody is admitted

// Knock makes a call with the right word or a wrong one.
func MemoryCall(right bool, body string) (*http.Request, []byte) {
	r := &http.Request{Method: http.MethodPost, URL: &url.URL{Path: "/"}, Header: http.Header{}}
	if right {
		r.Header.Set("Word", "right")
	}
	return r, []byte(body)
}

// Admit implements part of ordo.Webhooker.
func (d MemoryWebhook) Admit(r *http.Request) error {
	if r.Header.Get("Word") == "right" || d.Open {
		return nil
	}
	return &ordo.CallError{System: "memory", Status: http.StatusForbidden, Text: "wrong word"}
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
