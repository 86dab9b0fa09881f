package chestnyznaktest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// The defaults of Settings.
const (
	DefaultINN    = "5544332219"
	DefaultAPIKey = "0d1e2f3a-4b5c-6d7e-8f90-a1b2c3d4e5f6"
)

// Settings configures the server. The zero Settings is a participant who trades clothes, shoes, perfumes and water, and
// a registry that takes some seconds for each step.
type Settings struct {
	INN    string // of the participant; empty means DefaultINN
	APIKey string // X-API-KEY of the cash registers; empty means DefaultAPIKey
	// Groups are the groups of goods in which the participant is registered; nil means lp, shoes, perfumery and water.
	Groups []string
	Hosts  []string // of the CDN, without a scheme; nil means cdn01.crpt.ru to cdn03.crpt.ru
	// TokenLife is how long a token lives; 0 means 10 hours.
	TokenLife time.Duration
	// ShownAfter is how long a new document cannot be read or listed; 0 means 1 second, a negative number none at all.
	ShownAfter time.Duration
	// CheckAfter is when a new document is checked; 0 means after 5 seconds, a negative number at once.
	CheckAfter time.Duration
	// CodesAfter is how long codes are told as before after their document was checked; 0 means 2 seconds, a negative
	// number not at all.
	CodesAfter time.Duration
	// QuotedID makes documents/create answer with the id as JSON, not as plain text.
	QuotedID bool
	// ErrorObjects makes the errors of a document objects, not texts.
	ErrorObjects bool
	// AllOrNothing makes one bad code refuse a whole document; otherwise the good ones are processed.
	AllOrNothing bool
	// NeedsPlace makes a distance sale need the place of activity (fias_id).
	NeedsPlace bool
	// OldWords is the edition in which the reason of a distance sale is REMOTE_SALE.
	OldWords bool
	// Abroad is a caller outside of Russia: every call is answered 451.
	Abroad bool
	Now    func() time.Time // nil means the machine's time
}

// Server is the registry for one participant, on all its hosts. Calls are named "auth/key", "auth/simpleSignIn",
// "cises/info", "product/info", "documents/create", "doc/info", "doc/list" and "cdn/info" for Faults and Calls; those
// to a host of the CDN begin with its name, as in "cdn01/codes/check". It is safe for concurrent use.
type Server struct {
	*fake.Server
	settings Settings

	mu        sync.Mutex
	keys      map[string]string    // challenges that were not used, by their uuid
	tokens    map[string]time.Time // until when
	codes     map[string]*entry    // by КИ
	documents []*document
	spent     int // the last number used
}

// New returns a server without codes. It does not listen until URL is called.
func New(st Settings) *Server {
	st.INN, st.APIKey = cmp.Or(st.INN, DefaultINN), cmp.Or(st.APIKey, DefaultAPIKey)
	if st.Groups == nil {
		st.Groups = []string{"lp", "shoes", "perfumery", "water"}
	}
	if st.Hosts == nil {
		st.Hosts = []string{"cdn01.crpt.ru", "cdn02.crpt.ru", "cdn03.crpt.ru"}
	}
	st.TokenLife = cmp.Or(st.TokenLife, 10*time.Hour)
	st.ShownAfter = max(cmp.Or(st.ShownAfter, time.Second), 0)
	st.CheckAfter = max(cmp.Or(st.CheckAfter, 5*time.Second), 0)
	st.CodesAfter = max(cmp.Or(st.CodesAfter, 2*time.Second), 0)
	if st.Now == nil {
		st.Now = time.Now
	}
	s := &Server{settings: st, keys: map[string]string{}, tokens: map[string]time.Time{}, codes: map[string]*entry{}}
	s.Server = fake.NewServer(s.routes())
	s.Op = operation
	return s
}

// refusal is an answer that reports an error.
type refusal struct {
	status int
	text   string
}

func refuse(status int, format string, args ...any) *refusal {
	return &refusal{status, fmt.Sprintf(format, args...)}
}

// plain is an answer of text.
type plain string

// call is a request that was admitted.
type call struct {
	*http.Request
	query *fake.Values
	body  []byte
}

// auth is what a call needs.
type auth uint8

const (
	open   auth = iota
	bearer      // a token
	apiKey      // X-API-KEY
)

// routes is the API. Each call lists the parameters that it has.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	on := func(a auth, h func(*Server, call) (any, *refusal), parameters ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, a, h, parameters) }
	}
	const v3, v4 = "/api/v3/true-api/", "/api/v4/true-api/"
	mux.HandleFunc("GET "+v3+"auth/key", on(open, (*Server).challenge))
	mux.HandleFunc("POST "+v3+"auth/simpleSignIn", on(open, (*Server).signIn))
	mux.HandleFunc("POST "+v3+"cises/info", on(bearer, (*Server).cises, "pg"))
	mux.HandleFunc("GET "+v3+"product/info", on(bearer, (*Server).products, "gtins"))
	mux.HandleFunc("GET "+v4+"product/info", on(bearer, (*Server).products, "gtins"))
	mux.HandleFunc("POST "+v3+"product/info", on(bearer, (*Server).products))
	mux.HandleFunc("POST "+v4+"product/info", on(bearer, (*Server).products))
	mux.HandleFunc("POST "+v3+"lk/documents/create", on(bearer, (*Server).create, "pg"))
	mux.HandleFunc("GET "+v4+"doc/{id}/info", on(bearer, (*Server).info, "pg", "body", "content"))
	mux.HandleFunc("GET "+v4+"doc/list", on(bearer, (*Server).list, listParameters...))
	mux.HandleFunc("GET "+v4+"cdn/info", on(apiKey, (*Server).hosts))
	mux.HandleFunc("GET "+v4+"cdn/health/check", on(apiKey, (*Server).health))
	mux.HandleFunc("POST "+v4+"codes/check", on(apiKey, (*Server).check))
	mux.HandleFunc("/", on(bearer, func(_ *Server, c call) (any, *refusal) {
		return nil, refuse(404, "Метод %s не найден", c.URL.Path)
	}))
	return mux
}

// operation returns the name of a call.
func operation(r *http.Request) string {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if len(parts) < 2 {
		return ""
	}
	name := strings.Join(parts[len(parts)-2:], "/")
	if len(parts) > 2 && parts[len(parts)-3] == "doc" {
		name = "doc/info"
	}
	if host, _, _ := strings.Cut(r.Host, "."); strings.HasPrefix(host, "cdn") && host != "cdn" {
		name = host + "/" + name
	}
	return name
}

// serve answers a call.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, a auth, h func(*Server, call) (any, *refusal), parameters []string) {
	answer, no := s.answer(r, a, h, parameters)
	status := http.StatusOK
	if no != nil {
		status = no.status
		switch {
		case no.status == http.StatusUnavailableForLegalReasons:
			answer = plain("<html><body><h1>451</h1></body></html>")
		case a == apiKey:
			answer = map[string]any{"code": no.status, "description": no.text}
		case answer == nil:
			answer = map[string]any{"error_message": no.text}
		}
	} else if strings.HasSuffix(r.URL.Path, "/create") {
		status = http.StatusCreated
	}
	if text, is := answer.(plain); is {
		w.Header().Set("Content-Type", "text/plain;charset=UTF-8")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, string(text)) //nolint:gosec // G705: an id or a page of its own, as plain text
		return
	}
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(answer) // plain data to a writer that does not fail
}

// answer admits a request and runs its handler under the lock.
func (s *Server) answer(r *http.Request, a auth, h func(*Server, call) (any, *refusal), parameters []string) (any, *refusal) {
	if s.settings.Abroad {
		return nil, refuse(http.StatusUnavailableForLegalReasons, "")
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, refuse(400, "Тело запроса не прочитано")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	if no := s.admit(r, a); no != nil {
		return nil, no
	}
	if r.Method == http.MethodPost && !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		return nil, refuse(415, "Неподдерживаемый тип содержимого %q", r.Header.Get("Content-Type"))
	}
	for name := range r.URL.Query() {
		if !slices.Contains(parameters, name) {
			return nil, refuse(400, "Неизвестный параметр %s", name)
		}
	}
	return h(s, call{r, fake.Query(r), bytes.TrimPrefix(body, []byte("\ufeff"))})
}

// do calls f under the lock, after what is due was done.
func (s *Server) do(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	f()
}

func (s *Server) now() time.Time { return s.settings.Now() }

// moscow is the zone of the registry. It needs no database of zones.
var moscow = time.FixedZone("MSK", 3*60*60)

// stamp returns a time as the registry writes it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// id returns a new UUID, the same sequence in each run.
func (s *Server) id() string {
	s.spent++
	n := uint64(s.spent) * 0x9e3779b97f4a7c15
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", uint32(n>>32), uint16(n>>16), uint16(n)&0xfff, s.spent&0xfff, s.spent)
}
