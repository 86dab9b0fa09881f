package onectest

import (
	"slices"
	"strconv"
	"strings"
)

// shape is which properties an answer shows, and what else.
type shape struct {
	table    *table
	all      bool
	flat     bool            // ** : no sections
	fields   map[string]bool // by field, or by the name of a section
	inner    map[string]map[string]bool
	present  map[string]bool // fields whose presentation is shown; "*" all
	self     bool            // the presentation of the object itself
	expand   map[string]*expansion
	selected bool
}

// expansion is one reference that is answered with the object that it means.
type expansion struct {
	prop   *property
	entity *entity // of a mixed one: only values of this type are expanded
	shape  *shape
}

// has reports whether a field or section is shown.
func (sh *shape) has(name string, section bool) bool {
	if sh.fields[name] {
		return true
	}
	return (sh.all || !sh.selected) && (!section || !sh.flat)
}

// list cuts a list of names at its commas.
func list(s string) []string {
	var out []string
	for n := range strings.SplitSeq(s, ",") {
		if n = strings.TrimSpace(n); n != "" {
			out = append(out, n)
		}
	}
	return out
}

// parseShape reads $select and $expand.
func (s *Server) parseShape(t *table, sel, expand string) (*shape, *refusal) {
	sh := newShape(t)
	for _, path := range list(expand) {
		if r := s.addExpansion(sh, strings.Split(path, "/")); r != nil {
			return nil, r
		}
	}
	for _, path := range list(sel) {
		if r := s.addField(sh, path); r != nil {
			return nil, r
		}
	}
	return sh, nil
}

func newShape(t *table) *shape {
	return &shape{
		table: t, fields: map[string]bool{}, inner: map[string]map[string]bool{}, present: map[string]bool{},
		expand: map[string]*expansion{},
	}
}

func (s *Server) addExpansion(sh *shape, path []string) *refusal {
	if path[0] == "*" {
		for name, p := range sh.table.nav {
			if p.kind == reference && sh.expand[name] == nil {
				if e := s.schema.entities[p.to[0]]; e != nil {
					sh.expand[name] = &expansion{p, e, newShape(&e.table)}
				}
			}
		}
		return nil
	}
	p := sh.table.nav[path[0]]
	if p == nil {
		return noProperty(path[0])
	}
	rest := path[1:]
	if p.kind == mixed {
		if len(rest) == 0 {
			sh.expand[p.name] = &expansion{prop: p}
			return nil
		}
		if !slices.Contains(p.to, rest[0]) {
			return badOption("$expand", "у составного реквизита %s указывается тип", p.name)
		}
	}
	target := p.to[0]
	if p.kind == mixed {
		target, rest = rest[0], rest[1:]
	}
	e := s.schema.entities[target]
	if e == nil {
		return noEntity(target)
	}
	x := sh.expand[p.name]
	if x == nil || x.entity == nil {
		x = &expansion{p, e, newShape(&e.table)}
		sh.expand[p.name] = x
	}
	if len(rest) == 0 {
		return nil
	}
	return s.addExpansion(x.shape, rest)
}

func (s *Server) addField(sh *shape, path string) *refusal {
	sh.selected = true
	name, rest, deeper := strings.Cut(path, "/")
	switch {
	case deeper && sh.expand[name] != nil:
		x := sh.expand[name]
		if x.prop.kind == mixed {
			if _, rest, deeper = strings.Cut(rest, "/"); !deeper {
				return badOption("$select", "%s", path)
			}
		}
		if x.shape == nil {
			return badOption("$select", "%s", path)
		}
		return s.addField(x.shape, rest)
	case deeper:
		sec := sh.table.section(name)
		if sec == nil {
			return noProperty(path)
		}
		if rest != "*" && sec.by[rest] == nil && !(rest == "Ref_Key" && sh.table.by["Ref_Key"] != nil) {
			return noProperty(path)
		}
		if sh.inner[name] == nil {
			sh.inner[name] = map[string]bool{}
		}
		sh.inner[name][rest] = true
		sh.fields[name] = true
		return nil
	case name == "*":
		sh.all = true
	case name == "**":
		sh.all, sh.flat = true, true
	case name == "Presentation":
		sh.self = true
	case strings.HasSuffix(name, presentation):
		base := strings.TrimSuffix(name, presentation)
		if base != "*" && sh.table.nav[base] == nil && sh.table.by[base] == nil {
			return noProperty(name)
		}
		sh.present[base] = true
	case sh.table.section(name) != nil || sh.table.by[name] != nil:
		sh.fields[name] = true
	case sh.table.nav[name] != nil && sh.expand[name] != nil:
		sh.fields[name] = true
	default:
		return noProperty(name)
	}
	return nil
}

const presentation = "____Presentation"

// member is one name and value of an answer, in the order in which it is shown.
type member struct {
	name string
	val  any // string, float64, int64, bool, nil, []member for an object, [][]member for rows
	typ  *property
}

// members returns what an answer shows of an object. links are shown where the answer has metadata.
func (s *Server) members(sh *shape, o object, links bool) []member {
	var out []member
	for _, p := range sh.table.props {
		f := p.field()
		if sh.has(f, false) {
			out = append(out, member{f, o[f], p})
		}
		if p.kind == mixed && (sh.has(f, false) || sh.fields[f+"_Type"]) {
			out = append(out, member{name: f + "_Type", val: o[f+"_Type"]})
		}
	}
	if sh.self {
		out = append(out, member{name: "Presentation", val: s.presentationOf(sh.table.name, str(o["Ref_Key"]))})
	}
	for _, p := range sh.table.props {
		if sh.present[p.name] || sh.present["*"] && p.name != "Ref_Key" && p.name != "DataVersion" {
			out = append(out, member{name: p.name + presentation, val: s.present(p, o)})
		}
	}
	for _, sec := range sh.table.sections {
		if sh.has(sec.name, true) {
			out = append(out, member{name: sec.name, val: s.sectionRows(sh, sec, o)})
		}
	}
	at := s.canonical(sh.table, o)
	for _, p := range sh.table.props {
		if x := sh.expand[p.name]; x != nil {
			out = append(out, s.expanded(x, o, at, links)...)
		} else if links && at != "" && sh.has(p.field(), false) && s.linked(p, o) {
			out = append(out, member{name: p.name + "@navigationLinkUrl", val: at + "/" + p.name})
		}
	}
	return out
}

// linked reports whether a reference that is not empty leads to what the base has.
func (s *Server) linked(p *property, o object) bool {
	return p.kind == reference && str(o[p.field()]) != noRef && s.schema.entities[p.to[0]] != nil
}

func (s *Server) sectionRows(sh *shape, sec *table, o object) [][]member {
	out := [][]member{}
	inner := sh.inner[sec.name]
	for _, row := range rows(o[sec.name]) {
		one := newShape(sec)
		one.selected, one.fields = len(inner) > 0 && !inner["*"], inner
		var m []member
		if sh.table.by["Ref_Key"] != nil && one.has("Ref_Key", false) {
			m = append(m, member{name: "Ref_Key", val: o["Ref_Key"]})
		}
		out = append(out, append(m, s.members(one, row, false)...))
	}
	return out
}

// expanded is a reference with the object behind it. An empty reference gives null and the link beside it.
func (s *Server) expanded(x *expansion, o object, at string, links bool) []member {
	name, target := x.prop.name, ""
	key := str(o[x.prop.field()])
	if x.prop.kind == mixed {
		name += "_Expanded"
		target = strings.TrimPrefix(str(o[x.prop.name+"_Type"]), namespace)
		if x.entity != nil && x.entity.name != target {
			return nil
		}
	} else {
		target = x.prop.to[0]
	}
	e := s.schema.entities[target]
	if e == nil || s.data[target][key] == nil {
		return []member{{name: name, val: nil}, {name: x.prop.name + "@navigationLinkUrl", val: at + "/" + x.prop.name}}
	}
	sh := x.shape
	if sh == nil {
		sh = newShape(&e.table)
	}
	return []member{{name: name, val: s.members(sh, s.data[target][key], links)}}
}

// canonical is the address of an object below the root, empty where it has none.
func (s *Server) canonical(t *table, o object) string {
	if key := str(o["Ref_Key"]); key != "" && t.parent == nil && s.schema.entities[t.name] != nil {
		return t.name + "(guid'" + key + "')"
	}
	return ""
}

// present is what people see of a property.
func (s *Server) present(p *property, o object) string {
	switch v := o[p.field()].(type) {
	case float64:
		return strings.ReplaceAll(strconv.FormatFloat(v, 'f', -1, 64), ".", ",")
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		return map[bool]string{true: "Да", false: "Нет"}[v]
	case string:
		switch p.kind {
		case reference:
			return s.presentationOf(p.to[0], v)
		case mixed:
			if t := strings.TrimPrefix(str(o[p.name+"_Type"]), namespace); s.schema.entities[t] != nil {
				return s.presentationOf(t, v)
			}
		case moment:
			if t, err := parseMoment(v); err == nil && v != noDate {
				return t.Format("02.01.2006 15:04:05")
			}
			return ""
		}
		return v
	}
	return ""
}

// presentationOf is what people see of an object: its name, or its kind, number and date.
func (s *Server) presentationOf(entity, key string) string {
	o := s.data[entity][key]
	switch {
	case o == nil && key == noRef:
		return ""
	case o == nil:
		return "<Объект не найден> (" + key + ")"
	case o["Number"] != nil:
		return s.title(entity, o)
	}
	return str(o["Description"])
}
