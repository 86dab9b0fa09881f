package rest_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// A box on the way that breaks into an established connection in the clear: the write has left by then.
func TestGarbageInAnEstablishedConnectionDoesNotProveThatNothingWasSent(t *testing.T) {
	taken := 0
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		taken++
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		_, _ = io.WriteString(conn.(*tls.Conn).NetConn(), "blocked by the network\r\n")
		_ = conn.Close()
	}))
	defer srv.Close()
	s := rest.Resolve(rest.Settings{System: "vendor", BaseURL: srv.URL}, ordo.WithHTTPClient(srv.Client()), ordo.WithAccount("v-1"))
	_, err := rest.New(s, rest.Config{}).Do(t.Context(), rest.Request{Method: http.MethodPost}, nil)
	require.Equal(t, ordo.InDoubt, failed(t, err).Class)
	require.Equal(t, 1, taken)
}

type needed struct {
	ID  string `json:"id"`
	Sum int    `json:"sum"`
}

func (n *needed) Complete() error {
	if n.ID == "" {
		return errors.New("no id")
	}
	return nil
}

func TestWhatAnEarlierAnswerHeldDoesNotCompleteALaterOne(t *testing.T) {
	inBubble(t, func(t *testing.T, s *fake.Server, c *rest.Client) {
		empty := fake.Refuse(200, "application/json", `{}`)
		s.Faults().Next("GET /api/x", fake.Refuse(200, "application/json", `{"id":"7","sum":"much"}`), empty, empty, empty)
		var out needed
		_, err := c.Do(t.Context(), rest.Request{Path: "/x"}, &out)
		require.Equal(t, ordo.Retry, failed(t, err).Class)
	})
}

func TestWhatALoginIsRefusedForIsNoRefusalOfTheRequest(t *testing.T) {
	for _, class := range []ordo.Class{ordo.Invalid, ordo.NotFound, ordo.Conflict, ordo.Unsupported, ordo.Auth} {
		c := client(shop().Transport(), rest.Config{Auth: []rest.Auth{{Header: "X", Fetch: func(context.Context) (rest.Token, error) {
			return rest.Token{}, &ordo.Error{Class: class}
		}}}})
		_, err := c.Do(t.Context(), create, nil)
		require.Equal(t, ordo.Auth, failed(t, err).Class, "%s of the login", class)
	}
}

func TestASecretIsBlottedAsPHPWritesIt(t *testing.T) {
	const secret = "пароль/ab+cd/ef=="
	for _, spelled := range []string{`пароль\/ab+cd\/ef==`, `\u043f\u0430\u0440\u043e\u043b\u044c\/ab+cd\/ef==`, `\u043f\u0430\u0440\u043e\u043b\u044c/ab+cd/ef==`} {
		s := fake.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"errors":["`+spelled+` is not known"]}`)
		}))
		c := client(s.Transport(), rest.Config{Secrets: []ordo.Secret{ordo.NewSecret(secret)}})
		_, err := c.Do(t.Context(), create, nil)
		require.NotContains(t, failed(t, err).Text, "ab+cd")
	}
}

func TestASecretIsNotCutBeforeItIsBlotted(t *testing.T) {
	const secret = "SECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRET"
	s := fake.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "https://elsewhere.example/"+strings.Repeat("x", 150)+"/"+secret)
		w.WriteHeader(http.StatusFound)
	}))
	c := client(s.Transport(), rest.Config{Secrets: []ordo.Secret{ordo.NewSecret(secret)}}, ordo.WithMaxAttempts(1))
	_, err := c.Do(t.Context(), rest.Request{}, nil)
	require.NotContains(t, failed(t, err).Text, "SECRET")

	s = fake.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"id":"`+strings.Repeat("x", 80)+secret+`"}`)
	}))
	c = client(s.Transport(), rest.Config{Secrets: []ordo.Secret{ordo.NewSecret(secret)}}, ordo.WithMaxAttempts(1))
	var out orderAnswer
	_, err = c.Do(t.Context(), rest.Request{Check: func() error { return rest.Same("order", "7", out.ID) }}, &out)
	require.NotContains(t, failed(t, err).Error(), "SECRET")
}
