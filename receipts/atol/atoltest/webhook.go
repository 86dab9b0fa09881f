package atoltest

import (
	"encoding/json"
	"net/http"
	"regexp"

	"github.com/ordo-sdk/ordo/fake"
)

// callbackMask is the pattern of a callback's address; for any other there is no callback.
var callbackMask = regexp.MustCompile(`^http(s?)://[0-9a-zA-Zа-яА-Я]([-.\w]*[0-9a-zA-Zа-яА-Я])*(:(0-9)*)*(/?)([a-zA-Z0-9а-яА-Я\-.?,'/\\+&=%$#_]*)?$`)

// announce queues a callback.
func (s *Server) announce(r *Receipt) {
	if r.callback == "" || !callbackMask.MatchString(r.callback) {
		return
	}
	body, err := json.Marshal(s.reportOf(r))
	if err != nil {
		panic(err) // plain data can be encoded
	}
	h := s.Call("callback", string(body))
	h.URL = r.callback
	s.Outbox.Put(h)
}

// Call returns a callback as the service makes it, without sending it: to the URL of Settings.Receiver, named
// "callback", with any body. Send it with Outbox.Put and SendHooks. The service sends no credentials: only a secret
// address tells its calls from others.
func (s *Server) Call(name, body string) fake.Hook {
	return fake.Hook{
		Name: name, URL: s.settings.Receiver.URL, Body: []byte(body),
		Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}},
	}
}
