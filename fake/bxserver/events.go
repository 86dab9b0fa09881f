package bxserver

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/fake"
)

// Event is an event that can be bound.
type Event struct {
	Scope     string // that the application needs; empty is none
	NoOffline bool   // it cannot be kept in the queue
}

// HandleEvent makes an event one that applications can bind.
func (s *Server) HandleEvent(name string, e Event) {
	s.Do(func() { s.events[strings.ToUpper(name)] = e })
}

// occurrence is an event that has happened.
type occurrence struct {
	name string
	data *Map // nil: the event has none
}

// handler is what wants to know of an event.
type handler struct {
	id        int
	app       string
	token     string // of an outgoing webhook, which has no application
	event     string
	url       string // empty: the event is kept in the queue
	user      int    // whose tokens it gets; 0: those of who caused it
	connector string
	pause     time.Duration // of ONOFFLINEEVENT
}

// AddOutgoingWebhook makes the portal call an address for events, as people set it up on its pages. The calls carry the
// token, and no means to call back.
func (s *Server) AddOutgoingWebhook(address, applicationToken string, events ...string) {
	s.Do(func() {
		for _, e := range events {
			s.lastID++
			s.handlers = append(s.handlers, &handler{
				id: s.lastID, token: applicationToken, event: strings.ToUpper(e), url: address,
			})
		}
	})
}

// Raise tells of a change that the call has made: it becomes an event with these FIELDS when the call has ended, once
// in a call.
func (c *Call) Raise(name string, fields Row) { c.RaiseData(name, eventData(fields)) }

// RaiseData is Raise for an event whose data have another form.
func (c *Call) RaiseData(name string, data *Map) {
	o := occurrence{strings.ToUpper(name), data}
	if !slices.ContainsFunc(c.raised, func(p occurrence) bool {
		return p.name == o.name && EncodeForm(p.data) == EncodeForm(o.data)
	}) {
		c.raised = append(c.raised, o)
	}
}

// As returns a call that nobody sent, for what a person does on the portal's pages; 0 is the portal itself. It is used
// under the lock, and ends with Finish.
func (s *Server) As(userID int) *Call {
	return &Call{
		Server: s, Params: &Map{}, User: userID, Admin: s.isAdmin(userID), hops: sessionHops,
		request: &http.Request{Method: http.MethodGet, URL: &url.URL{}},
	}
}

// Finish tells of what a call that nobody sent has changed.
func (c *Call) Finish() { c.deliver(c) }

func eventData(fields Row) *Map {
	if fields == nil {
		return nil
	}
	names := make([]string, 0, len(fields))
	for k := range fields {
		names = append(names, k)
	}
	slices.Sort(names)
	f := &Map{}
	for _, k := range names {
		f.Set(k, Text(fields[k]))
	}
	m := &Map{}
	m.Set("FIELDS", f)
	return m
}

// deliver posts and queues what a call has raised.
func (s *Server) deliver(c *Call) {
	if c.hops <= 0 { // changes follow from each other for ever
		return
	}
	woken := map[string]bool{}
	for _, o := range c.raised {
		for _, h := range s.handlers {
			if h.event != o.name || !s.listens(h) {
				continue
			}
			if h.url != "" {
				s.post(h, o, c.User, c.hops)
				continue
			}
			if c.App == h.app && c.Connector == h.connector {
				continue // who made the change is not told of it
			}
			s.enqueue(h, o, c.User)
			woken[h.app] = true
		}
	}
	c.raised = nil
	for _, h := range s.handlers {
		if h.event == offlineEvent && woken[h.app] && s.listens(h) {
			s.ping(h)
		}
	}
}

// listens tells whether events are sent to a handler: an application is to have finished its installation.
func (s *Server) listens(h *handler) bool {
	return h.app == "" || s.apps[h.app] != nil && s.apps[h.app].finished
}

// post sends an event to a handler.
func (s *Server) post(h *handler, o occurrence, by, hops int) {
	user := h.user
	if user == 0 {
		user = by
	}
	m := &Map{}
	m.Set("event", o.name)
	m.Set("event_handler_id", Text(h.id))
	if o.data != nil {
		m.Set("data", o.data)
	}
	m.Set("ts", Text(s.settings.Now().Unix()))
	m.Set("auth", s.eventAuth(h, user, hops-1, o.name == offlineEvent))
	s.send(o.name, h.url, m)
}

// eventAuth is the part of an event that says from whom it comes.
func (s *Server) eventAuth(h *handler, user, hops int, refresh bool) *Map {
	if h.app == "" {
		m := s.who()
		m.Set("application_token", h.token)
		return m
	}
	m := s.who()
	if user > 0 {
		m = s.tokenAnswer(s.issue(h.app, user, hops))
		m.Set("domain", s.host()) // here of the portal
		if !refresh {
			m.Delete("refresh_token")
		}
	}
	m.Set("application_token", s.apps[h.app].ApplicationToken)
	return m
}

// who names the portal where there are no tokens.
func (s *Server) who() *Map {
	m := &Map{}
	m.Set("domain", s.host())
	m.Set("client_endpoint", s.base())
	m.Set("server_endpoint", s.authBase())
	m.Set("member_id", s.settings.MemberID)
	return m
}

// send puts a call into the outbox.
func (s *Server) send(name, address string, form *Map) {
	s.Outbox.Put(fake.Hook{
		Name: name, URL: address, Body: []byte(EncodeForm(form)),
		Header: http.Header{
			"Content-Type": {"application/x-www-form-urlencoded"}, "User-Agent": {"Bitrix24 Webhook Engine"},
		},
	})
}

// EncodeForm writes a map as PHP does a form: names with brackets.
func EncodeForm(m *Map) string {
	var parts []string
	encode(&parts, "", m)
	return strings.Join(parts, "&")
}

func encode(parts *[]string, prefix string, m *Map) {
	for k, v := range m.All() {
		name := url.QueryEscape(k)
		if prefix != "" {
			name = prefix + "%5B" + name + "%5D"
		}
		if sub, ok := AsMap(v); ok {
			encode(parts, name, sub)
			continue
		}
		*parts = append(*parts, name+"="+url.QueryEscape(Text(v)))
	}
}

// Installs makes an administrator install an application: it is told by ONAPPINSTALL at its Installer, with tokens. One
// without an Installer has pages, and is installed when they have called FinishInstall.
func (s *Server) Installs(clientID string, userID int) {
	s.Do(func() {
		app := s.apps[clientID]
		app.installed = true
		if app.Installer == "" {
			return
		}
		app.finished = true
		data := &Map{}
		data.Set("VERSION", Text(app.Version))
		data.Set("ACTIVE", "Y")
		data.Set("INSTALLED", "Y")
		data.Set("LANGUAGE_ID", "ru")
		auth := s.tokenAnswer(s.issue(clientID, userID, sessionHops))
		auth.Set("domain", s.host())
		auth.Set("application_token", app.ApplicationToken)
		s.send("ONAPPINSTALL", app.Installer, s.appEvent("ONAPPINSTALL", data, auth))
	})
}

func (s *Server) uninstalled(clientID string) {
	app := s.apps[clientID]
	if app == nil || app.Installer == "" || !app.installed {
		return
	}
	data := &Map{}
	data.Set("LANGUAGE_ID", "ru")
	data.Set("CLEAN", "1")
	auth := s.who()
	auth.Set("application_token", app.ApplicationToken)
	s.send("ONAPPUNINSTALL", app.Installer, s.appEvent("ONAPPUNINSTALL", data, auth))
}

func (s *Server) appEvent(name string, data, auth *Map) *Map {
	m := &Map{}
	m.Set("event", name)
	m.Set("data", data)
	m.Set("ts", Text(s.settings.Now().Unix()))
	m.Set("auth", auth)
	return m
}
