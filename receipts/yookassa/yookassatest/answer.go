package yookassatest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

type object = map[string]any

// refusal is an answer that reports an error.
type refusal struct {
	status                       int
	code, description, parameter string
}

// invalid is the refusal of a request.
func invalid(parameter, description string) *refusal {
	return &refusal{http.StatusBadRequest, "invalid_request", description, parameter}
}

// absent is the refusal of an unknown id.
func absent(what string) *refusal {
	return &refusal{http.StatusNotFound, "not_found", what + " not found", ""}
}

// keyReused is the refusal of a known key with other data. What the vendor does is not documented; this is a guess.
func keyReused() *refusal {
	return invalid("Idempotence-Key", "Idempotence key duplicated with different request")
}

// stored is the answer to a key.
type stored struct {
	request string // its hash
	status  int
	body    []byte
	at      time.Time
}

// call is one request.
type call struct {
	*Server
	r       *http.Request
	query   *fake.Values
	body    []byte
	partner bool // by an OAuth token
}

// commit marks that the call changed something.
func (c *call) commit() { fake.Commit(c.r) }

type handler func(c *call) (any, *refusal)

// serve wraps a handler: credentials, content type, key.
func (s *Server) serve(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, "cannot read", http.StatusBadRequest)
			return
		}
		s.mu.Lock()
		c := &call{Server: s, r: r, query: fake.Query(r), body: body}
		s.tick()
		status, answer := c.enter(h)
		s.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write(answer) // the fake's writer does not fail
	}
}

// tick updates the time and applies what has become due.
func (s *Server) tick() {
	s.now = s.settings.Now().UTC().Truncate(time.Millisecond)
	for _, p := range s.payments {
		if p.status == waiting && !s.now.Before(p.expires) {
			s.cancel(p, "yoo_money", "expired_on_capture")
		}
	}
	for key, k := range s.keys {
		if s.now.Sub(k.at) >= keyLife {
			delete(s.keys, key)
		}
	}
}

var keyForm = regexp.MustCompile(`^[0-9a-zA-Z+\-_.]{1,64}$`)

// enter checks what every handler requires.
func (c *call) enter(h handler) (int, []byte) {
	if !c.admitted() {
		return c.answer(nil, &refusal{http.StatusUnauthorized, "invalid_credentials", "Login has illegal format or the secret key is wrong", ""})
	}
	if c.r.Method == http.MethodGet {
		v, refused := h(c)
		if unread := c.query.Unread(); refused == nil && len(unread) > 0 {
			refused = invalid(unread[0], "Unknown parameter")
		}
		return c.answer(v, refused)
	}
	if c.r.URL.RawQuery != "" {
		return c.answer(nil, invalid("", "Parameters belong into the body"))
	}
	media, _, _ := strings.Cut(c.r.Header.Get("Content-Type"), ";")
	if c.r.Method == http.MethodPost && media != "application/json" {
		return c.answer(nil, &refusal{http.StatusUnsupportedMediaType, "invalid_request", "Content type is not supported", ""})
	}
	key := c.r.Header.Get("Idempotence-Key")
	if !keyForm.MatchString(key) {
		return c.answer(nil, invalid("Idempotence-Key", "Idempotence key is missing or has illegal format"))
	}
	request := c.hash()
	if known, has := c.keys[key]; has {
		if known.request == request || c.settings.ReusedKeysAnswer {
			return known.status, known.body
		}
		return c.answer(nil, keyReused())
	}
	status, body := c.answer(h(c))
	c.keys[key] = stored{request, status, body, c.now}
	return status, body
}

// admitted checks the credentials.
func (c *call) admitted() bool {
	if c.r.Header.Get("Authorization") == "Bearer "+PartnerToken {
		c.partner = true
		return true
	}
	user, password, basic := c.r.BasicAuth()
	return basic && user == c.settings.ShopID && password == c.settings.SecretKey
}

// hash is equal for equal requests, however their JSON is written.
func (c *call) hash() string {
	body := c.body
	var v any
	if json.Unmarshal(body, &v) == nil {
		body, _ = json.Marshal(v) // what was decoded can be encoded
	}
	sum := sha256.Sum256(append([]byte(c.r.Method+" "+c.r.URL.Path+"\n"), body...))
	return hex.EncodeToString(sum[:])
}

// answer encodes what a handler returned.
func (c *call) answer(v any, refused *refusal) (int, []byte) {
	if refused == nil {
		return http.StatusOK, encode(v)
	}
	e := object{"type": "error", "id": c.newID(), "code": refused.code, "description": refused.description}
	if refused.parameter != "" {
		e["parameter"] = refused.parameter
	}
	return refused.status, encode(e)
}

// read decodes the body. A field that the fake does not know is refused, not ignored: the sender expects an effect.
func (c *call) read(v any) *refusal {
	if len(bytes.TrimSpace(c.body)) == 0 {
		return invalid("", "The body is empty")
	}
	return strict(c.body, "", v)
}

// strict decodes a part of the body at a path.
func strict(raw []byte, at string, v any) *refusal {
	err := fake.Strict(raw, v)
	if err == nil {
		return nil
	}
	if _, name, ok := strings.Cut(err.Error(), "unknown field "); ok {
		return invalid(at+strings.Trim(name, `"`), "Unknown parameter")
	}
	return invalid(strings.TrimSuffix(at, "."), "Malformed JSON: "+err.Error())
}

func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain data can be encoded
	}
	return b
}

// stamp returns a time as YooKassa writes it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
