package bxrest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// portal answers from a function, and keeps what it was asked.
type portal struct {
	t      *testing.T
	mu     sync.Mutex
	asked  []request
	answer func(request) (status int, body string)
}

type request struct {
	host, method, token string
	params              map[string]any
	form                string
}

func (p *portal) RoundTrip(r *http.Request) (*http.Response, error) {
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	one := request{
		host: r.URL.Host, method: r.URL.Path[strings.LastIndex(strings.TrimSuffix(r.URL.Path, "/"), "/")+1:],
		token: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), form: string(b),
	}
	_ = json.Unmarshal(b, &one.params)
	p.mu.Lock()
	p.asked = append(p.asked, one)
	p.mu.Unlock()
	status, body := p.answer(one)
	h := http.Header{"Content-Type": {"application/json"}}
	if to, moved := strings.CutPrefix(body, "302 "); moved {
		h.Set("Location", to+r.URL.Path)
		body = ""
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), Request: r, ContentLength: -1}, nil
}

// serve returns a client of a portal that answers so.
func serve(t *testing.T, answer func(request) (int, string)) (*portal, *bxrest.Client) {
	t.Helper()
	return serveAs(t, bxrest.Webhook(1, "hook-code"), answer)
}

func serveAs(t *testing.T, auth bxrest.Auth, answer func(request) (int, string)) (*portal, *bxrest.Client) {
	t.Helper()
	p := &portal{t: t, answer: answer}
	return p, bxrest.New("https://portal.example", auth, ordo.WithHTTPClient(&http.Client{Transport: p}), bxrest.Box())
}

// methods are what was asked, in order.
func (p *portal) methods() (all []string) {
	for _, r := range p.asked {
		all = append(all, r.method)
	}
	return all
}

func ok(body string) func(request) (int, string) {
	return func(request) (int, string) { return 200, body }
}

func class(t *testing.T, want ordo.Class, err error) {
	t.Helper()
	require.Error(t, err)
	require.Equal(t, want, ordo.ClassOf(err), "%v", err)
}
