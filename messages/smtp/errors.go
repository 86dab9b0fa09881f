package smtp

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"net/textproto"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
)

// step is where the talk with the server was.
type step string

const (
	stepConnect step = "connect"
	stepLogin   step = "AUTH"
	stepFrom    step = "MAIL"
	stepTo      step = "RCPT"
	stepData    step = "DATA"
	stepContent step = "content" // before its end was written
	stepEnd     step = "end of content"
)

// stepError is what went wrong at a step.
type stepError struct {
	at  step
	err error
}

// Error implements error.
func (e *stepError) Error() string { return string(e.at) + ": " + e.err.Error() }

// Unwrap returns the cause.
func (e *stepError) Unwrap() error { return e.err }

// replied returns the server's refusal in err, if it is one.
func replied(err error) (*textproto.Error, bool) {
	r, is := errors.AsType[*textproto.Error](err)
	return r, is && r.Code >= 400 && r.Code < 600
}

// aboutAccount reports whether a lasting refusal is of the account and not of the message or its addressee.
func aboutAccount(err error, r *textproto.Error) bool {
	switch r.Code {
	case 530, 534, 535, 538: // log in, another way, wrongly, encrypt (RFC 4954)
		return true
	case 552: // too large, also in answer to MAIL
		return false
	}
	e, is := errors.AsType[*stepError](err)
	return is && (e.at == stepConnect || e.at == stepLogin || e.at == stepFrom)
}

// class says what a failure means: what was tried is done only once the end of the content was written.
func class(err error) ordo.Class {
	r, is := replied(err)
	if e, at := errors.AsType[*stepError](err); at && e.at == stepEnd && !is {
		return ordo.InDoubt
	}
	var cert *tls.CertificateVerificationError
	switch {
	case errors.Is(err, errNoAuth), errors.Is(err, errNoTLS), errors.As(err, &cert):
		return ordo.Auth
	case errors.Is(err, errTooLarge):
		return ordo.Invalid
	case !is || r.Code < 500:
		return ordo.Retry
	case aboutAccount(err, r):
		return ordo.Auth
	}
	return ordo.Invalid
}

var (
	errNoAuth   = errors.New("the server offers no login that this package knows over this connection (PLAIN, LOGIN, CRAM-MD5)")
	errNoTLS    = errors.New("the server does not offer STARTTLS: set Settings.TLS to Implicit, or to Clear in your own network")
	errTooLarge = errors.New("the message is too large")
)

// answered is an error of the connection or the server.
func (s *Sender) answered(op string, err error) error { return s.failed(op, class(err), err) }

func (s *Sender) failed(op string, c ordo.Class, err error) error {
	e := &ordo.Error{System: s.System(), Account: s.name(), Op: op, Class: c}
	e.Text = s.redacted(err.Error())
	if r, is := replied(err); is {
		e.Code, e.Text = strconv.Itoa(r.Code), s.redacted(r.Msg)
		if at, is := errors.AsType[*stepError](err); is {
			e.Text = string(at.at) + ": " + e.Text
		}
	}
	for _, cause := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, cause) {
			e.Err = cause
		}
	}
	return e
}

// redacted removes the password from a server's text, also as the login sends it.
func (s *Sender) redacted(text string) string {
	if secret := s.settings.Password.Reveal(); secret != "" {
		for _, x := range []string{
			base64.StdEncoding.EncodeToString([]byte("\x00" + s.settings.User + "\x00" + secret)),
			base64.StdEncoding.EncodeToString([]byte(secret)), secret,
		} {
			text = strings.ReplaceAll(text, x, "***")
		}
	}
	return line(text)
}
