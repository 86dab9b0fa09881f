package onectest

import (
	"strconv"
	"strings"
	"sync"
)

// kind is the type of a property.
type kind uint8

const (
	text      kind = iota // a string, of at most size characters unless size is 0
	number                // Edm.Double with size decimals
	integer               // Edm.Int16, Int32 or Int64 by its size digits
	flag                  // Edm.Boolean
	moment                // Edm.DateTime
	guid                  // Edm.Guid that refers to nothing
	reference             // a reference to one entity; its field ends with _Key
	mixed                 // a reference to one of several entities: two fields, the second ends with _Type
	choice                // a value of an enumeration, as its name
	nothing               // the type of null
)

// property is one property of an entity, a section or a register.
type property struct {
	name string
	kind kind
	size int
	part byte     // of a moment: 'd' has no time, 'h' no date
	to   []string // where a reference may go; the enumeration of a choice
	fill bool     // posting wants it filled
	role byte     // of a register: '*' dimension, '+' resource
}

// field is the name of the property in bodies and queries.
func (p *property) field() string {
	if p.kind == reference {
		return p.name + "_Key"
	}
	return p.name
}

// empty is what the property holds before anybody wrote it.
func (p *property) empty() any {
	switch p.kind {
	case number:
		return 0.0
	case integer:
		return int64(0)
	case flag:
		return false
	case moment:
		return noDate
	case guid, reference:
		return noRef
	}
	return ""
}

const (
	noRef     = "00000000-0000-0000-0000-000000000000"
	noDate    = "0001-01-01T00:00:00"
	undefined = "StandardODATA.Undefined"
	namespace = "StandardODATA."
)

// table is what has properties: an entity, a section, the result of a virtual table.
type table struct {
	name     string
	props    []*property
	by       map[string]*property // by field; a mixed one also by its _Type
	nav      map[string]*property // by name, those that refer to something
	sections []*table
	parent   *table // of the rows of a section that are read on their own
}

func (t *table) add(ps ...*property) *table {
	if t.by == nil {
		t.by, t.nav = map[string]*property{}, map[string]*property{}
	}
	for _, p := range ps {
		t.props = append(t.props, p)
		t.by[p.field()] = p
		if p.kind == mixed {
			t.by[p.name+"_Type"] = p
		}
		if p.kind == mixed || p.kind == reference {
			t.nav[p.name] = p
		}
	}
	return t
}

func (t *table) section(name string) *table {
	for _, s := range t.sections {
		if s.name == name {
			return s
		}
	}
	return nil
}

// entity is one entity set of the base.
type entity struct {
	table
	class     string // what its name begins with, before the _
	key       []string
	periodic  bool     // an information register with a period
	turnovers bool     // an accumulation register without balances
	recorders []string // whose records a register has; none: it is written by itself
	records   *table   // of a register: one record
}

// dimensions returns the dimensions of a register, or its resources for '+'.
func (e *entity) dimensions(role byte) []*property {
	var out []*property
	for _, p := range e.records.props {
		if p.role == role {
			out = append(out, p)
		}
	}
	return out
}

// schema is the metadata of one release: what the base has been put into the interface.
type schema struct {
	entities map[string]*entity
	names    []string // in their order
	enums    map[string][]string
}

// schemas keeps what load made: nothing changes it.
var schemas sync.Map

// schemaOf returns the schema of a release; composite is whether documents of money have a counterparty of several
// types.
func schemaOf(release string, composite bool) *schema {
	if release != "11.4" && release != "11.5" {
		panic("onectest: no release " + release + `: there are "11.4" and "11.5"`)
	}
	key := [2]any{release, composite}
	if s, ok := schemas.Load(key); ok {
		return s.(*schema)
	}
	s, _ := schemas.LoadOrStore(key, load(release, composite, catalogs, documents, registers))
	return s.(*schema)
}

// load reads the description of the base for a release. A release before a colon is the only one that has the entity or
// the property behind it.
func load(release string, composite bool, descriptions ...string) *schema {
	s := &schema{entities: map[string]*entity{}, enums: enumerations(release)}
	var at *table // what the properties of a line belong to; nil: to an entity of another release
	for _, d := range descriptions {
		for line := range strings.Lines(shared.Replace(d)) {
			line = strings.TrimSpace(line)
			switch {
			case line == "":
			case strings.Contains(strings.Fields(line)[0], "_"):
				at = nil
				if line, ok := only(release, line); ok {
					e := newEntity(strings.Fields(line))
					s.entities[e.name] = e
					s.names = append(s.names, e.name)
					at = e.records
					if at == nil {
						at = &e.table
					}
				}
			case at == nil:
			case line[0] == '[':
				at = (&table{name: strings.Trim(line, "[]")}).add(&property{name: "LineNumber", kind: integer, size: 10})
				e := s.entities[s.names[len(s.names)-1]]
				e.sections = append(e.sections, at)
			default:
				for f := range strings.SplitSeq(line, "; ") {
					if f, ok := only(release, f); ok {
						at.add(newProperty(f, composite))
					}
				}
			}
		}
	}
	for _, e := range s.entities {
		if len(e.recorders) > 0 {
			e.sections = []*table{(&table{name: "RecordSet"}).add(e.records.props...)}
		}
	}
	return s
}

// only cuts the release off that s begins with, and reports whether it is this one or none.
func only(release, s string) (string, bool) {
	s = strings.TrimSpace(s)
	if len(s) > 4 && s[0] == '1' && s[4] == ':' {
		return s[5:], s[:4] == release
	}
	return s, true
}

// newEntity begins an entity from its first line: the name, the lengths of code and description, and what kind it is.
func newEntity(words []string) *entity {
	class, _, _ := strings.Cut(words[0], "_")
	e := &entity{table: table{name: words[0]}, class: class, key: []string{"Ref_Key"}}
	std := func(name string, k kind, size int) { e.add(&property{name: name, kind: k, size: size}) }
	args := map[string]string{}
	for _, w := range words[1:] {
		name, arg, _ := strings.Cut(w, "=")
		args[name] = arg
	}
	has := func(name string) bool { _, ok := args[name]; return ok }
	size := func(name string) int { n, _ := strconv.Atoi(args[name]); return n }
	e.turnovers, e.periodic = has("turnovers"), has("periodic")
	if has("by") {
		for d := range strings.SplitSeq(args["by"], "|") {
			e.recorders = append(e.recorders, "Document_"+d)
		}
	}
	switch class {
	case "Catalog":
		std("Ref_Key", guid, 0)
		std("Predefined", flag, 0)
		std("PredefinedDataName", text, 0)
		std("DataVersion", text, 0)
		std("Description", text, size("name"))
		if has("code") {
			std("Code", text, size("code"))
		}
		if has("owner") {
			e.add(newProperty("Owner "+args["owner"], false))
		}
		if has("tree") {
			e.add(&property{name: "Parent", kind: reference, to: []string{e.name}})
			std("IsFolder", flag, 0)
		}
		std("DeletionMark", flag, 0)
	case "Document":
		std("Ref_Key", guid, 0)
		std("DataVersion", text, 0)
		std("Number", text, 11)
		std("Date", moment, 0)
		std("DeletionMark", flag, 0)
		std("Posted", flag, 0)
	}
	if class == "InformationRegister" || class == "AccumulationRegister" {
		e.begin()
	}
	return e
}

// begin adds to a register what stands before its dimensions.
func (e *entity) begin() {
	e.key = nil
	e.records = &e.table
	if len(e.recorders) > 0 {
		e.records = &table{name: e.name + "_RecordType"}
	}
	period := &property{name: "Period", kind: moment}
	switch len(e.recorders) {
	case 0:
		if e.periodic {
			e.records.add(period)
		}
		return
	case 1:
		e.records.add(&property{name: "Recorder", kind: reference, to: e.recorders})
		e.key = []string{"Recorder_Key"}
	default:
		e.records.add(&property{name: "Recorder", kind: mixed, to: e.recorders})
		e.key = []string{"Recorder", "Recorder_Type"}
	}
	if e.periodic || e.class == "AccumulationRegister" {
		e.records.add(period)
	}
	e.records.add(&property{name: "LineNumber", kind: integer, size: 10}, &property{name: "Active", kind: flag})
	if e.class == "AccumulationRegister" && !e.turnovers {
		e.records.add(&property{name: "RecordType", kind: choice, to: []string{"AccumulationRecordType"}})
	}
	e.table.add(e.records.by[e.key[0]])
}

// keys returns the fields that name one instance.
func (e *entity) keys() []string {
	if e.key != nil {
		return e.key
	}
	return e.recordKeys()
}

// recordKeys returns the fields that name one record of a register.
func (e *entity) recordKeys() []string {
	if e.class == "AccumulationRegister" {
		return append([]string{e.key[0], "LineNumber"}, e.key[1:]...)
	}
	var out []string
	if e.periodic {
		out = append(out, "Period")
	}
	for _, p := range e.dimensions('*') {
		out = append(out, p.field())
	}
	for _, p := range e.dimensions('*') {
		if p.kind == mixed {
			out = append(out, p.name+"_Type")
		}
	}
	return out
}

// prefixes are what a type begins with, behind its first letter.
var prefixes = map[byte]string{'@': "Catalog_", '#': "Document_", '%': "ChartOfCharacteristicTypes_", '$': "Edm.", '&': ""}

// newProperty reads "Имя тип", with ! behind it if it must be filled, and * or + before it in a register. A type is b,
// s50, n2, i10, d, h, t, g, =Перечисление, @Справочник, %Характеристики or #Документ; several of these, of
// &Перечисление and of $String with | between.
func newProperty(s string, composite bool) *property {
	name, typ, _ := strings.Cut(strings.TrimSpace(s), " ")
	p := &property{name: strings.TrimLeft(name, "*+")}
	if p.name != name {
		p.role = name[0]
	}
	typ, p.fill = strings.CutSuffix(typ, "!")
	if one, either, ok := strings.Cut(typ, "?"); ok { // one type, or several where the base was changed so
		typ = one
		if composite {
			typ += "|" + either
		}
	}
	size, _ := strconv.Atoi(typ[1:])
	switch typ[0] {
	case 's':
		p.size = size
	case 'n':
		p.kind, p.size = number, size
	case 'i':
		p.kind, p.size = integer, size
	case 'b':
		p.kind = flag
	case 'd', 'h', 't':
		p.kind, p.part = moment, typ[0]
	case 'g':
		p.kind = guid
	case '=':
		p.kind, p.to = choice, []string{typ[1:]}
	default:
		p.kind = reference
		for t := range strings.SplitSeq(typ, "|") {
			p.to = append(p.to, prefixes[t[0]]+t[1:])
		}
		if len(p.to) > 1 {
			p.kind = mixed
		}
	}
	return p
}

// rows returns the rows of a section as an entity set of its own, and one record for a register.
func (s *schema) rows(name string) (*entity, *table) {
	if base, ok := strings.CutSuffix(name, "_RecordType"); ok {
		if e := s.entities[base]; e != nil && len(e.recorders) > 0 {
			return e, e.records
		}
		return nil, nil
	}
	i := strings.LastIndex(name, "_")
	if i < 0 {
		return nil, nil
	}
	e := s.entities[name[:i]]
	if e == nil || e.records != nil || e.section(name[i+1:]) == nil {
		return nil, nil
	}
	sec := e.section(name[i+1:])
	t := (&table{name: name, parent: &e.table}).add(&property{name: "Ref_Key", kind: guid})
	return e, t.add(sec.props...)
}
