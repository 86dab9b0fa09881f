package bxserver

import (
	"net/http"
	"slices"
	"strings"
)

// user is a person of the portal as far as rights go.
type user struct{ admin bool }

// webhook is an incoming webhook: a secret in the address.
type webhook struct {
	user   int
	scopes []string
}

// authParams are eaten before a method sees its parameters.
var authParams = []string{"auth", "access_token", "auth_connector", "aplogin", "ap"}

// AddUser adds a person who can own webhooks and tokens.
func (s *Server) AddUser(id int, admin bool) { s.Do(func() { s.users[id] = &user{admin: admin} }) }

// AddWebhook adds an incoming webhook of a user, with the scopes that it has.
func (s *Server) AddWebhook(userID int, code string, scopes ...string) {
	s.Do(func() { s.webhooks[Text(userID)+"/"+code] = &webhook{user: userID, scopes: scopes} })
}

// RevokeWebhook takes an incoming webhook away.
func (s *Server) RevokeWebhook(userID int, code string) {
	s.Do(func() { delete(s.webhooks, Text(userID)+"/"+code) })
}

// authenticate finds out who calls, and takes what says so out of the parameters.
func (s *Server) authenticate(c *Call, r *http.Request, scope string) error {
	if access, ok := bearer(r, c.Params); ok {
		return s.byToken(c, access, scope)
	}
	login, ok := c.Params.Find("aplogin")
	code, has := c.Params.Find("ap")
	if !ok || !has {
		return errNoAuth
	}
	if r.URL.Scheme == "http" { // known in memory only; a socket of the fake has no TLS
		return errHTTPS
	}
	hook := s.webhooks[Text(login)+"/"+Text(code)]
	if hook == nil {
		return errWebhook
	}
	if scope != "" && !slices.Contains(hook.scopes, scope) {
		return errScope(false)
	}
	c.User, c.Scopes = hook.user, hook.scopes
	c.Admin = s.isAdmin(hook.user)
	c.hops, c.hook = sessionHops, Text(login)+"/"+Text(code)+"/"
	c.Params.Delete("aplogin")
	c.Params.Delete("ap")
	c.Params.Delete("auth_connector") // means something to applications only
	return nil
}

// bearer returns the access token of a request, and whether there is one.
func bearer(r *http.Request, params *Map) (string, bool) {
	if scheme, access, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(access), true
	}
	for _, name := range []string{"auth", "access_token"} {
		if v, ok := params.Find(name); ok {
			if _, array := AsMap(v); !array {
				return Text(v), true
			}
		}
	}
	return "", false
}

func (s *Server) byToken(c *Call, access, scope string) error {
	t := s.tokens[access]
	if t == nil {
		return errToken
	}
	app := s.apps[t.app]
	if app == nil || !app.present {
		return errApp
	}
	if !s.settings.Now().Before(t.expires) {
		return errExpired
	}
	if scope != "" && !slices.Contains(app.Scopes, scope) {
		return errScope(true)
	}
	c.User, c.App, c.Scopes, c.hops, c.token = t.user, t.app, app.Scopes, t.hops, access
	c.Admin = s.isAdmin(t.user)
	if connector, ok := c.Params.Find("auth_connector"); ok {
		if !s.settings.Box && !s.features["rest_auth_connector"] {
			return errLicense("auth_connector")
		}
		c.Connector = Text(connector)
	}
	for _, name := range []string{"auth", "access_token", "auth_connector"} {
		c.Params.Delete(name)
	}
	return nil
}

func (s *Server) isAdmin(id int) bool {
	u := s.users[id]
	return u != nil && u.admin
}
