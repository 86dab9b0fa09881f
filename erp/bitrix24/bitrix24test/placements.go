package bitrix24test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// placement is a page of an application within the portal.
type placement struct {
	app, code, handler, title, about string
	languages                        any
}

func (s *Server) placementMethods() map[string]method {
	return map[string]method{
		"placement.bind": {
			scope: "placement", app: true, run: s.placementBind,
			params: "PLACEMENT HANDLER TITLE DESCRIPTION GROUP_NAME LANG_ALL OPTIONS USER_ID",
		},
		"placement.unbind": {scope: "placement", app: true, params: "PLACEMENT HANDLER", run: s.placementUnbind},
		"placement.get":    {scope: "placement", app: true, run: s.placementGet},
		"placement.list":   {scope: "placement", app: true, params: "SCOPE FULL", run: s.placementList},
	}
}

// placementCodes are the places that the portal has.
func (s *Server) placementCodes() []string {
	codes := split(`CRM_DEAL_DETAIL_TAB CRM_DEAL_DETAIL_TOOLBAR CRM_DEAL_DETAIL_ACTIVITY CRM_DEAL_LIST_MENU CRM_DEAL_LIST_TOOLBAR
		CRM_DEAL_ACTIVITY_TIMELINE_MENU CRM_DEAL_DOCUMENTGENERATOR_BUTTON CRM_DEAL_ROBOT_DESIGNER_TOOLBAR CRM_CONTACT_DETAIL_TAB
		CRM_COMPANY_DETAIL_TAB CRM_ORDER_DETAIL_TAB LEFT_MENU DEFAULT PAGE_BACKGROUND_WORKER`)
	for _, t := range s.types {
		codes = append(codes, fmt.Sprintf("CRM_DYNAMIC_%d_DETAIL_TAB", t.entityTypeID))
	}
	return codes
}

func (s *Server) placementBind(c *bxserver.Call) (any, error) {
	if !c.Admin {
		return nil, bxserver.Denied("")
	}
	p := &placement{
		app: c.App, code: strings.ToUpper(c.Text("PLACEMENT")), handler: c.Text("HANDLER"), title: c.Text("TITLE"),
		about: c.Text("DESCRIPTION"),
	}
	p.languages, _ = c.Param("LANG_ALL")
	switch {
	case p.code == "":
		return nil, bxserver.Null("PLACEMENT")
	case p.handler == "":
		return nil, bxserver.Null("HANDLER")
	case !slices.Contains(s.placementCodes(), p.code):
		return nil, bxserver.Refuse("ERROR_PLACEMENT_NOT_FOUND", "Placement not found")
	case c.Int("USER_ID") > 0 && p.code != "PAGE_BACKGROUND_WORKER":
		return nil, bxserver.Refuse("ERROR_PLACEMENT_USER_MODE", "User mode is not available")
	}
	if err := bxserver.CheckHandler(p.handler); err != nil {
		return nil, err
	}
	for _, o := range s.placements {
		if o.app == p.app && o.code == p.code && o.handler == p.handler {
			return nil, bxserver.Refuse("ERROR_CORE", "Unable to set placement handler: Handler already binded")
		}
	}
	s.placements = append(s.placements, p)
	c.Commit()
	return true, nil
}

func (s *Server) placementUnbind(c *bxserver.Call) (any, error) {
	n := len(s.placements)
	s.placements = slices.DeleteFunc(s.placements, func(p *placement) bool {
		return p.app == c.App && p.code == strings.ToUpper(c.Text("PLACEMENT")) && (c.Text("HANDLER") == "" || p.handler == c.Text("HANDLER"))
	})
	c.Commit()
	return bxserver.Row{"count": n - len(s.placements)}, nil
}

func (s *Server) placementGet(c *bxserver.Call) (any, error) {
	list := []any{}
	for _, p := range s.placements {
		if p.app == c.App {
			languages := p.languages
			if languages == nil {
				languages = bxserver.Row{"ru": bxserver.Row{"TITLE": p.title, "DESCRIPTION": p.about, "GROUP_NAME": ""}}
			}
			list = append(list, bxserver.Row{
				"placement": p.code, "userId": 0, "handler": p.handler, "options": []any{}, "title": p.title, "description": p.about,
				"langAll": languages,
			})
		}
	}
	return list, nil
}

func (s *Server) placementList(*bxserver.Call) (any, error) {
	list := []any{}
	for _, code := range s.placementCodes() {
		list = append(list, code)
	}
	return list, nil
}

// OpensTab opens the application's tab of a deal, as the frame in a person's browser does: a POST to each handler of
// CRM_DEAL_DETAIL_TAB, at the next SendHooks. It reports how many tabs there are; before the application has finished
// its installation nobody sees any.
func (s *Server) OpensTab(userID, dealID int) int {
	return s.opens("CRM_DEAL_DETAIL_TAB", userID, fmt.Sprintf(
		`{"ID":"%d","URI":"\/crm\/deal\/details\/%[1]d\/?any=details%%2F%[1]d%%2F&IFRAME=Y&IFRAME_TYPE=SIDE_SLIDER"}`, dealID))
}

// OpensPage opens the application's main page, as the menu does.
func (s *Server) OpensPage(userID int) int { return s.opens("DEFAULT", userID, `{"any":"0\/"}`) }

func (s *Server) opens(code string, userID int, options string) int {
	n := 0
	var hooks []fake.Hook
	s.Do(func() {
		for _, p := range s.placements {
			if p.code == code && s.Finished(p.app) {
				hooks = append(hooks, s.frame(p.app, code, p.handler, userID, options))
			}
		}
		if code == "DEFAULT" {
			hooks = append(hooks, s.frame(AppID, code, "https://app.example/", userID, options))
		}
		n = len(hooks)
	})
	for _, h := range hooks {
		s.Outbox.Put(h)
	}
	return n
}

// frame is the POST that a frame begins with: who looks is in the body, where in the query.
func (s *Server) frame(app, code, handler string, userID int, options string) fake.Hook {
	m := s.Session(app, userID)
	form := &bxserver.Map{}
	for _, e := range []struct{ name, value string }{
		{"AUTH_ID", bxserver.Text(m.Get("access_token"))},
		{"AUTH_EXPIRES", "3600"},
		{"REFRESH_ID", bxserver.Text(m.Get("refresh_token"))},
		{"SERVER_ENDPOINT", bxserver.Text(m.Get("server_endpoint"))},
		{"APPLICATION_TOKEN", ApplicationToken},
		{"APPLICATION_SCOPE", bxserver.Text(m.Get("scope"))},
		{"member_id", MemberID},
		{"status", "L"},
		{"PLACEMENT", code},
		{"PLACEMENT_OPTIONS", options},
	} {
		form.Set(e.name, e.value)
	}
	at := handler
	query := url.Values{"DOMAIN": {strings.TrimPrefix(Portal, "https://")}, "PROTOCOL": {"1"}, "LANG": {"ru"}, "APP_SID": {fmt.Sprintf("%032x", s.next("frame"))}}
	if strings.Contains(at, "?") {
		at += "&" + query.Encode()
	} else {
		at += "?" + query.Encode()
	}
	return fake.Hook{
		Name: code, URL: at, Body: []byte(bxserver.EncodeForm(form)),
		Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Origin": {Portal}, "Referer": {Portal + "/"}},
	}
}
