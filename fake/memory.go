package fake

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"syscall"
)

// Transport returns a RoundTripper that runs the server's handler without any socket, whatever the address of the
// request: an http.Client with it works with the vendor's real addresses. Faults look like those of the network. A
// request whose context ends returns at once, while the handler goes on, as a real server does.
func (s *Server) Transport() http.RoundTripper { return memory{s} }

type memory struct{ *Server }

// RoundTrip implements http.RoundTripper.
func (m memory) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer req.Body.Close()
	}
	ctx := req.Context()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if m.closed.Err() != nil {
		return nil, netError("dial", syscall.ECONNREFUSED)
	}
	in, err := incoming(req)
	if err != nil {
		return nil, err
	}
	served := make(chan result, 2) // the answer may come before the handler ends
	go func() {
		var pipe *pipeWriter
		defer func() {
			if v := recover(); v != nil { // a handler that panics breaks the connection, as in net/http
				lost := netError("read", syscall.ECONNRESET)
				if pipe != nil {
					_ = pipe.w.CloseWithError(lost)
				}
				served <- result{err: lost}
			}
		}()
		a, end := m.run(ctx, in, func(a *answer) http.ResponseWriter {
			pipe = newPipe(ctx, req, a, served)
			return pipe
		})
		if pipe != nil {
			_ = pipe.w.Close()
			return
		}
		served <- whole(req, a, end)
	}()
	select {
	case r := <-served:
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return r.resp, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

type result struct {
	resp *http.Response
	err  error
}

// incoming turns a client's request into the one that a handler sees. Its context is not the client's: work that has
// begun at the vendor's does not end because the client went away.
func incoming(req *http.Request) (*http.Request, error) {
	in := req.Clone(context.WithoutCancel(req.Context()))
	in.RequestURI = req.URL.RequestURI()
	if in.RemoteAddr == "" {
		in.RemoteAddr = somewhere
	}
	if in.Host == "" {
		in.Host = req.URL.Host
	}
	if req.ContentLength > 0 {
		in.Header.Set("Content-Length", strconv.FormatInt(req.ContentLength, 10))
	}
	if req.Body != nil {
		b, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		in.Body = io.NopCloser(bytes.NewReader(b))
	} else {
		in.Body = http.NoBody
	}
	return in, nil
}

// whole is an answer that was kept until its end.
func whole(req *http.Request, a *answer, end fate) result {
	switch end {
	case reset:
		return result{err: netError("read", syscall.ECONNRESET)}
	case refusedConnection:
		return result{err: netError("dial", syscall.ECONNREFUSED)}
	case answered, cutShort:
	}
	resp := response(req, a) //nolint:bodyclose // the client closes it
	var body io.Reader = bytes.NewReader(a.buf.Bytes())
	if end == cutShort {
		body = io.MultiReader(body, broken{})
	}
	resp.Body = io.NopCloser(body)
	return result{resp: resp}
}

// response is the head of an answer.
func response(req *http.Request, a *answer) *http.Response {
	r := &http.Response{
		StatusCode: a.status, Status: strconv.Itoa(a.status) + " " + http.StatusText(a.status),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: a.sent.Clone(), ContentLength: -1, Request: req,
	}
	if n, err := strconv.ParseInt(a.sent.Get("Content-Length"), 10, 64); err == nil {
		r.ContentLength = n
	}
	return r
}

// broken ends a body too early.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// netError looks like an error of a TCP connection.
func netError(op string, errno syscall.Errno) error {
	call := op
	if op == "dial" {
		call = "connect"
	}
	return &net.OpError{Op: op, Net: "tcp", Err: os.NewSyscallError(call, errno)}
}

// pipeWriter passes an answer on while its handler writes it.
type pipeWriter struct {
	req    *http.Request
	answer *answer
	served chan<- result
	r      *io.PipeReader
	w      *io.PipeWriter
	once   sync.Once
}

func newPipe(ctx context.Context, req *http.Request, a *answer, served chan<- result) *pipeWriter {
	p := &pipeWriter{req: req, answer: a, served: served}
	p.r, p.w = io.Pipe()
	context.AfterFunc(ctx, func() { _ = p.w.CloseWithError(ctx.Err()) })
	return p
}

func (p *pipeWriter) Header() http.Header { return http.Header{} } // the answer has it already

func (p *pipeWriter) WriteHeader(int) {
	p.once.Do(func() {
		resp := response(p.req, p.answer) //nolint:bodyclose // the client closes it
		resp.Body = p.r
		p.served <- result{resp: resp}
	})
}

func (p *pipeWriter) Write(b []byte) (int, error) {
	n, err := p.w.Write(b)
	if errors.Is(err, io.ErrClosedPipe) {
		err = netError("write", syscall.EPIPE)
	}
	return n, err
}
