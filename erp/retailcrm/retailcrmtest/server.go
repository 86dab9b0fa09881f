package retailcrmtest

import (
	"net/http"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/internal/fake"
)

// Key is a key with all scopes that every server knows.
const Key = "crm-key-9f2c51d07ab3"

// Site is a shop that every server has.
const Site = "mm-shop"

// Server is a RetailCRM account. It is safe for concurrent use.
type Server struct {
	http *fake.Server
	out  fake.Outbox

	mu      sync.Mutex
	now     func() time.Time
	zone    *time.Location
	keys    map[string]bool
	noScope bool
	gone    bool
	limit   int
	window  map[string][]time.Time
	sites   []string
	books   map[string]*book
	offers  map[int64]object
	orders  []*order
	packs   []*pack
	dicts   map[string]object
	modules map[string]object
	fields  map[string]object // custom fields by entity/code
	history []entry
	packLog []entry
	lastID  map[string]int64
	syncs   []int64 // orders whose parcel is to be told to its module
	scopes  []string
	telling bool                // the history tells of packages and locks
	steps   map[string][]string // the matrix of transitions, if it is set up
}

// NewServer returns an account with the shop [Site], the key [Key], the references of a fresh account, and the time
// zone Europe/Moscow (UTC+3).
func NewServer() *Server {
	s := &Server{
		now: time.Now, zone: time.FixedZone("Europe/Moscow", 3*60*60),
		keys: map[string]bool{Key: true}, window: map[string][]time.Time{}, sites: []string{Site}, books: defaultBooks(),
		offers: map[int64]object{}, modules: map[string]object{}, fields: map[string]object{}, dicts: map[string]object{},
		lastID: map[string]int64{"order": 7000, "item": 11000, "payment": 4000, "history": 90100, "pack": 142, "packHistory": 500},
	}
	s.out.Good = func(fake.Delivery) bool { return true } // the CRM does not call again by itself
	s.http = fake.NewServer(s.routes())
	return s
}

// URL is the address of the account on the loopback interface.
func (s *Server) URL() string { return s.http.URL() }

// Transport reaches the account without sockets, whatever the address of the request is.
func (s *Server) Transport() http.RoundTripper { return s.http.Transport() }

// Close ends the server.
func (s *Server) Close() { s.http.Close() }

// Faults makes calls to the CRM fail.
func (s *Server) Faults() *Faults { return &s.http.Faults }

// Hooks makes the CRM's calls to modules fail; they are named by their action, such as "save".
func (s *Server) Hooks() *Faults { return &s.out.Faults }

// Log returns the calls so far.
func (s *Server) Log() []Exchange { return s.http.Log() }

// Calls counts calls; the pattern is that of Faults.
func (s *Server) Calls(pattern string) int { return s.http.Calls(pattern) }

// Commits counts the calls that changed something.
func (s *Server) Commits(pattern string) int { return s.http.Commits(pattern) }

// CallModulesThrough makes the CRM reach modules by rt. It is set before modules
// are called. nil is the network.
func (s *Server) CallModulesThrough(rt http.RoundTripper) { s.out.Client = rt }

// CallModule makes the CRM reach all modules at a handler in the same process.
func (s *Server) CallModule(h http.Handler) { s.out.Client = fake.Direct(h) }

// SetClock makes the account take its time from now.
func (s *Server) SetClock(now func() time.Time) { s.set(func() { s.now = now }) }

// SetZone sets the account's time zone. Its name is what the settings tell.
func (s *Server) SetZone(zone *time.Location) { s.set(func() { s.zone = zone }) }

// AddKey adds a key with all scopes.
func (s *Server) AddKey(key string) { s.set(func() { s.keys[key] = true }) }

// RevokeKey makes a key unknown.
func (s *Server) RevokeKey(key string) { s.set(func() { delete(s.keys, key) }) }

// DenyAccess takes all scopes from the keys, or gives them back.
func (s *Server) DenyAccess(deny bool) { s.set(func() { s.noScope = deny }) }

// AddSite adds a shop.
func (s *Server) AddSite(code string) { s.set(func() { s.sites = append(s.sites, code) }) }

// LimitRequests refuses more than n requests a second of one key with 503; 0 switches that off.
func (s *Server) LimitRequests(n int) { s.set(func() { s.limit = n }) }

// CloseAccount makes every answer that of an address where no account is: an HTML page.
func (s *Server) CloseAccount() { s.set(func() { s.gone = true }) }

// AddOffer adds an offer to the catalogue.
func (s *Server) AddOffer(id int64, externalID, name string) {
	s.set(func() {
		s.offers[id] = object{"id": id, "externalId": externalID, "name": name, "displayName": name, "properties": []any{}}
	})
}

func (s *Server) set(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

// next returns a new id.
func (s *Server) next(kind string) int64 {
	s.lastID[kind]++
	return s.lastID[kind]
}

// stampNow is the present time as the account writes it.
func (s *Server) stampNow() string { return s.now().In(s.zone).Format(dateTime) }

const dateTime = "2006-01-02 15:04:05"
