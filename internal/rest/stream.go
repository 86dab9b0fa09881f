package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
)

// Stream is an answer that is read while it comes. Its length is not bounded, unless Request.MaxBody says so. Errors of
// Read are *ordo.Error, but for io.EOF. It must be closed.
type Stream struct {
	Status int
	Header http.Header
	body   io.ReadCloser
	read   int64
	limit  int64             // 0: none
	broke  func(error) error // makes the error of an answer that broke off
	wrong  func(error) error // makes the error of an answer that cannot be decoded
	cancel context.CancelCauseFunc
	stall  time.Duration // how long one Read may take; 0: no limit
}

// Open sends the request and returns its answer as soon as the headers are there. Up to then it repeats like Do; an
// answer that reports an error by its status is judged like in Do. What comes later is not repeated.
func (c *Client) Open(ctx context.Context, r Request) (*Stream, error) {
	x, err := c.ready(ctx, &r)
	if err != nil {
		return nil, err
	}
	var st *Stream
	_, err = c.repeat(ctx, x, func(try int) *failure {
		if f := c.admit(ctx, x); f != nil {
			return f
		}
		// The limit for one try ends with the headers: a long list may take its time, as long as it goes on.
		tryCtx, cancel := context.WithCancelCause(ctx)
		if c.config.Timeout > 0 {
			defer time.AfterFunc(c.config.Timeout, func() { cancel(context.DeadlineExceeded) }).Stop()
		}
		s := c.send(tryCtx, ctx, x, try)
		if s.failure == nil && !good(s.resp.StatusCode) {
			if s.read(c, x); s.failure == nil {
				s.failure = c.judge(x, &Reply{Status: s.resp.StatusCode, Header: s.resp.Header, Body: s.body}, nil)
			}
		}
		if s.failure != nil {
			if ctx.Err() == nil && tryCtx.Err() != nil { // the caller did not cancel: say what did
				s.failure.err.Err = context.Cause(tryCtx)
			}
			cancel(nil)
			s.failure.tokens = s.tokens
			s.failure.again = s.failure.again && ctx.Err() == nil
			c.report(ctx, x, s)
			return s.failure
		}
		c.report(ctx, x, s)
		st = &Stream{
			Status: s.resp.StatusCode, Header: s.resp.Header, body: s.resp.Body, limit: r.MaxBody, cancel: cancel,
			broke: func(err error) error {
				if ctx.Err() == nil && tryCtx.Err() != nil {
					err = context.Cause(tryCtx)
				}
				return c.settle(x, c.broken(s.resp, err))
			},
			stall: c.config.Timeout,
			wrong: func(err error) error {
				return c.settle(x, c.unreadable(&Reply{Status: s.resp.StatusCode, Header: s.resp.Header}, err))
			},
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return st, nil
}

// Read implements io.Reader.
func (s *Stream) Read(p []byte) (int, error) {
	if s.stall > 0 {
		defer time.AfterFunc(s.stall, func() { s.cancel(context.DeadlineExceeded) }).Stop()
	}
	n, err := s.body.Read(p)
	s.read += int64(n)
	if s.limit > 0 && s.read > s.limit {
		return 0, s.broke(&ordo.TooLargeError{Limit: s.limit})
	}
	if err != nil && err != io.EOF { //nolint:errorlint // io.EOF itself, not an error that wraps it
		err = s.broke(err)
	}
	return n, err
}

// Close ends the exchange, also in the middle of the answer.
func (s *Stream) Close() error {
	s.cancel(nil)
	return s.body.Close()
}

// Each sends the request and yields the elements of a JSON array in its answer one by one, so that a list of any length
// takes little memory. path names the way to the array through objects, such as "data.items"; empty means that the
// answer is the array. An error comes once, last: an *ordo.Error. An element that does not fit T ends the list;
// where one bad record must not, T is json.RawMessage. Leaving the loop closes the answer.
func Each[T any](ctx context.Context, c *Client, r Request, path string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		s, err := c.Open(ctx, r)
		if err != nil {
			yield(zero, err)
			return
		}
		defer s.Close()
		one := &elements{Stream: s, most: c.config.MaxBody}
		d := json.NewDecoder(one)
		err = enter(d, path)
		for err == nil && d.More() {
			var v T
			if err = d.Decode(&v); err != nil {
				break
			}
			one.since = 0
			if !yield(v, nil) {
				return
			}
		}
		if err == nil {
			_, err = d.Token() // the end of the array, or what broke it
		}
		if err != nil {
			yield(zero, s.broken(err))
		}
	}
}

// elements bounds how much is read for one element.
type elements struct {
	*Stream
	since, most int64
}

func (e *elements) Read(p []byte) (int, error) {
	n, err := e.Stream.Read(p)
	if e.since += int64(n); e.since > e.most && err == nil {
		return 0, e.broke(&ordo.TooLargeError{Limit: e.most})
	}
	return n, err
}

// broken returns err as an *ordo.Error.
func (s *Stream) broken(err error) error {
	var e *ordo.Error
	switch {
	case errors.As(err, &e):
		return e
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return s.broke(io.ErrUnexpectedEOF)
	}
	return s.wrong(err)
}

// enter reads up to the first element of the array at path.
func enter(d *json.Decoder, path string) error {
	for name := range strings.SplitSeq(path, ".") {
		if name == "" {
			continue
		}
		if err := expect(d, '{', name); err != nil {
			return err
		}
		for {
			key, err := d.Token()
			if err != nil {
				return err
			}
			if key == json.Delim('}') {
				return fmt.Errorf("the answer has no field %q", name)
			}
			if key == name {
				break
			}
			var skipped json.RawMessage
			if err := d.Decode(&skipped); err != nil {
				return err
			}
		}
	}
	return expect(d, '[', path)
}

// expect reads one delimiter.
func expect(d *json.Decoder, want json.Delim, where string) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	if t != want {
		return fmt.Errorf("the answer has %v where %q should start with %v", t, where, want)
	}
	return nil
}
