package bxserver

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// App is an application that the portal has: a local one or one of the market.
type App struct {
	ID               string // client_id
	Secret           string // client_secret
	Code             string // empty means the id
	Scopes           []string
	ApplicationToken string // that events and frames carry
	Handler          string // address of its page, opened in frames
	// Installer is the address that gets ONAPPINSTALL of an application without pages. Empty: a page finishes the
	// installation, see FinishInstall.
	Installer string
	Version   int

	number    int // of the portal's own
	present   bool
	installed bool
	finished  bool
}

// token is a pair of tokens.
type token struct {
	app     string
	user    int
	access  string
	refresh string
	expires time.Time
	ends    time.Time // of the refresh token
	hops    int
}

const (
	accessLife  = time.Hour
	refreshLife = 180 * 24 * time.Hour
	codeLife    = 30 * time.Second
	sessionHops = 7 // how many changes may follow from each other through events
)

// AddApp adds an application that is not installed yet: it has no tokens, and no events are sent to it.
func (s *Server) AddApp(a App) {
	if a.Code == "" {
		a.Code = a.ID
	}
	if a.Version == 0 {
		a.Version = 1
	}
	a.present = true
	s.Do(func() {
		a.number = len(s.apps) + 1
		s.apps[a.ID] = &a
	})
}

// Grant returns a fresh pair of tokens of an application for a user, in the form in which the authorization server
// answers: what a program has after it was installed.
func (s *Server) Grant(clientID string, userID int) *Map {
	var m *Map
	s.Do(func() { m = s.tokenAnswer(s.issue(clientID, userID, sessionHops)) })
	return m
}

// Session is Grant under the lock: the tokens of a person who opens a page of an application.
func (s *Server) Session(clientID string, userID int) *Map {
	return s.tokenAnswer(s.issue(clientID, userID, sessionHops))
}

// Finished tells, under the lock, whether an application has finished its installation.
func (s *Server) Finished(clientID string) bool {
	return s.apps[clientID] != nil && s.apps[clientID].finished
}

// FinishInstall ends the installation of an application, as BX24.installFinish() on its page does: from now on events
// are sent to it, and its placements can be seen.
func (s *Server) FinishInstall(clientID string) {
	s.Do(func() { s.apps[clientID].installed, s.apps[clientID].finished = true, true })
}

// RemoveApp takes an application away, with its handlers and tokens, and tells it by ONAPPUNINSTALL.
func (s *Server) RemoveApp(clientID string) {
	s.Do(func() {
		s.uninstalled(clientID)
		delete(s.apps, clientID)
		s.handlers = slices.DeleteFunc(s.handlers, func(h *handler) bool { return h.app == clientID })
		for _, t := range s.tokens {
			if t.app == clientID {
				delete(s.tokens, t.access)
				delete(s.refresh, t.refresh)
			}
		}
	})
}

// ExpireTokens makes all access tokens too old. Refresh tokens stay.
func (s *Server) ExpireTokens() {
	s.Do(func() {
		for _, t := range s.tokens {
			t.expires = s.settings.Now()
		}
	})
}

// Authorize returns a code that an application exchanges for tokens, as a user who is sent to /oauth/authorize/ brings
// it. It can be used once, within 30 seconds.
func (s *Server) Authorize(clientID string, userID int) string {
	var code string
	s.Do(func() {
		s.made++
		code = fmt.Sprintf("code%026d", s.made)
		s.codes[code] = &token{app: clientID, user: userID, expires: s.settings.Now().Add(codeLife)}
	})
	return code
}

// issue makes a pair of tokens.
func (s *Server) issue(app string, userID, hops int) *token {
	s.made++
	now := s.settings.Now()
	t := &token{
		app: app, user: userID, access: fmt.Sprintf("access%026d", s.made), refresh: fmt.Sprintf("refresh%025d", s.made),
		expires: now.Add(accessLife), ends: now.Add(refreshLife), hops: hops,
	}
	s.tokens[t.access], s.refresh[t.refresh] = t, t
	return t
}

// base is the address of the REST interface.
func (s *Server) base() string {
	if s.moved != "" {
		return s.moved + "/rest/"
	}
	return "https://" + s.settings.Host + "/rest/"
}

func (s *Server) host() string {
	if to, err := url.Parse(s.moved); err == nil && to.Host != "" {
		return to.Host
	}
	return s.settings.Host
}

func (s *Server) authBase() string { return "https://" + s.settings.AuthHost + "/rest/" }

// tokenAnswer is what the authorization server answers.
func (s *Server) tokenAnswer(t *token) *Map {
	m := &Map{}
	m.Set("access_token", t.access)
	m.Set("expires", t.expires.Unix())
	m.Set("expires_in", int(accessLife.Seconds()))
	m.Set("scope", strings.Join(s.apps[t.app].Scopes, ","))
	m.Set("domain", s.settings.AuthHost) // of the authorization server, not of the portal
	m.Set("server_endpoint", s.authBase())
	m.Set("status", "L")
	m.Set("client_endpoint", s.base())
	m.Set("member_id", s.settings.MemberID)
	m.Set("user_id", t.user)
	m.Set("refresh_token", t.refresh)
	return m
}

// serveToken is the authorization server.
func (s *Server) serveToken(w http.ResponseWriter, r *http.Request) {
	p := readRequest(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	status, body := s.exchange(&Call{request: r, Params: p})
	writeBody(w, status, encodeJSON(body))
}

func (s *Server) exchange(c *Call) (int, *Map) {
	app := s.apps[c.Text("client_id")]
	if app == nil {
		return oauthError(http.StatusOK, "wrong_client", "") // with 200, as recorded
	}
	if app.Secret != c.Text("client_secret") {
		return oauthError(http.StatusBadRequest, "invalid_client", "Client is invalid")
	}
	now := s.settings.Now()
	switch c.Text("grant_type") {
	case "refresh_token":
		old := c.Text("refresh_token")
		if old == "" {
			return oauthError(http.StatusBadRequest, "invalid_request", `No "refresh_token" parameter found`)
		}
		t := s.refresh[old]
		if t == nil || t.app != app.ID || !now.Before(t.ends) {
			return oauthError(http.StatusBadRequest, "invalid_grant", "Invalid refresh token")
		}
		delete(s.refresh, old) // the old access token works until its hour is over
		c.Commit()
		return http.StatusOK, s.tokenAnswer(s.issue(app.ID, t.user, sessionHops))
	case "authorization_code":
		code := c.Text("code")
		t := s.codes[code]
		delete(s.codes, code)
		if t == nil || t.app != app.ID || !now.Before(t.expires) {
			return oauthError(http.StatusBadRequest, "invalid_grant", "Invalid authorization code")
		}
		c.Commit()
		return http.StatusOK, s.tokenAnswer(s.issue(app.ID, t.user, sessionHops))
	}
	return oauthError(http.StatusBadRequest, "invalid_request", "Invalid grant_type parameter or parameter missing")
}

func oauthError(status int, code, text string) (int, *Map) {
	m := &Map{}
	m.Set("error", code)
	if text != "" {
		m.Set("error_description", text)
	}
	return status, m
}

// tokenInfo is app.info of the authorization server: whose token this is, for programs that were shown one.
func tokenInfo(c *Call) (any, error) {
	t, app := c.tokens[c.token], c.apps[c.App]
	install := &Map{}
	install.Set("installed", app.finished)
	install.Set("version", Text(app.Version))
	install.Set("status", "L")
	install.Set("scope", strings.Join(app.Scopes, ","))
	install.Set("domain", c.host())
	install.Set("uri", strings.TrimSuffix(c.base(), "/rest/"))
	install.Set("client_endpoint", c.base())
	install.Set("member_id", c.settings.MemberID)
	install.Set("member_type", "portal")
	m := &Map{}
	m.Set("client_id", app.ID)
	m.Set("scope", strings.Join(app.Scopes, ","))
	m.Set("expires", t.expires.UTC())
	m.Set("install", install)
	m.Set("user_id", Text(t.user))
	return m, nil
}

// serveAuthorize sends a user back with a code. The user is the administrator with the lowest id: nobody logs in here.
func (s *Server) serveAuthorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	var app *App
	who := 0
	s.Do(func() {
		app = s.apps[q.Get("client_id")]
		for id, u := range s.users {
			if u.admin && (who == 0 || id < who) {
				who = id
			}
		}
	})
	if app == nil || who == 0 || app.Handler == "" {
		http.Error(w, "Application not found", http.StatusNotFound)
		return
	}
	back := url.Values{
		"code": {s.Authorize(app.ID, who)}, "state": {q.Get("state")}, "domain": {s.settings.Host},
		"member_id": {s.settings.MemberID}, "scope": {strings.Join(app.Scopes, ",")}, "server_domain": {s.settings.AuthHost},
	}
	w.Header().Set("Location", app.Handler+"?"+back.Encode())
	w.WriteHeader(http.StatusFound)
}
