package onectest

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

const (
	nsAtom     = "http://www.w3.org/2005/Atom"
	nsData     = "http://schemas.microsoft.com/ado/2007/08/dataservices"
	nsMetadata = "http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"
	atomEntry  = "application/atom+xml;type=entry;charset=utf-8"
	xmlHead    = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	spaces     = ` xmlns="` + nsAtom + `" xmlns:d="` + nsData + `" xmlns:m="` + nsMetadata + `"`
)

// oneAtom is the answer with a single entity as an Atom entry.
func (c *call) oneAtom(t *table, ms []member) []byte {
	var b bytes.Buffer
	b.WriteString(xmlHead)
	c.entry(&b, t, ms, spaces)
	return b.Bytes()
}

// listAtom is the answer with a list as an Atom feed.
func (c *call) listAtom(t *table, all [][]member, count int) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s<feed%s xml:base=\"%s\"><id>%s</id><title type=\"text\"/><updated>%s</updated>",
		xmlHead, spaces, escape(c.root), escape(c.root+t.name), c.now())
	for _, ms := range all {
		c.entry(&b, t, ms, "")
	}
	if count >= 0 {
		fmt.Fprintf(&b, "<m:count>%d</m:count>", count)
	}
	b.WriteString("</feed>")
	return b.Bytes()
}

func (c *call) entry(b *bytes.Buffer, t *table, ms []member, space string) {
	id := c.root + t.name
	for _, m := range ms {
		if m.name == "Ref_Key" && t.parent == nil {
			id = c.root + t.name + "(guid'" + str(m.val) + "')"
		}
	}
	fmt.Fprintf(b, `<entry%s><id>%s</id><category term="%s%s" scheme="%s/scheme"/>`, space, escape(id), namespace, escape(t.name), nsData)
	fmt.Fprintf(b, `<title type="text"/><updated>%s</updated><author/><summary/>`, c.now())
	for _, m := range ms {
		if name, ok := strings.CutSuffix(m.name, "@navigationLinkUrl"); ok {
			fmt.Fprintf(b, `<link rel="%s/related/%s" href="%s" type="%s" title="%s"/>`, nsData, name, escape(str(m.val)), atomEntry, name)
		}
	}
	fmt.Fprintf(b, `<link rel="edit" href="%s" title="edit link"/>`, escape(strings.TrimPrefix(id, c.root)))
	b.WriteString(`<content type="application/xml"><m:properties>`)
	c.properties(b, t, ms)
	b.WriteString("</m:properties></content></entry>")
}

func (c *call) properties(b *bytes.Buffer, t *table, ms []member) {
	for _, m := range ms {
		if strings.Contains(m.name, "@") {
			continue
		}
		switch v := m.val.(type) {
		case nil:
			fmt.Fprintf(b, `<d:%s m:null="true"/>`, m.name)
		case []member:
			fmt.Fprintf(b, "<d:%s>", m.name)
			c.properties(b, t, v)
			fmt.Fprintf(b, "</d:%s>", m.name)
		case [][]member:
			row := namespace + t.name + "_" + m.name + "_RowType"
			fmt.Fprintf(b, `<d:%s m:type="Collection(%s)">`, m.name, row)
			for _, r := range v {
				fmt.Fprintf(b, `<d:element m:type="%s">`, row)
				c.properties(b, t, r)
				b.WriteString("</d:element>")
			}
			fmt.Fprintf(b, "</d:%s>", m.name)
		default:
			s := atomText(v, c.settings.Noise)
			if s == "" {
				fmt.Fprintf(b, "<d:%s/>", m.name)
				continue
			}
			fmt.Fprintf(b, "<d:%s>%s</d:%s>", m.name, escape(s), m.name)
		}
	}
}

func atomText(v any, noise bool) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return shown(v, noise)
	}
	return ""
}

// readAtom reads the properties of an Atom entry as the fields of a body: texts, and rows in d:element.
func readAtom(body []byte) (map[string]any, error) {
	d := xml.NewDecoder(bytes.NewReader(body))
	for {
		tok, err := d.Token()
		if err != nil {
			return nil, err
		}
		if e, ok := tok.(xml.StartElement); ok && e.Name.Local == "properties" {
			return readProperties(d)
		}
	}
}

func readProperties(d *xml.Decoder) (map[string]any, error) {
	out := map[string]any{}
	for {
		tok, err := d.Token()
		if err != nil {
			return nil, err
		}
		switch e := tok.(type) {
		case xml.EndElement:
			return out, nil
		case xml.StartElement:
			v, err := readElement(d, e)
			if err != nil {
				return nil, err
			}
			out[e.Name.Local] = v
		}
	}
}

func readElement(d *xml.Decoder, e xml.StartElement) (any, error) {
	for _, a := range e.Attr {
		if a.Name.Local == "type" && strings.HasPrefix(a.Value, "Collection(") {
			list := []any{}
			for {
				tok, err := d.Token()
				if err != nil {
					return nil, err
				}
				switch t := tok.(type) {
				case xml.EndElement:
					return list, nil
				case xml.StartElement:
					row, err := readProperties(d)
					if err != nil || t.Name.Local != "element" {
						return nil, fmt.Errorf("rows are in d:element: %w", err)
					}
					list = append(list, row)
				}
			}
		}
	}
	var s string
	err := d.DecodeElement(&s, &e)
	return s, err
}
