package atoltest

import (
	"cmp"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// The defaults of Settings.
const (
	DefaultLogin    = "shop-example-ru"
	DefaultPassword = "s3cretPass"
	DefaultGroup    = "shop-example-ru_7011"
	DefaultINN      = "5544332219"
)

// Settings configures the server. The zero Settings is the documented behaviour of v4.
type Settings struct {
	Version  int    // 4 or 5; 0 means 4
	Login    string // empty means DefaultLogin
	Password string // empty means DefaultPassword
	Group    string // empty means DefaultGroup
	INN      string // of the group; empty means DefaultINN
	// WaitReads is how many reports have status "wait" before the receipt is made. 0 means 1; a negative number makes
	// it at once. With 2 or more, the first report has code 34.
	WaitReads int
	// CallbackFirst makes receipts at once and delivers their callbacks before the document is answered.
	CallbackFirst bool
	// TokenLife is how long a token lives; 0 means 24 hours.
	TokenLife time.Duration
	Now       func() time.Time // nil means the machine's time
	// Receiver is where callbacks go. Its URL is used by Call; a receipt's callback goes to the address in its
	// document.
	Receiver fake.Receiver
}

// Server is ATOL Online for one group of registers. Calls are named "getToken", "sell", "report" and so on for Faults
// and Calls, as the Op of the client's errors; callbacks are named "callback" for Hooks. It is safe for concurrent use.
type Server struct {
	*fake.Server
	settings Settings

	mu       sync.Mutex
	tokens   []token
	receipts []*Receipt
	fates    map[string]Fault // of receipts to be settled, by external id; "" is every one
	marks    []int            // results of the next marking codes
	spent    int              // the last number used
}

// token is a token that was issued.
type token struct {
	value string
	at    time.Time
}

// New returns a server without receipts. It does not listen until URL is called.
func New(st Settings) *Server {
	st.Login, st.Password = cmp.Or(st.Login, DefaultLogin), cmp.Or(st.Password, DefaultPassword)
	st.Group, st.INN = cmp.Or(st.Group, DefaultGroup), cmp.Or(st.INN, DefaultINN)
	st.Version, st.WaitReads, st.TokenLife = cmp.Or(st.Version, 4), cmp.Or(st.WaitReads, 1), cmp.Or(st.TokenLife, 24*time.Hour)
	if st.CallbackFirst {
		st.WaitReads = -1
	}
	if st.Now == nil {
		st.Now = time.Now
	}
	s := &Server{settings: st, fates: map[string]Fault{}}
	s.Server = fake.NewServer(s.routes())
	s.Op = operation
	s.Outbox.Receiver, s.Outbox.Good = st.Receiver, func(fake.Delivery) bool { return true }
	return s
}

// base is the path of the API.
const base = "/possystem"

// operation returns the name of a call: "getToken", "sell", "report" and so on.
func operation(r *http.Request) string {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if n := len(parts); n >= 2 && parts[n-2] == "report" {
		return "report"
	}
	return parts[len(parts)-1]
}

// URL returns the base URL of the API on the loopback interface, for ordo.WithBaseURL; the version is not in it. The
// first call begins to listen.
func (s *Server) URL() string { return s.Server.URL() + base }

func (s *Server) version() string {
	if s.settings.Version == 5 {
		return "v5"
	}
	return "v4"
}

// ExpireTokens ends the life of all tokens issued so far: code 11.
func (s *Server) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.tokens {
		s.tokens[i].at = time.Time{}
	}
}

// ForgetTokens makes all tokens issued so far unknown: code 10.
func (s *Server) ForgetTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens = nil
}
