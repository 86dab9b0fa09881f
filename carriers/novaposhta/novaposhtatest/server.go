package novaposhtatest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// DefaultKey is the key of the cabinet, unless the settings have another one.
const DefaultKey = "0123456789abcdef0123456789abcdef"

// References that every server has.
const (
	CityKyiv      = "0a1b2c3d-0001-11e4-8000-000000000001"
	CityLviv      = "0a1b2c3d-0001-11e4-8000-000000000002"
	BranchKyiv    = "0a1b2c3d-0003-11e4-8000-000000000001" // № 1, takes any weight
	BranchLviv    = "0a1b2c3d-0003-11e4-8000-000000000002" // № 10, takes 30 kilograms
	LockerLviv    = "0a1b2c3d-0003-11e4-8000-000000000003" // № 5010
	Sender        = "0a1b2c3d-0004-11e4-8000-000000000001" // the holder of the cabinet, a private person
	SenderContact = "0a1b2c3d-0005-11e4-8000-000000000001" // the person that hands parcels in
	SenderPhone   = "380670000001"
)

// Settings configures the server. The zero Settings is the documented behaviour.
type Settings struct {
	Key string           // empty means DefaultKey
	Now func() time.Time // nil means the machine's time
	// HideFor is how long a new waybill cannot be deleted, listed or tracked. The vendor takes some seconds.
	HideFor time.Duration
	// Contract is a cabinet with a contract: payment by transfer and control of payment.
	Contract bool
	// SenderPaysLockers refuses parcels to lockers whose delivery the recipient pays, as older documents do.
	SenderPaysLockers bool
	// PrintedStay refuses to delete a waybill whose label was printed, for which the vendor has a code.
	PrintedStay bool
	// AnyApostrophe finds places whatever the apostrophe is typed with. Otherwise only that of the directory is found.
	AnyApostrophe bool
}

// Server is Nova Poshta for one cabinet. Calls are named by model and method, such as "InternetDocument.save", for
// Faults and Calls; forms have no name but their path. It is safe for concurrent use.
type Server struct {
	*fake.Server
	settings Settings

	mu       sync.Mutex
	keys     map[string]bool // true: not expired
	cities   []object
	streets  []object
	points   []object
	parties  []*party
	waybills []*waybill
	sheets   []*sheet
	requests []*request
	fates    map[string][]message // of the next waybills, by the shop's own number
	spent    int                  // the last number used
}

// New returns a server with the cities Київ and Львів, a branch in each and a locker in Львів, some places whose names
// are much alike, and the sender with a contact person. It does not listen until URL is called.
func New(st Settings) *Server {
	st.Key = cmp.Or(st.Key, DefaultKey)
	if st.Now == nil {
		st.Now = time.Now
	}
	s := &Server{settings: st, keys: map[string]bool{st.Key: true}, fates: map[string][]message{}}
	s.furnish()
	s.Server = fake.NewServer(s.routes())
	s.Op = operation
	return s
}

// operation is the model and the method of a call, empty for a form.
func operation(r *http.Request) string {
	var e envelope
	b, err := io.ReadAll(r.Body)
	if err != nil || json.Unmarshal(b, &e) != nil || e.Model == "" {
		return ""
	}
	return strings.TrimSuffix(e.Model, "General") + "." + e.Method
}

// AddKey adds the key of another cabinet. It may read the directory, and tracks as without a key.
func (s *Server) AddKey(key string) { s.do(func() { s.keys[key] = true }) }

// ExpireKey ends the life of a key.
func (s *Server) ExpireKey(key string) { s.do(func() { s.keys[key] = false }) }

// Fail makes the next waybill with the shop's own number be refused with a code and a text of the vendor, also such
// that the fake never gives itself.
func (s *Server) Fail(number, code, text string) {
	s.do(func() { s.fates[number] = append(s.fates[number], message{code: code, text: text}) })
}

// do calls f under the lock.
func (s *Server) do(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

// id returns a new reference, the same sequence in each run.
func (s *Server) id() string {
	s.spent++
	n := uint64(s.spent) * 0x9e3779b97f4a7c15
	return fmt.Sprintf("%08x-%04x-11ef-a60f-%012x", uint32(n>>32), uint16(n>>16), s.spent)
}

// number returns a new number with the prefix, of fourteen digits or as the vendor numbers other documents.
func (s *Server) number(prefix string, digits int) string {
	s.spent++
	return fmt.Sprintf("%s%0*d", prefix, digits, s.spent)
}
