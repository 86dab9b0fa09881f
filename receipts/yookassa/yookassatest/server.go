package yookassatest

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// The defaults of Settings.
const (
	DefaultShopID    = "701122"
	DefaultSecretKey = "test_fake-secret-key-1f3f6f0e"
	PartnerToken     = "oauth-fake-token-5f7d1a90" // of a partner who works for the shop
)

// The lifetimes.
const (
	keyLife  = 24 * time.Hour
	holdLife = 7 * 24 * time.Hour // cards; other methods have less
)

// Settings configures the server. The zero Settings is a shop without mandatory receipts, where refunds and receipts
// are settled at once.
type Settings struct {
	ShopID, SecretKey string // empty means the defaults
	// Fiscalization is the provider of receipts, such as "avanpost" (YooKassa's own registers) or "atol". With one, a
	// payment, a partial capture and a partial refund need a receipt. Without one, receipts that are sent are made all
	// the same.
	Fiscalization string
	ReceiptsLater bool // the scenario "payment first, receipt later": payments need no receipt
	Disabled      bool // the shop is not connected
	SlowRefunds   bool // refunds stay pending until SettleRefund or RefuseRefund
	SlowReceipts  bool // receipts stay pending until RegisterReceipt or RefuseReceipt
	// ReusedKeysAnswer makes a known key with other data return the first object instead of a refusal.
	ReusedKeysAnswer bool
	Loose            bool             // numbers come as strings, and there are unknown fields
	Now              func() time.Time // nil means the machine's time
	// Receiver is where notifications go: the address that is set in the cabinet. Subscriptions of partners replace it.
	Receiver fake.Receiver
	Source   string // the address that notifications come from; empty means the constant Source
}

// Server is YooKassa for one shop. Calls are named by method and path, such as "POST /payments/{id}/capture", for
// Faults and Calls, as the Op of the client's errors; notifications are named by their event, for Hooks. It is safe for
// concurrent use.
type Server struct {
	*fake.Server
	settings Settings

	mu           sync.Mutex
	now          time.Time // of the present request
	keys         map[string]stored
	payments     []*payment
	refunds      []*refund
	receipts     []*receipt
	webhooks     []webhook
	refuseReason string
	lastID       int
}

// New returns a server without payments. It does not listen until URL is called.
func New(st Settings) *Server {
	st.ShopID = cmp.Or(st.ShopID, DefaultShopID)
	st.SecretKey = cmp.Or(st.SecretKey, DefaultSecretKey)
	st.Source = cmp.Or(st.Source, Source)
	if st.Now == nil {
		st.Now = time.Now
	}
	s := &Server{settings: st, keys: map[string]stored{}}
	s.Server = fake.NewServer(s.routes())
	s.Op = op
	s.Outbox.Receiver = st.Receiver
	s.Outbox.Good = func(d fake.Delivery) bool { return d.Status == http.StatusOK } // else it is repeated
	return s
}

// op names a call by method and path, with {id} for the id.
func op(r *http.Request) string {
	parts := strings.Split(strings.TrimPrefix(r.URL.Path, "/v3"), "/")
	if len(parts) > 2 {
		parts[2] = "{id}"
	}
	return r.Method + " " + strings.Join(parts, "/")
}

// routes returns the handler of the API, with and without the prefix /v3.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, h := range map[string]handler{
		"POST /payments":              createPayment,
		"GET /payments":               listPayments,
		"GET /payments/{id}":          readPayment,
		"POST /payments/{id}/capture": capturePayment,
		"POST /payments/{id}/cancel":  cancelPayment,
		"POST /refunds":               createRefund,
		"GET /refunds":                listRefunds,
		"GET /refunds/{id}":           readRefund,
		"POST /receipts":              createReceipt,
		"GET /receipts":               listReceipts,
		"GET /receipts/{id}":          readReceipt,
		"GET /me":                     readMe,
		"POST /webhooks":              addWebhook,
		"GET /webhooks":               listWebhooks,
		"DELETE /webhooks/{id}":       removeWebhook,
		"/": func(*call) (any, *refusal) {
			return nil, &refusal{http.StatusNotFound, "not_found", "No such resource", ""}
		},
	} {
		mux.HandleFunc(pattern, s.serve(h))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		below := *r
		at := *r.URL
		at.Path, at.RawPath = strings.TrimPrefix(at.Path, "/v3"), ""
		below.URL = &at
		mux.ServeHTTP(w, &below)
	})
}

// newID returns a new id in the form of a UUID.
func (s *Server) newID() string {
	s.lastID++
	return fmt.Sprintf("%08x-000f-5000-9000-%012x", 0x30fb1c22+s.lastID, s.lastID)
}

func readMe(c *call) (any, *refusal) {
	fiscalization := object{"enabled": c.settings.Fiscalization != ""}
	if c.settings.Fiscalization != "" {
		fiscalization["provider"] = c.settings.Fiscalization
	}
	status := "enabled"
	if c.settings.Disabled {
		status = "disabled"
	}
	return object{
		"account_id": c.settings.ShopID, "status": status, "test": true, "fiscalization": fiscalization,
		"payment_methods": []string{"bank_card", "sbp", "yoo_money"}, "itn": "7700000000",
	}, nil
}
