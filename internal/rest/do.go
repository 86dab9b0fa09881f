package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/ordo-sdk/ordo"
)

// Do sends the request and decodes the answer into out, which is a pointer, or nil if only the form of the answer
// matters. With out of type *[]byte the body is kept as it is. Every error is an *ordo.Error.
func (c *Client) Do(ctx context.Context, r Request, out any) (*Reply, error) {
	x, err := c.ready(ctx, &r)
	if err != nil {
		return nil, err
	}
	var reply *Reply
	found, err := c.repeat(ctx, x, func(try int) *failure {
		var f *failure
		reply, f = c.exchange(ctx, x, try, out)
		return f
	})
	switch {
	case err != nil:
		return nil, err
	case found:
		return &Reply{ReadBack: true}, nil
	}
	return reply, nil
}

// ready prepares a request. What is wrong with it, or with the settings, is an error of class Invalid.
func (c *Client) ready(ctx context.Context, r *Request) (*exchange, error) {
	if c.settings.Err != nil {
		var e *ordo.Error
		if errors.As(c.settings.Err, &e) {
			own := *e
			own.Account, own.Op = c.Account(), or(own.Op, r.Op)
			return nil, &own
		}
		return nil, c.settings.Err
	}
	x, err := c.prepare(r)
	if ctx == nil {
		err = errors.New("not sent: the context is nil")
	}
	if err == nil {
		err = c.share(ctx, x)
	}
	if err != nil {
		f := &failure{err: &ordo.Error{Class: ordo.Invalid, Err: err}}
		return nil, c.settle(&exchange{Request: r, mode: idempotent}, f)
	}
	return x, nil
}

// repeat calls try until it succeeds, or until a repeat would be useless, unsafe or too late. found says that a write
// whose answer was lost was found done.
func (c *Client) repeat(ctx context.Context, x *exchange, try func(n int) *failure) (found bool, err error) {
	renewed := false
	for n := 1; ; n++ {
		f := try(n)
		if f == nil {
			return false, nil
		}
		if !renewed && f.tokens != nil && c.config.Expired(f.err) && c.renew(f.tokens) {
			renewed = true
			n-- // a refusal for an old token is no try
			continue
		}
		if f.err.Class == ordo.RateLimited && f.err.RetryAfter > 0 && f.err.HTTPStatus != 0 { // the vendor asks
			f = c.quiet(ctx, x, f)
		}
		unknown := f.maybeDone && x.mode == lookup
		unsafe := f.maybeDone && x.mode == never
		last := n >= c.settings.MaxAttempts
		if unsafe || (!unknown && (last || !f.again)) {
			return false, c.settle(x, f)
		}
		if x.wait == nil {
			x.wait = newWaiter()
		}
		d := x.wait.next(f.err.RetryAfter)
		if d > patience || !fits(ctx, d) {
			return false, c.settle(x, f)
		}
		if err := sleep(ctx, d); err != nil {
			return false, c.settle(x, f.also("gave up waiting", err))
		}
		if !unknown {
			continue
		}
		switch done, err := x.Repeat.readBack(ctx); {
		case err != nil:
			return false, c.settle(x, f.also("reading back failed", ended(ctx, err)))
		case done:
			return true, nil
		case last || !f.again:
			f.maybeDone = false
			if f.err.Class == ordo.Invalid { // its answer was too long, which says nothing of the request
				f.err.Class = ordo.Retry
			}
			return false, c.settle(x, f)
		}
	}
}

// also adds a second cause to a failure. Its class does not count.
func (f *failure) also(what string, err error) *failure {
	err = fmt.Errorf("%s: %w", what, err)
	if f.err.Err != nil {
		err = fmt.Errorf("%w; %w", f.err.Err, err)
	}
	f.err.Err = err
	return f
}

// ended returns err as a plain text, so that the class of one request is not taken for another's, and with the
// context's error if that has ended.
func ended(ctx context.Context, err error) error {
	if c := ctx.Err(); c != nil {
		return c
	}
	return errors.New(err.Error())
}

// exchange does one try: it waits for the account's turn, sends, reads, judges and decodes.
func (c *Client) exchange(ctx context.Context, x *exchange, try int, out any) (*Reply, *failure) {
	if f := c.admit(ctx, x); f != nil {
		return nil, f
	}
	tryCtx := ctx
	if c.config.Timeout > 0 {
		var cancel context.CancelFunc
		tryCtx, cancel = context.WithTimeout(ctx, c.config.Timeout)
		defer cancel()
	}
	s := c.send(tryCtx, ctx, x, try)
	if s.failure == nil {
		s.read(c, x)
	}
	var reply *Reply
	if s.failure == nil {
		reply = &Reply{Status: s.resp.StatusCode, Header: s.resp.Header, Body: s.body}
		s.failure = c.judge(x, reply, out)
	}
	if s.failure != nil {
		s.failure.tokens = s.tokens
		if ctx.Err() != nil {
			s.failure.again = false
		}
	}
	c.report(ctx, x, s)
	return reply, s.failure
}

// read reads the answer's body.
func (s *sent) read(c *Client, x *exchange) {
	var body []byte
	var err error
	if x.method != http.MethodHead { // its length is that of another answer
		body, err = readBody(s.resp, x.maxBody)
	}
	_ = s.resp.Body.Close() // everything that matters was read
	s.body = body
	if err != nil {
		s.failure = c.broken(s.resp, err)
	}
}

// judge reports whether a complete answer is good, and decodes it.
func (c *Client) judge(x *exchange, r *Reply, out any) *failure {
	if redirected(r.Status) {
		return c.elsewhere(r)
	}
	if c.config.Judge != nil {
		if e := c.config.Judge(r); e != nil {
			return c.refused(r, e)
		}
	}
	if !good(r.Status) {
		return c.foreign(r, &ordo.Error{Text: c.describe(r)})
	}
	err := c.decode(x, r, out)
	if err == nil {
		return nil
	}
	f := c.unreadable(r, err)
	var other *OtherError
	if errors.As(err, &other) {
		other.Asked, other.Got = c.scrub.brief(other.Asked, codeLimit), c.scrub.brief(other.Got, codeLimit)
		if x.write() {
			f.other, f.again = true, false // a repeat would make another thing that was not asked for
		}
	}
	return f
}
