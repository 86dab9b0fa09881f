package bxserver

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// own registers the methods of the protocol itself.
func (s *Server) own() {
	for name, m := range map[string]Method{
		"batch":               {Run: func(*Call) (any, error) { return nil, errMethod }}, // served on the way
		"server.time":         {Run: func(c *Call) (any, error) { return c.Now(), nil }},
		"scope":               {Params: []string{"full"}, Run: scopes},
		"methods":             {Params: []string{"scope", "full"}, Run: methods},
		"method.get":          {Params: []string{"name"}, Run: methodGet},
		"feature.get":         {Params: []string{"code"}, Run: featureGet},
		"app.info":            {Run: appInfo},
		"app.option.get":      {Params: []string{"option"}, Run: optionGet},
		"app.option.set":      {Params: []string{"options"}, Run: optionSet},
		"events":              {App: true, Params: []string{"scope", "full"}, Run: eventNames},
		"event.bind":          {App: true, Params: []string{"event", "handler", "auth_type", "event_type", "options"}, Run: eventBind},
		"event.unbind":        {App: true, Params: []string{"event", "handler", "auth_type", "event_type"}, Run: eventUnbind},
		"event.get":           {App: true, Run: eventGet},
		"event.offline.get":   admin([]string{"filter", "order", "limit", "clear", "process_id", "error"}, offlineGet),
		"event.offline.clear": admin([]string{"process_id", "id", "message_id"}, offlineClear),
		"event.offline.error": admin([]string{"process_id", "message_id"}, offlineError),
		"event.offline.list":  admin([]string{"filter", "order"}, offlineList),
	} {
		s.Handle(name, m)
	}
	for _, name := range []string{"ONAPPUPDATE", "ONAPPUNINSTALL", "ONAPPINSTALL", "ONAPPPAYMENT", "ONAPPMETHODCONFIRM", offlineEvent} {
		s.HandleEvent(name, Event{NoOffline: true})
	}
}

// admin is a method of administrators.
func admin(params []string, run func(*Call) (any, error)) Method {
	return Method{App: true, Params: params, Run: func(c *Call) (any, error) {
		if !c.Admin {
			return nil, Denied("")
		}
		return run(c)
	}}
}

func scopes(c *Call) (any, error) {
	list := []any{}
	if True(c.Text("full")) {
		all := map[string]bool{}
		for _, m := range c.methods {
			if m.Scope != "" && !all[m.Scope] {
				all[m.Scope] = true
				list = append(list, m.Scope)
			}
		}
		slices.SortFunc(list, func(a, b any) int { return strings.Compare(Text(a), Text(b)) })
		return list, nil
	}
	for _, scope := range c.Scopes {
		list = append(list, scope)
	}
	return list, nil
}

func methods(c *Call) (any, error) {
	only, ok := c.Param("scope")
	list := []any{}
	for name, m := range c.methods {
		if ok && m.Scope == Text(only) || !ok && (True(c.Text("full")) || m.Scope == "" || slices.Contains(c.Scopes, m.Scope)) {
			list = append(list, name)
		}
	}
	slices.SortFunc(list, func(a, b any) int { return strings.Compare(Text(a), Text(b)) })
	return list, nil
}

// methodGet tells whether a method exists; the name is compared as it is written, in lower case.
func methodGet(c *Call) (any, error) {
	m := c.methods[c.Text("name")]
	out := &Map{}
	out.Set("isExisting", m != nil)
	out.Set("isAvailable", m != nil && (m.Scope == "" || slices.Contains(c.Scopes, m.Scope)))
	return out, nil
}

func featureGet(c *Call) (any, error) {
	code := c.Text("code")
	if code == "" {
		return nil, Refuse("CODE_EMPTY", "CODE can't be empty")
	}
	m := &Map{}
	m.Set("value", "N")
	switch on, known := c.features[code]; {
	case c.settings.Box && known, on:
		m.Set("value", "Y")
	case c.settings.Box:
		m.Set("value", "ru_selfhosted")
	}
	return m, nil
}

// appInfo tells an application of itself, and a webhook what it may do.
func appInfo(c *Call) (any, error) {
	license := "ru_pro100"
	if c.settings.Box {
		license = "ru_selfhosted"
	}
	m := &Map{}
	app := c.apps[c.App]
	if app != nil && slices.Contains([]string{c.settings.AuthHost, "oauth.bitrix24.tech", "oauth.bitrix.info"}, c.request.Host) {
		return tokenInfo(c)
	}
	if app == nil {
		own := []any{}
		for _, scope := range c.Scopes {
			own = append(own, scope)
		}
		m.Set("SCOPE", own)
		m.Set("LICENSE", license)
		return m, nil
	}
	m.Set("ID", app.number)
	m.Set("CODE", app.Code)
	m.Set("VERSION", app.Version)
	m.Set("STATUS", "L")
	m.Set("INSTALLED", app.finished)
	m.Set("PAYMENT_EXPIRED", "N")
	m.Set("DAYS", nil)
	m.Set("LANGUAGE_ID", "ru")
	m.Set("LICENSE", license)
	if !c.settings.Box {
		m.Set("LICENSE_TYPE", "pro100")
		m.Set("LICENSE_FAMILY", "pro")
	}
	return m, nil
}

func optionGet(c *Call) (any, error) {
	if c.App == "" {
		return nil, errContext
	}
	all := c.options[c.App]
	if name := c.Text("option"); name != "" {
		v, ok := all.Find(name)
		if !ok {
			return "", nil
		}
		return v, nil
	}
	if all == nil {
		return []any{}, nil
	}
	return all, nil
}

func optionSet(c *Call) (any, error) {
	if c.App == "" {
		return nil, errContext
	}
	if !c.Admin {
		return nil, Denied("Administrator authorization required")
	}
	if c.options[c.App] == nil {
		c.options[c.App] = &Map{}
	}
	for k, v := range c.Array("options").All() {
		c.options[c.App].Set(k, v)
	}
	c.Commit()
	return true, nil
}

func eventNames(c *Call) (any, error) {
	list := []any{}
	only, one := c.Param("scope")
	for name, e := range c.events {
		if one && e.Scope == Text(only) || !one && (e.Scope == "" || slices.Contains(c.Scopes, e.Scope) || True(c.Text("full"))) {
			list = append(list, name)
		}
	}
	slices.SortFunc(list, func(a, b any) int { return strings.Compare(Text(a), Text(b)) })
	return list, nil
}

// eventArgs reads what event.bind and event.unbind have in common.
func eventArgs(c *Call) (name, address string, offline bool, err error) {
	name, address = strings.ToUpper(c.Text("event")), c.Text("handler")
	if name == "" {
		return "", "", false, Null("EVENT")
	}
	switch strings.ToLower(c.Text("event_type")) {
	case "", "online":
	case "offline":
		if !c.Admin {
			return "", "", false, Denied("Offline events binding requires administrator access rights")
		}
		return name, "", true, nil
	default:
		return "", "", false, WrongArgument("EVENT_TYPE", "Value must be one of {online|offline}")
	}
	if address == "" {
		return "", "", false, Null("HANDLER")
	}
	return name, address, false, nil
}

func eventBind(c *Call) (any, error) {
	user := c.Int("auth_type")
	if user > 0 && user != c.User && !c.Admin {
		return nil, Denied("Event binding with AUTH_TYPE requires administrator access rights")
	}
	if !c.Admin {
		user = c.User
	}
	name, address, offline, err := eventArgs(c)
	if err != nil {
		return nil, err
	}
	if offline {
		user = 0
	} else if err := CheckHandler(address); err != nil {
		return nil, err
	}
	e, ok := c.events[name]
	if base, number, cut := strings.Cut(name, "_"); !ok && cut && Text(Int(number)) == number { // of one type, as ..._1030
		e, ok = c.events[base]
	}
	if !ok || e.Scope != "" && !slices.Contains(c.Scopes, e.Scope) {
		return nil, Refuse("ERROR_EVENT_NOT_FOUND", "Event not found")
	}
	if offline && e.NoOffline {
		return nil, Refuse("ERROR_ARGUMENT", "Offline event cannot be registered for this event.")
	}
	h := &handler{app: c.App, event: name, url: address, user: user, connector: c.Connector}
	if name == offlineEvent {
		seconds, ok := c.Array("options").Fold("minTimeout")
		h.pause = time.Second
		if ok {
			h.pause = time.Duration(Int(seconds)) * time.Second
		}
	}
	for _, o := range c.handlers {
		if o.app == h.app && o.event == h.event && o.url == h.url && o.user == h.user && o.connector == h.connector {
			return nil, Refuse("ERROR_CORE", "Unable to set event handler: Handler already binded")
		}
	}
	c.lastID++
	h.id = c.lastID
	c.handlers = append(c.handlers, h)
	c.Commit()
	return true, nil
}

// CheckHandler refuses an address that the vendor calls nothing at.
func CheckHandler(address string) error {
	u, err := url.Parse(address)
	if err != nil || strings.Index(u.Hostname(), ".") < 1 {
		return Refuse("ERROR_WRONG_HANDLER_URL", "Wrong handler URL")
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return Refuse("ERROR_UNSUPPORTED_PROTOCOL", "Unsupported handler protocol")
	}
	return nil
}

func eventUnbind(c *Call) (any, error) {
	name, address, offline, err := eventArgs(c)
	if err != nil {
		return nil, err
	}
	user, byUser := c.Param("auth_type")
	if byUser && !c.Admin && Int(user) != c.User {
		return nil, Denied("Event unbinding with AUTH_TYPE requires administrator access rights")
	}
	n := len(c.handlers)
	c.handlers = slices.DeleteFunc(c.handlers, func(h *handler) bool {
		switch {
		case h.app != c.App || h.event != name || h.url != address:
			return false
		case offline:
			return h.connector == c.Connector
		case byUser:
			return h.user == Int(user)
		}
		return c.Admin || h.user == c.User
	})
	m := &Map{}
	m.Set("count", n-len(c.handlers))
	c.Commit()
	return m, nil
}

func eventGet(c *Call) (any, error) {
	list := []any{}
	for _, h := range c.handlers {
		if h.app != c.App || !c.Admin && h.user != c.User {
			continue
		}
		m := &Map{}
		m.Set("event", h.event)
		if h.url != "" {
			m.Set("handler", h.url)
			m.Set("auth_type", Text(h.user))
			m.Set("offline", 0)
		} else {
			m.Set("connector_id", h.connector)
			m.Set("offline", 1)
		}
		list = append(list, m)
	}
	return list, nil
}
