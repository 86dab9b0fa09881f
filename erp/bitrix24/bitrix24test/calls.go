package bitrix24test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// phoneCall is a telephone call.
type phoneCall struct {
	id, external string
	app          string
	user, kind   int // kind: 1 out, 2 in, 3 in and redirected, 4 called back, 5 informing
	phone, line  string
	crmType      string
	crmID        int
	start, made  time.Time
	seconds      int
	code         string
	activity     int
	finished     bool
	number       int // in the statistics
}

func (s *Server) callMethods() map[string]method {
	return map[string]method{
		"telephony.externalCall.register": {
			scope: "telephony", app: true, run: s.callRegister,
			params: "USER_ID USER_PHONE_INNER PHONE_NUMBER TYPE CALL_START_DATE CRM_CREATE CRM_SOURCE CRM_ENTITY_TYPE CRM_ENTITY_ID SHOW ADD_TO_CHAT CALL_LIST_ID LINE_NUMBER EXTERNAL_CALL_ID",
		},
		"telephony.externalCall.finish": {
			scope: "telephony", app: true, run: s.callFinish,
			params: "CALL_ID USER_ID USER_PHONE_INNER DURATION COST COST_CURRENCY STATUS_CODE FAILED_REASON RECORD_URL VOTE ADD_TO_CHAT",
		},
		"voximplant.statistic.get": {scope: "telephony", params: "FILTER SORT ORDER", run: s.statistic},
	}
}

// sameCallFor is how long a call that is registered again is the same one.
const sameCallFor = 30 * time.Minute

func (s *Server) callRegister(c *bxserver.Call) (any, error) {
	call := &phoneCall{
		app: c.App, user: c.Int("USER_ID"), phone: digits(c.Text("PHONE_NUMBER")), kind: c.Int("TYPE"), line: c.Text("LINE_NUMBER"),
		external: c.Text("EXTERNAL_CALL_ID"), made: s.Now(), start: s.Now(),
	}
	switch {
	case call.user == 0 && c.Text("USER_PHONE_INNER") == "":
		return nil, bxserver.Refuse("ERROR_CORE", "USER_ID or USER_PHONE_INNER should be set")
	case s.person(call.user) == nil:
		return nil, bxserver.Refuse("ERROR_CORE", "User is not found or is not active")
	case call.phone == "":
		return nil, bxserver.Refuse("ERROR_CORE", "PHONE_NUMBER should be set")
	case call.kind < 1 || call.kind > 5:
		return nil, bxserver.Refuse("ERROR_CORE", "Unknown TYPE")
	}
	if at, ok := bxserver.ParseTime(c.Text("CALL_START_DATE"), s.Zone()); ok {
		call.start = at
	}
	if t := strings.ToUpper(c.Text("CRM_ENTITY_TYPE")); slices.Contains([]string{"CONTACT", "COMPANY", "LEAD"}, t) && c.Int("CRM_ENTITY_ID") > 0 {
		call.crmType, call.crmID = t, c.Int("CRM_ENTITY_ID")
	} else {
		call.crmType, call.crmID = s.whose(call.phone)
	}
	for _, o := range s.calls {
		if o.app == call.app && o.user == call.user && o.phone == call.phone && o.kind == call.kind && o.line == call.line &&
			o.external == call.external && !o.finished && call.made.Sub(o.made) < sameCallFor {
			return o.registered(), nil
		}
	}
	call.id = fmt.Sprintf("externalCall.%032x.%d", s.next("call"), s.Now().Unix())
	s.calls = append(s.calls, call)
	c.Commit()
	return call.registered(), nil
}

// whose finds the client who has a telephone number.
func (s *Server) whose(phone string) (string, int) {
	for _, t := range []struct {
		name string
		id   int
	}{{"CONTACT", contact}, {"COMPANY", company}} {
		for _, it := range s.items[t.id] {
			if slices.ContainsFunc(it.contacts, func(p *contactPoint) bool { return p.Type == "PHONE" && digits(p.Value) == phone }) {
				return t.name, it.id()
			}
		}
	}
	return "", 0
}

func (p *phoneCall) registered() bxserver.Row {
	out := bxserver.Row{
		"CALL_ID": p.id, "CRM_CREATED_LEAD": nil, "CRM_CREATED_ENTITIES": []any{}, "CRM_ENTITY_TYPE": nil, "CRM_ENTITY_ID": nil,
	}
	if p.crmID > 0 {
		out["CRM_ENTITY_TYPE"], out["CRM_ENTITY_ID"] = p.crmType, p.crmID
	}
	return out
}

func (s *Server) callFinish(c *bxserver.Call) (any, error) {
	i := slices.IndexFunc(s.calls, func(p *phoneCall) bool { return p.id == c.Text("CALL_ID") && !p.finished })
	if i < 0 {
		return nil, bxserver.Refuse("ERROR_NOT_FOUND", "Call is not found (call should be registered first)")
	}
	p := s.calls[i]
	if id := c.Int("USER_ID"); id > 0 {
		p.user = id
	}
	p.seconds = c.Int("DURATION")
	if p.code = c.Text("STATUS_CODE"); p.code == "" {
		p.code = "304"
		if p.seconds > 0 {
			p.code = "200"
		}
	}
	s.ended(c, p)
	c.Commit()
	return bxserver.Row{
		"CALL_ID": p.id, "EXTERNAL_CALL_ID": orNil(p.external), "PORTAL_USER_ID": p.user, "PHONE_NUMBER": p.phone,
		"PORTAL_NUMBER": p.line, "INCOMING": bxserver.Text(p.kind), "CALL_DURATION": p.seconds,
		"CALL_START_DATE": json.RawMessage("{}"), // the server writes a time of its own so
		"CALL_STATUS":     1, "CALL_VOTE": 0, "COST": 0, "COST_CURRENCY": "", "CALL_FAILED_CODE": p.code, "CALL_FAILED_REASON": "",
		"REST_APP_ID": "3", "REST_APP_NAME": c.App, "CRM_ACTIVITY_ID": p.activity, "COMMENT": nil,
		"CRM_ENTITY_TYPE": p.crmType, "CRM_ENTITY_ID": p.crmID, "ID": p.number,
	}, nil
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// ended puts a call into the statistics, and tells of it.
func (s *Server) ended(c *bxserver.Call, p *phoneCall) {
	p.finished, p.number, p.activity = true, s.next("statistic"), s.next("activity")
	data := &bxserver.Map{}
	for _, e := range []struct{ name, value string }{
		{"CALL_ID", p.id},
		{"CALL_TYPE", bxserver.Text(p.kind)},
		{"PHONE_NUMBER", p.phone},
		{"PORTAL_NUMBER", p.line},
		{"PORTAL_USER_ID", bxserver.Text(p.user)},
		{"CALL_DURATION", bxserver.Text(p.seconds)},
		{"CALL_START_DATE", p.start.In(s.Zone()).Format(time.RFC3339)},
		{"COST", "0.0000"},
		{"COST_CURRENCY", ""},
		{"CALL_FAILED_CODE", p.code},
		{"CALL_FAILED_REASON", ""},
		{"CRM_ACTIVITY_ID", bxserver.Text(p.activity)},
	} {
		data.Set(e.name, e.value)
	}
	c.RaiseData("OnVoximplantCallEnd", data)
}

func (s *Server) statistic(c *bxserver.Call) (any, error) {
	var all []bxserver.Row
	for _, p := range s.calls {
		if !p.finished {
			continue
		}
		all = append(all, bxserver.Row{
			"ID": p.number, "PORTAL_USER_ID": p.user, "PORTAL_NUMBER": p.line, "PHONE_NUMBER": p.phone, "CALL_ID": p.id,
			"EXTERNAL_CALL_ID": orNil(p.external), "CALL_CATEGORY": "external", "CALL_DURATION": p.seconds, "CALL_START_DATE": p.start,
			"CALL_VOTE": nil, "COST": "0.0000", "COST_CURRENCY": "", "CALL_FAILED_CODE": p.code, "CALL_FAILED_REASON": "",
			"CRM_ENTITY_TYPE": orNil(p.crmType), "CRM_ENTITY_ID": p.crmID, "CRM_ACTIVITY_ID": p.activity, "REST_APP_ID": nil,
			"REST_APP_NAME": nil, "CALL_TYPE": p.kind, "RECORD_FILE_ID": nil, "CALL_LOG": nil, "CALL_RECORD_URL": nil, "TRANSCRIPT_ID": nil,
			"TRANSCRIPT_PENDING": "N", "SESSION_ID": nil, "REDIAL_ATTEMPT": nil, "COMMENT": nil, "RECORD_DURATION": nil,
		})
	}
	if v, ok := c.Params.Fold("FILTER"); ok {
		c.Params.Set("filter", v)
	}
	order := &bxserver.Map{}
	if by := c.Text("SORT"); by != "" {
		order.Set(by, c.Text("ORDER"))
	}
	c.Params.Delete("ORDER")
	c.Params.Set("order", order)
	page, err := c.List(all, bxserver.List{Name: func(name string) (string, bool) {
		name = strings.ToUpper(name)
		_, ok := bxserver.Row{
			"ID": 0, "CALL_ID": 0, "EXTERNAL_CALL_ID": 0, "PHONE_NUMBER": 0, "CALL_START_DATE": 0, "PORTAL_USER_ID": 0, "CALL_TYPE": 0,
			"CALL_DURATION": 0, "CRM_ENTITY_TYPE": 0, "CRM_ENTITY_ID": 0, "CRM_ACTIVITY_ID": 0, "CALL_FAILED_CODE": 0, "PORTAL_NUMBER": 0,
		}[name]
		return name, ok
	}})
	if err != nil {
		return nil, err
	}
	list := []any{}
	for _, r := range page.Rows {
		for _, name := range split("ID PORTAL_USER_ID CALL_DURATION CRM_ENTITY_ID CRM_ACTIVITY_ID CALL_TYPE") {
			r[name] = bxserver.Text(r[name])
		}
		list = append(list, r)
	}
	return page.Answer(list), nil
}
