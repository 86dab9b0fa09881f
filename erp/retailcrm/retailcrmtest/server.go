package retailcrmtest

import (
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// Key is a key with all scopes that every server knows.
const Key = "crm-key-9f2c51d07ab3"

// Site is a shop that every server has.
const Site = "mm-shop"

// Settings describe the account. The zero Settings is one with the shop [Site] and the key [Key].
type Settings struct {
	Now  func() time.Time // nil means the machine's time
	Zone *time.Location   // of the account, its name is what the settings tell; nil means Europe/Moscow (UTC+3)
	// Receiver is where the calls to modules go, below the addresses that the modules registered.
	Receiver fake.Receiver
}

// Server is a RetailCRM account. Calls are named by method and path, such as "POST /api/v5/orders/{id}/edit", for
// Faults and Calls; calls to modules by their action, such as "save", for Hooks. It is safe for concurrent use.
type Server struct {
	*fake.Server
	settings Settings

	mu      sync.Mutex
	keys    map[string]bool
	noScope bool
	gone    bool
	limit   int
	user    int64 // who does by hand what the merchant does; 0: DefaultUser
	scopes  []string
	telling bool // the history tells of packages and locks
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
	syncs   []int64             // orders whose parcel is to be sent to its module
	steps   map[string][]string // the matrix of transitions, if it is set up
}

// New returns an account with the references of a fresh one.
func New(st Settings) *Server {
	if st.Now == nil {
		st.Now = time.Now
	}
	if st.Zone == nil {
		st.Zone = time.FixedZone("Europe/Moscow", 3*60*60)
	}
	s := &Server{
		settings: st,
		keys:     map[string]bool{Key: true}, window: map[string][]time.Time{}, sites: []string{Site}, books: defaultBooks(),
		offers: map[int64]object{}, modules: map[string]object{}, fields: map[string]object{}, dicts: map[string]object{},
		lastID: map[string]int64{"order": 7000, "item": 11000, "payment": 4000, "history": 90100, "pack": 142, "packHistory": 500},
	}
	s.Server = fake.NewServer(s.routes())
	s.Outbox.Receiver = st.Receiver
	s.Outbox.Good = func(fake.Delivery) bool { return true } // the CRM does not call again
	return s
}

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
func (s *Server) stampNow() string { return s.settings.Now().In(s.settings.Zone).Format(dateTime) }

const dateTime = "2006-01-02 15:04:05"
