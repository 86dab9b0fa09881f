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
	maybeDone bool   // a write may have been done
	again     bool   // a repeat may help
	other     bool   // the answer is about something other than what was asked for
	asked     string // how long the vendor asked to wait, if that is more than the client waits
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

// refused makes the failure of an answer that reports an error in the vendor's form.
func (c *Client) refused(r *Reply, judged *ordo.Error) *failure {
	own := *judged // the vendor's judge may hand out the same one again
	e := &own
	f := &failure{err: e}
	f.locate(c, r.Status, r.Header)
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

// locate fills in what an answer's head tells.
func (f *failure) locate(c *Client, status int, h http.Header) {
	e := f.err
	e.HTTPStatus = or(e.HTTPStatus, status)
	e.RequestID = or(e.RequestID, h.Get(c.config.RequestID))
	e.RetryAfter = or(e.RetryAfter, retryAfter(h, c.settings.Clock))
	if e.RetryAfter > c.settings.MaxWait {
		f.asked = fmt.Sprintf(" (it asked to wait %v)", e.RetryAfter)
		e.RetryAfter = c.settings.MaxWait
	}
}

// undecided makes the failure of an answer without success that is not in the vendor's form: a proxy's, a firewall's, a
// page. Only a few statuses mean the same whoever says them; any other decides nothing, and a write may be done.
func (c *Client) undecided(e *ordo.Error, status int, h http.Header) *failure {
	f := &failure{err: e}
	f.locate(c, status, h)
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusProxyAuthRequired:
		e.Class = ordo.Auth
	case http.StatusTooManyRequests:
		e.Class, f.again = ordo.RateLimited, true
	default:
		e.Class, f.again, f.maybeDone = ordo.Retry, true, true
	}
	return f
}

// foreign makes the failure of an answer without success that the vendor's judge does not know. Without a judge the
// status is all that there is.
func (c *Client) foreign(r *Reply, e *ordo.Error) *failure {
	switch {
	case redirected(r.Status):
		return c.elsewhere(r)
	case c.config.Judge != nil:
		return c.undecided(e, r.Status, r.Header)
	}
	return c.refused(r, e)
}

// describe returns a text for an answer that is not in the vendor's form.
func (c *Client) describe(r *Reply) string {
	media := contentType(r.Header)
	text := c.excerpt(r.Body, media)
	switch {
	case text == "":
		return http.StatusText(r.Status)
	case media == "" || media == "application/json" || media == "text/plain":
		return text
	}
	return media + ": " + text
}

// unreadable makes the failure of an answer with a good status that cannot be decoded or does not hold what is due.
// That is no decision either, so it is never Invalid: the vendor may have done what was asked, or the answer may be a
// proxy's.
func (c *Client) unreadable(r *Reply, err error) *failure {
	e := &ordo.Error{Class: ordo.Retry, Err: err}
	f := &failure{err: e, maybeDone: true, again: true}
	f.locate(c, r.Status, r.Header)
	var wrongType *json.UnmarshalTypeError
	var lacking *lackingError
	switch {
	case errors.Is(err, errEmpty), errors.As(err, &lacking):
	case errors.As(err, &wrongType):
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
	return f
}

// broken makes the failure of an answer whose body could not be read to its end.
func (c *Client) broken(resp *http.Response, err error) *failure {
	e := &ordo.Error{Class: ordo.Retry, Text: "the answer broke off", Err: err}
	var tooLarge *ordo.TooLargeError
	large := errors.As(err, &tooLarge)
	if large {
		e.Text = ""
	}
	if !good(resp.StatusCode) {
		e.Class = 0
		return c.foreign(&Reply{Status: resp.StatusCode, Header: resp.Header}, e)
	}
	f := &failure{err: e, again: true, maybeDone: true}
	f.locate(c, resp.StatusCode, resp.Header)
	if large {
		e.Class, f.again = ordo.Invalid, false
	}
	return f
}

// unanswered makes the failure of a request that got no answer.
func unanswered(ctx context.Context, err error, sent bool) *failure {
	f := &failure{err: &ordo.Error{Class: ordo.Retry, Err: err}, maybeDone: sent && !neverSent(err), again: ctx.Err() == nil}
	var cert *tls.CertificateVerificationError
	if errors.As(err, &cert) { // nothing was refused, and it may be renewed in an hour, but not in seconds
		f.again = false
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
	return errors.As(err, &dns) || errors.As(err, &cert)
}

// expired is the standard Config.Expired.
func expired(e *ordo.Error) bool {
	return e.Class == ordo.Auth && e.HTTPStatus != http.StatusForbidden
}

// settle fills in what every error of this client says, decides what a failure means for a write, takes the secrets out
// and cuts what is too long.
func (c *Client) settle(x *exchange, f *failure) *ordo.Error {
	e := f.err
	once := x.mode == never || x.mode == lookup
	if f.maybeDone && x.write() && (once || f.other || e.Class == ordo.Invalid) {
		e.Class = ordo.InDoubt
	} else if e.Class == ordo.InDoubt { // the vendor does not know, but a repeat does no harm
		e.Class = ordo.Retry
	}
	e.System, e.Account, e.Op = c.settings.System, c.Account(), x.Op
	e.Text = c.scrub.brief(e.Text, textLimit) + f.asked
	e.Code, e.RequestID = c.scrub.brief(e.Code, codeLimit), c.scrub.brief(e.RequestID, codeLimit)
	e.Err = short(c.scrub.cause(e.Err))
	return e
}
