package onectest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// edmx is the answer to $metadata. As with the vendor, Post and Unpost come without their HTTP method.
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
			s.entityType(&b, e.records, append(e.keys(), "LineNumber"), &associations, &ends)
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
	fmt.Fprintf(b, `<EntityType Name="%s"><Key>`, t.name)
	for _, k := range keys {
		fmt.Fprintf(b, `<PropertyRef Name="%s"/>`, k)
	}
	b.WriteString("</Key>")
	edmProperties(b, t, keys)
	for _, sec := range t.sections {
		row := t.name + "_" + sec.name + "_RowType"
		if sec.name == "RecordSet" {
			row = t.name + "_RowType"
		}
		fmt.Fprintf(b, `<Property Name="%s" Type="Collection(%s%s)" Nullable="false"/>`, sec.name, namespace, row)
	}
	for _, p := range t.props {
		if p.kind != reference || s.schema.entities[p.to[0]] == nil {
			continue
		}
		a := t.name + "_" + p.name
		fmt.Fprintf(b, `<NavigationProperty Name="%s" Relationship="%s%s" FromRole="Begin" ToRole="End"/>`, p.name, namespace, a)
		fmt.Fprintf(associations, `<Association Name="%s"><End Role="Begin" Type="%s%s" Multiplicity="*"/><End Role="End" Type="%s%s" Multiplicity="0..1"/></Association>`,
			a, namespace, t.name, namespace, p.to[0])
		fmt.Fprintf(ends, `<AssociationSet Name="%s" Association="%s%s"><End Role="Begin" EntitySet="%s"/><End Role="End" EntitySet="%s"/></AssociationSet>`,
			a, namespace, a, t.name, p.to[0])
	}
	b.WriteString("</EntityType>")
}

func (s *Server) complexType(b *strings.Builder, name string, t *table) {
	fmt.Fprintf(b, `<ComplexType Name="%s">`, name)
	edmProperties(b, t, nil)
	b.WriteString("</ComplexType>")
}

func edmProperties(b *strings.Builder, t *table, keys []string) {
	for _, p := range t.props {
		f := p.field()
		null := `" Nullable="true"`
		if slices.Contains(keys, f) {
			null = `" Nullable="false"`
		}
		fmt.Fprintf(b, `<Property Name="%s" Type="%s%s`, f, edmType(p), null)
		if p.kind == text && p.size > 0 {
			fmt.Fprintf(b, ` MaxLength="%d"`, p.size)
		}
		b.WriteString("/>")
		if p.kind == mixed {
			fmt.Fprintf(b, `<Property Name="%s_Type" Type="Edm.String%s/>`, f, null)
		}
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
	case choice:
		return namespace + p.to[0]
	}
	return "Edm.String"
}

// functionImports describes what may be called: the virtual tables of a register, and the posting of a document.
func (s *Server) functionImports(b, sets *strings.Builder, e *entity) {
	if e.class == "Document" {
		fmt.Fprintf(sets, `<FunctionImport Name="Post" EntitySet="%s" IsBindable="true" IsSideEffecting="true">`+
			`<Parameter Name="bindingParameter" Type="%s%s"/><Parameter Name="PostingModeOperational" Type="Edm.Boolean" Nullable="true"/></FunctionImport>`,
			e.name, namespace, e.name)
		fmt.Fprintf(sets, `<FunctionImport Name="Unpost" EntitySet="%s" IsBindable="true" IsSideEffecting="true">`+
			`<Parameter Name="bindingParameter" Type="%s%s"/></FunctionImport>`, e.name, namespace, e.name)
		return
	}
	for _, f := range e.virtual() {
		t := e.result(f)
		name := t.name
		set := e.name
		if e.periodic && len(e.recorders) > 0 {
			set = e.records.name
		}
		s.complexType(b, name, t)
		fmt.Fprintf(sets, `<FunctionImport Name="%s" ReturnType="Collection(%s%s)" IsBindable="true" m:HttpMethod="GET">`+
			`<Parameter Name="bindingParameter" Type="Collection(%s%s)"/>`, f, namespace, name, namespace, set)
		for _, a := range virtualArgs[f] {
			typ := map[bool]string{true: "Edm.DateTime", false: "Edm.String"}[strings.HasSuffix(a, "Period")]
			fmt.Fprintf(sets, `<Parameter Name="%s" Type="%s" Nullable="true"/>`, a, typ)
		}
		sets.WriteString("</FunctionImport>")
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
	fmt.Fprintf(&b, `%s<service xmlns="http://www.w3.org/2007/app" xmlns:atom="%s" xml:base="%s"><workspace><atom:title>Default</atom:title>`,
		xmlHead, nsAtom, escape(c.root))
	for _, name := range c.published() {
		fmt.Fprintf(&b, `<collection href="%s"><atom:title>%s</atom:title></collection>`, name, name)
	}
	b.WriteString("</workspace></service>")
	return []byte(b.String())
}
