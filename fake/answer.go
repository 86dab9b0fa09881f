package fake

import (
	"bytes"
	"context"
	"maps"
	"net/http"
	"strconv"
)

// answerLimit is up to which length an answer is kept until its handler ends, so that the log is written first.
const answerLimit = 256 << 10

// answer is the http.ResponseWriter of handlers. It keeps the answer until the handler ends; a long or flushed one is
// passed on while it comes.
type answer struct {
	header http.Header
	status int
	sent   http.Header // the header as it was at WriteHeader
	buf    bytes.Buffer
	open   func(*answer) http.ResponseWriter // begins to pass the answer on; nil: it must be kept
	to     http.ResponseWriter               // where it is passed on
}

func newAnswer(open func(*answer) http.ResponseWriter) *answer {
	return &answer{header: http.Header{}, open: open}
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= 200 {
		a.status = status
		a.sent = a.header.Clone()
	}
}

func (a *answer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	if a.to != nil {
		return a.to.Write(b)
	}
	n, err := a.buf.Write(b)
	if a.buf.Len() > answerLimit {
		a.Flush()
	}
	return n, err
}

// Flush implements http.Flusher: what is kept goes out, and what follows is passed on.
func (a *answer) Flush() {
	if a.open == nil {
		return
	}
	a.WriteHeader(http.StatusOK)
	if a.to == nil {
		a.to = a.open(a)
		a.copyHeader(a.to.Header())
		a.to.WriteHeader(a.status)
		_, _ = a.to.Write(a.buf.Bytes()) // the next Write of the handler meets the error
		a.buf.Reset()
	}
	if f, ok := a.to.(http.Flusher); ok {
		f.Flush()
	}
}

// copyHeader writes the header as it was sent.
func (a *answer) copyHeader(to http.Header) { maps.Copy(to, a.sent) }

// finish ends a kept answer: it has a status, a content type and a length.
func (a *answer) finish() {
	a.WriteHeader(http.StatusOK)
	if a.to != nil {
		return
	}
	if a.sent.Get("Content-Type") == "" && a.buf.Len() > 0 {
		a.sent.Set("Content-Type", http.DetectContentType(a.buf.Bytes()))
	}
	if a.sent.Get("Content-Length") == "" && a.status != http.StatusNoContent && a.status != http.StatusNotModified {
		a.sent.Set("Content-Length", strconv.Itoa(a.buf.Len()))
	}
}

// fate is how an exchange ends for its client.
type fate uint8

const (
	answered fate = iota
	reset
	refusedConnection
	cutShort
)

// run serves one exchange: it applies the fault and runs the handler. open is how a long answer is passed on.
func (s *Server) run(ctx context.Context, r *http.Request, open func(*answer) http.ResponseWriter) (*answer, fate) {
	r, e, f, err := s.begin(r)
	if err != nil {
		return nil, reset
	}
	switch f.kind {
	case unreachable:
		s.end(e, 0)
		return nil, refusedConnection
	case resetBefore:
		s.end(e, 0)
		return nil, reset
	case refuse:
		a := newAnswer(nil)
		f.write(a)
		s.end(e, a.status)
		return a, answered
	case slow:
		if s.sleep(ctx, f.delay) != nil {
			s.end(e, 0)
			return nil, reset
		}
	case resetAfter, answerLost, cut:
		open = nil
	}
	a := newAnswer(open)
	s.handler.ServeHTTP(a, r)
	a.finish()
	s.end(e, a.status)
	switch f.kind {
	case resetAfter:
		return a, reset
	case cut:
		if f.keep < a.buf.Len() {
			a.buf.Truncate(max(0, f.keep))
			return a, cutShort
		}
	case answerLost:
		a = newAnswer(nil)
		f.write(a)
	}
	return a, answered
}

// write writes the answer of a fault.
func (f Fault) write(a *answer) {
	maps.Copy(a.header, f.header)
	a.WriteHeader(f.status)
	_, _ = a.buf.WriteString(f.body) // never fails
	a.finish()
}
