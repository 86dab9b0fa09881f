package chestnyznaktest

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/ordo-sdk/ordo/fake"
)

// Signer signs as the participant does, in a form that only this server reads: a registry wants GOST signatures, which
// no test can make. It has the method of marking.Signer.
type Signer struct {
	INN string // of the certificate
	// Broken makes signatures that are not genuine.
	Broken bool
}

// Signer returns the signer of the participant.
func (s *Server) Signer() Signer { return Signer{INN: s.settings.INN} }

// envelope is the form of a signature: what a CMS tells too.
type envelope struct {
	Type    asn1.ObjectIdentifier
	INN     string `asn1:"utf8"`
	Content []byte `asn1:"optional,tag:0"` // absent if it is detached
	Mac     []byte
}

var signedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}

// Sign signs content. The signature contains it unless it is detached.
func (s Signer) Sign(ctx context.Context, content []byte, detached bool) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	e := envelope{Type: signedData, INN: s.INN, Mac: mac(s.INN, content)}
	if s.Broken {
		e.Mac[0] ^= 1
	}
	if !detached {
		e.Content = content
	}
	return asn1.Marshal(e)
}

func mac(inn string, content []byte) []byte {
	h := hmac.New(sha256.New, []byte("certificate of "+inn))
	h.Write(content)
	return h.Sum(nil)
}

// verify reads a signature in Base64 and returns what was signed, by whom. Detached ones are of the content given.
func verify(signature string, content []byte) (signed []byte, inn string, ok bool) {
	der, err := base64.StdEncoding.DecodeString(signature) // also refuses a signature in several lines
	if err != nil || strings.ContainsAny(signature, "\r\n") {
		return nil, "", false
	}
	var e envelope
	if rest, err := asn1.Unmarshal(der, &e); err != nil || len(rest) > 0 || !e.Type.Equal(signedData) {
		return nil, "", false
	}
	if detached := content != nil; detached == (e.Content != nil) {
		return nil, "", false
	}
	if content == nil {
		content = e.Content
	}
	return content, e.INN, hmac.Equal(e.Mac, mac(e.INN, content))
}

// challenge begins a sign-in.
func (s *Server) challenge(call) (any, *refusal) {
	id := s.id()
	letters := sha256.Sum256([]byte(id))
	text := make([]byte, 30)
	for i := range text {
		text[i] = 'A' + letters[i]%26
	}
	s.keys[id] = string(text)
	return map[string]any{"uuid": id, "data": string(text)}, nil
}

// signIn ends it.
func (s *Server) signIn(c call) (any, *refusal) {
	var in struct {
		UUID   string `json:"uuid"`
		Data   string `json:"data"`
		INN    string `json:"inn"`
		United bool   `json:"unitedToken"`
	}
	if err := fake.Strict(c.body, &in); err != nil {
		return nil, refuse(400, "Некорректный запрос: %v", err)
	}
	want := s.settings.INN // without a challenge the INN itself is signed
	if in.UUID != "" || !in.United {
		want = s.keys[in.UUID]
		delete(s.keys, in.UUID)
	}
	signed, inn, ok := verify(in.Data, nil)
	switch {
	case want == "" || !ok || string(signed) != want:
		return nil, refuse(401, "Подпись не прошла проверку")
	case inn != s.settings.INN, in.INN != "" && in.INN != s.settings.INN:
		return nil, refuse(403, "Участник не зарегистрирован")
	}
	token := s.id()
	if !in.United {
		token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(`{"inn":"`+inn+`"}`)) + "." + token
	}
	s.tokens[token] = s.now().Add(s.settings.TokenLife)
	fake.Commit(c.Request)
	if in.United {
		return map[string]any{"uuidToken": token, "expireDate": stamp(s.tokens[token])}, nil
	}
	return map[string]any{"token": token}, nil
}

// ExpireTokens ends the life of all tokens issued so far.
func (s *Server) ExpireTokens() { s.do(func() { clear(s.tokens) }) }

// admit checks what a call needs. The hosts of the CDN have nothing else.
func (s *Server) admit(r *http.Request, a auth) *refusal {
	switch {
	case strings.HasPrefix(r.Host, "cdn") && a != apiKey:
		return refuse(404, "Метод не найден")
	case a == apiKey && r.Header.Get("X-API-KEY") != s.settings.APIKey:
		return refuse(401, "Unauthorized")
	case a == bearer:
		token, is := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if until, known := s.tokens[token]; !is || !known || !s.now().Before(until) {
			return refuse(401, "Токен не действителен. Необходимо получить новый токен аутентификации")
		}
	}
	return nil
}
