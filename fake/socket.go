package fake

import (
	"net"
	"net/http"
)

// socket serves an exchange over a real connection.
func (s *Server) socket(w http.ResponseWriter, r *http.Request) {
	a, end := s.run(r.Context(), r, func(*answer) http.ResponseWriter { return w })
	switch end {
	case reset, refusedConnection:
		breakOff(w)
		return
	case answered, cutShort:
	}
	if a.to != nil {
		return
	}
	a.copyHeader(w.Header())
	w.WriteHeader(a.status)
	_, _ = w.Write(a.buf.Bytes()) // a client that went away is no matter
	if end == cutShort {
		_ = http.NewResponseController(w).Flush()
		breakOff(w)
	}
}

// breakOff resets the connection: the client sees it break, not end.
func breakOff(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // the server then breaks it off itself
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
