package onectest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// edmx is the answer to $metadata.
func (s *Server) edmx() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx">` +
		`<edmx:DataServices m:DataServiceVersion="3.0" m:MaxDataServiceVersion="3.0" xmlns:m="` + nsMetadata + `">` +
		`<Schema Namespace="StandardODATA" xmlns="http://schemas.microsoft.com/ado/2009/11/edm">`)
	var sets, associations, ends strings.Builder
	for _, name := range s.published() {
		e := s.schema.entities[name]
		s.entityType(&b, &e.table, e.keys(), &associations, &ends)
		fmt.Fprintf(&sets, `<EntitySet Name="%s" EntityType="%s%s"/>`, name, namespace, name)
		for _, sec := range e.sections {
			if e.records == nil {
				_, rows := s.schema.rows(name + "_" + sec.name)
				s.entityType(&b, rows, []string{"Ref_Key", "LineNumber"}, &associations, &ends)
				fmt.Fprintf(&sets, `<EntitySet Name="%s" EntityType="%s%s"/>`, rows.name, namespace, rows.name)
				s.complexType(&b, name+"_"+sec.name+"_RowType", rows)
				continue
			}
			s.entityType(&b, e.records, e.recordKeys(), &associations, &ends)
			fmt.Fprintf(&sets, `<EntitySet Name="%s" EntityType="%s%s"/>`, e.records.name, namespace, e.records.name)
			s.complexType(&b, name+"_RowType", e.records)
		}
		s.functionImports(&b, &sets, e)
	}
	for _, name := range slices.Sorted(maps.Keys(s.schema.enums)) {
		fmt.Fprintf(&b, `<EnumType Name="%s" UnderlyingType="Edm.Int32">`, name)
		for i, v := range s.schema.enums[name] {
			fmt.Fprintf(&b, `<Member Name="%s" Value="%d"/>`, v, i)
		}
		b.WriteString("</EnumType>")
	}
	b.WriteString(associations.String())
	b.WriteString(`<EntityContainer Name="EnterpriseV8" m:IsDefaultEntityContainer="true">` + sets.String() + ends.String() +
		`</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`)
	return b.String()
}

func (s *Server) entityType(b *strings.Builder, t *table, keys []string, associations, ends *strings.Builder) {
	open := ""
	if slices.ContainsFunc(t.props, func(p *property) bool { return p.kind == mixed }) {
		open = ` OpenType="true"`
	}
	fmt.Fprintf(b, `<EntityType Name="%s"%s><Key>`, t.name, open)
	for _, k := range keys {
		fmt.Fprintf(b, `<PropertyRef Name="%s"/>`, k)
	}
	b.WriteString("</Key>")
	edmProperties(b, t, keys, false)
	for _, sec := range t.sections {
		row := t.name + "_" + sec.name + "_RowType"
		if sec.name == "RecordSet" {
			row = t.name + "_RowType"
		}
		null := sec.name != "RecordSet"
		fmt.Fprintf(b, `<Property Name="%s" Type="Collection(%s%s)" Nullable="%t"/>`, sec.name, namespace, row, null)
	}
	edmProperties(b, t, keys, true)
	for _, p := range t.props {
		if p.kind != reference || s.schema.entities[p.to[0]] == nil {
			continue
		}
		a := t.name + "_" + p.name
		fmt.Fprintf(b, `<NavigationProperty Name="%s" Relationship="%s%s" FromRole="Begin" ToRole="End"/>`,
			p.name, namespace, a)
		fmt.Fprintf(associations, `<Association Name="%s"><End Role="Begin" Type="%s%s" Multiplicity="*"/>`+
			`<End Role="End" Type="%s%s" Multiplicity="0..1"/></Association>`,
			a, namespace, t.name, namespace, p.to[0])
		fmt.Fprintf(ends, `<AssociationSet Name="%s" Association="%s%s"><End Role="Begin" EntitySet="%s"/>`+
			`<End Role="End" EntitySet="%s"/></AssociationSet>`,
			a, namespace, a, t.name, p.to[0])
	}
	b.WriteString("</EntityType>")
}

func (s *Server) complexType(b *strings.Builder, name string, t *table) {
	fmt.Fprintf(b, `<ComplexType Name="%s">`, name)
	edmProperties(b, t, nil, false)
	edmProperties(b, t, nil, true)
	b.WriteString("</ComplexType>")
}

// edmProperties describes the properties, or the types of those that refer to several entities, which stand behind all
// others.
func edmProperties(b *strings.Builder, t *table, keys []string, types bool) {
	for _, p := range t.props {
		f, typ, size := p.field(), edmType(p), ""
		if types {
			if p.kind != mixed {
				continue
			}
			f, typ = p.name+"_Type", "Edm.String"
		} else if p.kind == text && p.size > 0 {
			size = fmt.Sprintf(` MaxLength="%d"`, p.size)
		}
		fmt.Fprintf(b, `<Property Name="%s" Type="%s" Nullable="%t"%s/>`, f, typ, !slices.Contains(keys, f), size)
	}
}

func edmType(p *property) string {
	switch p.kind {
	case number:
		return "Edm.Double"
	case integer:
		switch {
		case p.size <= 4:
			return "Edm.Int16"
		case p.size <= 9:
			return "Edm.Int32"
		}
		return "Edm.Int64"
	case flag:
		return "Edm.Boolean"
	case moment:
		return "Edm.DateTime"
	case guid, reference:
		return "Edm.Guid"
	}
	return "Edm.String" // also of a value of an enumeration: nothing links it to its list
}

// functionImports describes what may be called: the virtual tables of a register, and the posting of a document. As
// with the vendor, nothing names their HTTP method.
func (s *Server) functionImports(b, sets *strings.Builder, e *entity) {
	function := func(name, returns, binding string, effect bool, args []string) {
		fmt.Fprintf(sets, `<FunctionImport Name="%s" IsBindable="true" IsSideEffecting="%t"%s>`, name, effect, returns)
		fmt.Fprintf(sets, `<Parameter Name="bindingParameter" Type="%s%s"/>`, namespace, binding)
		for _, a := range args {
			typ := "Edm.String"
			if strings.HasSuffix(a, "Period") {
				typ = "Edm.DateTime"
			} else if a == "PostingModeOperational" {
				typ = "Edm.Boolean"
			}
			fmt.Fprintf(sets, `<Parameter Name="%s" Type="%s"/>`, a, typ)
		}
		sets.WriteString("</FunctionImport>")
	}
	if e.class == "Document" {
		for _, name := range []string{"Post", "Unpost"} {
			function(name, "", e.name, true, []string{"PostingModeOperational"})
		}
		return
	}
	for _, f := range e.virtual() {
		binding, result := e.name, e.records.name
		if e.periodic {
			binding = e.records.name
		} else {
			result = e.name + "_" + strings.TrimSuffix(f, "s")
			s.complexType(b, result, e.result(f))
		}
		function(f, fmt.Sprintf(` ReturnType="Collection(%s%s)"`, namespace, result), binding, false, virtualArgs[f])
	}
}

// serviceDocument is the answer to the root: the entity sets that are in the interface.
func (c *call) serviceDocument() []byte {
	if c.json {
		var all [][]member
		for _, name := range c.published() {
			all = append(all, []member{{name: "name", val: name}, {name: "url", val: name}})
		}
		w := &jsonWriter{}
		var ms []member
		if c.detail != none {
			ms = append(ms, member{name: "odata.metadata", val: c.root + "$metadata"})
		}
		w.object(append(ms, member{name: "value", val: all}))
		return w.Bytes()
	}
	var b strings.Builder
	fmt.Fprintf(&b, `%s<service xmlns="http://www.w3.org/2007/app" xmlns:atom="%s" xml:base="%s">`+
		`<workspace><atom:title>Default</atom:title>`,
		xmlHead, nsAtom, escape(c.root))
	for _, name := range c.published() {
		fmt.Fprintf(&b, `<collection href="%s"><atom:title>%s</atom:title></collection>`, name, name)
	}
	b.WriteString("</workspace></service>")
	return []byte(b.String())
}
