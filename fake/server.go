package fake

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// maxBody bounds what a server reads of a request.
const maxBody = 64 << 20

// Server serves a handler that behaves like a vendor, with faults, and makes the vendor's calls to its customer. Fakes
// of vendors embed it. Its fields are set before the first request.
type Server struct {
	// Op names the operation of a request for Faults and the log, where method and path do not, such as the method of a
	// JSON-RPC body. It may read the body.
	Op func(*http.Request) string
	// Clock is what slow answers wait on, and what the log is stamped with. nil means the machine's time.
	Clock *Clock
	// Observe is called after each exchange, on the goroutine that served it.
	Observe func(Exchange)
	// Outbox has the vendor's own calls: those that wait, and where they go.
	Outbox Outbox

	handler http.Handler
	faults  Faults
	log     exchanges
	mu      sync.Mutex
	http    *http.Server
	url     string
	closed  context.Context
	close   context.CancelFunc
}

// NewServer returns a server for h. It listens nowhere until URL is called.
func NewServer(h http.Handler) *Server {
	s := &Server{handler: h}
	s.closed, s.close = context.WithCancel(context.Background())
	return s
}

// URL returns the address of the server on the loopback interface, without a slash at the end. The first call begins to
// listen; it panics if the machine has no free port, as nothing can be tested then.
func (s *Server) URL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.url != "" {
		return s.url
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(fmt.Sprintf("fake: no loopback address to listen on: %v", err))
	}
	s.url = "http://" + l.Addr().String()
	if s.closed.Err() != nil { // closed before: an address that does not answer
		_ = l.Close()
		return s.url
	}
	s.http = &http.Server{Handler: http.HandlerFunc(s.socket), ReadHeaderTimeout: time.Minute}
	go func() { _ = s.http.Serve(l) }() // ends by Close
	return s.url
}

// Faults returns the script of faults of the calls to the server, which may be changed at any time.
func (s *Server) Faults() *Faults { return &s.faults }

// Hooks returns the script of faults of the calls that the server makes: Twice, Late, Lose, Slow, by their names.
func (s *Server) Hooks() *Faults { return s.Outbox.Faults() }

// SendHooks makes the calls that wait; see Outbox.Deliver. Nothing is sent before: a test says when.
func (s *Server) SendHooks(ctx context.Context) []Delivery { return s.Outbox.Deliver(ctx) }

// Close ends the server and its open connections. Later requests are not answered.
func (s *Server) Close() {
	s.close()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.http != nil {
		_ = s.http.Close()
	}
}

// Commit marks the exchange of r as one that changed something at the vendor's. Handlers call it where the change is
// made; the log then tells which calls were refused and which took effect.
func Commit(r *http.Request) {
	if e, ok := r.Context().Value(exchangeKey{}).(*Exchange); ok {
		e.Committed = true
	}
}

type exchangeKey struct{}

// now returns the time on the server's clock.
func (s *Server) now() time.Time {
	if s.Clock != nil {
		return s.Clock.Now()
	}
	return time.Now()
}

// sleep waits on the server's clock, no longer than ctx and the server live.
func (s *Server) sleep(ctx context.Context, d time.Duration) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(s.closed, stop)()
	return s.Clock.wait(ctx, d)
}

// begin reads a request and picks its fault.
func (s *Server) begin(r *http.Request) (*http.Request, *Exchange, Fault, error) {
	var body []byte
	if r.Body != nil {
		b, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
		if err != nil {
			return nil, nil, Fault{}, err
		}
		body = b
	}
	e := &Exchange{Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Body: body, At: s.now()}
	r = r.WithContext(context.WithValue(r.Context(), exchangeKey{}, e))
	if s.Op != nil {
		r.Body = io.NopCloser(bytes.NewReader(body))
		e.Op = s.Op(r)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	f := s.faults.pick(e.Op, e.Method, e.Path)
	e.Fault = f.String()
	return r, e, f, nil
}

// end records an exchange.
func (s *Server) end(e *Exchange, status int) {
	e.Status = status
	s.log.add(e)
	if s.Observe != nil {
		s.Observe(*e)
	}
}
