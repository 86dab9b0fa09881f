package megamarkettest

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// What Settings leaves open.
const (
	DefaultToken      = "00000000-0000-4000-8000-0000000T0KEN"
	DefaultMerchantID = 4107
)

// Settings set how the server behaves. The zero Settings is the documented behaviour.
type Settings struct {
	Token      string // empty means DefaultToken
	MerchantID int64  // 0 means DefaultMerchantID; box codes must begin with it
	// PendingReads is how many times order/get shows lots as PENDING before they settle. 0 means 1; less means that
	// they settle at once.
	PendingReads int
	Errors       ErrorShape
	// ShippingInMerchantDelivery makes order/shipping work in merchant delivery, where it is not documented.
	ShippingInMerchantDelivery bool
	Now                        func() time.Time // what limits go by; nil means the machine's time
	// Receiver is where callbacks go: order/new and order/cancel are below its URL.
	Receiver fake.Receiver
}

// Server is Megamarket for one merchant. Calls and callbacks are named by their methods, such as "order/confirm" and
// "order/new", for Faults, Calls and Hooks. It is safe for concurrent use.
type Server struct {
	*fake.Server
	settings Settings

	mu        sync.Mutex
	shipments map[string]*Shipment
	order     []string // ids as they were placed
	requests  int
	stocks    map[string]int
	prices    map[string]int64
}

// New returns a server without orders. It listens nowhere until URL is called.
func New(st Settings) *Server {
	st.Token = cmp.Or(st.Token, DefaultToken)
	st.MerchantID = cmp.Or(st.MerchantID, DefaultMerchantID)
	st.PendingReads = cmp.Or(st.PendingReads, 1)
	if st.Now == nil {
		st.Now = time.Now
	}
	s := &Server{settings: st, shipments: map[string]*Shipment{}, stocks: map[string]int{}, prices: map[string]int64{}}
	s.Server = fake.NewServer(s.routes())
	s.Op = func(r *http.Request) string { return method(r.URL.Path) }
	s.Outbox.Receiver, s.Outbox.Good = st.Receiver, taken
	return s
}

// Where the methods are.
const (
	ordersPath = "/api/market/v1/orderService/"
	offersPath = "/api/merchantIntegration/v1/offerService/"
)

// method is the name of the method at a path, such as "order/confirm".
func method(path string) string {
	return strings.TrimPrefix(strings.TrimPrefix(path, ordersPath), offersPath)
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for path, h := range map[string]http.HandlerFunc{
		ordersPath + "order/get":          serve(s, s.get),
		ordersPath + "order/search":       serve(s, s.search),
		ordersPath + "order/confirm":      serve(s, s.confirm),
		ordersPath + "order/reject":       serve(s, s.reject),
		ordersPath + "order/packing":      serve(s, s.packing),
		ordersPath + "order/shipping":     serve(s, s.shipping),
		ordersPath + "order/close":        serve(s, s.close),
		ordersPath + "order/cancelResult": serve(s, s.cancelResult),
		ordersPath + "sticker/print":      serve(s, s.sticker),
		offersPath + "stock/update":       serve(s, s.updateStock),
		offersPath + "manualPrice/save":   serve(s, s.savePrices),
	} {
		mux.HandleFunc("POST "+path, h) // other verbs: 405
	}
	return mux
}

// serve makes a handler: it reads the envelope, checks the token, runs the method under the lock, and answers.
func serve[T any](s *Server, do func(*http.Request, T) (any, problems)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in, fields map[string]json.RawMessage
		if json.NewDecoder(r.Body).Decode(&in) != nil || json.Unmarshal(in["data"], &fields) != nil {
			http.Error(w, "malformed JSON", http.StatusBadRequest)
			return
		}
		var token string
		_ = json.Unmarshal(fields["token"], &token) // none is a wrong one
		delete(fields, "token")
		s.mu.Lock()
		defer s.mu.Unlock()
		s.requests++
		if token != s.settings.Token {
			s.refuse(w, problems{{Code: "1", Message: "Неверный токен"}})
			return
		}
		data, err := strict[T](in, fields)
		for name := range r.URL.Query() {
			err = errors.Join(err, fmt.Errorf("unknown parameter %q", name))
		}
		if err != nil {
			s.refuse(w, problems{{Code: "2", Message: "Неверный формат запроса", Description: err.Error()}})
			return
		}
		s.expire(s.settings.Now())
		switch out, ps := do(r, data); {
		case len(ps) > 0:
			s.refuse(w, ps)
		default:
			if page, ok := out.(pdf); ok {
				w.Header().Set("Content-Type", "application/pdf")
				_, _ = w.Write(page) // the fake's writer does not fail
				return
			}
			s.accept(w, out)
		}
	}
}

// strict reads the fields of a call, and refuses what T does not have.
func strict[T any](envelope, fields map[string]json.RawMessage) (data T, err error) {
	for name := range envelope {
		if name != "meta" && name != "data" {
			return data, fmt.Errorf("unknown field %q", name)
		}
	}
	b, err := json.Marshal(fields)
	if err != nil {
		return data, err
	}
	return data, fake.Strict(b, &data)
}
