package yookassa

import (
	"net/http"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// The codes of YooKassa's errors, as in ordo.Error.Code.
const (
	CodeInvalidRequest     = "invalid_request"
	CodeInvalidCredentials = "invalid_credentials"
	CodeForbidden          = "forbidden"
	CodeNotFound           = "not_found"
	CodeGone               = "gone"
	CodeTooManyRequests    = "too_many_requests"
	CodeInternal           = "internal_server_error"
)

// classes are the classes of codes that are more certain than the HTTP status. An internal error is not among them:
// whether it had an effect is not known, as for every 5xx.
var classes = map[string]ordo.Class{
	CodeInvalidRequest:     ordo.Invalid,
	CodeInvalidCredentials: ordo.Auth,
	CodeForbidden:          ordo.Auth,
	CodeNotFound:           ordo.NotFound,
	CodeGone:               ordo.NotFound,
	CodeTooManyRequests:    ordo.RateLimited,
}

// processing is the pause after an answer 202 that does not name one, as in the official clients.
const processing = 1800 * time.Millisecond

// ParameterError is the cause of an *ordo.Error when YooKassa names the field at fault.
type ParameterError struct{ Parameter string }

// Error names the field.
func (e *ParameterError) Error() string { return "parameter " + e.Parameter }

// refusal is YooKassa's error, or its report that the work is not done yet.
type refusal struct {
	Type        string `json:"type"`
	ID          string `json:"id"`
	Code        string `json:"code"`
	Description string `json:"description"`
	Parameter   string `json:"parameter"`
	RetryAfter  string `json:"retry_after"` // milliseconds
	Problem     error  `json:"-"`           // what is odd is left out
}

// judge reads YooKassa's errors.
func judge(r *rest.Reply) *ordo.Error {
	ok := r.Status >= 200 && r.Status < 300
	var said refusal
	readable := decode(r.Body, &said) == nil
	if r.Status == http.StatusAccepted { // the same call, repeated with the same key, tells the outcome
		e := &ordo.Error{Class: ordo.InDoubt, Text: "YooKassa is still processing it", RetryAfter: processing}
		if wait := said.wait(); readable && wait > 0 {
			e.RetryAfter = wait
		}
		return e
	}
	reason := said.Code != "" || said.Description != "" // without one nobody has decided
	if !readable || !reason || (ok && said.Type != "error") {
		return nil
	}
	e := &ordo.Error{
		Code: said.Code, Text: said.Description, RequestID: said.ID, Class: classes[said.Code], RetryAfter: said.wait(),
	}
	switch {
	case r.Status == http.StatusMethodNotAllowed, r.Status >= 500: // the status says more than the code
		e.Class = 0
	case ok && e.Class == 0:
		e.Class = ordo.Invalid
	}
	if e.Text == "" {
		e.Text = "YooKassa gives no reason"
	}
	if said.Parameter != "" {
		e.Err = &ParameterError{said.Parameter}
	}
	return e
}

// wait returns how long YooKassa asks to wait, or 0.
func (r refusal) wait() time.Duration {
	whole, _, _ := strings.Cut(r.RetryAfter, ".")
	d, err := time.ParseDuration(whole + "ms")
	if err != nil || d < 0 {
		return 0
	}
	return d
}

// Problem is a reason why YooKassa would refuse a request.
type Problem struct {
	Field string // in YooKassa's words, e.g. "receipt.items[1].amount"
	Text  string // what is wrong, and what would be right
}

// Problems is the cause of an *ordo.Error of class Invalid when a request was not sent.
type Problems []Problem

// Error lists the problems.
func (ps Problems) Error() string {
	texts := make([]string, len(ps))
	for i, p := range ps {
		texts[i] = p.Field + ": " + p.Text
	}
	return strings.Join(texts, "; ")
}

// add adds a problem.
func (ps *Problems) add(field, text string) { *ps = append(*ps, Problem{field, text}) }
