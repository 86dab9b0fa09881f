package bitrix24test

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// userField is a custom field.
type userField struct {
	id, sort             int
	entity, name, userID string // CRM_DEAL, UF_CRM_PROMO, the type as it was asked for
	kind                 kind
	multiple, mandatory  bool
	xmlID                string
	label                any // a text, or texts by language
	enum                 []*enumValue
	settings             any
}

// enumValue is a value of an enumeration.
type enumValue struct {
	id, sort   int
	value, xml string
	def        bool
}

// userTypes are the types of custom fields, as they are kept.
var userTypes = map[string]kind{
	"string": text, "integer": integer, "double": double, "boolean": boolean, "date": date, "datetime": datetime,
	"enumeration": enumeration, "file": files, "employee": integer, "crm": text, "crm_status": text, "money": text,
	"url": text, "address": text, "iblock_element": integer, "iblock_section": integer,
}

func (s *Server) fieldMethods() map[string]method {
	out := map[string]method{
		"userfieldconfig.add":    {scope: "userfieldconfig", params: "moduleId field", run: s.configAdd},
		"userfieldconfig.update": {scope: "userfieldconfig", params: "moduleId id field", run: s.configUpdate},
		"userfieldconfig.get":    {scope: "userfieldconfig", params: "moduleId id", run: s.configGet},
		"userfieldconfig.list":   {scope: "userfieldconfig", params: "moduleId select order filter", run: s.configList},
		"userfieldconfig.delete": {scope: "userfieldconfig", params: "moduleId id", run: s.configDelete},
	}
	for name, entity := range map[string]string{"deal": "CRM_DEAL", "contact": "CRM_CONTACT", "company": "CRM_COMPANY"} {
		out["crm."+name+".userfield.add"] = method{scope: "crm", params: "fields LIST", run: func(c *bxserver.Call) (any, error) {
			return s.userFieldAdd(c, entity)
		}}
		out["crm."+name+".userfield.update"] = method{scope: "crm", params: "id fields LIST", run: s.userFieldUpdate}
		out["crm."+name+".userfield.list"] = method{scope: "crm", params: "order filter", run: func(c *bxserver.Call) (any, error) {
			return s.userFieldList(c, entity)
		}}
		out["crm."+name+".userfield.get"] = method{scope: "crm", params: "id", run: s.userFieldGet}
		out["crm."+name+".userfield.delete"] = method{scope: "crm", params: "id", run: s.userFieldDelete}
	}
	return out
}

// title is the label of a field.
func (u *userField) title() string {
	if m, ok := bxserver.AsMap(u.label); ok {
		for _, v := range m.All() {
			return bxserver.Text(v)
		}
	}
	if t := bxserver.Text(u.label); t != "" {
		return t
	}
	return u.name
}

func (u *userField) choices() []any {
	list := []any{}
	for _, e := range u.enum {
		list = append(list, bxserver.Row{"ID": bxserver.Text(e.id), "VALUE": e.value})
	}
	return list
}

var fieldName = regexp.MustCompile(`^[A-Z0-9_]+$`)

// addField checks and keeps a new field.
func (s *Server) addField(c *bxserver.Call, u *userField) error {
	if !c.Admin {
		return bxserver.Refuse("ACCESS_DENIED", "Access denied.")
	}
	k, ok := userTypes[u.userID]
	if !ok {
		return bxserver.Refuse("", fmt.Sprintf("Тип поля «%s» не найден", u.userID))
	}
	u.kind = k
	if !fieldName.MatchString(u.name) || len(u.name) > 50 {
		return bxserver.Refuse("", "Код поля может содержать только A-Z, 0-9 и _, не больше 50 знаков")
	}
	for _, o := range s.fields {
		if o.entity == u.entity && o.name == u.name {
			return bxserver.Refuse("", fmt.Sprintf("Поле %s для объекта %s уже существует.", u.name, u.entity))
		}
	}
	u.id = s.next("field")
	if u.sort == 0 {
		u.sort = 100
	}
	s.fields = append(s.fields, u)
	c.Commit()
	if u.entity == "CRM_DEAL" {
		c.Raise("onCrmDealUserFieldAdd", bxserver.Row{"ID": u.id, "ENTITY_ID": u.entity, "FIELD_NAME": u.name})
	}
	return nil
}

// setEnum writes the values of an enumeration: one with an id is changed, or deleted; the others are added.
func (s *Server) setEnum(u *userField, v any) {
	list, _ := bxserver.AsList(v)
	for _, e := range list {
		m, ok := bxserver.AsMap(e)
		if !ok {
			continue
		}
		get := func(name string) string {
			v, ok := m.Fold(name)
			if !ok {
				v, _ = m.Fold(strings.ReplaceAll(name, "_", ""))
			}
			return bxserver.Text(v)
		}
		i := slices.IndexFunc(u.enum, func(o *enumValue) bool { return bxserver.Text(o.id) == get("ID") })
		if i >= 0 && (get("DEL") == "Y" || get("VALUE") == "") {
			u.enum = slices.Delete(u.enum, i, i+1)
			continue
		}
		if i < 0 {
			u.enum = append(u.enum, &enumValue{id: s.next("enum"), sort: 500})
			i = len(u.enum) - 1
		}
		o := u.enum[i]
		o.value, o.def = get("VALUE"), get("DEF") == "Y"
		if n := bxserver.Int(get("SORT")); n > 0 {
			o.sort = n
		}
		if o.xml = get("XML_ID"); o.xml == "" {
			sum := md5.Sum([]byte(o.value))
			o.xml = hex.EncodeToString(sum[:])
		}
	}
}

func (s *Server) configAdd(c *bxserver.Call) (any, error) {
	m := c.Array("field")
	if c.Text("moduleId") != "crm" {
		return nil, bxserver.Refuse("0", "Module is not supported")
	}
	if m == nil {
		return nil, bxserver.Missing("field")
	}
	u := &userField{
		entity: bxserver.Text(m.Get("entityId")), name: bxserver.Text(m.Get("fieldName")), userID: bxserver.Text(m.Get("userTypeId")),
	}
	if _, ok := s.entityType(u.entity); !ok {
		return nil, bxserver.Refuse("ACCESS_DENIED", "Access denied.")
	}
	if prefix := "UF_" + u.entity + "_"; !strings.HasPrefix(u.name, prefix) { // of deals too: UF_CRM_DEAL_
		return nil, bxserver.Refuse("0", "Код поля должен начинаться с "+prefix)
	}
	u.writeConfig(c, s, m)
	if err := s.addField(c, u); err != nil {
		return nil, err
	}
	return bxserver.Row{"field": u.config(true)}, nil
}

// entityType is the type that an entity of custom fields means.
func (s *Server) entityType(entity string) (int, bool) {
	switch entity {
	case "CRM_DEAL":
		return deal, true
	case "CRM_CONTACT":
		return contact, true
	case "CRM_COMPANY":
		return company, true
	}
	for _, t := range s.types {
		if entity == fmt.Sprintf("CRM_%d", t.id) {
			return t.entityTypeID, true
		}
	}
	return 0, false
}

func (u *userField) writeConfig(c *bxserver.Call, s *Server, m *bxserver.Map) {
	for name, v := range m.All() {
		switch name {
		case "entityId", "fieldName", "userTypeId":
		case "multiple":
			u.multiple = isTrue(v)
		case "mandatory":
			u.mandatory = isTrue(v)
		case "xmlId":
			u.xmlID = bxserver.Text(v)
		case "sort":
			u.sort = bxserver.Int(v)
		case "editFormLabel":
			u.label = v
		case "settings":
			u.settings = v
		case "enum":
			s.setEnum(u, v)
		case "showFilter", "editInList", "isSearchable", "helpMessage":
		default:
			c.Ignore("field." + name)
		}
	}
}

// config is a field as userfieldconfig shows it; the values of an enumeration are told by get and add, not by list.
func (u *userField) config(enum bool) bxserver.Row {
	out := bxserver.Row{
		"id": bxserver.Text(u.id), "entityId": u.entity, "fieldName": u.name, "userTypeId": u.userID, "xmlId": nil,
		"sort": bxserver.Text(u.sort), "multiple": yesNo(u.multiple), "mandatory": yesNo(u.mandatory), "showFilter": "N",
		"showInList": "Y", "editInList": "Y", "isSearchable": "N", "settings": u.settings, "editFormLabel": u.label,
		"listColumnLabel": nil, "listFilterLabel": nil, "errorMessage": nil, "helpMessage": nil, "languageId": bxserver.Row{"ru": "ru"},
	}
	if u.xmlID != "" {
		out["xmlId"] = u.xmlID
	}
	if enum && u.kind == enumeration {
		list := []any{}
		for _, e := range u.enum {
			list = append(list, bxserver.Row{
				"id": bxserver.Text(e.id), "userFieldId": bxserver.Text(u.id), "value": e.value, "def": yesNo(e.def),
				"sort": bxserver.Text(e.sort), "xmlId": e.xml,
			})
		}
		out["enum"] = list
	}
	return out
}

func (s *Server) fieldByID(c *bxserver.Call) (*userField, error) {
	for _, u := range s.fields {
		if u.id == c.Int("id") {
			return u, nil
		}
	}
	return nil, bxserver.Refuse("ERROR_NOT_FOUND", "The entity with ID '"+c.Text("id")+"' is not found.")
}

func (s *Server) configUpdate(c *bxserver.Call) (any, error) {
	u, err := s.fieldByID(c)
	if err != nil {
		return nil, err
	}
	u.writeConfig(c, s, c.Array("field"))
	c.Commit()
	return bxserver.Row{"field": u.config(true)}, nil
}

func (s *Server) configGet(c *bxserver.Call) (any, error) {
	u, err := s.fieldByID(c)
	if err != nil {
		return nil, err
	}
	return bxserver.Row{"field": u.config(true)}, nil
}

func (s *Server) configList(c *bxserver.Call) (any, error) {
	var all []bxserver.Row
	for _, u := range s.fields {
		r := u.config(false)
		r["id"], r["sort"] = u.id, u.sort
		all = append(all, r)
	}
	page, err := c.List(all, bxserver.List{Whole: true, Name: func(name string) (string, bool) {
		return name, slices.Contains(split("id entityId fieldName userTypeId xmlId sort multiple mandatory"), name)
	}})
	if err != nil {
		return nil, err
	}
	list := []any{}
	for _, r := range page.Rows {
		r["id"], r["sort"] = bxserver.Text(r["id"]), bxserver.Text(r["sort"])
		list = append(list, r)
	}
	return page.Answer(bxserver.Row{"fields": list}), nil
}

func (s *Server) configDelete(c *bxserver.Call) (any, error) {
	if _, err := s.userFieldDelete(c); err != nil {
		return nil, err
	}
	return nil, nil
}

func (s *Server) userFieldAdd(c *bxserver.Call, entity string) (any, error) {
	m := c.Array("fields")
	if m == nil {
		return nil, bxserver.Refuse("", "Parameter 'fields' must be array.")
	}
	name, _ := m.Fold("FIELD_NAME")
	kind, _ := m.Fold("USER_TYPE_ID")
	u := &userField{entity: entity, name: strings.ToUpper(bxserver.Text(name)), userID: bxserver.Text(kind)}
	if u.name == "" {
		u.name = fmt.Sprintf("%d", s.Now().Unix())
	}
	if !strings.HasPrefix(u.name, "UF_CRM_") {
		u.name = "UF_CRM_" + u.name
	}
	u.writeOld(c, s, m)
	if list, ok := c.Param("LIST"); ok {
		s.setEnum(u, list)
	}
	if err := s.addField(c, u); err != nil {
		return nil, err
	}
	return u.id, nil
}

func (u *userField) writeOld(c *bxserver.Call, s *Server, m *bxserver.Map) {
	for name, v := range m.All() {
		switch strings.ToUpper(name) {
		case "FIELD_NAME", "USER_TYPE_ID", "SHOW_FILTER", "SHOW_IN_LIST", "EDIT_IN_LIST", "IS_SEARCHABLE", "LIST_COLUMN_LABEL",
			"LIST_FILTER_LABEL", "ERROR_MESSAGE", "HELP_MESSAGE", "LABEL":
			if strings.EqualFold(name, "LABEL") && u.label == nil {
				u.label = v
			}
		case "MULTIPLE":
			u.multiple = bxserver.Text(v) == "Y"
		case "MANDATORY":
			u.mandatory = bxserver.Text(v) == "Y"
		case "XML_ID":
			u.xmlID = bxserver.Text(v)
		case "SORT":
			u.sort = bxserver.Int(v)
		case "EDIT_FORM_LABEL":
			u.label = v
		case "SETTINGS":
			u.settings = v
		case "LIST":
			s.setEnum(u, v)
		default:
			c.Ignore("fields." + name)
		}
	}
}

func (s *Server) userFieldUpdate(c *bxserver.Call) (any, error) {
	u, err := s.fieldByID(c)
	if err != nil {
		return nil, err
	}
	u.writeOld(c, s, c.Array("fields"))
	if list, ok := c.Param("LIST"); ok {
		s.setEnum(u, list)
	}
	c.Commit()
	return true, nil
}

// old is a field as the older methods show it.
func (u *userField) old() bxserver.Row {
	out := bxserver.Row{
		"ID": bxserver.Text(u.id), "ENTITY_ID": u.entity, "FIELD_NAME": u.name, "USER_TYPE_ID": u.userID, "XML_ID": nil,
		"SORT": bxserver.Text(u.sort), "MULTIPLE": yesNo(u.multiple), "MANDATORY": yesNo(u.mandatory), "SHOW_FILTER": "N",
		"SHOW_IN_LIST": "Y", "EDIT_IN_LIST": "Y", "IS_SEARCHABLE": "N", "SETTINGS": u.settings, "EDIT_FORM_LABEL": u.label,
		"LIST_COLUMN_LABEL": nil, "LIST_FILTER_LABEL": nil, "ERROR_MESSAGE": nil, "HELP_MESSAGE": nil,
	}
	if u.xmlID != "" {
		out["XML_ID"] = u.xmlID
	}
	if u.kind == enumeration {
		list := []any{}
		for _, e := range u.enum {
			list = append(list, bxserver.Row{
				"ID": bxserver.Text(e.id), "SORT": bxserver.Text(e.sort), "VALUE": e.value, "DEF": yesNo(e.def), "XML_ID": e.xml,
			})
		}
		out["LIST"] = list
	}
	return out
}

func (s *Server) userFieldList(c *bxserver.Call, entity string) (any, error) {
	var all []bxserver.Row
	for _, u := range s.fields {
		if u.entity == entity {
			all = append(all, u.old())
		}
	}
	c.Start = 0
	page, err := c.List(all, bxserver.List{Size: len(all) + 1, Name: func(name string) (string, bool) {
		name = strings.ToUpper(name)
		return name, slices.Contains(split("ID FIELD_NAME USER_TYPE_ID XML_ID SORT MULTIPLE MANDATORY"), name)
	}})
	if err != nil {
		return nil, err
	}
	list := []any{}
	for _, r := range page.Rows {
		if m, ok := bxserver.AsMap(r["EDIT_FORM_LABEL"]); ok && m.Len() > 0 { // lists show one language
			for _, v := range m.All() {
				r["EDIT_FORM_LABEL"] = v
				break
			}
		}
		list = append(list, r)
	}
	return page.Answer(list), nil
}

func (s *Server) userFieldGet(c *bxserver.Call) (any, error) {
	u, err := s.fieldByID(c)
	if err != nil {
		return nil, err
	}
	return u.old(), nil
}

func (s *Server) userFieldDelete(c *bxserver.Call) (any, error) {
	u, err := s.fieldByID(c)
	if err != nil {
		return nil, err
	}
	s.fields = slices.DeleteFunc(s.fields, func(o *userField) bool { return o == u })
	c.Commit()
	return true, nil
}
