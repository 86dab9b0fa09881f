package bxserver

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// Settings are what differs between installations. The zero value is a portal in the cloud.
type Settings struct {
	Now  func() time.Time // nil means the machine's time
	Zone *time.Location   // of the server, in which it writes times; nil means Europe/Moscow (UTC+3)
	Box  bool             // no limits of rate and working time, and all features: an installation of one's own
	// Host is the name of the portal in tokens and events, with no scheme; empty means portal.example.
	Host string
	// AuthHost is the authorization server; empty means oauth.example. The server answers for it too, under any name.
	AuthHost string
	MemberID string // of the portal, 32 characters; empty means one of our own
	// Receiver is where events and frames go, at the addresses that were bound.
	Receiver fake.Receiver
	// Page serves what is not of the protocol, such as the exchange of a shop with 1C, and reports whether it did. It
	// sees every request first.
	Page func(w http.ResponseWriter, r *http.Request) bool
}

// Server is an installation. Calls are named by their method, such as "crm.item.update", for Faults, Calls and Commits,
// also those inside a batch; events by their name, such as "ONCRMDEALUPDATE", for Hooks. It is safe for concurrent use.
type Server struct {
	*fake.Server
	settings Settings

	mu       sync.Mutex
	methods  map[string]*Method // by name in lower case
	users    map[int]*user
	webhooks map[string]*webhook // by "user/code"
	apps     map[string]*App     // by client id
	tokens   map[string]*token   // by access token
	refresh  map[string]*token   // by refresh token
	codes    map[string]*token   // by authorization code
	made     int                 // of tokens
	events   map[string]Event    // that can be bound, by name
	handlers []*handler
	queue    []*queued
	pinged   map[int]time.Time // when a handler of ONOFFLINEEVENT was called last
	lastID   int
	moved    string // the address to which the portal moved
	deleted  bool
	overload bool
	rate     rateLimit
	working  workingTime
	features map[string]bool
	options  map[string]*Map // of applications
	ignored  map[string]bool
}

// Method is one method of the interface.
type Method struct {
	Name   string   // as the vendor writes it; Handle sets it
	Scope  string   // that the caller needs; empty is none
	App    bool     // only with the token of an application
	Params []string // that the method reads, in any case; others are dropped and noted
	Run    func(*Call) (any, error)
}

// Call is one call of a method. Run works under the lock of the server.
type Call struct {
	*Server
	Method    string
	Params    *Map
	Start     int    // of a list: the offset; -1: do not count
	User      int    // who calls
	App       string // the client id of the application; empty for a webhook
	Admin     bool
	Connector string // auth_connector
	Scopes    []string

	hops    int    // how many events may follow each other yet; see Raise
	hook    string // the webhook, as in addresses; empty for an application
	token   string // the access token of an application
	request *http.Request
	raised  []occurrence
}

// New returns an installation with the methods of the protocol itself.
func New(st Settings) *Server {
	if st.Now == nil {
		st.Now = time.Now
	}
	if st.Zone == nil {
		st.Zone = time.FixedZone("Europe/Moscow", 3*60*60)
	}
	if st.Host == "" {
		st.Host = "portal.example"
	}
	if st.AuthHost == "" {
		st.AuthHost = "oauth.example"
	}
	if st.MemberID == "" {
		st.MemberID = "5f0c2d9e7b1a48c3a6d4e8f1029b3c7d"
	}
	s := &Server{
		settings: st, methods: map[string]*Method{}, users: map[int]*user{}, webhooks: map[string]*webhook{},
		apps: map[string]*App{}, tokens: map[string]*token{}, refresh: map[string]*token{}, codes: map[string]*token{},
		events: map[string]Event{}, pinged: map[int]time.Time{}, ignored: map[string]bool{}, options: map[string]*Map{},
		features: map[string]bool{"rest_offline_extended": true, "rest_auth_connector": true},
	}
	if !st.Box {
		s.rate = rateLimit{perSecond: 2, bucket: 50}
		s.working = workingTime{limit: 480 * time.Second}
	}
	s.Server = fake.NewServer(http.HandlerFunc(s.serve))
	s.Op = s.operation
	s.Outbox.Receiver = st.Receiver
	s.Outbox.Good = func(fake.Delivery) bool { return true } // the vendor does not call again
	s.own()
	return s
}

// Handle adds a method, or replaces one.
func (s *Server) Handle(name string, m Method) {
	m.Name = name
	s.Do(func() { s.methods[strings.ToLower(name)] = &m })
}

// Methods are the names of the methods, as the vendor writes them, sorted.
func (s *Server) Methods() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	names := make([]string, 0, len(s.methods))
	for _, m := range s.methods {
		names = append(names, m.Name)
	}
	slices.Sort(names)
	return names
}

// WithoutMethod takes a method out, as an older installation does not have it.
func (s *Server) WithoutMethod(name string) {
	s.Do(func() { delete(s.methods, strings.ToLower(name)) })
}

// Lock takes the lock that the methods work under, for what reads or changes what they keep.
func (s *Server) Lock() { s.mu.Lock() }

// Unlock gives the lock back.
func (s *Server) Unlock() { s.mu.Unlock() }

// Do calls f under the lock that the methods work under.
func (s *Server) Do(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

// Now is the present time in the zone of the server, in whole seconds as it keeps times.
func (s *Server) Now() time.Time { return s.settings.Now().In(s.settings.Zone).Truncate(time.Second) }

// Zone is the time zone of the server.
func (s *Server) Zone() *time.Location { return s.settings.Zone }

// Moves makes every address but this one answer 302 with it: the portal has another name now. The address has a scheme
// and no slash at the end; empty takes that back.
func (s *Server) Moves(address string) { s.Do(func() { s.moved = address }) }

// Deleted makes every call refused: the portal is gone.
func (s *Server) Deleted(gone bool) { s.Do(func() { s.deleted = gone }) }

// Blocks makes every call refused with OVERLOAD_LIMIT, as after a manual block.
func (s *Server) Blocks(blocked bool) { s.Do(func() { s.overload = blocked }) }

// SetFeature switches a feature of the plan: rest_offline_extended, rest_auth_connector.
func (s *Server) SetFeature(code string, on bool) { s.Do(func() { s.features[code] = on }) }

// IgnoredFields are the parameters, filters and fields that calls named and the vendor drops without a word, as
// "crm.item.list: filter.foo", sorted.
func (s *Server) IgnoredFields() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]string, 0, len(s.ignored))
	for name := range s.ignored {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// Ignore notes that a field of the call was dropped.
func (c *Call) Ignore(field string) { c.ignored[c.Method+": "+field] = true }

// Commit marks that the call changed something.
func (c *Call) Commit() { fake.Commit(c.request) }

// Param returns a parameter by its name in any case, and whether it was sent.
func (c *Call) Param(name string) (any, bool) { return c.Params.Fold(name) }

// Text returns a parameter as text; empty if it was not sent.
func (c *Call) Text(name string) string {
	v, _ := c.Param(name)
	return Text(v)
}

// Int returns a parameter as PHP's intval makes it.
func (c *Call) Int(name string) int {
	v, _ := c.Param(name)
	return Int(v)
}

// Array returns a parameter that is an array; nil if it is none.
func (c *Call) Array(name string) *Map {
	v, _ := c.Param(name)
	m, _ := AsMap(v)
	return m
}

// Link is an address of a method that can be fetched as it is: what the call was made with is in it.
func (c *Call) Link(method string, params url.Values) string {
	if c.App != "" {
		params.Set("auth", c.token)
	}
	return c.base() + c.hook + method + "/?" + params.Encode()
}

// File is a result that is sent as it is, not in JSON.
type File struct {
	Name    string
	Content []byte
}

// address splits a path: the method as it was sent, and the webhook in it.
func address(path string) (user, code, method string, ok bool) {
	rest, ok := strings.CutPrefix(path, "/rest/")
	if !ok {
		return "", "", "", false
	}
	parts := strings.Split(strings.Trim(rest, "/"), "/")
	method = strings.TrimSuffix(parts[len(parts)-1], ".json")
	switch len(parts) {
	case 1:
		return "", "", method, method != ""
	case 3:
		return parts[0], parts[1], method, method != ""
	}
	return "", "", "", false
}

// operation names a request for the log: the method as the vendor writes it.
func (s *Server) operation(r *http.Request) string {
	_, _, method, ok := address(r.URL.Path)
	if !ok {
		return strings.Trim(r.URL.Path, "/")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.named(method)
}

func (s *Server) named(method string) string {
	if m := s.methods[strings.ToLower(method)]; m != nil {
		return m.Name
	}
	return method
}

// leaves tells where a request is to go instead, if the portal has moved.
func (s *Server) leaves(r *http.Request) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	to, err := url.Parse(s.moved)
	if s.moved == "" || err != nil || strings.EqualFold(r.Host, to.Host) || !strings.HasPrefix(r.URL.Path, "/rest/") {
		return "", false
	}
	return s.moved + r.URL.RequestURI(), true
}

// serve answers a request.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if s.settings.Page != nil && s.settings.Page(w, r) {
		return
	}
	if to, ok := s.leaves(r); ok {
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusFound)
		return
	}
	switch strings.Trim(r.URL.Path, "/") {
	case "oauth/token":
		s.serveToken(w, r)
		return
	case "oauth/authorize":
		s.serveAuthorize(w, r)
		return
	}
	user, code, method, ok := address(r.URL.Path)
	if !ok {
		http.NotFound(w, r)
		return
	}
	params := readRequest(r)
	if user != "" {
		params.Set("aplogin", user)
		params.Set("ap", code)
	}
	a := s.call(r, method, params)
	if f, ok := a.result.(File); ok && a.err == nil {
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
		_, _ = w.Write(f.Content) // a client that went away is no matter
		return
	}
	s.write(w, a)
}

// call makes one call that came as a request of its own.
func (s *Server) call(r *http.Request, method string, params *Map) *answer {
	a := &answer{start: s.settings.Now()}
	c, m, err := s.admit(r, method, params)
	if err != nil {
		return a.refuse(err)
	}
	a.app = c.App
	if m.Name == "batch" {
		s.batch(a, c)
		return a
	}
	s.Do(func() { s.run(a, c, m) })
	return a
}

// admit checks all that comes before the method itself.
func (s *Server) admit(r *http.Request, method string, params *Map) (*Call, *Method, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.rate.take(s.settings.Now()) {
		return nil, nil, errRate
	}
	if s.deleted {
		return nil, nil, errDeleted
	}
	m := s.methods[strings.ToLower(method)]
	if m == nil {
		return nil, nil, errMethod // before the caller is looked at
	}
	c := &Call{Server: s, Method: m.Name, Params: params, request: r}
	if err := s.authenticate(c, r, m.Scope); err != nil {
		return nil, nil, err
	}
	if s.overload {
		return nil, nil, errOverload
	}
	return c, m, nil
}

// run calls a method, under the lock.
func (s *Server) run(a *answer, c *Call, m *Method) {
	if s.working.blocked(c, s.settings.Now()) {
		a.refuse(errOperating)
		return
	}
	c.Params.Delete("state")
	if v, ok := c.Params.Find("start"); ok {
		c.Start = Int(v)
		c.Params.Delete("start")
	}
	if m.App && c.App == "" {
		a.refuse(errAuthType)
		return
	}
	for name := range c.Params.All() {
		if !slices.ContainsFunc(m.Params, func(p string) bool { return strings.EqualFold(p, name) }) {
			c.Ignore(name)
		}
	}
	result, err := m.Run(c)
	a.time = s.working.used(c, s.settings.Now())
	s.deliver(c)
	if err != nil {
		a.refuse(err)
		return
	}
	a.result = result
}
