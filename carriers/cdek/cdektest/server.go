package cdektest

import (
	"cmp"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// The defaults of Settings.
const (
	DefaultAccount  = "shop-account"
	DefaultPassword = "s3cretSecurePassword"
)

// Settings configures the server. The zero Settings is the documented behaviour.
type Settings struct {
	Account  string // empty means DefaultAccount
	Password string // empty means DefaultPassword
	// TokenLife is how long a token lives; 0 means 3599 seconds.
	TokenLife time.Duration
	// CheckReads is how many times an order must be read before its request is settled. 0 means 1; a negative number
	// settles it when it is created.
	CheckReads int
	// CheckAfter settles requests after this time instead of after readings.
	CheckAfter time.Duration
	// HideFor is how long a new order is not found.
	HideFor time.Duration
	// RefuseByRequest makes refusals of orders come as requests in state INVALID, the older shape, not as errors.
	RefuseByRequest bool
	// AnswerDirectOrder makes clientReturn answer with the uuid of the delivered order instead of the new one.
	AnswerDirectOrder bool
	// NoPartialDelivery is a contract without the right to partial delivery.
	NoPartialDelivery bool
	Now               func() time.Time // nil means the machine's time
	// Receiver is where webhooks go. Its URL is used by Call; other webhooks go to the addresses of the subscriptions.
	Receiver fake.Receiver
}

// Server is CDEK for one contract. Calls are named by method and path, such as "GET /v2/orders/{uuid}", for Faults and
// Calls, as the Op of the client's errors; webhooks are named by their type, such as "ORDER_STATUS", for Hooks. It is
// safe for concurrent use.
type Server struct {
	*fake.Server
	settings Settings

	mu       sync.Mutex
	tokens   map[string]time.Time // until when
	orders   []*order
	cities   []object
	points   []object
	regions  []object
	tariffs  map[int]*Tariff
	subs     []*subscription
	forms    []*form
	intakes  []*intake
	agreed   []*agreement
	fates    map[string][]object // errors of the next orders, by number
	replaced map[string]string   // replaced offices, and the offices that replace them
	attempts map[string]int      // of webhooks that were not answered, by body
	spent    int                 // the last number used
	aliases  bool
}

// New returns a server with the cities Moscow (44), Saint Petersburg (137) and Novosibirsk (270), an office in each
// (MSK5, SPB14, NSK7), a locker in Moscow (MSK900), and the tariffs of parcels. It does not listen until URL is called.
func New(st Settings) *Server {
	st.Account, st.Password = cmp.Or(st.Account, DefaultAccount), cmp.Or(st.Password, DefaultPassword)
	st.TokenLife, st.CheckReads = cmp.Or(st.TokenLife, 3599*time.Second), cmp.Or(st.CheckReads, 1)
	if st.Now == nil {
		st.Now = time.Now
	}
	s := &Server{
		settings: st, tokens: map[string]time.Time{}, tariffs: map[int]*Tariff{}, fates: map[string][]object{},
		attempts: map[string]int{}, replaced: map[string]string{},
	}
	s.furnish()
	if st.Receiver.Transport == nil {
		st.Receiver.Transport = http.DefaultTransport
	}
	st.Receiver.Transport = &patient{http.Client{
		Transport: st.Receiver.Transport, Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	s.Server = fake.NewServer(s.routes())
	s.Outbox.Receiver, s.Outbox.Good = st.Receiver, s.took
	return s
}

// ExpireTokens ends the life of all tokens issued so far.
func (s *Server) ExpireTokens() {
	s.do(func() {
		for t := range s.tokens {
			s.tokens[t] = time.Time{}
		}
	})
}

// do calls f under the lock.
func (s *Server) do(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

// stamp returns a time as CDEK writes it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05-0700") }

// id returns a new uuid, the same sequence in each run.
func (s *Server) id() string {
	s.spent++
	n := uint64(s.spent) * 0x9e3779b97f4a7c15
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", uint32(n>>32), uint16(n>>16), uint16(n)&0xfff, s.spent&0xfff, s.spent)
}
