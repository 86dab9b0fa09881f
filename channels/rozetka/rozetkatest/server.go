package rozetkatest

import (
	"cmp"
	"net/http"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // the vendor's times are Kyiv's, also on a machine that has no zones

	"github.com/ordo-sdk/ordo/fake"
)

// What Settings leaves open.
const (
	DefaultUsername = "shop-demo"
	DefaultPassword = "pass-demo-1"
	DefaultMarketID = 7001
)

// Profile says of which time the rules are.
type Profile uint8

// The profiles. Both take 3 and 61 with a waybill.
const (
	Today Profile = iota
	Then          // 48 is a second attempt, more reasons to cancel are open, and what is left lying becomes 6 after 45 days
)

// Settings set how the server behaves. The zero Settings is what is documented, or was seen where that differs.
type Settings struct {
	Username, Password string // empty means DefaultUsername and DefaultPassword
	Token              string // a token of the cabinet, which dies after 24 hours without use; empty means that there is none
	MarketID           int64  // 0 means DefaultMarketID
	Profile            Profile
	TokenLife          time.Duration // of the tokens of logins; 0 means 24 hours
	NoOrderRights      bool          // the login has no role for orders: access_denied
	Errors             ErrorShape
	ExpiredAs401       bool // an old token is answered by HTTP 401 and session_expired, not by 200 and incorrect_access_token
	// TakeWithin is after how long an order that nobody took becomes 7; 0 means 24 hours, less means never.
	TakeWithin time.Duration
	// CloseAfter is after how long without a new status an order is closed; 0 means 30 days today and 45 days then,
	// less means never.
	CloseAfter time.Duration
	// LoseLoneComments loses a comment that comes with the status that the order has already.
	LoseLoneComments bool
	DropRemovedRows  bool             // purchases that were removed are not shown, instead of with status 0
	IgnorePage       bool             // orders/search answers the first page whatever was asked for
	DocumentedNames  bool             // orderStatus, name_ua and type, where live answers have orderStatuses, name_uk and status_group
	Now              func() time.Time // nil means the machine's time
}

// Server is ROZETKA for one shop. Calls are named by method and path, such as "GET /orders/search", for Faults and
// Calls, but for those of one order: "orders/get" and "orders/update". It is safe for concurrent use.
type Server struct {
	*fake.Server
	settings Settings

	mu     sync.Mutex
	tokens map[string]time.Time // until when
	used   time.Time            // when the token of the cabinet was last used
	orders []*Order
	goods  []*Good
	calls  []*Call
	spent  int64 // ids given so far
}

// New returns a server without orders and goods. It listens nowhere until URL is called.
func New(st Settings) *Server {
	st.Username, st.Password = cmp.Or(st.Username, DefaultUsername), cmp.Or(st.Password, DefaultPassword)
	st.MarketID, st.TokenLife = cmp.Or(st.MarketID, DefaultMarketID), cmp.Or(st.TokenLife, day)
	st.TakeWithin = cmp.Or(st.TakeWithin, day)
	if st.CloseAfter == 0 {
		st.CloseAfter = 30 * day
		if st.Profile == Then {
			st.CloseAfter = 45 * day
		}
	}
	if st.Now == nil {
		st.Now = time.Now
	}
	s := &Server{settings: st, tokens: map[string]time.Time{}, used: st.Now()}
	s.Server = fake.NewServer(s.routes())
	s.Op = func(r *http.Request) string {
		if id, ok := strings.CutPrefix(r.URL.Path, "/orders/"); ok && id != "" && strings.Trim(id, "0123456789") == "" {
			return map[string]string{http.MethodGet: "orders/get", http.MethodPut: "orders/update"}[r.Method]
		}
		return ""
	}
	return s
}

const day = 24 * time.Hour

// kyiv is the zone of all times of the vendor.
var kyiv = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		panic("rozetkatest: " + err.Error()) // it is in time/tzdata
	}
	return zone
}()

// stamp returns a time as ROZETKA writes it.
func stamp(t time.Time) string { return t.In(kyiv).Format(time.DateTime) }

// id returns a new number, the same sequence in each run.
func (s *Server) id(from int64) int64 {
	s.spent++
	return from + s.spent
}

// now is the time that is known to the second, as the vendor's is.
func (s *Server) now() time.Time { return s.settings.Now().Truncate(time.Second) }

// do calls f under the lock, after what the clock has brought.
func (s *Server) do(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pass(s.now())
	f()
}
