package bxrest

import (
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
)

// mover follows a portal that was renamed: its old address answers 302 with the new host. The request is sent there
// again as it was, where an ordinary client would make a GET of it and lose the parameters. Nothing else is followed:
// the path must be the same, and https. The old host has seen the credentials anyway.
type mover struct {
	base url.URL // as given
	now  atomic.Pointer[string]
	next http.RoundTripper
}

func newMover(base string) *mover {
	m := &mover{}
	if u, err := url.Parse(base); err == nil {
		m.base = *u
	}
	m.now.Store(&m.base.Host)
	return m
}

// wrap returns a copy of the user's client that follows.
func (m *mover) wrap(user *http.Client) *http.Client {
	hc := http.Client{}
	if user != nil {
		hc = *user
	}
	if m.next = hc.Transport; m.next == nil {
		m.next = http.DefaultTransport
	}
	hc.Transport = m
	return &hc
}

// to takes over the address that tokens name.
func (m *mover) to(endpoint string) {
	if u, err := url.Parse(endpoint); err == nil && u.Host != "" && u.Scheme == m.base.Scheme {
		m.now.Store(&u.Host)
	}
}

func (m *mover) address() string {
	u := m.base
	u.Host = *m.now.Load()
	return u.String()
}

// RoundTrip implements http.RoundTripper.
func (m *mover) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != m.base.Host || !strings.HasPrefix(r.URL.Path, m.base.Path+"/rest/") {
		return m.next.RoundTrip(r)
	}
	at := *m.now.Load()
	resp, err := m.next.RoundTrip(sentTo(r, at))
	if err != nil || resp.StatusCode < 300 || resp.StatusCode > 399 || r.Body != nil && r.GetBody == nil {
		return resp, err
	}
	to, err := url.Parse(resp.Header.Get("Location"))
	if err != nil || to.Scheme != r.URL.Scheme || to.Host == "" || to.Host == at || to.User != nil || to.Path != r.URL.Path {
		return resp, nil
	}
	again := sentTo(r, to.Host)
	if r.GetBody != nil {
		body, err := r.GetBody()
		if err != nil {
			return resp, nil
		}
		again.Body = body
	}
	_ = resp.Body.Close() // it says nothing but where to go
	m.now.Store(&to.Host)
	return m.next.RoundTrip(again)
}

// sentTo is the request at another host.
func sentTo(r *http.Request, host string) *http.Request {
	if r.URL.Host == host {
		return r
	}
	own := r.Clone(r.Context())
	own.URL.Host, own.Host = host, host
	return own
}
