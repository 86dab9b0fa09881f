package rest

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/ordo-sdk/ordo"
)

// sent is a try: a request on its way, and what came back.
type sent struct {
	try     int
	url     string
	header  http.Header // of the request
	resp    *http.Response
	body    []byte
	tokens  []int
	started time.Time
	took    time.Duration // until the answer's headers
	failure *failure
}

// send sends the request once, within ctx. parent is the caller's context, without the limit for one try.
func (c *Client) send(ctx, parent context.Context, x *exchange, try int) *sent {
	s := &sent{try: try}
	rr := c.resty.R()
	h := rr.Header
	h["User-Agent"] = c.agent
	if x.Body.contentType != "" {
		h.Set("Content-Type", x.Body.contentType)
	}
	fill(h, c.config.Header)
	fill(h, x.Header)
	if x.mode == keyed {
		h.Set(x.Repeat.header, x.Repeat.key)
	}
	s.header = h
	s.url, s.tokens, s.failure = c.credentials(ctx, parent, x, h)
	s.started = time.Now()
	if s.failure != nil {
		return s
	}
	var trace *tracer
	if x.write() && x.mode != keyed {
		trace = &tracer{}
		ctx = trace.attach(ctx)
	}
	rr.SetContext(ctx).SetDoNotParseResponse(true)
	if x.body != nil {
		rr.Body = bytes.NewReader(x.body)
	}
	resp, err := rr.Execute(x.method, s.url)
	s.took = time.Since(s.started)
	if err != nil {
		s.failure = unanswered(parent, err, rr.RawRequest != nil && trace.maybeSent())
		if rr.RawRequest == nil { // not even built: a method or an address that is none
			s.failure.err.Class, s.failure.again = ordo.Invalid, false
		}
		return s
	}
	s.resp = resp.RawResponse
	return s
}

// credentials adds the client's credentials. When they cannot be had, nothing was sent: the class says why.
func (c *Client) credentials(ctx, parent context.Context, x *exchange, h http.Header) (string, []int, *failure) {
	address, tokens, err := c.authorize(ctx, x, h, x.url)
	if err == nil {
		return address, tokens, nil
	}
	e := &ordo.Error{Class: ordo.Retry, Text: "not sent: no access token", Err: err}
	var why *ordo.Error
	if errors.As(err, &why) {
		own := *why
		own.Account = or(own.Account, c.Account()) // a copy of the client may have a name that the fetching one lacks
		switch own.Class {                         // it is about the token, and says nothing of this request
		case ordo.InDoubt:
			own.Class = ordo.Retry
		case ordo.Invalid, ordo.NotFound, ordo.Conflict, ordo.Unsupported:
			own.Class = ordo.Auth // a person's matter
		}
		e.Class, e.RetryAfter, e.Err = or(own.Class, ordo.Retry), own.RetryAfter, &own
	}
	// The fetch repeats itself where that helps, so this request does not repeat it once more.
	return "", nil, &failure{err: e, again: why == nil && parent.Err() == nil}
}

// fill copies the headers of from over those of to.
func fill(to, from http.Header) {
	for name, values := range from {
		to[http.CanonicalHeaderKey(name)] = values
	}
}

// tracer sees whether a request got a connection. Transports that tell nothing count as having sent it.
type tracer struct{ asked, got atomic.Bool }

// attach makes transports report to t.
func (t *tracer) attach(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { t.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { t.got.Store(true) },
	})
}

// maybeSent reports whether the request may have left.
func (t *tracer) maybeSent() bool { return t == nil || t.got.Load() || !t.asked.Load() }
