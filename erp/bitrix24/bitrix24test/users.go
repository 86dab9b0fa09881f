package bitrix24test

import (
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// Person is somebody who works in the portal.
type Person struct {
	ID    int
	Name  string
	Last  string // family name
	Admin bool
}

// AddPerson adds somebody who works in the portal.
func (s *Server) AddPerson(p Person) {
	s.AddUser(p.ID, p.Admin)
	s.Do(func() { s.people = append(s.people, &p) })
}

func (s *Server) person(id int) *Person {
	for _, p := range s.people {
		if p.ID == id {
			return p
		}
	}
	return nil
}

func (s *Server) personName(id int) string {
	if p := s.person(id); p != nil {
		return p.Name + " " + p.Last
	}
	return ""
}

func (s *Server) userMethods() map[string]method {
	return map[string]method{
		"profile":      {run: s.profile},
		"user.current": {scope: "user", run: func(c *bxserver.Call) (any, error) { return s.person(c.User).view(), nil }},
		"user.get":     {scope: "user", params: "filter sort order id ID ACTIVE NAME LAST_NAME EMAIL ADMIN_MODE", run: s.userGet},
		"user.admin":   {run: func(c *bxserver.Call) (any, error) { return c.Admin, nil }},
	}
}

func (p *Person) view() bxserver.Row {
	if p == nil {
		return nil
	}
	return bxserver.Row{
		"ID": bxserver.Text(p.ID), "XML_ID": bxserver.Text(p.ID), "ACTIVE": true, "NAME": p.Name, "LAST_NAME": p.Last, "SECOND_NAME": "", "EMAIL": p.email(),
		"WORK_POSITION": "", "UF_DEPARTMENT": []any{1}, "USER_TYPE": "employee", "IS_ONLINE": "N", "TIME_ZONE": "",
	}
}

func (p *Person) email() string { return "user" + bxserver.Text(p.ID) + "@portal.example" }

func (s *Server) profile(c *bxserver.Call) (any, error) {
	p := s.person(c.User)
	if p == nil {
		return nil, bxserver.Refuse("", "User not found")
	}
	return bxserver.Row{
		"ID": bxserver.Text(p.ID), "ADMIN": p.Admin, "NAME": p.Name, "LAST_NAME": p.Last, "PERSONAL_GENDER": "",
		"TIME_ZONE": "", "TIME_ZONE_OFFSET": 0,
	}, nil
}

// userGet finds people; conditions may be parameters of their own.
func (s *Server) userGet(c *bxserver.Call) (any, error) {
	filter := &bxserver.Map{}
	for name, v := range c.Params.All() {
		if key := strings.ToUpper(name); slices.Contains(split("ID ACTIVE NAME LAST_NAME EMAIL"), key) {
			filter.Set(key, v)
		}
	}
	for name, v := range c.Array("filter").All() {
		filter.Set(strings.ToUpper(name), v)
	}
	c.Params.Set("filter", filter)
	if _, ok := c.Param("order"); ok { // here the direction alone
		by, dir := c.Text("sort"), c.Text("order")
		order := &bxserver.Map{}
		if by != "" {
			order.Set(strings.ToUpper(by), dir)
		}
		c.Params.Set("order", order)
	}
	var all []bxserver.Row
	for _, p := range s.people {
		r := p.view()
		r["ID"] = p.ID
		all = append(all, r)
	}
	page, err := c.List(all, bxserver.List{Whole: true, Name: func(name string) (string, bool) {
		return name, slices.Contains(split("ID ACTIVE NAME LAST_NAME EMAIL"), name)
	}})
	if err != nil {
		return nil, err
	}
	list := []any{}
	for _, r := range page.Rows {
		r["ID"] = bxserver.Text(r["ID"])
		list = append(list, r)
	}
	return page.Answer(list), nil
}
