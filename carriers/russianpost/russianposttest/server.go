package russianposttest

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// What a server answers to, unless the settings say otherwise. Otpravka and tracking have logins of their own.
const (
	DefaultToken            = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6"
	DefaultLogin            = "shop@example.org"
	DefaultPassword         = "otpravka-password"
	DefaultTrackingLogin    = "trackedShop"
	DefaultTrackingPassword = "tracking-password"
)

// Indexes that every server has.
const (
	OfficeMoscow      = "101000" // where the account hands in
	OfficeMoscow2     = "115162" // where it hands in too, no mail for lockers and points
	OfficePetersburg  = "190000"
	OfficeNovosibirsk = "630000"
	PointPetersburg   = "904190" // takes what goes to a pick-up point
	LockerPetersburg  = "916190"
	OfficeClosed      = "190013" // closed for the time being
)

// Settings configures the server. The zero Settings is the documented behaviour for an account with free tracking.
type Settings struct {
	Token, Login, Password          string           // of Otpravka; empty means the Default ones
	TrackingLogin, TrackingPassword string           // of tracking; empty means the Default ones
	Now                             func() time.Time // nil means the machine's time
	// Limit is how many calls of Otpravka a day of Moscow has; 0 means 1000.
	Limit int
	// TrackingLimit is how many calls of tracking a day of Moscow has without a contract; 0 means 100.
	TrackingLimit int
	// Contract is a contract for tracking: tickets, and no limit.
	Contract bool
	// SeparateBatches makes a batch for each type and category, as for older accounts, not COMBINED ones.
	SeparateBatches bool
	// NoCOD is an account that has no number for transfers of money, which cash on delivery needs.
	NoCOD bool
	// OnlineBalance is an account that pays from its balance, so that batches are checked in with it only.
	OnlineBalance bool
	// Balance is what the account has, in kopecks.
	Balance int
	// NoEasyReturn is an account for which the vendor has not switched on returns.
	NoEasyReturn bool
	// FreeReturnAddress lets separate returns go to any address, not only to an office of the account.
	FreeReturnAddress bool
	// HideFor is how long a new order is not found by searches. The vendor says nothing of such a time.
	HideFor time.Duration
	// Shuffle gives lists in the reverse of their order.
	Shuffle bool
	// Prefixes writes XML that means the same with no prefixes of its namespaces.
	Prefixes bool
}

// Server is Russian Post for one account. Calls of Otpravka and of the tariff are named by method and path, such as
// "PUT /2.0/user/backlog", for Faults and Calls; those of tracking by their element: getOperationHistory,
// PostalOrderEventsForMail, ticketRequest, answerByTicketRequest. It is safe for concurrent use.
type Server struct {
	*fake.Server
	settings Settings

	mu      sync.Mutex
	orders  []*order
	batches []*batch
	returns []*back
	parcels map[string]*parcel // by barcode
	tickets map[string]*ticket
	offices []object
	fates   map[string][]object // of the next orders, by the shop's number
	cleaned map[string]object   // answers to texts
	used    map[string]int      // calls, by service and day
	spent   int                 // the last number used
}

// New returns a server with the offices and points of the constants. It does not listen until URL is called.
func New(st Settings) *Server {
	st.Token, st.Login, st.Password = cmp.Or(st.Token, DefaultToken), cmp.Or(st.Login, DefaultLogin), cmp.Or(st.Password, DefaultPassword)
	st.TrackingLogin = cmp.Or(st.TrackingLogin, DefaultTrackingLogin)
	st.TrackingPassword = cmp.Or(st.TrackingPassword, DefaultTrackingPassword)
	st.Limit, st.TrackingLimit = cmp.Or(st.Limit, 1000), cmp.Or(st.TrackingLimit, 100)
	if st.Now == nil {
		st.Now = time.Now
	}
	s := &Server{
		settings: st, parcels: map[string]*parcel{}, tickets: map[string]*ticket{}, offices: furnished(),
		fates: map[string][]object{}, cleaned: map[string]object{}, used: map[string]int{},
	}
	s.Server = fake.NewServer(s.routes())
	s.Op = operation
	return s
}

// operation is the element of a call of tracking, empty for others.
func operation(r *http.Request) string {
	if r.URL.Path != "/rtm34" && r.URL.Path != "/fc" {
		return ""
	}
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return ""
	}
	if root, err := parse(bytes.TrimSpace(b)); err == nil {
		for _, k := range root.kids {
			if k.name == "Body" && len(k.kids) == 1 {
				return k.kids[0].name
			}
		}
	}
	return ""
}

// Fail makes the next order with the shop's number be refused with a code and a text of the vendor, also such that the
// fake never gives itself. The text may be empty.
func (s *Server) Fail(number, code, description string) {
	s.do(func() { s.fates[number] = append(s.fates[number], problem(code, description, "")) })
}

// do calls f under the lock.
func (s *Server) do(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

// next returns a number that was not used before.
func (s *Server) next() int {
	s.spent++
	return s.spent
}

// barcode returns a number for a parcel: six digits, the month, a counter and a check digit.
func (s *Server) barcode(index string) string {
	n := fmt.Sprintf("%s%02d%05d", index, int(s.settings.Now().In(moscow).Month()), s.next())
	return n + check(n)
}

// check is the check digit of thirteen digits.
func check(n string) string {
	sum := 0
	for i, c := range n {
		sum += int(c-'0') * (3 - i%2*2)
	}
	return strconv.Itoa((10 - sum%10) % 10)
}

// spend counts a call, and reports whether the day's limit is passed.
func (s *Server) spend(service string, limit int) bool {
	key := service + " " + day(s.settings.Now())
	s.used[key]++
	return s.used[key] > limit
}
