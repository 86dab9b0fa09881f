package atoltest

import (
	"context"
	"encoding/json"
	"net/http"
	"regexp"

	"github.com/ordo-sdk/ordo/internal/fake"
)

// FailCallbacks makes the next callbacks go wrong: Twice, Late, Lose or Slow.
func (s *Server) FailCallbacks(faults ...CallFault) { s.out.Faults.Next("callback", faults...) }

// Direct returns a RoundTripper that calls a handler without sockets: for Settings.Transport.
func Direct(h http.Handler) http.RoundTripper { return fake.Direct(h) }

// Delivery is what became of one sending of a callback: Status and Answer are the receiver's.
type Delivery = fake.Delivery

// SendCallbacks delivers the callbacks that wait, each once.
func (s *Server) SendCallbacks(ctx context.Context) []Delivery { return s.out.Deliver(ctx) }

// RepeatCallbacks makes every callback that there ever was wait again.
func (s *Server) RepeatCallbacks() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, h := range s.hooks {
		s.out.Put(h)
	}
}

// callbackMask is what a callback's address must look like; else there is none.
var callbackMask = regexp.MustCompile(`^http(s?)://[0-9a-zA-Zа-яА-Я]([-.\w]*[0-9a-zA-Zа-яА-Я])*(:(0-9)*)*(/?)([a-zA-Z0-9а-яА-Я\-.?,'/\\+&=%$#_]*)?$`)

// announce lets a callback wait.
func (s *Server) announce(r *Receipt) {
	if r.callback == "" || !callbackMask.MatchString(r.callback) {
		return
	}
	body, err := json.Marshal(s.reportOf(r))
	if err != nil {
		panic(err) // plain data can be encoded
	}
	h := fake.Hook{
		Name: "callback", URL: r.callback, Body: body,
		Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}},
	}
	s.hooks = append(s.hooks, h)
	s.out.Put(h)
}
