package onectest

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// User and Password are of the user for integrations that every base has.
const (
	User     = "odata"
	Password = "secret"
)

// Publication is where the base is published: the address of the service is URL() + Publication +
// "/odata/standard.odata/".
const Publication = "/ut"

const servicePath = "/odata/standard.odata"

// Settings describe the base. The zero Settings is УТ 11.5 as the documentation of the platform has it, strict where
// nothing is documented.
type Settings struct {
	Release string           // "11.4" or "11.5"; empty means "11.5"
	Now     func() time.Time // nil means the machine's time
	Zone    *time.Location   // of the server, in which all moments are written; nil means Moscow (UTC+3)

	IgnoreIfMatch bool // a write with an outdated If-Match is done, as some servers do; otherwise 412
	ClientKeys    bool // Ref_Key of a new object is taken from the body; otherwise the base chooses, and ignores it
	// ShipFromReserve lets a sale ship rows of its order that are only reserved; otherwise they must be set to ship.
	ShipFromReserve bool
	// BareRefusals says only which document could not be posted, as bases do whose messages to the user do not come
	// along; otherwise the answer says why.
	BareRefusals bool
	// SkipFillChecks posts documents without the checks that forms make: which of them run on Post is not documented.
	SkipFillChecks bool
	// MixedCounterparty gives documents of money a counterparty of several types, with its _Type, as other
	// configurations have.
	MixedCounterparty bool
	// NestedQuotes reads Condition of virtual tables with quotes that are not doubled; otherwise both are understood.
	NestedQuotes bool
	// KeepFiles keeps the content of files that are attached over the interface; otherwise the record is there, and its
	// content is empty.
	KeepFiles bool
	// Noise writes fractions with all the digits that their binary form has.
	Noise bool
}

// Server is a base of 1C:Enterprise with УТ 11. Calls are named by method and address without keys and arguments, such
// as "POST Document_ЗаказКлиента/Post", for Faults and Calls. It is safe for concurrent use.
type Server struct {
	*fake.Server
	settings Settings
	schema   *schema

	mu       sync.Mutex
	users    map[string]string
	hidden   map[string]bool              // entities that are not in the interface
	denied   map[string]bool              // entities that the users may not see
	metadata string                       // as $metadata was last answered
	data     map[string]map[string]object // by entity and Ref_Key
	posted   map[string]posting           // documents as they were posted, by Ref_Key
	kept     *books                       // of what is posted, until that changes
	extra    map[string][]object          // records of registers that no document of the base made
	locked   map[string]bool              // Ref_Keys that somebody has open
	closed   string                       // the day up to which nothing may change
	broken   bool
	ignored  []string
	spent    int // the last key
	version  int
	numbers  map[string]int
	postings int
}

// New returns the demo base. It does not listen until URL is called.
func New(st Settings) *Server {
	st.Release = cmp.Or(st.Release, "11.5")
	if st.Now == nil {
		st.Now = time.Now
	}
	if st.Zone == nil {
		st.Zone = time.FixedZone("Europe/Moscow", 3*60*60)
	}
	s := &Server{
		settings: st, schema: schemaOf(st.Release, st.MixedCounterparty),
		users: map[string]string{User: Password}, hidden: map[string]bool{}, denied: map[string]bool{}, data: map[string]map[string]object{},
		posted: map[string]posting{}, extra: map[string][]object{}, locked: map[string]bool{},
		numbers: map[string]int{},
	}
	for _, name := range s.schema.names {
		s.data[name] = map[string]object{}
	}
	s.furnish()
	s.Server = fake.NewServer(http.HandlerFunc(s.serve))
	s.Op = operation
	return s
}

// operation names a call by its method and address, without keys and arguments.
func operation(r *http.Request) string {
	_, path, ok := strings.Cut(r.URL.Path, servicePath)
	if !ok {
		return ""
	}
	segs, bad := segments(strings.Trim(path, "/"))
	if bad != nil {
		return ""
	}
	var names []string
	for _, s := range segs {
		names = append(names, s.name)
	}
	return r.Method + " " + strings.Join(names, "/")
}

// do calls f under the lock.
func (s *Server) do(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

// now is the present moment as the base writes it.
func (s *Server) now() string { return s.settings.Now().In(s.settings.Zone).Format(momentLayout) }

// newKey returns a key, the same sequence in each run, in no order that means anything.
func (s *Server) newKey() string {
	s.spent++
	h := sha256.Sum256(fmt.Appendf(nil, "onectest %d", s.spent))
	return fmt.Sprintf("%x-%x-11ef-%x-%x", h[0:4], h[4:6], append([]byte{0xa0 | h[6]&0xf}, h[7]), h[8:14])
}

// published are the entity sets in the interface.
func (s *Server) published() []string {
	return slices.DeleteFunc(slices.Clone(s.schema.names), func(n string) bool { return s.hidden[n] })
}

// AddUser adds a user of the base, or changes the password.
func (s *Server) AddUser(user, password string) { s.do(func() { s.users[user] = password }) }

// RemoveUser removes a user: calls are answered 401 from then on.
func (s *Server) RemoveUser(user string) { s.do(func() { delete(s.users, user) }) }

// Deny takes the rights to entities from the users: calls are answered 401 with code 20.
func (s *Server) Deny(entities ...string) { s.each(entities, func(e string) { s.denied[e] = true }) }

// each calls f for entities of the base.
func (s *Server) each(entities []string, f func(string)) {
	s.do(func() {
		for _, e := range entities {
			if s.schema.entities[e] == nil {
				panic("onectest: the base has no " + e)
			}
			f(e)
		}
		s.metadata = ""
	})
}

// Publish puts entities into the interface or takes them out, as an administrator does.
func (s *Server) Publish(in bool, entities ...string) {
	s.each(entities, func(e string) { s.hidden[e] = !in })
}

// BreakInstallation makes every call fail as on a web server that may not write to the base, or ends that.
func (s *Server) BreakInstallation(broken bool) { s.do(func() { s.broken = broken }) }

// IgnoredFields returns the properties in bodies that the base does not have, as "Document_ЗаказКлиента.Товары.Цвет".
// 1C ignores them without a word.
func (s *Server) IgnoredFields() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.ignored)
}

func (s *Server) ignore(path string) {
	if !slices.Contains(s.ignored, path) {
		s.ignored = append(s.ignored, path)
	}
}
