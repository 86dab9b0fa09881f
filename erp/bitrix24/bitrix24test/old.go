package bitrix24test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// oldMethods are those of single types: names in upper case and any case, ids as texts, and errors without a code.
func (s *Server) oldMethods() map[string]method {
	out := map[string]method{
		"crm.duplicate.findbycomm":      {scope: "crm", params: "type values entity_type", run: s.findByComm},
		"crm.deal.contact.items.get":    {scope: "crm", params: "id", run: s.dealContacts},
		"crm.deal.contact.items.set":    {scope: "crm", params: "id items", run: s.setDealContacts},
		"crm.deal.contact.items.delete": {scope: "crm", params: "id", run: s.setDealContacts},
	}
	for name, typeID := range map[string]int{"deal": deal, "contact": contact, "company": company} {
		for verb, m := range map[string]method{
			"add":    {params: "fields params", run: func(c *bxserver.Call) (any, error) { return s.oldAdd(c, typeID) }},
			"update": {params: "id fields params", run: func(c *bxserver.Call) (any, error) { return s.oldUpdate(c, typeID) }},
			"get":    {params: "id", run: func(c *bxserver.Call) (any, error) { return s.oldGet(c, typeID) }},
			"delete": {params: "id", run: func(c *bxserver.Call) (any, error) { return s.oldDelete(c, typeID) }},
			"list":   {params: "select filter order", run: func(c *bxserver.Call) (any, error) { return s.oldList(c, typeID) }},
			"fields": {run: func(*bxserver.Call) (any, error) { return s.oldFields(typeID), nil }},
		} {
			m.scope = "crm"
			out["crm."+name+"."+verb] = m
		}
	}
	return out
}

// byOldName finds a field by its name in an older method.
func byOldName(fields []field, name string) (field, bool) {
	for _, f := range fields {
		if strings.EqualFold(f.oldName(), name) {
			return f, true
		}
	}
	return field{}, false
}

// oldWrite sets the fields that were sent to an older method.
func (s *Server) oldWrite(c *bxserver.Call, it *item) error {
	fields, _ := s.schema(it.typeID)
	for name, v := range c.Array("fields").All() {
		if kind := strings.ToUpper(name); it.typeID != deal && slices.Contains(pointTypes, kind) {
			s.setOldMultifield(it, kind, v)
			continue
		}
		f, ok := byOldName(fields, name)
		if !ok || f.readOnly || f.name == "CATEGORY_ID" && it.v["ID"] != nil { // only a universal method changes the funnel
			c.Ignore("fields." + name)
			continue
		}
		if isEmpty(v) {
			it.v[f.name] = nil
			if f.name == "CONTACT_ID" {
				it.v["CONTACT_IDS"] = nil
			}
			continue
		}
		if f.kind == boolean && bxserver.Text(v) == "1" {
			v = "Y"
		}
		if f.kind == files {
			v = fileData(v, f.multiple())
		}
		if err := s.set(c, it, f, v); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) oldAdd(c *bxserver.Call, typeID int) (any, error) {
	if c.Array("fields") == nil {
		return nil, bxserver.Refuse("", "Parameter 'fields' must be array.")
	}
	it := &item{typeID: typeID, v: bxserver.Row{}}
	if err := s.oldWrite(c, it); err != nil {
		return nil, err
	}
	s.add(c, it)
	return it.id(), nil
}

func (s *Server) oldFind(c *bxserver.Call, typeID int) (*item, error) {
	id := c.Int("id")
	if id <= 0 {
		return nil, bxserver.Refuse("", "ID is not defined or invalid.")
	}
	if it := s.find(typeID, id); it != nil {
		return it, nil
	}
	return nil, bxserver.Refuse("", "Not found")
}

func (s *Server) oldUpdate(c *bxserver.Call, typeID int) (any, error) {
	it, err := s.oldFind(c, typeID)
	if err != nil {
		return nil, err
	}
	if c.Array("fields") == nil {
		return nil, bxserver.Refuse("", "Parameter 'fields' must be array.")
	}
	return true, s.change(c, it, func(w *item) error { return s.oldWrite(c, w) })
}

func (s *Server) oldDelete(c *bxserver.Call, typeID int) (any, error) {
	it, err := s.oldFind(c, typeID)
	if err != nil {
		return nil, err
	}
	s.remove(c, it)
	return true, nil
}

func (s *Server) oldGet(c *bxserver.Call, typeID int) (any, error) {
	it, err := s.oldFind(c, typeID)
	if err != nil {
		return nil, err
	}
	out := bxserver.Row{}
	fields, _ := s.schema(typeID)
	for _, f := range fields {
		if f.kind != several && (typeID == deal || f.name != "CATEGORY_ID") && f.name != "ORDER_STAGE" && f.name != "WEBFORM_ID" {
			out[f.oldName()] = s.oldShown(it, f)
		}
	}
	for _, kind := range pointTypes {
		if points := oldMultifields(it, kind); points != nil && typeID != deal {
			out[kind] = points
		}
	}
	return out, nil
}

// oldShown is a value as the older methods show it: nearly everything is text.
func (s *Server) oldShown(it *item, f field) any {
	v := it.v[f.name]
	if f.kind == files {
		return s.oldFiles(it, f)
	}
	if f.custom == nil {
		return s.oldText(f, v)
	}
	if f.multiple() {
		list, _ := v.([]any)
		if len(list) == 0 {
			return false
		}
		out := []any{}
		for _, e := range list {
			out = append(out, s.oldText(f, e))
		}
		return out
	}
	if f.kind == boolean {
		if v == "Y" {
			return "1"
		}
		return "0"
	}
	return s.oldText(f, v)
}

func (s *Server) oldText(f field, v any) any {
	switch v := v.(type) {
	case time.Time:
		if v.IsZero() {
			return ""
		}
		return s.shownTime(f, v)
	case float64:
		if f.custom == nil {
			return fmt.Sprintf("%.2f", v)
		}
		return strconv.FormatFloat(v, 'f', -1, 64)
	case nil:
		switch {
		case f.kind == boolean:
			return "N"
		case f.kind == double:
			return "0.00"
		case f.kind == date || f.kind == datetime || f.custom != nil && f.kind == text:
			return ""
		case f.name == "CATEGORY_ID" || f.name == "COMPANY_ID" || f.name == "CONTACT_ID":
			return "0"
		}
		return nil
	}
	return bxserver.Text(v)
}

// shownTime is a time as it is answered: a day gets the hours of the offset from UTC.
func (s *Server) shownTime(f field, t time.Time) time.Time {
	if f.kind != date {
		return t
	}
	_, offset := t.In(s.Zone()).Zone()
	return t.Add(time.Duration(offset) * time.Second)
}

// oldList lists as the older methods do: a filter that is no field is passed over, one that holds others too.
func (s *Server) oldList(c *bxserver.Call, typeID int) (any, error) {
	fields, _ := s.schema(typeID)
	page, err := c.List(s.withPoints(typeID), bxserver.List{
		Whole: true,
		Name: func(name string) (string, bool) {
			if kind := strings.ToUpper(name); typeID != deal && slices.Contains(pointTypes, kind) {
				return kind, true
			}
			f, ok := byOldName(fields, name)
			return f.name, ok
		},
	})
	if err != nil {
		return nil, err
	}
	list := []any{}
	for _, r := range page.Rows {
		it := s.find(typeID, r["ID"].(int))
		out := bxserver.Row{}
		for _, f := range fields {
			if f.name == "ID" || selectsOld(c, f) {
				out[f.oldName()] = s.oldShown(it, f)
			}
		}
		for _, kind := range pointTypes {
			if points := oldMultifields(it, kind); points != nil && typeID != deal && named(c, kind) {
				out[kind] = points
			}
		}
		list = append(list, out)
	}
	return page.Answer(list), nil
}

// withPoints are the objects with their numbers and addresses beside the fields, for filters.
func (s *Server) withPoints(typeID int) []bxserver.Row {
	var out []bxserver.Row
	for _, it := range s.items[typeID] {
		r := bxserver.Row{}
		for k, v := range it.v {
			r[k] = v
		}
		for _, kind := range pointTypes {
			list := []any{}
			for _, p := range it.contacts {
				if p.Type == kind {
					list = append(list, p.Value)
				}
			}
			r[kind] = list
		}
		out = append(out, r)
	}
	return out
}

func named(c *bxserver.Call, name string) bool {
	list, _ := bxserver.AsList(c.Array("select"))
	return slices.ContainsFunc(list, func(v any) bool { return strings.EqualFold(bxserver.Text(v), name) })
}

// selectsOld tells whether a list shows a field. Without select it shows all but the custom ones.
func selectsOld(c *bxserver.Call, f field) bool {
	if f.kind == several {
		return false
	}
	if c.Array("select").Len() == 0 {
		return f.custom == nil
	}
	return named(c, f.oldName()) || named(c, "*") && f.custom == nil || named(c, "UF_*") && f.custom != nil
}

func (s *Server) oldFields(typeID int) any {
	fields, _ := s.schema(typeID)
	out := bxserver.Row{}
	for _, f := range fields {
		about := bxserver.Row{
			"type": string(f.kind), "isRequired": false, "isReadOnly": f.readOnly, "isImmutable": false,
			"isMultiple": f.multiple(), "isDynamic": f.custom != nil, "title": f.oldName(),
		}
		if f.custom != nil {
			about["title"] = f.name
			about["formLabel"], about["listLabel"] = f.custom.title(), f.custom.title()
			if f.kind == enumeration {
				about["items"] = f.custom.choices()
			}
		}
		out[f.oldName()] = about
	}
	for _, kind := range pointTypes {
		if typeID != deal {
			out[kind] = bxserver.Row{
				"type": "crm_multifield", "isRequired": false, "isReadOnly": false, "isImmutable": false, "isMultiple": true,
				"isDynamic": false, "title": kind,
			}
		}
	}
	return out
}

func (s *Server) dealContacts(c *bxserver.Call) (any, error) {
	it, err := s.oldFind(c, deal)
	if err != nil {
		return nil, err
	}
	list := []any{}
	ids, _ := it.v["CONTACT_IDS"].([]any)
	for i, id := range ids {
		primary := "N"
		if i == 0 {
			primary = "Y"
		}
		list = append(list, bxserver.Row{"CONTACT_ID": id, "SORT": (i + 1) * 10, "ROLE_ID": 0, "IS_PRIMARY": primary})
	}
	return list, nil
}

func (s *Server) setDealContacts(c *bxserver.Call) (any, error) {
	it, err := s.oldFind(c, deal)
	if err != nil {
		return nil, err
	}
	ids := []any{}
	list, _ := bxserver.AsList(c.Array("items"))
	for _, e := range list {
		m, _ := bxserver.AsMap(e)
		id, _ := m.Fold("CONTACT_ID")
		if primary, _ := m.Fold("IS_PRIMARY"); bxserver.Text(primary) == "Y" {
			ids = slices.Insert(ids, 0, any(bxserver.Int(id)))
			continue
		}
		ids = append(ids, bxserver.Int(id))
	}
	return true, s.change(c, it, func(w *item) error {
		w.v["CONTACT_IDS"], w.v["CONTACT_ID"] = ids, 0
		if len(ids) > 0 {
			w.v["CONTACT_ID"] = ids[0]
		}
		return nil
	})
}
