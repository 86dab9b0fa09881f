package rest_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// fault: R1
func TestNoRedirectIsFollowed(t *testing.T) {
	reached := 0
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		reached++
		_, _ = io.WriteString(w, `{"id":"7"}`)
	}))
	defer other.Close()
	rules := map[string]func(*http.Request, []*http.Request) error{
		"the standard rule": nil,
		"the user follows":  func(*http.Request, []*http.Request) error { return nil },
		"the user's error":  func(*http.Request, []*http.Request) error { return errors.New("mine") },
	}
	places := map[string]struct{ location, text string }{
		"another host":           {other.URL + "/p?token=" + secretKnown, "redirected to " + other.URL + "/p, which"},
		"with a password":        {"http://user:" + secretKnown + "@vendor.example/p", "redirected to http://vendor.example/p, which"},
		"the same host":          {"/elsewhere#x", "redirected to /elsewhere, which"},
		"a secret in the path":   {"https://vendor.example/" + secretField, "redirected to https://vendor.example/***, which"},
		"no place":               {"", "redirected to nowhere, which"},
		"a place that is none":   {"http://[::1/" + secretField, ""},
		"a very long place":      {"https://vendor.example/" + strings.Repeat("я", 1<<10), "…, which"},
		"out of https into http": {"http://vendor.example/", "redirected to http://vendor.example/, which"},
	}
	for _, status := range []int{301, 302, 303, 304, 307, 308, 399} {
		for place, at := range places {
			for rule, check := range rules {
				s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					if at.location != "" {
						w.Header()["Location"] = []string{at.location}
					}
					w.WriteHeader(status)
				}))
				settings := rest.Resolve(rest.Settings{System: "vendor", BaseURL: s.URL}, ordo.WithAccount("v-1"), ordo.WithMaxAttempts(1),
					ordo.WithHTTPClient(&http.Client{CheckRedirect: check}))
				c := rest.New(settings, rest.Config{
					Auth: []rest.Auth{rest.Bearer(secretToken)}, Secrets: []ordo.Secret{ordo.NewSecret(secretField)},
				})
				for _, r := range []struct {
					rest.Request
					want ordo.Class
				}{
					{rest.Request{Path: "/o"}, ordo.Retry},
					{rest.Request{Method: "POST", Path: "/o", Body: rest.JSON(1)}, ordo.InDoubt},
					{rest.Request{Method: "POST", Path: "/o", Body: rest.JSON(1), Repeat: rest.Idempotent()}, ordo.Retry},
				} {
					_, err := c.Do(t.Context(), r.Request, nil)
					e := failed(t, err)
					require.Equal(t, r.want, e.Class, "%d, %s, %s: %v", status, place, rule, err)
					require.ErrorContains(t, err, at.text)
					require.Less(t, len(err.Error()), 5000)
					requireClean(t, place, everyText(err))
				}
				s.Close()
			}
		}
	}
	require.Zero(t, reached)
}

// fault: R1
func TestCredentialsGoToTheVendorsHostOnly(t *testing.T) {
	mock := httpmock.NewMockTransport()
	var got http.Header
	mock.RegisterNoResponder(func(r *http.Request) (*http.Response, error) {
		got = r.Header
		return httpmock.NewStringResponse(200, "{}"), nil
	})
	c := client(mock, rest.Config{Auth: []rest.Auth{rest.Bearer("t0ken")}})
	for _, tt := range []struct {
		path            string
		anonymous, sent bool
	}{
		{"https://vendor.example/o", false, true},
		{"https://vendor.example:8443/o", false, false},
		{"https://vendor.example.evil.example/o", false, false},
		{"https://vendor.example@evil.example/o", false, false},
		{"http://vendor.example/o", false, false},
		{"https://files.example/o", false, false},
		{"https://files.example/o", true, true},
		{"http://files.example/o", true, false},
	} {
		got = nil
		_, err := c.Do(t.Context(), rest.Request{Path: tt.path, Anonymous: tt.anonymous}, nil)
		require.Equal(t, tt.sent, got != nil, tt.path)
		if !tt.sent {
			require.Equal(t, ordo.Invalid, failed(t, err).Class, tt.path)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, tt.anonymous, got.Get("Authorization") == "", tt.path)
	}
}
