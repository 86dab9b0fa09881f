package rest

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"

	"github.com/ordo-sdk/ordo"
)

// failure is an error of one try, and what the transport must know about it.
type failure struct {
	err       *ordo.Error
	maybeDone bool // a write may have been done
	again     bool // a repeat may help
	tokens    []int
}

// classOf returns the class of an HTTP status.
func classOf(status int) ordo.Class {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusProxyAuthRequired:
		return ordo.Auth
	case http.StatusNotFound, http.StatusGone:
		return ordo.NotFound
	case http.StatusConflict, http.StatusPreconditionFailed, http.StatusLocked:
		return ordo.Conflict
	case http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return ordo.Unsupported
	case http.StatusTooManyRequests:
		return ordo.RateLimited
	case http.StatusRequestTimeout, http.StatusTooEarly:
		return ordo.Retry
	}
	if status >= 500 {
		return ordo.Retry
	}
	return ordo.Invalid
}

// good reports whether a status is a success.
func good(status int) bool { return status >= 200 && status < 300 }

// refused makes the failure of an answer that reports an error: by the vendor's judgement if there is one, else by its status.
func (c *Client) refused(r *Reply, e *ordo.Error) *failure {
	f := &failure{}
	if e == nil {
		e = &ordo.Error{Text: c.describe(r)}
	} else {
		own := *e // the vendor's judge may hand out the same one again
		e = &own
	}
	f.err = e
	e.HTTPStatus = or(e.HTTPStatus, r.Status)
	e.RequestID = or(e.RequestID, r.Header.Get(c.config.RequestID))
	e.RetryAfter = or(e.RetryAfter, retryAfter(r.Header, c.settings.Clock))
	stated := e.Class != 0
	if !stated {
		e.Class = classOf(r.Status)
	}
	switch e.Class {
	case ordo.RateLimited:
		f.again = true
	case ordo.Retry:
		f.again = true
		f.maybeDone = !stated && r.Status >= 500
	case ordo.InDoubt:
		f.again, f.maybeDone = true, true
	}
	return f
}

// describe says in words what an answer that nobody could judge was.
func (c *Client) describe(r *Reply) string {
	media := contentType(r.Header)
	text := c.excerpt(r.Body, media)
	if to := r.Header.Get("Location"); to != "" && r.Status >= 300 && r.Status < 400 {
		return "redirected to " + to + ", which was not followed: check the base URL"
	}
	switch {
	case text == "":
		return http.StatusText(r.Status)
	case media == "" || media == "application/json" || media == "text/plain":
		return text
	}
	return media + ": " + text
}

// unreadable makes the failure of a good answer that cannot be decoded.
func (c *Client) unreadable(r *Reply, err error) *failure {
	e := &ordo.Error{
		HTTPStatus: r.Status, RequestID: r.Header.Get(c.config.RequestID), Class: ordo.Retry, Err: err,
	}
	var wrongType *json.UnmarshalTypeError
	switch {
	case errors.Is(err, errEmpty):
	case errors.As(err, &wrongType):
		e.Class = ordo.Invalid
		e.Text = "the answer is not of the documented form"
	default:
		e.Text = "the answer cannot be read"
		if media := contentType(r.Header); media != "" && media != "application/json" {
			e.Text += " (it is " + media + ")"
		}
		if text := c.excerpt(r.Body, contentType(r.Header)); text != "" {
			e.Text += fmt.Sprintf(": %q", text)
		}
	}
	return &failure{err: e, maybeDone: true, again: e.Class == ordo.Retry}
}

// broken makes the failure of an answer whose body could not be read to its end.
func (c *Client) broken(resp *http.Response, err error) *failure {
	e := &ordo.Error{
		HTTPStatus: resp.StatusCode, RequestID: resp.Header.Get(c.config.RequestID), Class: ordo.Retry,
		Text: "the answer broke off", Err: err, RetryAfter: retryAfter(resp.Header, c.settings.Clock),
	}
	f := &failure{err: e, again: true, maybeDone: true}
	var tooLarge *ordo.TooLargeError
	if errors.As(err, &tooLarge) {
		e.Class, e.Text, f.again = ordo.Invalid, "", false
	}
	if !good(resp.StatusCode) { // the status is clear enough
		e.Class = classOf(resp.StatusCode)
		f.again = e.Class == ordo.Retry || e.Class == ordo.RateLimited
		f.maybeDone = e.Class == ordo.Retry && resp.StatusCode >= 500
	}
	return f
}

// unanswered makes the failure of a request that got no answer.
func unanswered(ctx context.Context, err error, sent bool) *failure {
	f := &failure{err: &ordo.Error{Class: ordo.Retry, Err: err}, maybeDone: sent && !neverSent(err), again: ctx.Err() == nil}
	var redirect *redirectError
	var cert *tls.CertificateVerificationError
	switch {
	case errors.As(err, &redirect): // the vendor answered, only not with what was asked
		f.err.Class, f.maybeDone, f.again = ordo.Invalid, false, false
	case errors.As(err, &cert):
		f.err.Class, f.again = ordo.Invalid, false
	}
	return f
}

// neverSent reports whether err proves that no byte of the request left.
func neverSent(err error) bool {
	var op *net.OpError
	if errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect") {
		return true
	}
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	return errors.As(err, &dns) || errors.As(err, &cert) || errors.As(err, &record)
}

// expired is the standard Config.Expired.
func expired(e *ordo.Error) bool {
	return e.Class == ordo.Auth && e.HTTPStatus != http.StatusForbidden
}

// settle fills in what every error of this client says, decides what a failure means for a write, and takes the
// secrets out.
func (c *Client) settle(x *exchange, f *failure) *ordo.Error {
	e := f.err
	once := x.mode == never || x.mode == lookup
	if f.maybeDone && x.write() && (once || e.Class == ordo.Invalid) {
		e.Class = ordo.InDoubt
	} else if e.Class == ordo.InDoubt { // the vendor does not know, but a repeat does no harm
		e.Class = ordo.Retry
	}
	e.System, e.Account, e.Op = c.settings.System, c.settings.Account, x.Op
	e.Text, e.Code, e.RequestID = c.scrub.text(e.Text), c.scrub.text(e.Code), c.scrub.text(e.RequestID)
	e.Err = c.scrub.cause(e.Err)
	return e
}
