package bitrix24test

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// contactPoint is a telephone number, an address or the like.
type contactPoint struct {
	ID        int
	Type      string // PHONE, EMAIL, WEB, IM
	ValueType string
	Value     string
}

var pointTypes = []string{"PHONE", "EMAIL", "WEB", "IM"}

func (s *Server) addPoint(it *item, kind, valueType, value string) {
	if valueType == "" {
		valueType = "WORK"
	}
	s.last["point"]++
	it.contacts = append(it.contacts, &contactPoint{s.last["point"] + 150, kind, valueType, value})
}

// setMultifields does what fm of a universal method asks: the key of an entry says what is to be done. n0, n1 and so on
// add; the number of a value that there is changes it, or deletes it if the value is empty; every other key adds too.
func (s *Server) setMultifields(it *item, fm any) {
	m, _ := bxserver.AsMap(fm)
	if kind, ok := m.Find("typeId"); ok && m.Get("value") != nil { // a single one without a key
		s.addPoint(it, bxserver.Text(kind), bxserver.Text(m.Get("valueType")), bxserver.Text(m.Get("value")))
		return
	}
	for key, v := range m.All() {
		one, ok := bxserver.AsMap(v)
		if !ok || one.Get("typeId") == nil || one.Get("value") == nil {
			continue
		}
		id, err := strconv.Atoi(key)
		value, valueType := bxserver.Text(one.Get("value")), bxserver.Text(one.Get("valueType"))
		i := slices.IndexFunc(it.contacts, func(p *contactPoint) bool { return err == nil && p.ID == id })
		switch {
		case value == "" && i >= 0:
			it.contacts = slices.Delete(it.contacts, i, i+1)
		case value == "":
		case i >= 0:
			p := *it.contacts[i]
			p.Value = value
			if valueType != "" {
				p.ValueType = valueType
			}
			it.contacts[i] = &p
		default:
			s.addPoint(it, bxserver.Text(one.Get("typeId")), valueType, value)
		}
	}
}

// setOldMultifield does what a field such as PHONE of an older method asks: a row with an ID changes it, one with
// DELETE deletes it, one without an ID adds, and those that are not named stay.
func (s *Server) setOldMultifield(it *item, kind string, v any) {
	list, _ := bxserver.AsList(v)
	for _, e := range list {
		one, ok := bxserver.AsMap(e)
		if !ok {
			continue
		}
		id, _ := one.Fold("ID")
		value, has := one.Fold("VALUE")
		valueType, _ := one.Fold("VALUE_TYPE")
		i := slices.IndexFunc(it.contacts, func(p *contactPoint) bool { return p.ID == bxserver.Int(id) })
		remove, _ := one.Fold("DELETE")
		switch {
		case i < 0 && bxserver.Text(value) != "":
			s.addPoint(it, kind, bxserver.Text(valueType), bxserver.Text(value))
		case i < 0:
		case strings.EqualFold(bxserver.Text(remove), "Y") || has && bxserver.Text(value) == "":
			it.contacts = slices.Delete(it.contacts, i, i+1)
		default:
			p := *it.contacts[i]
			p.Value = bxserver.Text(value)
			if t := bxserver.Text(valueType); t != "" {
				p.ValueType = t
			}
			it.contacts[i] = &p
		}
	}
}

// oldMultifields are the values of one kind as the older methods show them.
func oldMultifields(it *item, kind string) []any {
	var out []any
	for _, p := range it.contacts {
		if p.Type == kind {
			m := &bxserver.Map{}
			m.Set("ID", bxserver.Text(p.ID))
			m.Set("VALUE_TYPE", p.ValueType)
			m.Set("VALUE", p.Value)
			m.Set("TYPE_ID", p.Type)
			out = append(out, m)
		}
	}
	return out
}

// digits is a telephone number as numbers are compared.
func digits(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
	if len(s) == 11 && s[0] == '8' { // as people in Russia dial
		s = "7" + s[1:]
	}
	return s
}

// findByComm finds who has a telephone number or an address.
func (s *Server) findByComm(c *bxserver.Call) (any, error) {
	kind := strings.ToUpper(c.Text("type"))
	values, ok := bxserver.AsList(c.Array("values"))
	if c.Array("values") == nil || !ok || len(values) == 0 {
		return nil, bxserver.Refuse("", "Communication values are not defined.")
	}
	if kind != "PHONE" && kind != "EMAIL" {
		return nil, bxserver.Refuse("", "Communication type '"+kind+"' is not supported in current context.")
	}
	if len(values) > 20 {
		values = values[:20]
		c.Ignore("values after the 20th")
	}
	out := &bxserver.Map{}
	for _, t := range []struct {
		name string
		id   int
	}{{"CONTACT", contact}, {"COMPANY", company}} {
		if only := c.Text("entity_type"); only != "" && !strings.EqualFold(only, t.name) {
			continue
		}
		var ids []any
		for _, it := range s.items[t.id] {
			if slices.ContainsFunc(it.contacts, func(p *contactPoint) bool {
				return p.Type == kind && slices.ContainsFunc(values, func(v any) bool {
					if kind == "PHONE" {
						return digits(p.Value) == digits(bxserver.Text(v))
					}
					return strings.EqualFold(p.Value, strings.TrimSpace(bxserver.Text(v)))
				})
			}) {
				ids = append(ids, it.id())
			}
		}
		if ids != nil {
			out.Set(t.name, ids)
		}
	}
	return out, nil
}
