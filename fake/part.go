package fake

import (
	"context"
	"net/http"
)

// Part runs one of several operations that the request r asks for, such as a command of a batch, as if it had come
// alone: it has faults and a line in the log of its own, under the name op. run makes it with the request that it is
// given, which is the one for Commit, and returns the status that it would have. A status that is not 0 is that of a
// fault, with its body, and to be told instead of what run has made, if it ran at all. A fault that breaks the
// connection ends the whole exchange here: Part does not return, and nothing after it happens; that exchange has no
// line of its own.
func (s *Server) Part(
	r *http.Request, op string, body []byte, run func(*http.Request) int,
) (status int, answer []byte) {
	e := &Exchange{Method: r.Method, Path: r.URL.Path, Body: body, Op: op, At: s.now()}
	r = r.WithContext(context.WithValue(r.Context(), exchangeKey{}, e))
	f := s.faults.pick(op, "", "")
	e.Fault = f.String()
	switch f.kind {
	case unreachable, resetBefore:
		s.end(e, 0)
		panic(http.ErrAbortHandler)
	case refuse:
		s.end(e, f.status)
		return f.status, []byte(f.body)
	case slow:
		if s.sleep(r.Context(), f.delay) != nil {
			s.end(e, 0)
			panic(http.ErrAbortHandler)
		}
	}
	s.end(e, run(r))
	switch f.kind {
	case resetAfter, cut:
		panic(http.ErrAbortHandler)
	case answerLost:
		return f.status, []byte(f.body)
	}
	return 0, nil
}
