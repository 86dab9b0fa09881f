package bitrix24test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// smartType is a smart process: a type of objects that the portal's people made.
type smartType struct {
	id, entityTypeID int
	title            string
	flags            map[string]bool
	parents          []int
	children         []int
	by               int
}

// smartFlags are what a smart process can have.
var smartFlags = split(`isCategoriesEnabled isStagesEnabled isBeginCloseDatesEnabled isClientEnabled isUseInUserfieldEnabled
	isLinkWithProductsEnabled isMycompanyEnabled isDocumentsEnabled isSourceEnabled isObserversEnabled isRecyclebinEnabled
	isAutomationEnabled isBizProcEnabled isSetOpenPermissions isPaymentsEnabled isCountersEnabled`)

func (s *Server) typeMethods() map[string]method {
	return map[string]method{
		"crm.type.add":               {scope: "crm", params: "fields", run: s.typeAdd},
		"crm.type.update":            {scope: "crm", params: "id fields", run: s.typeUpdate},
		"crm.type.get":               {scope: "crm", params: "id", run: s.typeGet},
		"crm.type.getByEntityTypeId": {scope: "crm", params: "entityTypeId", run: s.typeGet},
		"crm.type.list":              {scope: "crm", params: "filter order", run: s.typeList},
		"crm.type.delete":            {scope: "crm", params: "id", run: s.typeDelete},
	}
}

// smart finds a smart process by the id of its objects' type.
func (s *Server) smart(typeID int) *smartType {
	for _, t := range s.types {
		if t.entityTypeID == typeID {
			return t
		}
	}
	return nil
}

// parents are the types that objects of a type belong to.
func (s *Server) parents(typeID int) []int {
	var out []int
	for _, t := range s.types {
		if t.entityTypeID == typeID {
			out = append(out, t.parents...)
		}
		if slices.Contains(t.children, typeID) {
			out = append(out, t.entityTypeID)
		}
	}
	return out
}

func (s *Server) typeTitle(typeID int) string {
	switch typeID {
	case deal:
		return "Сделка"
	case contact:
		return "Контакт"
	case company:
		return "Компания"
	}
	if t := s.smart(typeID); t != nil {
		return t.title
	}
	return ""
}

// isTrue is how fields of types read booleans; relations know "true" only.
func isTrue(v any) bool {
	b, ok := v.(bool)
	return ok && b || bxserver.Text(v) == "Y" || bxserver.Text(v) == "true"
}

func (t *smartType) write(c *bxserver.Call, m *bxserver.Map) {
	for name, v := range m.All() {
		switch {
		case name == "title":
			t.title = bxserver.Text(v)
		case slices.Contains(smartFlags, name):
			t.flags[name] = isTrue(v)
		case name == "relations":
			rel, _ := bxserver.AsMap(v)
			t.parents = related(c, rel.Get("parent"))
			t.children = related(c, rel.Get("child"))
		case name == "entityTypeId":
		default:
			c.Ignore("fields." + name)
		}
	}
}

func related(c *bxserver.Call, v any) []int {
	var out []int
	list, _ := bxserver.AsList(v)
	for _, e := range list {
		m, _ := bxserver.AsMap(e)
		if id := bxserver.Int(m.Get("entityTypeId")); id > 0 {
			out = append(out, id)
		}
		if b := bxserver.Text(m.Get("isChildrenListEnabled")); b == "Y" || b == "N" {
			c.Ignore("relations.isChildrenListEnabled=" + b)
		}
	}
	return out
}

func (s *Server) typeAdd(c *bxserver.Call) (any, error) {
	m := c.Array("fields")
	if m == nil {
		return nil, bxserver.Missing("fields")
	}
	if !c.Admin {
		return nil, bxserver.Refuse("ACCESS_DENIED", "Доступ запрещен")
	}
	if bxserver.Text(m.Get("title")) == "" {
		return nil, bxserver.Refuse("BX_EMPTY_REQUIRED", `Не заполнено обязательное поле "TITLE"`)
	}
	id := bxserver.Int(m.Get("entityTypeId"))
	if id == 0 {
		for id = 1030; s.smart(id) != nil; id += 2 {
		}
	}
	if s.smart(id) != nil {
		return nil, bxserver.Refuse("BX_INVALID_VALUE", "Смарт-процесс с таким entityTypeId уже существует")
	}
	if (id < 128 || id > 192) && (id < 1030 || id%2 != 0) {
		return nil, bxserver.Refuse("BX_INVALID_VALUE", `Значение поля "ENTITY_TYPE_ID" некорректно`)
	}
	t := &smartType{id: s.next("type"), entityTypeID: id, flags: map[string]bool{"isSetOpenPermissions": true}, by: c.User}
	t.write(c, m)
	s.types = append(s.types, t)
	s.addFunnel(id, "Общая", true)
	c.Commit()
	c.Raise("onCrmTypeAdd", bxserver.Row{"ID": t.id})
	return bxserver.Row{"type": s.viewType(t)}, nil
}

func (s *Server) viewType(t *smartType) bxserver.Row {
	out := bxserver.Row{
		"id": t.id, "entityTypeId": t.entityTypeID, "title": t.title, "createdBy": t.by, "updatedBy": t.by,
		"createdTime": s.Now(), "updatedTime": s.Now(), "customSections": []any{}, "customSectionId": nil,
		"linkedUserFields": bxserver.Row{"CALENDAR_EVENT|UF_CRM_CAL_EVENT": "N", "TASKS_TASK|UF_CRM_TASK": "N"},
	}
	for _, name := range smartFlags {
		out[name] = yesNo(t.flags[name])
	}
	list := func(ids []int) []any {
		out := []any{}
		for _, id := range ids {
			out = append(out, bxserver.Row{"entityTypeId": id, "isChildrenListEnabled": "Y", "isPredefined": "N"})
		}
		return out
	}
	out["relations"] = bxserver.Row{"parent": list(t.parents), "child": list(t.children)}
	return out
}

func (s *Server) typeFind(c *bxserver.Call) (*smartType, error) {
	if _, ok := c.Param("entityTypeId"); ok {
		if t := s.smart(c.Int("entityTypeId")); t != nil {
			return t, nil
		}
		return nil, errNotFound
	}
	for _, t := range s.types {
		if t.id == c.Int("id") {
			return t, nil
		}
	}
	return nil, errNotFound
}

func (s *Server) typeUpdate(c *bxserver.Call) (any, error) {
	t, err := s.typeFind(c)
	if err != nil {
		return nil, err
	}
	t.write(c, c.Array("fields"))
	c.Commit()
	c.Raise("onCrmTypeUpdate", bxserver.Row{"ID": t.id})
	return bxserver.Row{"type": s.viewType(t)}, nil
}

func (s *Server) typeGet(c *bxserver.Call) (any, error) {
	t, err := s.typeFind(c)
	if err != nil {
		return nil, err
	}
	return bxserver.Row{"type": s.viewType(t)}, nil
}

func (s *Server) typeList(c *bxserver.Call) (any, error) {
	var all []bxserver.Row
	for _, t := range s.types {
		all = append(all, s.viewType(t))
	}
	page, err := c.List(all, bxserver.List{Whole: true, Name: func(name string) (string, bool) {
		return name, slices.Contains(split("id entityTypeId title"), name)
	}, Unknown: func(name string) error {
		return bxserver.Refuse("INVALID_ARG_VALUE", fmt.Sprintf("Invalid filter: field '%s' is not allowed in filter", name))
	}})
	if err != nil {
		return nil, err
	}
	list := []any{}
	for _, r := range page.Rows {
		for _, name := range split("relations linkedUserFields customSections") { // told by get alone
			delete(r, name)
		}
		r["code"] = ""
		list = append(list, r)
	}
	return page.Answer(bxserver.Row{"types": list}), nil
}

func (s *Server) typeDelete(c *bxserver.Call) (any, error) {
	t, err := s.typeFind(c)
	if err != nil {
		return nil, err
	}
	if len(s.items[t.entityTypeID]) > 0 {
		return nil, bxserver.Refuse("0", "Нельзя удалить смарт-процесс, в котором есть элементы")
	}
	s.types = slices.DeleteFunc(s.types, func(o *smartType) bool { return o == t })
	s.categories = slices.DeleteFunc(s.categories, func(f *category) bool { return f.typeID == t.entityTypeID })
	s.statuses = slices.DeleteFunc(s.statuses, func(st *status) bool {
		return strings.HasPrefix(st.entity, fmt.Sprintf("DYNAMIC_%d_STAGE_", t.entityTypeID))
	})
	c.Commit()
	c.Raise("onCrmTypeDelete", bxserver.Row{"ID": t.id})
	return []any{}, nil
}
